"""What happens to a Pokémon after it has joined: growing, dying, coming back, being let go."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from pokedex.models import Boss, Pokemon
from tracker.choices import EncounterStatus, EventKind
from tracker.models import Encounter
from tracker.services.encounters import begin, finish, mark_fainted, mark_living, named
from tracker.services.errors import Refused, refusals
from tracker.services.journal import Act
from tracker.services.rulings import said_against


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """How a Pokémon died; everything but the fact may be unknown. ``level`` is 1 to 100."""

    level: int | None = None
    cause: str = ""
    boss: Boss | None = None
    pokemon: Pokemon | None = None
    epitaph: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of a Pokémon beside its level and fate; empty where it is not known."""

    nickname: str = ""
    gender: str = ""
    nature: str = ""
    ability: str = ""
    shiny: bool = False
    note: str = ""


def set_level(*, encounter: Encounter, level: int | None, revision: int) -> Encounter:
    """Say which level it has today, 1 to 100; None: not known.

    Raises ``ChangedMeanwhile`` unless it is still at ``revision``, ``Refused`` when it is not
    alive or the level is below its catch level.
    """
    with refusals(), transaction.atomic():
        current, act = begin(encounter)
        _refuse_unless_alive(current, "grow")
        current.current_level = level
        what = f"{named(current)} is at level {level}" if level else f"{named(current)}: no level"
        against = _against_level(act, level)
        return finish(act, current, revision, EventKind.LEVEL, what, against)


def evolve(
    *, encounter: Encounter, into: Pokemon, level: int | None = None, revision: int
) -> Encounter:
    """Make it what it has become; what it was when it was met is kept.

    ``into`` may be any species, as games with random evolutions have them. ``level``, where it is
    given, becomes its level of today. Raises as ``set_level`` does.
    """
    with refusals(), transaction.atomic():
        current, act = begin(encounter)
        _refuse_unless_alive(current, "evolve")
        before = named(current)
        current.current_pokemon = None if into == current.pokemon else into
        if level is not None:
            current.current_level = level
        what = f"{before} has become {into.name}"
        against = _against_level(act, level)
        return finish(act, current, revision, EventKind.EVOLVE, what, against)


def set_details(*, encounter: Encounter, details: Details, revision: int) -> Encounter:
    """Replace nickname, gender, nature, ability, shiny and note.

    Raises ``ChangedMeanwhile`` unless it is still at ``revision``, ``Refused`` when nothing
    joined here or something cannot be stored.
    """
    with refusals(), transaction.atomic():
        current, act = begin(encounter)
        if current.caught_at is None:
            raise Refused("Nothing was caught here, so there is nothing to describe.")
        current.nickname = details.nickname
        current.gender = details.gender
        current.nature = details.nature
        current.ability = details.ability
        current.shiny = details.shiny
        current.note = details.note
        return finish(act, current, revision, EventKind.DETAILS, f"Details of {named(current)}")


def faint_encounter(*, encounter: Encounter, death: Death, revision: int) -> Encounter:
    """Mark a living Pokémon as fainted: by the rules of a Nuzlocke it is dead.

    Raises ``ChangedMeanwhile`` unless it is still at ``revision``, ``Refused`` when it is not
    alive or the level is below its catch level.
    """
    with refusals(), transaction.atomic():
        current, act = begin(encounter)
        was_alive = current.status == EncounterStatus.CAUGHT
        if not was_alive and current.status != EncounterStatus.FAINTED:
            raise Refused("Only a Pokémon that is alive can faint.")
        kill(current, death)
        if not was_alive and act.changed(current):
            raise Refused("Only a Pokémon that is alive can faint.")
        return finish(act, current, revision, EventKind.FAINT, obituary(current))


def revive_encounter(*, encounter: Encounter, revision: int) -> Encounter:
    """Bring a dead Pokémon back to life, into the box.

    Raises ``ChangedMeanwhile`` unless it is still at ``revision``, ``Refused`` when it is not
    dead.
    """
    with refusals(), transaction.atomic():
        current, act = begin(encounter)
        if current.status != EncounterStatus.FAINTED:
            raise Refused("Only a Pokémon that has fainted can be revived.")
        against = said_against(act.rows, lambda rules: rules.for_revive(str(current.public_id)))
        mark_living(current)
        current.status = EncounterStatus.CAUGHT
        current.revivals += 1
        what = f"{named(current)} was revived"
        return finish(act, current, revision, EventKind.REVIVE, what, against)


def release_encounter(*, encounter: Encounter, revision: int) -> Encounter:
    """Let a living Pokémon go.

    Raises ``ChangedMeanwhile`` unless it is still at ``revision``, ``Refused`` when it is not
    alive.
    """
    with refusals(), transaction.atomic():
        current, act = begin(encounter)
        if current.status != EncounterStatus.RELEASED:
            _refuse_unless_alive(current, "be released")
        current.status = EncounterStatus.RELEASED
        current.party_slot = None
        return finish(act, current, revision, EventKind.RELEASE, f"{named(current)} was released")


def kill(encounter: Encounter, death: Death) -> None:
    """Set what a death leaves behind; the row is not saved."""
    mark_fainted(encounter, level=death.level, cause=death.cause)
    encounter.killer_boss = death.boss
    encounter.killer_pokemon = death.pokemon
    encounter.epitaph = death.epitaph


def obituary(encounter: Encounter) -> str:
    """Say who died, at which level, by whom and of what."""
    level = f" at level {encounter.faint_level}" if encounter.faint_level else ""
    killers = [
        killer.name for killer in (encounter.killer_pokemon, encounter.killer_boss) if killer
    ]
    by = f" by {' of '.join(killers)}" if killers else ""
    cause = f" ({encounter.faint_cause})" if encounter.faint_cause else ""
    return f"{named(encounter)} died{level}{by}{cause}"


def _against_level(act: Act, level: int | None) -> str:
    """What the rules say to this level. Raises ``Refused`` when they forbid it."""
    if level is None:
        return ""
    return said_against(act.rows, lambda rules: rules.for_level(level))


def _refuse_unless_alive(encounter: Encounter, what: str) -> None:
    if encounter.status != EncounterStatus.CAUGHT:
        raise Refused(f"Only a Pokémon that is alive can {what}.")
