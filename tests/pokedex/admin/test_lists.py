"""The lists of the back office: what they count, find and change in bulk, and what they cost."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from pokedex.admin import base
from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogChange,
    EncounterTable,
    Evolution,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)
from tests.factories import (
    BossFactory,
    CatalogChangeFactory,
    EncounterFactory,
    EncounterTableFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
    UserFactory,
)
from tests.html import parse
from tests.pokedex.admin.test_rows import FACTORIES, address

pytestmark = pytest.mark.django_db


def listed(browser: Client, model: type[models.Model], **filters: str) -> set[str]:
    answer = browser.get(address(model, "changelist"), filters)
    return {str(row) for row in answer.context["cl"].result_list}


# The session, the user and his permissions; the counts; the rows; their last changes; the choices
# of the filters that are rows themselves. Never more than 20, whatever the catalog holds.
QUERIES = {
    Game: 10,
    Route: 9,
    Pokemon: 9,
    RouteEncounter: 8,
    EncounterTable: 8,
    Boss: 9,
    BossPokemon: 8,
    Evolution: 8,
    CatalogChange: 8,
}


@pytest.mark.parametrize("model", QUERIES)
def test_a_list_takes_just_so_many_queries(curator: Client, model: type[models.Model]) -> None:
    FACTORIES.get(model, CatalogChangeFactory).create_batch(30)
    curator.get(address(model, "changelist"))  # what Django remembers between requests
    with CaptureQueriesContext(connection) as captured:
        assert curator.get(address(model, "changelist")).status_code == 200
    assert len(captured) == QUERIES[model] <= 20


class TestCounts:
    def test_of_games(self, curator: Client) -> None:
        game = GameFactory.create(name="Emerald")
        routes = RouteFactory.create_batch(3, game=game)
        BossFactory.create_batch(2, game=game, after_route=routes[0])
        BossFactory.create(game=game, after_route=routes[0], is_active=False)
        (row,) = parse(curator.get(address(Game, "changelist"))).one(id="result_list").all("tr")[1:]
        assert row.one("td", of="field-published_routes").text == "3"
        assert row.one("td", of="field-published_bosses").text == "2"

    def test_of_routes_and_pokemon(self, curator: Client) -> None:
        met = RouteEncounterFactory.create()
        RouteEncounterFactory.create(route=met.route, pokemon=met.pokemon, encounter_method="surf")
        RouteEncounterFactory.create(
            route=met.route, pokemon=met.pokemon, is_active=False, encounter_method="old-rod"
        )
        for model, field in ((Route, "published_encounters"), (Pokemon, "places")):
            page = parse(curator.get(address(model, "changelist")))
            assert page.one("td", of=f"field-{field}").text == "2"


class TestFilters:
    def test_find_games_without_bosses(self, curator: Client) -> None:
        BossFactory.create(game__name="Emerald")
        BossFactory.create(game__name="Ruby", is_active=False)
        GameFactory.create(name="Sapphire", is_active=False)
        assert listed(curator, Game, bosses="none") == {"Ruby"}

    def test_find_routes_at_which_nothing_is_met(self, curator: Client) -> None:
        RouteEncounterFactory.create(route__name="Full")
        RouteEncounterFactory.create(route__name="Retired", is_active=False)
        RouteFactory.create(name="Empty")
        RouteFactory.create(name="Unpublished", is_active=False)
        assert listed(curator, Route, met="none") == {"Empty", "Retired"}

    def test_find_rates_over_100_that_no_table_explains(self, curator: Client) -> None:
        over, fine, explained = (RouteFactory.create(name=one) for one in ("Over", "Fine", "Table"))
        for route in (over, fine, explained):
            RouteEncounterFactory.create_batch(2, route=route, encounter_rate=50)
            RouteEncounterFactory.create(route=route, encounter_method="surf", encounter_rate=80)
        for route in (over, explained):
            RouteEncounterFactory.create(route=route, encounter_rate=1)
        EncounterTableFactory.create(route=explained)
        assert listed(curator, Route, met="over") == {"Over"}

    def test_find_unknown_rates_where_there_is_a_chance(self, curator: Client) -> None:
        unknown = RouteEncounterFactory.create(encounter_rate=None)
        RouteEncounterFactory.create(encounter_rate=None, encounter_method="gift")
        RouteEncounterFactory.create()
        assert listed(curator, RouteEncounter, rate="unknown") == {str(unknown)}


class TestPublishing:
    def act(self, browser: Client, action: str, *rows: models.Model) -> str:
        url = address(type(rows[0]), "changelist")
        chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
        return browser.post(url, chosen, follow=True).content.decode()

    def test_several_rows_at_once(self, curator: Client) -> None:
        routes = RouteFactory.create_batch(2)
        other = RouteFactory.create()
        assert "2 routes unpublished." in self.act(curator, "unpublish", *routes)
        assert list(Route.objects.filter(is_active=True)) == [other]
        assert "1 route published." in self.act(curator, "publish", routes[0], other)
        assert set(Route.objects.filter(is_active=True)) == {routes[0], other}
        assert LogEntry.objects.count() == 3

    def test_of_too_many_is_refused(self, curator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(base, "MOST_AT_ONCE", 1)
        said = self.act(curator, "unpublish", *RouteFactory.create_batch(2))
        assert "That would change 2 rows. Choose at most 1 at once." in said
        assert Route.objects.filter(is_active=False).count() == 0


class TestDeletes:
    def test_what_runs_use_stays_and_says_why_without_saying_whose(self, superuser: Client) -> None:
        encounter = EncounterFactory.create(
            nickname="Canary", run__name="Secret run", run__owner__username="owner"
        )
        for row in (encounter.route, encounter.pokemon, encounter.run.game):
            url = address(type(row), "delete", row.pk)
            for answer in (superuser.get(url), superuser.post(url, {"post": "yes"})):
                said = parse(answer).one(id="content").text
                assert "cannot be deleted" in said
                assert "1 encounter" in said or "1 run" in said
                assert not {"Canary", "Secret", "owner"} & set(said.split())
            assert type(row)._base_manager.filter(pk=row.pk).exists()

    def test_the_page_offers_to_unpublish_instead(self, superuser: Client) -> None:
        route = EncounterFactory.create().route
        page = parse(superuser.get(address(Route, "delete", route.pk)))
        (form,) = [
            one
            for one in page.all("form")
            if "changelist" not in one.attributes
            and one.attributes.get("action") == address(Route, "changelist")
        ]
        sent = {
            one.attributes["name"]: one.attributes["value"]
            for one in form.all("input")
            if one.attributes.get("name") not in (None, "csrfmiddlewaretoken")
        }
        superuser.post(form.attributes["action"], sent)
        route.refresh_from_db()
        assert not route.is_active

    def test_a_curator_deletes_a_row_that_nothing_stands_on(self, curator: Client) -> None:
        met = RouteEncounterFactory.create(loaded_digest="digest")
        url = address(RouteEncounter, "delete", met.pk)
        assert "the next load brings it back" in parse(curator.get(url)).one(id="content").text
        assert curator.post(url, {"post": "yes"}).status_code == 302
        assert not RouteEncounter.objects.exists()

    def test_several_are_deleted_by_the_action_or_none(self, superuser: Client) -> None:
        free, used = RouteFactory.create(), EncounterFactory.create().route
        RouteEncounterFactory.create(route=free)
        url = address(Route, "changelist")
        chosen = {"action": "delete_selected", "post": "yes"}
        superuser.post(url, chosen | {"_selected_action": [free.pk, used.pk]})
        assert Route.objects.count() == 2
        superuser.post(url, chosen | {"_selected_action": [free.pk]})
        assert list(Route.objects.all()) == [used]


class TestIndex:
    def test_says_what_needs_attention_with_links_that_show_it(self, curator: Client) -> None:
        RouteEncounterFactory.create(encounter_rate=None, route__game__name="Emerald")
        RouteFactory.create(name="Empty")
        CatalogChange.objects.all().delete()
        CatalogChangeFactory.create()
        page = parse(curator.get(reverse("admin:index")))
        links = {
            link.text: link.attributes["href"] for link in page.one("ul", of="matters").all("a")
        }
        assert set(links) == {
            "Published games without any boss: 2",
            "Published routes at which nothing is met: 1",
            "Encounters by chance of unknown rate: 1",
            "Rows that people have changed, on top of the fixtures: 1",
        }
        for text, url in links.items():
            number = len(curator.get(url).context["cl"].result_list)
            assert text.endswith(f": {number}")

    def test_the_link_to_tables_off_100_shows_them(self, curator: Client) -> None:
        EncounterTableFactory.create(total=90, exception="missing-shares")
        EncounterTableFactory.create()
        page = parse(curator.get(reverse("admin:index")))
        (url,) = [
            link.attributes["href"]
            for link in page.one("ul", of="matters").all("a")
            if "less than 100" in link.text
        ]
        assert len(curator.get(url).context["cl"].result_list) == 1

    def test_takes_a_fixed_number_of_queries(self, curator: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                curator.get(reverse("admin:index"))
            return len(captured)

        RouteEncounterFactory.create()
        queries()
        few = queries()
        RouteEncounterFactory.create_batch(50)
        assert queries() == few <= 20

    def test_counts_nothing_for_staff_without_the_catalog(self, client: Client) -> None:
        client.force_login(UserFactory.create(is_staff=True))
        answer = client.get(reverse("admin:index"))
        assert answer.status_code == 200
        assert not parse(answer).all(of="matters")


class TestSearch:
    def found(self, browser: Client, typed: str) -> set[str]:
        page = parse(browser.get(reverse("admin:search"), {"q": typed}))
        return {item.text for item in page.one(id="content").all("li")}

    def test_finds_rows_of_every_kind(self, curator: Client) -> None:
        RouteEncounterFactory.create(
            route__name="Petalburg Woods", route__game__name="Emerald", pokemon__name="Slakoth"
        )
        BossFactory.create(name="Roxanne", game=Game.objects.get(), after_route=Route.objects.get())
        assert self.found(curator, "petalburg") == {
            "Petalburg Woods (Emerald)",
            "Slakoth at Petalburg Woods (Walking) (Emerald)",
        }
        assert self.found(curator, "roxanne") == {"Roxanne (Emerald)"}
        assert self.found(curator, "slakoth") == {
            "Slakoth",
            "Slakoth at Petalburg Woods (Walking) (Emerald)",
        }

    @pytest.mark.parametrize("typed", ["", "a", "%", "\0", "x" * 5000, "' OR 1=1", "٣٣", "zzzz"])
    def test_of_whatever_is_typed_answers(self, curator: Client, typed: str) -> None:
        assert self.found(curator, typed) == set()

    def test_a_pokemon_by_its_number(self, curator: Client) -> None:
        PokemonFactory.create(name="Mew", national_dex=151)
        assert self.found(curator, "151") == {"Mew"}

    def test_shows_a_few_and_a_link_to_all(self, curator: Client) -> None:
        RouteFactory.create_batch(14, source_key="")
        for number, route in enumerate(Route.objects.all()):
            Route.objects.filter(pk=route.pk).update(name=f"Cave {number}")
        page = parse(curator.get(reverse("admin:search"), {"q": "cave"}))
        assert len(page.one(id="content").all("li")) == 12
        (link,) = [one for one in page.all("a") if one.text == "All of them"]
        assert len(curator.get(link.attributes["href"]).context["cl"].result_list) == 14

    def test_takes_a_fixed_number_of_queries(self, curator: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                self.found(curator, "route")
            return len(captured)

        RouteEncounterFactory.create()
        few = queries()
        RouteEncounterFactory.create_batch(11)
        assert queries() == few

    def test_is_for_those_who_may_see_the_catalog(
        self, owner_client: Client, client: Client
    ) -> None:
        for browser in (owner_client, client):
            assert browser.get(reverse("admin:search"), {"q": "route"}).status_code == 302


def test_types_by_generation_are_said_in_words(curator: Client) -> None:
    clefairy = PokemonFactory.create(primary_type="fairy", past_types=[[5, ["normal"]]])
    page = parse(curator.get(address(Pokemon, "change", clefairy.pk)))
    said = page.one(of="field-types_by_generation").text
    assert "up to generation 5 Normal, now Fairy" in said


def test_a_picture_is_shown_where_the_site_has_pictures(
    curator: Client, settings: Settings
) -> None:
    settings.SPRITE_HOST = "https://sprites.example"
    pokemon = PokemonFactory.create(sprite_url="https://sprites.example/1.png")
    page = parse(curator.get(address(Pokemon, "change", pokemon.pk)))
    shown = page.one(of="field-picture").one("img")
    assert shown.attributes["src"] == "https://sprites.example/1.png"


def test_rows_lead_to_the_page_that_players_see(curator: Client) -> None:
    route = RouteFactory.create()
    pokemon = PokemonFactory.create()
    for row in (route, route.game, pokemon):
        page = parse(curator.get(address(type(row), "change", row.pk)))
        url = page.one("a", of="viewsitelink").attributes["href"]
        assert Client().get(url).status_code == 200
    route.is_active = False
    route.save()
    assert not parse(curator.get(address(Route, "change", route.pk))).all(of="viewsitelink")
