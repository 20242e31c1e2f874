"""Who is in the party, in which of its six places, and who waits in the box."""

from __future__ import annotations

from django.db import transaction

from tracker.choices import EncounterStatus, EventKind
from tracker.models import PARTY_SIZE, Encounter
from tracker.services.encounters import begin, named
from tracker.services.errors import Refused, refusals
from tracker.services.locks import refuse_if_changed
from tracker.services.rulings import said_against


def move_encounter(*, encounter: Encounter, slot: int | None, revision: int) -> Encounter:
    """Put a living Pokémon into a place of the party, 1 to 6, or into the box (None).

    Whoever has the place takes the other's: its place in the party, or the box. Raises
    ``ChangedMeanwhile`` unless it is still at ``revision`` or there already, ``Refused`` when it
    is not alive or there is no such place.
    """
    with refusals(), transaction.atomic():
        current, act = begin(encounter)
        if current.status != EncounterStatus.CAUGHT:
            raise Refused("Only a Pokémon that is alive has a place in the party or the box.")
        if slot is not None and not 1 <= slot <= PARTY_SIZE:
            raise Refused(f"The party has places 1 to {PARTY_SIZE}.", field="slot")
        if current.party_slot == slot:
            return current
        refuse_if_changed(current, revision)
        others = (row for row in act.rows.encounters if row.party_slot == slot)
        other = next(others, None) if slot is not None else None
        before = current.party_slot
        if other is not None:
            act.watch(other)
            if before is not None:
                # No two may be in one place, not even between two statements.
                Encounter.objects.filter(pk=current.pk).update(party_slot=None)
            other.party_slot = before
            act.save(other)
        current.party_slot = slot
        act.save(current)
        where = f"place {slot} of the party" if slot else "the box"
        swapped = f", {named(other)} to {_where(before)}" if other else ""
        party = [str(row.public_id) for row in act.rows.encounters if row.party_slot]
        against = said_against(act.rows, lambda rules: rules.for_party(party)) if slot else ""
        act.record(EventKind.PARTY, f"{named(current)} went to {where}{swapped}.{against}")
        return current


def _where(slot: int | None) -> str:
    return f"place {slot}" if slot else "the box"
