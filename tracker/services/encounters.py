"""What is met at the places of a run: logging, correcting, removing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from pokedex.models import Pokemon, Route
from tracker.choices import BonusReason, EncounterStatus, EventKind
from tracker.game_catalog import GameCatalog
from tracker.models import CustomRoute, Encounter, NuzlockeRun
from tracker.rules.acquisition import acquisition_by
from tracker.run_facts import RunRows
from tracker.services.errors import Refused, refusals
from tracker.services.journal import Act
from tracker.services.locks import lock_active_run, locked_rows, refuse_if_changed
from tracker.services.rulings import Referee, refuse_unless_allowed

MAX_ENCOUNTERS = 1000

_NOTHING_GAINED = frozenset({EncounterStatus.MISSED, EncounterStatus.POSTPONED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an encounter, as a player says it.

    ``status`` is caught, missed, postponed or fainted (caught and since fainted). Levels are 1 to
    100, or None when not known. ``acquisition`` empty: as the catalog's table has it.
    """

    status: EncounterStatus
    pokemon: Pokemon | None
    nickname: str = ""
    catch_level: int | None = None
    faint_level: int | None = None
    faint_cause: str = ""
    missed_reason: str = ""
    acquisition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptional:
    """Why an encounter stands beside the counted one, or against a clause."""

    bonus: BonusReason | None = None
    reason: str = ""


def log_encounter(
    *,
    run: NuzlockeRun,
    place: Route | CustomRoute,
    outcome: Outcome,
    is_bonus: bool = False,
    exceptional: Exceptional | None = None,
    submission: uuid.UUID,
) -> Encounter:
    """Log what was met at ``place``; what was postponed there is met now.

    The same ``submission`` again returns the encounter that it made the first time. What the rules
    except (a shiny, a gift) does not use up the place. Raises ``Refused``: the run has ended, the
    place has its counted encounter (code "route_used"), a clause of the rules speaks against it
    (code "blocked", or "needs_reason" when a reason would do), or the outcome contradicts itself.
    """
    with refusals(), transaction.atomic():
        locked = lock_active_run(run)
        rows = locked_rows(locked)
        act = Act(locked, rows)
        made = next((row for row in rows.encounters if row.submission == submission), None)
        if made is not None:
            return made
        referee = Referee.of(rows)
        encounter = None if is_bonus else _postponed(rows, place)
        if encounter is None:
            if len(rows.encounters) >= MAX_ENCOUNTERS:
                raise Refused(f"This run has {MAX_ENCOUNTERS} encounters, which is the most.")
            encounter = _at(locked, place)
            encounter.is_bonus = is_bonus
        else:
            act.watch(encounter)
        encounter.submission = submission
        _apply_exception(encounter, exceptional or Exceptional())
        _apply(encounter, outcome, rows.catalog)
        if encounter.caught_at is not None:
            _go_by_the_rules(encounter, referee)
        is_bonus = encounter.is_bonus
        if encounter.pk is None:
            act.create(encounter)
        else:
            act.save(encounter)
        bonus = " (bonus)" if is_bonus else ""
        against = f" Against the rules, because: {reason}" if (reason := _reason(encounter)) else ""
        act.record(EventKind.LOG, f"{place.name}: {described(encounter)}{bonus}.{against}")
        return encounter


def edit_encounter(*, encounter: Encounter, outcome: Outcome, revision: int) -> Encounter:
    """Replace what is said of the encounter.

    Raises ``ChangedMeanwhile`` unless it is still at ``revision`` or says so already, ``Refused``
    as ``log_encounter`` does.
    """
    with refusals(), transaction.atomic():
        current, act = begin(encounter)
        _apply(current, outcome, act.rows.catalog)
        return finish(act, current, revision, EventKind.EDIT, f"Corrected: {described(current)}")


def delete_encounter(*, encounter: Encounter, revision: int) -> None:
    """Remove an encounter that was logged by mistake.

    Raises ``ChangedMeanwhile`` unless it is still at ``revision``.
    """
    with refusals(), transaction.atomic():
        current, act = begin(encounter)
        refuse_if_changed(current, revision)
        act.delete(current)
        act.record(EventKind.REMOVE, f"Removed from {current.place.name}: {described(current)}.")


def begin(encounter: Encounter) -> tuple[Encounter, Act]:
    """Lock the encounter's run and return the encounter as it is now, watched by an act.

    The act has the rows of the run. Raises ``Refused`` when the run has ended, or either of them
    is gone.
    """
    locked = lock_active_run(encounter.run)
    rows = locked_rows(locked)
    act = Act(locked, rows)
    current = rows.encounter(encounter.pk)
    if current is None:
        raise Refused("This encounter was removed meanwhile.", code="gone")
    act.watch(current)
    return current, act


def finish(
    act: Act, row: Encounter, revision: int, kind: EventKind, what: str, against: str = ""
) -> Encounter:
    """Write what the act has changed of the encounter, and the event.

    ``against`` is what the rules say to it, to stay on record.

    The same form once more finds nothing left to change, and gets the same answer. Raises
    ``ChangedMeanwhile`` when there is, and the row is not at ``revision`` any more.
    """
    if act.changed(row):
        refuse_if_changed(row, revision)
        act.save(row)
        act.record(kind, f"{what}, {row.place.name}.{against}")
    return row


