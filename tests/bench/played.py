"""Play the run that is measured, through the services, and print what a browser needs to see it.

    python -m tests.bench.played

The database of the settings must be migrated and hold the catalog.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from accounts.models import User
    from pokedex.models import Pokemon, Route
    from tracker.models import Encounter, NuzlockeRun

GAME = "emerald"
LOGGED = 30
OTHER_RUNS = 50
BOSSES_WON = 4
# One of so many was missed, and one of so many has since fainted.
MISSED_EACH, FAINTED_EACH = 7, 4
KEPT_FREE = 8


@dataclass(frozen=True, slots=True)
class Free:
    """A place where nothing has been logged, and a Pokémon that the rules let in there."""

    place: str
    pokemon: str
    name: str


@dataclass(frozen=True, slots=True)
class Played:
    """A signed-in player's cookie, and the runs: one to look at, one to log encounters in."""

    cookie: str
    session: str
    run: str
    spare_run: str
    free: tuple[Free, ...]

    @classmethod
    def read(cls, text: str) -> Played:
        """Return what ``main`` has printed."""
        facts = json.loads(text)
        return cls(**{**facts, "free": tuple(Free(**each) for each in facts["free"])})


def player(name: str) -> User:
    """Make an account."""
    from accounts.models import User

    return User.objects.create_user(name, password=uuid.uuid4().hex)


def start(owner: User, name: str) -> NuzlockeRun:
    """Start a run of the game that is measured, by the rules that most players have."""
    from pokedex.models import Game
    from tracker.services.runs import start_run

    game = Game.objects.get(slug=GAME)
    return start_run(owner=owner, game=game, name=name, preset="standard", submission=uuid.uuid4())


def play(run: NuzlockeRun, encounters: int) -> None:
    """Log so many encounters, fill the party with who survives, and win the first bosses."""
    from tracker.choices import BossOutcome
    from tracker.querysets import bosses_of
    from tracker.services.bosses import record_boss
    from tracker.services.party import move_encounter

    alive = log_until(run, encounters)
    for slot, met in enumerate(alive[:6], start=1):
        move_encounter(encounter=met, slot=slot, revision=met.revision)
    for boss in bosses_of(run)[:BOSSES_WON]:
        record_boss(run=run, boss=boss, outcome=BossOutcome.WON)


def log_until(run: NuzlockeRun, encounters: int, *, first: int = 0) -> list[Encounter]:
    """Log encounters in story order until there are so many, and return those that survive.

    ``first`` of them are there already. Once only ``KEPT_FREE`` places of the game are left, what
    follows is a bonus.
    """
    from tracker.services.lives import Death, faint_encounter

    places = places_to_log(run)[:-KEPT_FREE]
    alive = []
    for number in range(first, encounters):
        route, natives = places[number % len(places)]
        met = _log(run, route, natives, number, is_bonus=number >= len(places))
        if met.status == "missed":
            continue
        if number % FAINTED_EACH == FAINTED_EACH - 1:
            death = Death(level=met.catch_level, cause="a critical hit")
            faint_encounter(encounter=met, death=death, revision=met.revision)
        else:
            alive.append(met)
    return alive


def _log(
    run: NuzlockeRun, route: Route, natives: list[Pokemon], number: int, *, is_bonus: bool
) -> Encounter:
    """Log one of the natives: the first that the rules let in, else the first with a reason."""
    from tracker.choices import BonusReason, EncounterStatus
    from tracker.services.encounters import Exceptional, Outcome, log_encounter
    from tracker.services.errors import Refused

    missed = number % MISSED_EACH == MISSED_EACH - 1
    bonus = BonusReason.OVERRIDE if is_bonus else None
    refused = None
    for pokemon, reason in [*((native, "") for native in natives), (natives[0], "By a die")]:
        outcome = Outcome(
            status=EncounterStatus.MISSED if missed else EncounterStatus.CAUGHT,
            pokemon=pokemon,
            nickname="" if missed else f"Nickname {number + 1}",
            catch_level=None if missed else 3 + number // 2,
        )
        try:
            return log_encounter(
                run=run,
                place=route,
                outcome=outcome,
                is_bonus=is_bonus,
                exceptional=Exceptional(bonus=bonus, reason=reason),
                submission=uuid.uuid4(),
            )
        except Refused as error:
            refused = error
    raise RuntimeError(f"Nothing can be logged at {route.name}.") from refused


def _free(run: NuzlockeRun) -> tuple[Free, ...]:
    """The places that are left, each with a Pokémon whose family nobody in the run is of."""
    met = run.encounters.with_its_relations()
    families = {row.pokemon.family for row in met if row.pokemon}
    found = []
    for route, natives in places_to_log(run)[LOGGED:]:
        for pokemon in natives:
            if pokemon.family not in families:
                families.add(pokemon.family)
                found.append(Free(route.slug, pokemon.slug, pokemon.name))
                break
    return tuple(found)


def places_to_log(run: NuzlockeRun) -> list[tuple[Route, list[Pokemon]]]:
    """The routes of the story at which something can be met, with what that is."""
    from pokedex.choices import RouteStage
    from tracker.game_catalog import catalog_of
    from tracker.querysets import routes_of

    catalog = catalog_of(run.game)
    found = []
    for route in routes_of(run):
        met = catalog.encounters.get(route.pk, ())
        natives = list(dict.fromkeys(row.pokemon for row in met))
        if natives and route.stage == RouteStage.STORY:
            found.append((route, natives))
    return found


def main() -> None:
    """Play, sign in, and print it as JSON."""
    django.setup()
    from django.conf import settings
    from django.test import Client

    owner = player("player")
    run, spare = start(owner, "The run that is measured"), start(owner, "To log encounters in")
    for each in (run, spare):
        play(each, LOGGED)
    client = Client()
    client.force_login(owner)
    cookie = settings.SESSION_COOKIE_NAME
    played = Played(
        cookie=cookie,
        session=client.cookies[cookie].value,
        run=str(run.public_id),
        spare_run=str(spare.public_id),
        free=_free(spare),
    )
    print(json.dumps(asdict(played)))


if __name__ == "__main__":
    main()
