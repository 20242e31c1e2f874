"""Changing the rules of a run while it goes on."""

from __future__ import annotations

from django.db import transaction

from tracker.choices import EventKind
from tracker.models import NuzlockeRun
from tracker.rules.descriptions import changes
from tracker.rules.document import DocumentError, RulesDocument, read_document
from tracker.rules.presets import PRESETS
from tracker.services.errors import ChangedMeanwhile, refusals
from tracker.services.journal import Act
from tracker.services.locks import lock_run


def change_rules(*, run: NuzlockeRun, document: RulesDocument, revision: int) -> NuzlockeRun:
    """Replace the rules of the run; the event holds those before and after, and says what differs.

    Parameters of a clause that is off before and after are no difference: nothing is written.
    Raises ``ChangedMeanwhile`` unless the run is still at ``revision`` or has these rules already.
    """
    with refusals(), transaction.atomic():
        locked = lock_run(run)
        try:
            said = _differences(read_document(locked.rules), document)
        except DocumentError:
            said = ("The rules could not be read any more and were chosen anew.",)
        if not said:
            return locked
        if locked.revision != revision:
            raise ChangedMeanwhile(locked.revision)
        act = Act(locked)
        act.watch(locked)
        locked.rules = document.as_json()
        act.save(locked)
        act.record(EventKind.RULES, " ".join(said))
        return locked


def _differences(before: RulesDocument, after: RulesDocument) -> tuple[str, ...]:
    said = changes(before, after)
    if before.preset == after.preset:
        return said
    preset = PRESETS.get(after.preset)
    return (f"Rules by the preset {preset.name if preset else after.preset}.", *said)
