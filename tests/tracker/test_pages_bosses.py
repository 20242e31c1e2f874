"""The bosses of a run as data."""

from __future__ import annotations

import pytest

from accounts.models import User
from pokedex.models import Boss
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    EncounterFactory,
    GameFactory,
    NuzlockeRunFactory,
    PokemonFactory,
)
from tests.tracker.many import queries_of
from tracker.choices import BossOutcome
from tracker.models import NuzlockeRun
from tracker.pages.bosses import PartyMatchup, boss_list_page, boss_page
from tracker.services.bosses import correct_boss, record_boss

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(owner: User) -> NuzlockeRun:
    return NuzlockeRunFactory(owner=owner, game=GameFactory(generation=3))


@pytest.fixture
def roxanne(run: NuzlockeRun) -> Boss:
    boss: Boss = BossFactory(game=run.game, name="Roxanne", order=10)
    geodude = PokemonFactory(name="Geodude", primary_type="rock", secondary_type="ground")
    nosepass = PokemonFactory(name="Nosepass", primary_type="rock")
    BossPokemonFactory(boss=boss, slot=1, pokemon=geodude, level=12)
    BossPokemonFactory(boss=boss, slot=2, pokemon=geodude, level=12)
    BossPokemonFactory(boss=boss, slot=3, pokemon=nosepass, level=15)
    return boss


def joined(run: NuzlockeRun, slot: int | None, name: str, *types: str) -> None:
    second = types[1] if len(types) > 1 else ""
    species = PokemonFactory(name=f"{name}mon", primary_type=types[0], secondary_type=second)
    EncounterFactory(
        run=run, nickname=name, pokemon=species, party_slot=slot, catch_level=5, current_level=9
    )


def against(run: NuzlockeRun, boss: Boss) -> dict[str, PartyMatchup]:
    return {one.title: one for one in boss_page(run, boss).boss.matchups}


def test_the_party_is_set_against_the_team(run: NuzlockeRun, roxanne: Boss) -> None:
    joined(run, 2, "Puddle", "water")
    joined(run, 1, "Lark", "normal", "flying")
    joined(run, 3, "Ember", "fire")
    joined(run, None, "Boxed", "water")
    found = against(run, roxanne)
    assert list(found) == ["Lark", "Puddle", "Ember"]
    puddle = found["Puddle"]
    assert (puddle.name, puddle.level, puddle.types) == ("Puddlemon", 9, ("water",))
    # Both Geodude are one name, and with Nosepass that is everybody.
    assert (puddle.hits, puddle.hit_by) == (("all of them",), ())
    # Flying takes double damage of rock; ground does not reach it, but the rock of Geodude does.
    assert (found["Lark"].hits, found["Lark"].hit_by) == ((), ("all of them",))
    assert found["Ember"].hit_by == ("all of them",)


def test_names_those_of_a_team_that_a_matchup_is_about(run: NuzlockeRun, roxanne: Boss) -> None:
    pupitar = PokemonFactory(name="Pupitar", primary_type="dark")
    BossPokemonFactory(boss=roxanne, slot=4, pokemon=pupitar, level=16)
    joined(run, 1, "Puddle", "water")
    joined(run, 2, "Shade", "normal")
    found = against(run, roxanne)
    assert found["Puddle"].hits == ("Geodude", "Nosepass")
    card = boss_page(run, roxanne).boss
    assert [one.title for one in card.even] == ["Shade"]


def test_types_are_multiplied(run: NuzlockeRun, roxanne: Boss) -> None:
    # Half of rock's damage by its steel, twice by its flying: that is no danger.
    joined(run, 1, "Vane", "steel", "flying")
    assert against(run, roxanne)["Vane"].hit_by == ()


def test_nobody_is_set_against_a_team_that_is_beaten_or_not_known(
    run: NuzlockeRun, roxanne: Boss
) -> None:
    unknown: Boss = BossFactory(game=run.game)
    joined(run, 1, "Puddle", "water")
    assert against(run, unknown) == {}
    correct_boss(run=run, boss=roxanne, ace_level=None, team="Onix, 14", revision=0)
    assert against(run, roxanne) == {}
    correct_boss(run=run, boss=roxanne, ace_level=None, team="", revision=1)
    assert against(run, roxanne)
    record_boss(run=run, boss=roxanne, outcome=BossOutcome.LOST)
    assert against(run, roxanne)
    record_boss(run=run, boss=roxanne, outcome=BossOutcome.WON, revision=1)
    assert against(run, roxanne) == {}


def test_the_next_boss_is_marked(run: NuzlockeRun, roxanne: Boss) -> None:
    brawly = BossFactory(game=run.game, order=20)
    BossFactory(game=run.game, order=30, stage="postgame")

    def following() -> list[str]:
        return [card.slug for card in boss_list_page(run).bosses if card.is_next]

    assert following() == [roxanne.slug]
    record_boss(run=run, boss=roxanne, outcome=BossOutcome.WON)
    assert following() == [brawly.slug]
    record_boss(run=run, boss=brawly, outcome=BossOutcome.WON)
    assert following() == []


def test_the_team_of_one_boss_is_shown(run: NuzlockeRun, roxanne: Boss) -> None:
    brawly = BossFactory(game=run.game, order=20)
    BossPokemonFactory(boss=brawly)

    def opened(asked: str | None) -> list[tuple[str, int]]:
        page = boss_list_page(run, asked)
        return [(card.slug, len(card.team)) for card in page.bosses if card.is_open or card.team]

    assert opened(None) == [(roxanne.slug, 3)], "the next one"
    assert opened(brawly.slug) == [(brawly.slug, 1)]
    assert opened("") == []
    assert opened("nobody") == []


def test_the_number_of_queries_is_fixed(run: NuzlockeRun, roxanne: Boss) -> None:
    for slot in range(1, 7):
        joined(run, slot, f"Member {slot}", "water")
    assert len(queries_of(lambda: boss_list_page(run))) == 6
    for _ in range(20):
        BossPokemonFactory(boss=BossFactory(game=run.game))
    assert len(queries_of(lambda: boss_list_page(run))) == 6
    assert len(queries_of(lambda: boss_list_page(run, ""))) == 3
    assert len(queries_of(lambda: boss_page(run, roxanne))) == 5