def described(encounter: Encounter) -> str:
    """Name an encounter in a sentence: "Fang the Poochyena, caught"."""
    status = encounter.get_status_display().lower()
    return f"{name}, {status}" if (name := named(encounter)) else status


def named(encounter: Encounter) -> str:
    """Name who was met: "Fang the Poochyena", or '' when nobody was."""
    species = encounter.species
    if species is None:
        return ""
    return f"{encounter.nickname} the {species.name}" if encounter.nickname else species.name


def mark_fainted(encounter: Encounter, *, level: int | None, cause: str) -> None:
    """Set what makes a living Pokémon dead; when it died stays as it was."""
    encounter.status = EncounterStatus.FAINTED
    encounter.party_slot = None
    encounter.faint_level = level
    encounter.faint_cause = cause
    if encounter.fainted_at is None:
        now = timezone.now()
        encounter.fainted_at = max(now, encounter.caught_at or now)


def mark_living(encounter: Encounter) -> None:
    """Forget a death."""
    encounter.faint_level = None
    encounter.faint_cause = ""
    encounter.fainted_at = None
    encounter.killer_boss = None
    encounter.killer_pokemon = None
    encounter.epitaph = ""


def _at(run: NuzlockeRun, place: Route | CustomRoute) -> Encounter:
    encounter = Encounter(run=run, game=run.game)
    if isinstance(place, Route):
        encounter.route = place
    else:
        found = run.custom_routes.filter(pk=place.pk).first()
        if found is None:
            raise Refused("This place was removed meanwhile.", code="gone")
        encounter.custom_route = found
    return encounter


def _postponed(rows: RunRows, place: Route | CustomRoute) -> Encounter | None:
    """The counted encounter of the place, when it is still to be done. Raises ``Refused``."""
    used = next((row for row in rows.encounters if not row.is_bonus and row.place == place), None)
    if used is None or used.status == EncounterStatus.POSTPONED:
        return used
    raise Refused(
        f"{place.name} already has its encounter: {described(used)}. Nothing was saved. "
        "If a shiny or a gift gives you one more here, tick “Log as bonus”.",
        code="route_used",
    )


def _go_by_the_rules(encounter: Encounter, referee: Referee) -> None:
    """Let a clause refuse what was caught, or note which ones the player's reason overrides.

    Raises ``Refused``.
    """
    if not encounter.is_bonus and not referee.uses_up_its_place(encounter):
        encounter.is_bonus = True
        encounter.bonus_reason = BonusReason.SHINY if encounter.shiny else BonusReason.GIFT
    ruling = referee.ruling_on_catch(encounter)
    encounter.overridden = list(refuse_unless_allowed(ruling, encounter.override_reason))


def _apply_exception(encounter: Encounter, exceptional: Exceptional) -> None:
    encounter.bonus_reason = exceptional.bonus or ""
    encounter.override_reason = exceptional.reason
    if exceptional.bonus == BonusReason.SHINY:
        encounter.shiny = True


def _reason(encounter: Encounter) -> str:
    is_override = encounter.bonus_reason == BonusReason.OVERRIDE or encounter.overridden
    return encounter.override_reason if is_override else ""


def _apply(encounter: Encounter, outcome: Outcome, catalog: GameCatalog) -> None:
    if outcome.acquisition:
        encounter.acquisition = outcome.acquisition
    elif encounter.pokemon != outcome.pokemon or encounter.pk is None:
        encounter.acquisition = _acquisition(encounter.place, outcome.pokemon, catalog)
    if encounter.pokemon != outcome.pokemon:
        encounter.current_pokemon = None
    encounter.pokemon = outcome.pokemon
    encounter.nickname = outcome.nickname
    encounter.catch_level = outcome.catch_level
    encounter.missed_reason = outcome.missed_reason
    if outcome.status in _NOTHING_GAINED:
        encounter.caught_at = None
        encounter.current_level = None
        encounter.current_pokemon = None
    elif encounter.caught_at is None:
        encounter.caught_at = timezone.now()
    if outcome.status == EncounterStatus.FAINTED:
        mark_fainted(encounter, level=outcome.faint_level, cause=outcome.faint_cause)
    else:
        mark_living(encounter)
        encounter.faint_level = outcome.faint_level
        encounter.faint_cause = outcome.faint_cause
        encounter.status = outcome.status
    if encounter.status != EncounterStatus.CAUGHT:
        encounter.party_slot = None
    if encounter.current_level is not None and outcome.catch_level is not None:
        encounter.current_level = max(encounter.current_level, outcome.catch_level)


def _acquisition(place: Route | CustomRoute, pokemon: Pokemon | None, catalog: GameCatalog) -> str:
    route = place.pk if isinstance(place, Route) else place.table_of_id
    met = catalog.encounters.get(route, ()) if route is not None else ()
    return acquisition_by(row.encounter_method for row in met if row.pokemon == pokemon)
