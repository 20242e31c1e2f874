"""A route's encounters in the back office: the grid, pasted lines, a copy for the pair."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pokedex.models import Pokemon, Route, RouteEncounter
from pokedex.revision import catalog_revision
from pokedex.services.encounter_lines import read_lines
from tests.factories import (
    EncounterTableFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.html import Element, parse, values
from tests.pokedex.admin.test_pages import violations

pytestmark = pytest.mark.django_db


@pytest.fixture
def route(db: None) -> Route:
    route: Route = RouteFactory.create(
        name="Route 101", slug="route-101", game__name="Ruby", game__version_group="ruby-sapphire"
    )
    for name in ("Zigzagoon", "Poochyena"):
        pokemon = PokemonFactory.create(name=name, slug=name.lower())
        RouteEncounterFactory.create(route=route, pokemon=pokemon, encounter_rate=45)
    PokemonFactory.create(name="Wurmple", slug="wurmple", national_dex=265)
    return route


def url(route: Route, method: str = "") -> str:
    here = reverse("admin:pokedex_route_encounters", args=[route.pk])
    return f"{here}?method={method}" if method else here


def page(browser: Client, route: Route, method: str = "") -> Element:
    return parse(browser.get(url(route, method)))


def preview(browser: Client, route: Route, lines: str) -> Any:
    return browser.post(url(route), {"act": "preview-paste", "lines": lines})


def written(browser: Client, route: Route, shown: Any) -> Any:
    """Press the button under a preview."""
    form = parse(shown).one(id="preview").one("form")
    return browser.post(url(route), values(form) | {"act": form.one("button").attributes["value"]})


def met(route: Route) -> set[tuple[str, str, int | None, int | None, int | None]]:
    return {
        (row.pokemon.name, row.encounter_method, row.encounter_rate, row.min_level, row.max_level)
        for row in route.encounters.filter(is_active=True)
    }


class TestGrid:
    def test_is_reached_from_the_route_and_breaks_no_policy(
        self, curator: Client, route: Route
    ) -> None:
        change = parse(curator.get(reverse("admin:pokedex_route_change", args=[route.pk])))
        assert url(route) in {link.attributes.get("href") for link in change.all("a")}
        assert violations(page(curator, route)) == []

    def test_shows_sums_and_warnings_by_method(self, curator: Client, route: Route) -> None:
        RouteEncounterFactory.create(route=route, encounter_rate=20)
        RouteEncounterFactory.create(route=route, encounter_method="surf", encounter_rate=None)
        RouteEncounterFactory.create(route=route, encounter_method="gift", encounter_rate=None)
        rows = [row.text for row in page(curator, route).one(id="methods").one("tbody").all("tr")]
        assert rows == [
            "Gift 1 –",
            "Surfing 1 – The rate of 1 is unknown.",
            "Walking 3 110 % The rates sum to 110 %, and no table says how.",
        ]

    def test_saves_what_was_changed_and_nothing_else(self, curator: Client, route: Route) -> None:
        form = values(page(curator, route, "walk").one(id="grid").one("form"))
        row, other = route.encounters.order_by("pk")
        before = catalog_revision()
        # Somebody else publishes a row meanwhile, which this page has never seen.
        added = RouteEncounterFactory.create(route=route)
        answer = curator.post(
            url(route, "walk"), form | {f"row-{row.pk}-encounter_rate": "10", "act": "grid"}
        )
        assert answer.status_code == 302
        row.refresh_from_db()
        assert (row.encounter_rate, row.is_active) == (10, True)
        assert RouteEncounter.objects.get(pk=other.pk).encounter_rate == 45
        assert RouteEncounter.objects.get(pk=added.pk).encounter_rate == 30
        assert catalog_revision() != before

    @pytest.mark.parametrize(
        ("field", "typed"),
        [("encounter_rate", "101"), ("min_level", "4"), ("max_level", "x"), ("availability", "y")],
    )
    def test_refuses_with_the_reason_in_the_row(
        self, curator: Client, route: Route, field: str, typed: str
    ) -> None:
        form = values(page(curator, route, "walk").one(id="grid").one("form"))
        row, other = route.encounters.order_by("pk")
        sent = form | {f"row-{row.pk}-{field}": typed, f"row-{other.pk}-encounter_rate": "1"}
        before = met(route)
        answer = curator.post(url(route, "walk"), sent | {"act": "grid"})
        assert answer.status_code == 422
        assert parse(answer).one(id="grid").one(of="errorlist").text
        assert met(route) == before

    def test_shows_rows_that_come_from_tables_without_inputs(
        self, curator: Client, route: Route
    ) -> None:
        table = EncounterTableFactory.create(route=route, encounter_method="walk")
        grid = page(curator, route, "walk").one(id="grid")
        assert not grid.all("input")
        link = reverse("admin:pokedex_encountertable_change", args=[table.pk])
        assert link in {one.attributes["href"] for one in grid.all("a")}
        answer = curator.post(url(route, "walk"), {"act": "grid"})
        assert answer.status_code == 422

    def test_of_189_rows_is_sent_whole(self, curator: Client) -> None:
        route = RouteFactory.create()
        RouteEncounterFactory.create_batch(189, route=route)
        with CaptureQueriesContext(connection) as captured:
            form = values(page(curator, route, "walk").one(id="grid").one("form"))
        assert len(captured) <= 20
        assert 900 < len(form) < 1000
        pk = route.encounters.latest("pk").pk
        sent = form | {f"row-{pk}-encounter_rate": "7", "act": "grid"}
        assert curator.post(url(route, "walk"), sent).status_code == 302
        assert route.encounters.get(pk=pk).encounter_rate == 7


class TestPaste:
    def test_is_shown_before_it_is_written(self, curator: Client, route: Route) -> None:
        before = met(route)
        lines = "Zigzagoon, walk, 40, 2-3\nwurmple\tWalking\t20%\t3\n\n"
        lines += "#265; surf\nPoochyena,walk,45,2-3"
        shown = preview(curator, route, lines)
        rows = [row.text for row in parse(shown).one(id="preview").one("tbody").all("tr")]
        assert rows == [
            "changed Zigzagoon Walking 45 %, level 2–3 40 %, level 2–3",
            "new Wurmple Walking – 20 %, level 3",
            "new Wurmple Surfing – no rate",
            "same Poochyena Walking 45 %, level 2–3 45 %, level 2–3",
        ]
        assert met(route) == before
        assert written(curator, route, shown).status_code == 302
        assert met(route) == {
            ("Zigzagoon", "walk", 40, 2, 3),
            ("Poochyena", "walk", 45, 2, 3),
            ("Wurmple", "walk", 20, 3, 3),
            ("Wurmple", "surf", None, None, None),
        }

    def test_publishes_again_what_it_names(self, curator: Client, route: Route) -> None:
        RouteEncounter.objects.update(is_active=False)
        written(curator, route, preview(curator, route, "Zigzagoon, walk, 45, 2-3"))
        assert met(route) == {("Zigzagoon", "walk", 45, 2, 3)}

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("Zigzagon, walk, 45, 2-3", "there is no Pokémon called “Zigzagon”."),
            ("Zigzagoon, wlak", "there is no method called “wlak”."),
            ("Zigzagoon, walk, 0", "“0” is no rate"),
            ("Zigzagoon, walk, 101", "“101” is no rate"),
            ("Zigzagoon, walk, ٤٥", "is no rate"),
            ("Zigzagoon, walk, 45, 3-2", "“3-2” are no levels"),
            ("Zigzagoon, walk, 45, 0", "“0” are no levels"),
            ("Zigzagoon, walk, 45, 1-101", "are no levels"),
            ("Zigzagoon, walk, 45, 2-3, 4", "write Pokémon, method, rate and levels"),
            ("Zigzagoon", "write Pokémon, method, rate and levels"),
            ("Poochyena, walk", "Poochyena stands in an earlier line"),
            ("=1+1, walk", "there is no Pokémon called “=1+1”."),
            ("x" * 300, "it is too long."),
        ],
    )
    def test_names_the_line_that_is_wrong_and_writes_nothing(
        self, curator: Client, route: Route, line: str, reason: str
    ) -> None:
        before = met(route)
        answer = preview(curator, route, f"Poochyena, walk, 1\n{line}\nWurmple, walk, 2")
        assert answer.status_code == 422
        (said,) = [one.text for one in parse(answer).one(of="errorlist").all("li")]
        assert said.startswith("Line 2: ")
        assert reason in said
        assert line in parse(answer).one("textarea").text or len(line) > 200
        assert met(route) == before

    @pytest.mark.parametrize("lines", ["", " \n \n", "\0"])
    def test_of_nothing_says_how_a_line_looks(
        self, curator: Client, route: Route, lines: str
    ) -> None:
        answer = preview(curator, route, lines)
        assert answer.status_code == 422
        assert "Zigzagoon, walk, 45, 2-3" in parse(answer).one(of="errorlist").text

    def test_of_too_many_lines_is_refused(self, route: Route) -> None:
        assert read_lines("\n".join(["Wurmple, walk"] * 301)) == (
            [],
            ["There are 301 lines. Paste at most 300 at a time."],
        )

    def test_is_not_written_over_what_changed_since_the_preview(
        self, curator: Client, route: Route
    ) -> None:
        shown = preview(curator, route, "Zigzagoon, walk, 40, 2-3")
        route.encounters.filter(pokemon__name="Zigzagoon").update(encounter_rate=44)
        answer = written(curator, route, shown)
        assert answer.status_code == 422
        assert "has changed meanwhile" in answer.content.decode()
        assert ("Zigzagoon", "walk", 44, 2, 3) in met(route)

    def test_leaves_what_comes_from_tables(self, curator: Client, route: Route) -> None:
        EncounterTableFactory.create(route=route, encounter_method="walk")
        shown = preview(curator, route, "Zigzagoon, walk, 40, 2-3")
        assert "come from encounter tables" in shown.content.decode()
        assert not parse(shown).one(id="preview").all("form")

    def test_takes_as_many_queries_for_many_lines(self, curator: Client, route: Route) -> None:
        def queries(number: int) -> int:
            names = Pokemon.objects.values_list("slug", flat=True)[:number]
            with CaptureQueriesContext(connection) as captured:
                preview(curator, route, "\n".join(f"{name}, surf" for name in names))
            return len(captured)

        PokemonFactory.create_batch(60)
        assert queries(2) == queries(60)


class TestCopy:
    @pytest.fixture
    def pair(self, route: Route) -> Route:
        game = GameFactory.create(name="Sapphire", version_group="ruby-sapphire")
        pair: Route = RouteFactory.create(game=game, name="Route 101", slug="route-101")
        GameFactory.create(name="Emerald")
        RouteEncounterFactory.create(route=pair, encounter_method="surf")
        return pair

    def test_is_shown_first_and_keeps_what_only_the_pair_has(
        self, curator: Client, route: Route, pair: Route
    ) -> None:
        button = page(curator, route).one(id="copy").one("button")
        assert button.text == "Route 101 in Sapphire"
        before = met(pair)
        shown = curator.post(url(route), {"act": "preview-copy", "to": button.attributes["value"]})
        assert met(pair) == before
        assert written(curator, route, shown).status_code == 302
        assert met(pair) == before | met(route)

    def test_takes_tables_along_and_what_follows_from_them(
        self, curator: Client, route: Route, pair: Route
    ) -> None:
        for slug in ("zigzagoon", "poochyena"):
            assert Pokemon.objects.filter(slug=slug).exists()
        day, cave = ["time-day"], [["zigzagoon", 100, 4, 5]]
        EncounterTableFactory.create(route=route, conditions=day, pokemon=cave)
        EncounterTableFactory.create(
            route=route, area="B1F", pokemon=[["poochyena", 100, 2, 2]], is_active=False
        )
        same = {"area": "1F", "pokemon": [["poochyena", 100, 2, 2]]}
        EncounterTableFactory.create(route=route, **same)
        EncounterTableFactory.create(route=pair, **same)
        EncounterTableFactory.create(route=pair, conditions=day, pokemon=[["zigzagoon", 100, 2, 3]])
        shown = curator.post(url(route), {"act": "preview-copy", "to": pair.pk})
        rows = [row.text for row in parse(shown).one(id="preview").one("tbody").all("tr")]
        assert rows == [
            "changed Table, time-day Walking zigzagoon, 100, 2-3 zigzagoon, 100, 4-5",
            "same Table, 1F Walking poochyena, 100, 2-2 poochyena, 100, 2-2",
        ]
        assert "Write 1 row" in parse(shown).one(id="preview").text
        assert written(curator, route, shown).status_code == 302
        assert pair.encounter_tables.get(conditions=day).pokemon == cave
        assert ("Zigzagoon", "walk", 100, 4, 5) in met(pair)
        assert pair.encounter_tables.count() == 2
        again = curator.post(url(route), {"act": "preview-copy", "to": pair.pk})
        assert "All of this is there already." in parse(again).one(id="preview").text

    def test_is_not_written_when_the_source_changed_since_the_preview(
        self, curator: Client, route: Route, pair: Route
    ) -> None:
        table = EncounterTableFactory.create(route=route, pokemon=[["zigzagoon", 100, 4, 5]])
        shown = curator.post(url(route), {"act": "preview-copy", "to": pair.pk})
        table.pokemon = [["poochyena", 100, 4, 5]]
        table.save()
        answer = written(curator, route, shown)
        assert answer.status_code == 422
        assert "The routes have changed meanwhile." in answer.content.decode()
        assert not pair.encounter_tables.exists()

    def test_goes_to_the_pair_only(self, curator: Client, route: Route, pair: Route) -> None:
        stranger = RouteFactory.create(slug="route-101")
        answer = curator.post(url(route), {"act": "preview-copy", "to": stranger.pk})
        assert answer.status_code == 422
        assert not stranger.encounters.exists()


class TestDoors:
    def test_are_open_to_curators_only(
        self, client: Client, owner_client: Client, route: Route
    ) -> None:
        for browser in (client, owner_client):
            assert browser.get(url(route)).status_code == 302
            assert preview(browser, route, "Wurmple, walk").status_code == 302

    def test_writing_takes_the_permission_to_write(self, curator: Client, route: Route) -> None:
        group = Group.objects.get(name="Curators")
        group.permissions.filter(codename="change_routeencounter").delete()
        assert curator.get(url(route)).status_code == 200
        assert not page(curator, route).all(id="paste")
        for act in ("grid", "preview-paste", "write-paste", "preview-copy", "write-copy"):
            assert curator.post(url(route), {"act": act}).status_code == 403

    def test_unknown_routes_methods_and_acts(self, curator: Client, route: Route) -> None:
        missing = reverse("admin:pokedex_route_encounters", args=[0])
        assert curator.get(missing).status_code == 404
        assert not page(curator, route, "teleport").all(id="grid")
        assert curator.post(url(route), {"act": "burn"}).status_code == 422
        assert curator.post(url(route)).status_code == 422
