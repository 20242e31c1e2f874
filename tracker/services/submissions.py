"""What a browser calls an act, so that one that is sent twice is done once.

A browser that gets no answer cannot know whether its act was done, so it sends it again under the
same name. The event of the act bears that name, and a run has no two events of one name.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from accounts.models import User
from tracker.models import RunEvent

_submission: ContextVar[uuid.UUID | None] = ContextVar("_submission", default=None)


@contextmanager
def sent_as(submission: uuid.UUID) -> Iterator[None]:
    """Let the events that are written inside bear this name."""
    mark = _submission.set(submission)
    try:
        yield
    finally:
        _submission.reset(mark)


def submission_of_act() -> uuid.UUID | None:
    """Return the name of the act that is under way, None where its sender gave it none."""
    return _submission.get()


def was_done(*, owner: User, run_id: uuid.UUID, submission: uuid.UUID) -> bool:
    """Whether a run of ``owner`` has an event of the act that was sent under this name."""
    return RunEvent.objects.filter(
        run__owner=owner, run__public_id=run_id, submission=submission
    ).exists()
