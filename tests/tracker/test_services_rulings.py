"""How the rules of a run stop, warn of, or note what its player does."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from pokedex.models import Pokemon, Route
from tests.factories import (
    BossFactory,
    EncounterFactory,
    EncounterTableFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteFactory,
)
from tracker.choices import BonusReason, EncounterStatus
from tracker.models import Encounter, NuzlockeRun
from tracker.rules.presets import PRESETS
from tracker.services.encounters import Exceptional, Outcome, log_encounter
from tracker.services.errors import Refused
from tracker.services.lives import revive_encounter, set_level
from tracker.services.party import move_encounter

pytestmark = pytest.mark.django_db


def hardcore(**clauses: dict[str, Any]) -> dict[str, Any]:
    """The rules of a hardcore run, with some clauses otherwise."""
    document = PRESETS["hardcore"].document()
    for clause in document["clauses"]:
        clause |= clauses.get(clause["key"], {})
    return document


@pytest.fixture
def run() -> NuzlockeRun:
    made: NuzlockeRun = NuzlockeRunFactory.create(rules=hardcore())
    return made


@pytest.fixture
def zigzagoon(run: NuzlockeRun) -> Pokemon:
    """One that lives in the box already."""
    pokemon: Pokemon = PokemonFactory.create(name="Zigzagoon")
    EncounterFactory.create(
        run=run,
        route=RouteFactory.create(game=run.game, name="Route 101"),
        pokemon=pokemon,
        nickname="Ziggy",
    )
    return pokemon


@pytest.fixture
def place(run: NuzlockeRun) -> Route:
    """A route where something is met by chance."""
    route: Route = RouteFactory.create(game=run.game, name="Route 102")
    EncounterTableFactory.create(route=route)
    return route


def catch(run: NuzlockeRun, place: Route, pokemon: Pokemon, **extra: Any) -> Encounter:
    outcome = {"nickname": "Zag", "catch_level": 3, "acquisition": "", **extra}
    exceptional = outcome.pop("exceptional", None)
    return log_encounter(
        run=run,
        place=place,
        outcome=Outcome(status=EncounterStatus.CAUGHT, pokemon=pokemon, **outcome),
        exceptional=exceptional,
        submission=uuid.uuid4(),
    )


def test_a_clause_that_warns_asks_for_a_reason_and_keeps_it(
    run: NuzlockeRun, place: Route, zigzagoon: Pokemon
) -> None:
    with pytest.raises(Refused, match="Dupe: Ziggy the Zigzagoon, in the box, Route 101") as no:
        catch(run, place, zigzagoon)
    assert (no.value.field, no.value.code) == ("override_reason", "needs_reason")
    assert not Encounter.objects.filter(route=place).exists()

    made = catch(run, place, zigzagoon, exceptional=Exceptional(reason="I tossed a coin."))
    assert (made.overridden, made.override_reason) == (["dupes"], "I tossed a coin.")
    event = run.events.order_by("sequence").last()
    assert event is not None
    assert "Against the rules, because: I tossed a coin." in event.summary


def test_a_reason_that_no_rule_asks_for_overrides_nothing(run: NuzlockeRun, place: Route) -> None:
    made = catch(run, place, PokemonFactory.create(), exceptional=Exceptional(reason="Why not."))
    assert made.overridden == []


def test_a_clause_that_blocks_takes_no_reason(place: Route, zigzagoon: Pokemon) -> None:
    run = NuzlockeRun.objects.get(game=place.game)
    run.rules = hardcore(dupes={"strictness": "block"})
    run.save()
    with pytest.raises(Refused, match="Your rules do not allow it") as refusal:
        catch(run, place, zigzagoon, exceptional=Exceptional(reason="Please."))
    assert refusal.value.code == "blocked"


def test_a_clause_that_informs_stands_in_nobodys_way(place: Route, zigzagoon: Pokemon) -> None:
    run = NuzlockeRun.objects.get(game=place.game)
    run.rules = hardcore(dupes={"strictness": "inform"})
    run.save()
    assert catch(run, place, zigzagoon).overridden == []


def test_a_gift_does_not_use_up_a_place_with_wild_pokemon(run: NuzlockeRun, place: Route) -> None:
    run.rules = hardcore(gifts={"on": True, "uses_area": False})
    run.save()
    gift = catch(run, place, PokemonFactory.create(), acquisition="gift")
    assert (gift.is_bonus, gift.bonus_reason) == (True, BonusReason.GIFT)
    lab = RouteFactory.create(game=run.game)
    assert not catch(run, lab, PokemonFactory.create(), acquisition="gift").is_bonus


def test_a_level_over_the_cap_is_on_record(run: NuzlockeRun) -> None:
    met = EncounterFactory.create(run=run, catch_level=3)
    BossFactory.create(game=run.game, after_route=met.route, name="Roxanne", ace_level=15)
    set_level(encounter=met, level=17, revision=met.revision)
    event = run.events.order_by("sequence").last()
    assert event is not None
    assert "Against the rules: Over the cap: Roxanne's ace is 15" in event.summary
    run.rules = hardcore(level_cap={"strictness": "block"})
    run.save()
    met.refresh_from_db()
    with pytest.raises(Refused, match="Roxanne's ace is 15"):
        set_level(encounter=met, level=18, revision=met.revision)


def test_revivals_and_the_party_are_ruled_on(run: NuzlockeRun) -> None:
    run.rules = hardcore(permadeath={"on": True, "strictness": "block", "revives": 0})
    run.save()
    dead = EncounterFactory.create(run=run, status="fainted")
    with pytest.raises(Refused):
        revive_encounter(encounter=dead, revision=dead.revision)
    run.rules = hardcore(party_size={"on": True, "strictness": "block", "limit": 1})
    run.save()
    first, second = EncounterFactory.create_batch(2, run=run)
    move_encounter(encounter=first, slot=1, revision=first.revision)
    with pytest.raises(Refused):
        move_encounter(encounter=second, slot=2, revision=second.revision)
    second.refresh_from_db()
    assert second.party_slot is None
