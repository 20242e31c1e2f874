"""What the run page says of a place: the verdicts and the odds, and the bosses in line."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pokedex.models import Pokemon, Route
from pokedex.revision import catalog_revision, renew_revision
from tests.factories import (
    BossFactory,
    EncounterFactory,
    EncounterTableFactory,
    GameFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.tracker.many import queries_of
from tracker.choices import RunStatus
from tracker.game_catalog import catalog_of
from tracker.models import BossResult, NuzlockeRun
from tracker.pages.rows import BossRow, Row
from tracker.pages.run import Opening, RunPage, run_page
from tracker.pages.scout import scout_page
from tracker.rules.presets import PRESETS
from tracker.services.runs import end_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def pokemon() -> dict[str, Pokemon]:
    """Three lines of the third generation; the second Pokémon evolves from the first."""
    zigzagoon = PokemonFactory.create(name="Zigzagoon", slug="zigzagoon", family=1)
    return {
        "zigzagoon": zigzagoon,
        "linoone": PokemonFactory.create(
            name="Linoone", slug="linoone", family=1, evolves_from=zigzagoon
        ),
        "poochyena": PokemonFactory.create(name="Poochyena", slug="poochyena", family=2),
        "wurmple": PokemonFactory.create(name="Wurmple", slug="wurmple", family=3),
    }


@pytest.fixture
def run(pokemon: dict[str, Pokemon]) -> NuzlockeRun:
    """A hardcore run in a game with two routes: one table on each, and a rod on the second."""
    game = GameFactory.create(generation=3)
    for number in (101, 102):
        route = RouteFactory.create(
            game=game, name=f"Route {number}", slug=f"route-{number}", order=number
        )
        shares: list[list[Any]] = [
            ["poochyena", 60, 2, 3],
            ["zigzagoon", 30, 2, 3],
            ["wurmple", 10, 2, 3],
        ]
        EncounterTableFactory.create(route=route, pokemon=shares)
        for slug, percent, _, _ in shares:
            RouteEncounterFactory.create(route=route, pokemon=pokemon[slug], encounter_rate=percent)
    EncounterTableFactory.create(
        route=route, encounter_method="old-rod", pokemon=[["linoone", 100, 5, 5]]
    )
    made: NuzlockeRun = NuzlockeRunFactory.create(game=game, rules=PRESETS["hardcore"].document())
    return made


def route(run: NuzlockeRun, slug: str) -> Route:
    found: Route = run.game.routes.get(slug=slug)
    return found


def row(page: RunPage, slug: str) -> Row:
    return next(one for one in page.places if one.slug == slug)


def caught(run: NuzlockeRun, pokemon: Pokemon, **extra: Any) -> None:
    EncounterFactory.create(
        run=run, route=route(run, "route-101"), pokemon=pokemon, nickname="Ziggy", **extra
    )


def test_a_closed_row_says_what_is_new_and_its_best_chance(
    run: NuzlockeRun, pokemon: dict[str, Pokemon]
) -> None:
    page = run_page(run)
    assert row(page, "route-101").outlook == "3 new species, best 60 %"
    assert row(page, "route-102").outlook == "3 new species, best 60 %, 1 more by other ways"
    caught(run, pokemon["zigzagoon"])
    page = run_page(run)
    assert row(page, "route-101").outlook == ""
    assert row(page, "route-102").outlook == "2 new species, best 86 %"


def test_an_open_row_has_the_odds_and_says_why_one_is_a_dupe(
    run: NuzlockeRun, pokemon: dict[str, Pokemon]
) -> None:
    caught(run, pokemon["zigzagoon"])
    opened = row(run_page(run, opening=Opening("route-102")), "route-102").open
    assert opened is not None
    assert (opened.odds.words, opened.odds.note) == ("Walking", "")
    assert opened.odds.new == "Something new: 70 %, 100 % after rerolls"
    assert {option.slug: option.chance for option in opened.options} == {
        "poochyena": "60 %, 86 % after rerolls",
        "zigzagoon": "30 %, rerolled as a dupe",
        "wurmple": "10 %, 14 % after rerolls",
    }
    (dupe,) = [option for option in opened.options if not option.is_legal]
    assert dupe.slug == "zigzagoon"
    assert dupe.verdicts == (
        "Dupe: Ziggy the Zigzagoon, in the box, Route 101, is of the same line.",
    )
    assert opened.is_spoken_against


def test_another_table_can_be_looked_at_and_is_remembered(
    run: NuzlockeRun, owner: Any, owner_client: Client
) -> None:
    run.owner = owner
    run.save()
    page = run_page(run, opening=Opening("route-102"), table="old-rod//")
    opened = row(page, "route-102").open
    assert opened is not None
    assert opened.odds.words == "Old Rod"
    assert [method.method for method in opened.odds.choices] == ["Walking", "Old Rod"]
    url = f"/runs/{run.public_id}/routes/route-102/"
    assert "Old Rod. Something new" not in owner_client.get(url).content.decode()
    answer = owner_client.post(f"{url}table/", {"table": "old-rod//"})
    assert answer["Location"] == f"{url}#place-route-102"
    assert "Old Rod. Something new: 100 %" in owner_client.get(url).content.decode()
    # A place without such a table shows its own.
    other = owner_client.get(f"/runs/{run.public_id}/routes/route-101/").content.decode()
    assert "Walking. Something new: 100 %" in other


def test_unknown_chances_are_said_to_be_unknown(
    run: NuzlockeRun, pokemon: dict[str, Pokemon]
) -> None:
    city = RouteFactory.create(game=run.game, name="City", slug="city", order=900)
    RouteEncounterFactory.create(
        route=city,
        pokemon=pokemon["wurmple"],
        encounter_method="unknown",
        encounter_rate=None,
        min_level=None,
        max_level=None,
    )
    lab = RouteFactory.create(game=run.game, name="Lab", slug="lab", order=910)
    RouteEncounterFactory.create(
        route=lab, pokemon=pokemon["wurmple"], encounter_method="gift", encounter_rate=None
    )
    page = run_page(run)
    assert row(page, "city").outlook == "1 new species, chance unknown"
    assert row(page, "lab").outlook == "1 Pokémon, not by chance"


def test_bosses_stand_behind_their_places_with_the_cap_of_the_next(run: NuzlockeRun) -> None:
    first, second = (route(run, slug) for slug in ("route-101", "route-102"))
    roxanne = BossFactory.create(
        game=run.game, after_route=first, name="Roxanne", slug="roxanne", order=10, ace_level=15
    )
    BossFactory.create(
        game=run.game, after_route=second, name="Brawly", slug="brawly", order=20, ace_level=19
    )
    page = run_page(run)
    assert [one.slug for one in page.rows] == ["route-101", "roxanne", "route-102", "brawly"]
    assert page.standing.rulings.cap_in_words == "Level cap 15 for Roxanne"
    shown = page.rows[1]
    assert isinstance(shown, BossRow)
    assert (shown.kind, shown.level, shown.is_next) == ("Gym", 15, True)

    BossResult.objects.create(run=run, game=run.game, boss=roxanne, outcome="won")
    page = run_page(run)
    assert page.standing.rulings.cap_in_words == "Level cap 19 for Brawly"
    shown = page.rows[1]
    assert isinstance(shown, BossRow)
    assert (shown.outcome_label, shown.is_next) == ("Won", False)


def test_the_bar_warns_of_who_is_over_the_cap(
    run: NuzlockeRun, pokemon: dict[str, Pokemon]
) -> None:
    BossFactory.create(
        game=run.game, after_route=route(run, "route-101"), name="Roxanne", ace_level=15
    )
    caught(run, pokemon["zigzagoon"], party_slot=1, current_level=17)
    (warning,) = run_page(run).standing.rulings.party
    assert "Roxanne's ace is 15" in warning


def test_rules_that_cannot_be_read_speak_against_nothing(run: NuzlockeRun) -> None:
    NuzlockeRun.objects.filter(pk=run.pk).update(rules={"version": 99})
    run.refresh_from_db()
    page = run_page(run)
    assert page.standing.rulings.unreadable
    assert row(page, "route-101").outlook == "3 new species, best 60 %"


def test_a_lost_party_is_noticed_and_offered_as_the_end(
    run: NuzlockeRun, pokemon: dict[str, Pokemon]
) -> None:
    caught(run, pokemon["zigzagoon"], status="fainted", faint_level=9)
    assert run_page(run).standing.rulings.end.lost.startswith("All of your Pokémon are dead")


def test_a_completed_run_has_its_party_in_the_hall_of_fame(
    run: NuzlockeRun, pokemon: dict[str, Pokemon]
) -> None:
    caught(run, pokemon["zigzagoon"], party_slot=2)
    first = RouteFactory.create(game=run.game)
    EncounterFactory.create(run=run, route=first, nickname="Fang", party_slot=1)
    assert run_page(run).hall_of_fame == ()
    end_run(run=run, status=RunStatus.COMPLETED)
    run.refresh_from_db()
    assert [one.title for one in run_page(run).hall_of_fame] == ["Fang", "Ziggy"]


def test_an_open_row_has_ideas_for_nicknames_that_nobody_has_had(
    run: NuzlockeRun, owner: Any, owner_client: Client
) -> None:
    run.owner = owner
    run.save()
    opened = row(run_page(run, opening=Opening("route-101")), "route-101").open
    assert opened is not None
    assert len(set(opened.ideas)) == 8
    EncounterFactory.create(
        run=run, route=route(run, "route-102"), nickname=opened.ideas[0].upper()
    )
    again = row(run_page(run, opening=Opening("route-101")), "route-101").open
    assert again is not None
    assert opened.ideas[0] not in again.ideas
    page = owner_client.get(f"/runs/{run.public_id}/routes/route-101/").content.decode()
    assert 'list="ideas-route-101"' in page
    assert f'<option value="{again.ideas[0]}">' in page


class TestScouting:
    def test_finds_where_a_line_can_still_be_met(self, run: NuzlockeRun) -> None:
        page = scout_page(run, typed="linoone", type_="")
        assert page.wanted == "The line of Linoone"
        assert [(one.name, one.chance, one.how) for one in page.finds] == [
            ("Route 102", "100 %", "Old Rod"),
            ("Route 101", "30 %", "Walking"),
        ]

    def test_leaves_out_what_is_done_and_counts_dupes(
        self, run: NuzlockeRun, pokemon: dict[str, Pokemon]
    ) -> None:
        caught(run, pokemon["poochyena"])
        page = scout_page(run, typed="WURMPLE", type_="")
        assert [(one.name, one.chance) for one in page.finds] == [
            ("Route 102", "10 %, 25 % after rerolls")
        ]

    def test_finds_a_type(self, run: NuzlockeRun, pokemon: dict[str, Pokemon]) -> None:
        pokemon["wurmple"].types = ["bug"]
        pokemon["wurmple"].save()
        page = scout_page(run, typed="", type_="bug")
        assert page.wanted == "Type Bug"
        assert [one.chance for one in page.finds] == ["10 %", "10 %"]

    @pytest.mark.parametrize("typed", ["missingno", "\x00", "zzz" * 50])
    def test_says_what_it_does_not_know(self, run: NuzlockeRun, typed: str) -> None:
        page = scout_page(run, typed=typed, type_="sound")
        assert page.problem.startswith("We know no Pokémon")
        assert (page.type, page.finds) == ("", ())

    def test_takes_eight_queries_at_most(self, run: NuzlockeRun) -> None:
        scout_page(run, typed="wurmple", type_="")
        assert len(queries_of(lambda: scout_page(run, typed="wurmple", type_=""))) <= 8

    def test_is_a_page(self, run: NuzlockeRun, owner: Any, owner_client: Client) -> None:
        run.owner = owner
        run.save()
        url = f"/runs/{run.public_id}/scout/"
        assert "Where to look" in owner_client.get(url).content.decode()
        found = owner_client.get(url, {"pokemon": "wurmple"}).content.decode()
        assert "The line of Wurmple" in found
        assert "Route 101" in found
        assert "We know no" in owner_client.get(url, {"pokemon": "nobody"}).content.decode()


class TestTheCatalogThatIsKept:
    def test_is_read_once_until_something_changes(self, run: NuzlockeRun) -> None:
        catalog_of(run.game)
        assert len(queries_of(lambda: catalog_of(run.game))) == 1
        renew_revision()
        assert len(queries_of(lambda: catalog_of(run.game))) == 7
        known = catalog_revision()
        assert queries_of(lambda: catalog_of(run.game, known)) == []

    def test_follows_each_change(self, run: NuzlockeRun, pokemon: dict[str, Pokemon]) -> None:
        key = route(run, "route-101").pk
        before = catalog_of(run.game).tables_at(key)
        assert [share.species for share in before[0].shares] == [
            "poochyena",
            "zigzagoon",
            "wurmple",
        ]
        pokemon["wurmple"].is_active = False
        pokemon["wurmple"].save()
        after = catalog_of(run.game).tables_at(key)
        assert [share.species for share in after[0].shares] == ["poochyena", "zigzagoon"]
        assert catalog_of(run.game).species[pokemon["wurmple"].pk].name == "Wurmple"

    def test_knows_the_types_of_what_a_pokemon_becomes(
        self, run: NuzlockeRun, pokemon: dict[str, Pokemon]
    ) -> None:
        pokemon["linoone"].types = ["normal", "steel"]
        pokemon["linoone"].save()
        found = catalog_of(run.game).species[pokemon["zigzagoon"].pk]
        assert (found.types, found.later_types) == (("dark",), ("normal", "steel"))
