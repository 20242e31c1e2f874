"""Everything that writes to the encounters of a run."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from pokedex.models import Pokemon, Route, RouteEncounter
from tracker.choices import EncounterStatus, EventKind
from tracker.models import Encounter, NuzlockeRun
from tracker.rules.acquisition import acquisition_by
from tracker.services.errors import Refused, refusals
from tracker.services.journal import Act
from tracker.services.locks import lock_active_run, lock_encounter, refuse_if_changed

MAX_ENCOUNTERS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an encounter, as a player says it.

    ``status`` is caught, missed or fainted (caught and since fainted). Levels are 1 to 100, or
    None when not known.
    """

    status: EncounterStatus
    pokemon: Pokemon | None
    nickname: str = ""
    catch_level: int | None = None
    faint_level: int | None = None
    faint_cause: str = ""
    missed_reason: str = ""


def log_encounter(
    *,
    run: NuzlockeRun,
    route: Route,
    outcome: Outcome,
    is_bonus: bool = False,
    submission: uuid.UUID,
) -> Encounter:
    """Log what was met at ``route``.

    The same ``submission`` again returns the encounter that it made the first time. Raises
    ``Refused``: the run has ended, the route has its counted encounter (code "route_used"), or
    the outcome contradicts itself.
    """
    with refusals(), transaction.atomic():
        locked = lock_active_run(run)
        made = Encounter.objects.with_submission(run_id=locked.pk, submission=submission).first()
        if made is not None:
            return made
        if locked.encounters.count() >= MAX_ENCOUNTERS:
            raise Refused(f"This run has {MAX_ENCOUNTERS} encounters, which is the most.")
        if not is_bonus:
            _refuse_second_counted(locked, route)
        encounter = Encounter(
            run=locked,
            game=locked.game,
            route=route,
            is_bonus=is_bonus,
            submission=submission,
        )
        _apply(encounter, outcome)
        act = Act(locked)
        act.create(encounter)
        act.record(EventKind.LOG, f"{route.name}: {described(encounter)}.")
        return encounter


def edit_encounter(*, encounter: Encounter, outcome: Outcome, revision: int) -> Encounter:
    """Replace what is said of the encounter.

    Raises ``ChangedMeanwhile`` unless it is still at ``revision``, ``Refused`` as
    ``log_encounter`` does.
    """
    with refusals(), transaction.atomic():
        current, act = _begin(encounter)
        _apply(current, outcome)
        return _end(act, current, revision, EventKind.EDIT, "Corrected")


def faint_encounter(
    *, encounter: Encounter, level: int | None, cause: str, revision: int
) -> Encounter:
    """Mark a caught Pokémon as fainted, with its level (None: not known) and the cause.

    Raises ``ChangedMeanwhile`` unless it is still at ``revision``, ``Refused`` when it is not
    alive or the level is below its catch level.
    """
    with refusals(), transaction.atomic():
        current, act = _begin(encounter)
        if current.status not in {EncounterStatus.CAUGHT, EncounterStatus.FAINTED}:
            raise Refused("Only a Pokémon that is alive can faint.")
        was_dead = current.status == EncounterStatus.FAINTED
        _set_fainted(current, level=level, cause=cause)
        if was_dead and act.changed(current):
            raise Refused("Only a Pokémon that is alive can faint.")
        return _end(act, current, revision, EventKind.FAINT, "Died")


def delete_encounter(*, encounter: Encounter, revision: int) -> None:
    """Remove an encounter that was logged by mistake.

    Raises ``ChangedMeanwhile`` unless it is still at ``revision``.
    """
    with refusals(), transaction.atomic():
        current, act = _begin(encounter)
        refuse_if_changed(current, revision)
        act.delete(current)
        act.record(EventKind.REMOVE, f"Removed from {current.route.name}: {described(current)}.")


def _begin(encounter: Encounter) -> tuple[Encounter, Act]:
    current = lock_encounter(encounter)
    act = Act(current.run)
    act.watch(current)
    return current, act


def _end(act: Act, row: Encounter, revision: int, kind: EventKind, what: str) -> Encounter:
    # The same form once more finds nothing left to change, and gets the same answer.
    if act.changed(row):
        refuse_if_changed(row, revision)
        act.save(row)
        act.record(kind, f"{what}: {described(row)}, {row.route.name}.")
    return row


def _refuse_second_counted(run: NuzlockeRun, route: Route) -> None:
    used = (
        Encounter.objects.counted_at(run_id=run.pk, route_id=route.pk)
        .select_related("pokemon")
        .first()
    )
    if used is not None:
        raise Refused(
            f"{route.name} already has its encounter: {described(used)}. Nothing was saved. "
            "If a shiny or a gift gives you one more here, tick “Log as bonus”.",
            code="route_used",
        )


def described(encounter: Encounter) -> str:
    """Name an encounter in a sentence: "Fang the Poochyena, caught"."""
    status = encounter.get_status_display().lower()
    if encounter.pokemon is None:
        return status
    if encounter.nickname:
        return f"{encounter.nickname} the {encounter.pokemon.name}, {status}"
    return f"{encounter.pokemon.name}, {status}"


def _apply(encounter: Encounter, outcome: Outcome) -> None:
    if encounter.pokemon != outcome.pokemon or encounter.pk is None:
        encounter.acquisition = _acquisition(encounter.route, outcome.pokemon)
        encounter.current_pokemon = None
    encounter.pokemon = outcome.pokemon
    encounter.nickname = outcome.nickname
    encounter.catch_level = outcome.catch_level
    encounter.missed_reason = outcome.missed_reason
    if outcome.status == EncounterStatus.MISSED:
        encounter.caught_at = None
        encounter.current_level = None
        encounter.current_pokemon = None
    elif encounter.caught_at is None:
        encounter.caught_at = timezone.now()
    if outcome.status == EncounterStatus.FAINTED:
        _set_fainted(encounter, level=outcome.faint_level, cause=outcome.faint_cause)
    else:
        encounter.faint_level = outcome.faint_level
        encounter.faint_cause = outcome.faint_cause
        encounter.fainted_at = None
        encounter.status = outcome.status
    if encounter.status != EncounterStatus.CAUGHT:
        encounter.party_slot = None
    if encounter.current_level is not None and outcome.catch_level is not None:
        encounter.current_level = max(encounter.current_level, outcome.catch_level)


def _set_fainted(encounter: Encounter, *, level: int | None, cause: str) -> None:
    encounter.status = EncounterStatus.FAINTED
    encounter.party_slot = None
    encounter.faint_level = level
    encounter.faint_cause = cause
    if encounter.fainted_at is None:
        now = timezone.now()
        encounter.fainted_at = max(now, encounter.caught_at or now)


def _acquisition(route: Route, pokemon: Pokemon | None) -> str:
    if pokemon is None:
        return acquisition_by([])
    return acquisition_by(
        RouteEncounter.objects.published()
        .filter(route=route, pokemon=pokemon)
        .values_list("encounter_method", flat=True)
    )
