"""Doing what a line of the quick log asks for, by the services of its acts."""

from __future__ import annotations

import uuid

from pokedex.models import Boss, Evolution, Pokemon
from tracker.choices import BossOutcome, EncounterStatus
from tracker.models import Encounter, NuzlockeRun
from tracker.places import places_of
from tracker.rules.quick_log import Act, Evolve, LogEncounter, MarkFainted, RecordBoss, SetLevel
from tracker.services.bosses import record_boss
from tracker.services.encounters import Outcome, described, log_encounter, named
from tracker.services.errors import Refused
from tracker.services.lives import Death, evolve, faint_encounter, set_level


def do(*, run: NuzlockeRun, act: Act, submission: uuid.UUID) -> str:
    """Do the act and say what was done.

    Each is the transaction of its service. Raises ``Refused`` and ``ChangedMeanwhile`` as that
    does, and ``Refused`` when what the line names is gone.
    """
    match act:
        case LogEncounter():
            return _log(run, act, submission)
        case MarkFainted():
            met = _encounter(run, act.encounter)
            faint_encounter(encounter=met, death=Death(level=act.level), revision=met.revision)
            return f"{named(met)} has fainted."
        case SetLevel():
            met = _encounter(run, act.encounter)
            set_level(encounter=met, level=act.level, revision=met.revision)
            return f"{named(met)} is at level {act.level}."
        case Evolve():
            met = _encounter(run, act.encounter)
            before = named(met)
            into = _pokemon(act.into) if act.into else _only_evolution(met)
            evolve(encounter=met, into=into, revision=met.revision)
            return f"{before} has become {into.name}."
        case RecordBoss():
            return _boss(run, act)


def _log(run: NuzlockeRun, act: LogEncounter, submission: uuid.UUID) -> str:
    place = next((one for one in places_of(run) if one.slug == act.place), None)
    if place is None:
        raise Refused("This place is no longer in the run.", code="gone")
    encounter = log_encounter(
        run=run,
        place=place.place,
        outcome=Outcome(
            status=EncounterStatus(act.outcome),
            pokemon=_pokemon(act.pokemon) if act.pokemon else None,
            nickname=act.nickname,
            catch_level=act.level,
            missed_reason=act.missed_reason,
        ),
        submission=submission,
    )
    return f"{place.name}: {described(encounter)}."


def _boss(run: NuzlockeRun, act: RecordBoss) -> str:
    boss = Boss.objects.filter(game_id=run.game_id, slug=act.boss).first()
    if boss is None:
        raise Refused("This boss is no longer in the catalog.", code="gone")
    outcome = BossOutcome.WON if act.won else BossOutcome.LOST
    standing = run.boss_results.filter(boss=boss).values_list("revision", flat=True).first()
    record_boss(run=run, boss=boss, outcome=outcome, revision=standing or 0)
    return f"{'Won against' if act.won else 'Lost to'} {boss.name}."


def _encounter(run: NuzlockeRun, key: str) -> Encounter:
    found = Encounter.objects.with_its_relations().filter(run=run, public_id=key).first()
    if found is None:
        raise Refused("This Pokémon was removed meanwhile.", code="gone")
    return found


def _pokemon(slug: str) -> Pokemon:
    found = Pokemon.objects.filter(slug=slug).first()
    if found is None:
        raise Refused("This Pokémon is no longer in the catalog.", code="gone")
    return found


def _only_evolution(met: Encounter) -> Pokemon:
    """What it can become, where there is one thing only. Raises ``Refused``."""
    ways = Evolution.objects.published().filter(pokemon=met.species).select_related("into")
    into = {way.into_id: way.into for way in ways.order_by("into__national_dex", "into")}
    if len(into) == 1:
        return next(iter(into.values()))
    if not into:
        raise Refused(f"{named(met)} does not evolve, as far as our catalog goes.")
    names = ", ".join(one.name for one in into.values())
    raise Refused(f"{named(met)} can become one of several: {names}. Say which.")
