"""The line of the quick log."""

from __future__ import annotations

from tracker.forms.base import SubmissionForm, TextField
from tracker.rules.quick_log import LONGEST_LINE


class QuickForm(SubmissionForm):
    """One line that says what happened."""

    line = TextField(
        max_length=LONGEST_LINE,
        what="A line",
        error_messages={"required": "Type what happened, such as: 101 poochyena fang 3"},
    )
