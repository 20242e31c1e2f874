"""The catalog in a browser: open to everybody, for reading only."""

from __future__ import annotations

import factory
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateUsed

from pokedex.models import Boss, Game, Pokemon, Route
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    EncounterTableFactory,
    EvolutionFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.html import parse, values

pytestmark = pytest.mark.django_db

PAGES = [
    ("pokedex/game_list.html", "/games/"),
    ("pokedex/game_detail.html", "/games/emerald/"),
    ("pokedex/route_detail.html", "/games/emerald/route-101/"),
    ("pokedex/pokemon_list.html", "/pokemon/"),
    ("pokedex/pokemon_detail.html", "/pokemon/poochyena/"),
    ("pokedex/boss_detail.html", "/games/emerald/bosses/roxanne/"),
    ("pokedex/game_differences.html", "/games/emerald/differences/"),
]
URLS = [url for _, url in PAGES]


@pytest.fixture(autouse=True)
def route_101() -> Route:
    """Poochyena on Route 101 of Emerald, Roxanne after it, and a version beside it."""
    game = GameFactory(name="Emerald", slug="emerald")
    route = RouteFactory(game=game, name="Route 101", slug="route-101", order=20)
    met = RouteEncounterFactory(
        route=route,
        pokemon__name="Poochyena",
        pokemon__slug="poochyena",
        encounter_rate=45,
        conditions=["time-night"],
    )
    boss = BossFactory(game=game, after_route=route, name="Roxanne", slug="roxanne")
    BossPokemonFactory(boss=boss, pokemon=met.pokemon)
    GameFactory(name="Jade", slug="jade", version_group="emerald")
    return route


@pytest.mark.parametrize(("template", "url"), PAGES)
def test_everybody_may_look(client: Client, template: str, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200
    assertTemplateUsed(answer, template)
    assert answer.content.count(b"<h1") == 1
    assert client.head(url).status_code == 200


@pytest.mark.parametrize("url", URLS)
def test_readers_get_neither_a_cookie_nor_a_token(client: Client, url: str) -> None:
    answer = client.get(url)
    assert not answer.cookies
    assertNotContains(answer, "csrf")
    assertNotContains(answer, "hx-headers")


@pytest.mark.parametrize("url", URLS)
def test_players_and_guests_may_look_too(
    owner_client: Client, guest_client: Client, url: str
) -> None:
    player = owner_client.get(url)
    assertContains(player, "Log out")
    assertContains(player, "X-CSRFToken")
    assertContains(guest_client.get(url), "your runs live in this browser")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("url", URLS)
def test_nothing_can_be_written(client: Client, url: str, method: str) -> None:
    assert getattr(client, method)(url).status_code == 405


@pytest.mark.parametrize(
    "url",
    [
        "/games/gold/",
        "/games/Emerald/",
        "/games/emerald/route-102/",
        "/games/gold/route-101/",
        "/games/emerald/route-101/more/",
        "/games/emerald/bosses/",
        "/games/emerald/bosses/brawly/",
        "/games/emerald/bosses/Roxanne/",
        "/games/emerald/bosses/%00/",
        "/games/emerald/bosses/roxanne/more/",
        "/games/jade/bosses/roxanne/",
        "/games/gold/bosses/roxanne/",
        "/games/gold/differences/",
        "/games/emerald/differences/more/",
        "/games/%00/",
        "/games/" + "x" * 500 + "/",
        "/pokemon/missingno/",
        "/pokemon/%00/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 404
    assertTemplateUsed(answer, "404.html")


def test_names_reverse_to_the_addresses() -> None:
    assert reverse("pokedex:game-list") == "/games/"
    assert reverse("pokedex:game-detail", args=["emerald"]) == "/games/emerald/"
    assert reverse("pokedex:route-detail", args=["emerald", "route-101"]) == URLS[2]
    assert reverse("pokedex:boss-detail", args=["emerald", "roxanne"]) == URLS[5]
    assert reverse("pokedex:game-differences", args=["emerald"]) == URLS[6]
    assert reverse("pokedex:pokemon-list") == "/pokemon/"
    assert reverse("pokedex:pokemon-detail", args=["poochyena"]) == "/pokemon/poochyena/"


def test_from_the_list_to_a_route(client: Client) -> None:
    assertContains(client.get("/games/"), 'href="/games/emerald/"')
    assertContains(client.get("/games/emerald/"), 'href="/games/emerald/route-101/"')


def test_a_route_says_who_is_met_and_how(client: Client) -> None:
    answer = client.get("/games/emerald/route-101/")
    for words in ("Poochyena", "up to 45 %", "2–3", "night", "type-dark", "Walking"):
        assertContains(answer, words)


def test_a_route_shows_the_tables_behind_its_rates(client: Client, route_101: Route) -> None:
    for area, conditions in (("North", ["time-night"]), ("South", [])):
        EncounterTableFactory(
            route=route_101, area=area, conditions=conditions, pokemon=[["poochyena", 100, 2, 3]]
        )
    odds = parse(client.get("/games/emerald/route-101/")).one("details", of="odds")
    assert odds.all("summary")[0].text == "Walking: odds by area and time 2 tables"
    assert [heading.text for heading in odds.all("h3")] == ["North", "South"]
    assert [each.one("summary").text for each in odds.all("details")] == ["Night", "Always"]
    assert "Poochyena 100 % 2–3" in [row.text for row in odds.all("tr")]


def test_a_route_folds_away_its_areas_where_there_are_many(
    client: Client, route_101: Route
) -> None:
    for number in range(13):
        EncounterTableFactory(
            route=route_101, area=f"Area {number % 2}", conditions=[f"state-{number}"]
        )
    odds = parse(client.get("/games/emerald/route-101/")).one("details", of="odds")
    areas = odds.all("details", of="odds-area")
    assert [area.all("summary")[0].text for area in areas] == ["Area 0 7 tables", "Area 1 6 tables"]
    assert "State 3" in [summary.text for summary in areas[1].all("summary")]


def test_a_route_says_when_its_tables_mix_day_and_night(client: Client, route_101: Route) -> None:
    words = "Day and night stand together."
    assertNotContains(client.get("/games/emerald/route-101/"), words)
    EncounterTableFactory(
        route=route_101,
        pokemon=[["poochyena", 140, 2, 3]],
        total=140,
        exception="merged-states",
    )
    answer = client.get("/games/emerald/route-101/")
    assertContains(answer, words)
    assertContains(answer, "The source lists the times of day together: it sums to 140 %.")


def test_the_body_carries_the_games_accent(client: Client) -> None:
    for url in (*URLS[1:3], *URLS[5:]):
        assertContains(client.get(url), '<body class="game-emerald"')


def test_a_search_narrows_the_routes_and_stays_in_the_box(client: Client, route_101: Route) -> None:
    RouteFactory(game=route_101.game, name="Sky Pillar", slug="sky-pillar")
    answer = client.get("/games/emerald/", {"q": "pillar"})
    assertContains(answer, "Sky Pillar")
    assertNotContains(answer, "Route 101")
    assertContains(answer, 'value="pillar"')


def test_a_search_without_a_result_says_so(client: Client) -> None:
    answer = client.get("/games/emerald/", {"q": "<b>nowhere</b>"})
    assertContains(answer, "No route and no boss of Emerald has")
    assertContains(answer, "&lt;b&gt;nowhere&lt;/b&gt;")
    assertNotContains(answer, "<b>nowhere")


@pytest.mark.parametrize(
    "query", ["q=%00", "stage=%00", "q=%FF", "stage=x&stage=y", "q=" + "x" * 9000]
)
def test_odd_searches_do_no_harm(client: Client, query: str) -> None:
    assert client.get(f"/games/emerald/?{query}").status_code == 200


def test_the_stage_stays_while_searching(client: Client, route_101: Route) -> None:
    RouteFactory(game=route_101.game, name="Sky Pillar", stage="postgame")
    answer = client.get("/games/emerald/", {"q": "sky", "stage": "postgame"})
    assertContains(answer, '<input type="hidden" name="stage" value="postgame">')
    assertContains(answer, 'href="?q=sky"')


def test_a_place_where_nothing_is_met_says_so(client: Client, route_101: Route) -> None:
    empty = RouteFactory(game=route_101.game)
    assertContains(client.get(f"/games/emerald/{empty.slug}/"), "No Pokémon is known")


def test_approximate_lists_are_announced(client: Client) -> None:
    route = RouteFactory(game__slug="violet")
    for url in ("/games/violet/", f"/games/violet/{route.slug}/"):
        assertContains(client.get(url), "This list is approximate.")
    assertNotContains(client.get("/games/emerald/"), "approximate")


def test_a_site_without_a_catalog_says_how_to_load_it(client: Client) -> None:
    Game.objects.update(is_active=False)
    assertContains(client.get("/games/"), "loaddata catalog")


def test_a_picture_stands_for_the_token_where_it_may_be_loaded(
    client: Client, route_101: Route, settings: object
) -> None:
    url = "https://sprites.example/261.png"
    RouteEncounterFactory(route=route_101, pokemon__sprite_url=url)
    page = "/games/emerald/route-101/"
    assertNotContains(client.get(page), url)
    settings.SPRITE_HOST = "https://sprites.example"  # type: ignore[attr-defined]
    assertContains(client.get(page), f'<img src="{url}" alt=""')


@pytest.mark.parametrize("url", ["/games/", "/games/emerald/"])
def test_a_game_has_a_drawn_cover_and_box_art_over_it(
    client: Client, settings: object, url: str
) -> None:
    art = "https://sprites.example/emerald.png"
    Game.objects.filter(slug="jade").delete()
    Game.objects.update(box_art_url=art)
    cover = parse(client.get(url)).one("span", of="cover")
    assert cover.one("text").text == "E"
    assert cover.all("img") == []
    settings.SPRITE_HOST = "https://sprites.example"  # type: ignore[attr-defined]
    cover = parse(client.get(url)).one("span", of="cover")
    assert cover.one("text").text == "E"
    assert cover.one("img").attributes["src"] == art


def test_rendering_asks_for_nothing_more(client: Client, route_101: Route) -> None:
    RouteEncounterFactory.create_batch(30, route=route_101)
    for url, count in zip(URLS, (3, 5, 5, 2, 7, 3, 5), strict=True):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        # The page's own, and the catalog's revision.
        assert len(captured) == count + 1


def test_from_a_route_to_a_pokemon_and_back(client: Client) -> None:
    link = "/pokemon/poochyena/?game=emerald"
    assertContains(client.get("/games/emerald/route-101/"), f'href="{link}"')
    assertContains(client.get("/games/emerald/"), 'href="/pokemon/?game=emerald"')
    assertContains(client.get("/pokemon/?game=emerald"), f'href="{link}"')
    answer = client.get(link)
    assertContains(answer, 'href="/games/emerald/route-101/"')
    for words in ("Walking, night", "up to 45 %", "2–3", "type-dark", "Weak to"):
        assertContains(answer, words)


def test_the_navigation_says_where_one_is(client: Client) -> None:
    for url, here in zip(URLS, ("Games",) * 3 + ("Pokédex",) * 2 + ("Games",) * 2, strict=True):
        nav = parse(client.get(url)).one("nav", of="site-nav")
        assert [link.text for link in nav.all("a", aria_current="true")] == [here]


def test_a_pokemon_that_is_retired_is_not_found(client: Client) -> None:
    assert client.get("/pokemon/poochyena/").status_code == 200
    Pokemon.objects.update(is_active=False)
    assert client.get("/pokemon/poochyena/").status_code == 404


def test_a_boss_that_is_retired_or_of_a_retired_game_is_not_found(client: Client) -> None:
    url = "/games/emerald/bosses/roxanne/"
    assert client.get(url).status_code == 200
    for model in (Game, Boss):
        model.objects.update(is_active=False)
        assert client.get(url).status_code == 404
        model.objects.update(is_active=True)


def test_a_game_that_stands_alone_is_compared_with_none(client: Client, route_101: Route) -> None:
    alone = GameFactory()
    assert client.get(f"/games/{alone.slug}/differences/").status_code == 404
    assertNotContains(client.get(f"/games/{alone.slug}/"), "Against")
    assertContains(client.get("/games/emerald/"), "Against Jade")
    for retired, asked in (("jade", "emerald"), ("emerald", "jade")):
        Game.objects.filter(slug=retired).update(is_active=False)
        for slug in (retired, asked):
            assert client.get(f"/games/{slug}/differences/").status_code == 404
        Game.objects.update(is_active=True)


def test_bosses_stand_in_line_and_lead_to_their_pages(client: Client, route_101: Route) -> None:
    RouteFactory(game=route_101.game, name="Route 102", order=30)
    page = parse(client.get("/games/emerald/"))
    rows = page.one("ol", of="routes").all("li")
    assert [row.all("a")[0].text for row in rows] == ["Route 101", "Roxanne", "Route 102"]
    assert rows[1].text == "Roxanne Rustboro Gym Rock level 15 No cap after"
    assert rows[1].one("a").attributes["href"] == "/games/emerald/bosses/roxanne/"
    assert "It is 15 at the start" in page.text
    after = parse(client.get("/games/emerald/route-101/")).one("section", aria_labelledby="bosses")
    assert after.one("a").attributes["href"] == "/games/emerald/bosses/roxanne/"
    assert "level 15" in after.text


def test_a_game_without_bosses_says_so(client: Client) -> None:
    words = "no bosses of this game"
    assertContains(client.get("/games/jade/"), words)
    assertNotContains(client.get("/games/emerald/"), words)


def test_a_boss_says_where_when_and_with_whom(client: Client) -> None:
    page = parse(client.get("/games/emerald/bosses/roxanne/"))
    facts = [
        (div.one("dt").text, div.one("dd").text) for div in page.one("dl", of="facts").all("div")
    ]
    assert facts == [
        ("Where", "Rustboro Gym"),
        ("When", "After Route 101"),
        ("Highest level", "15"),
        ("Level cap", "15, then none"),
    ]
    member = page.one("li", of="team-member")
    assert member.one("a").attributes["href"] == "/pokemon/poochyena/?game=emerald"
    assert "level 15" in member.text
    assert "Weak to 2 × Fighting Bug" in member.text
    table = page.one("table", of="against")
    rows = {
        row.one("th").text: [cell.text for cell in row.all("td")] for row in table.all("tr")[1:]
    }
    assert rows["Fighting"] == ["1", "–", "–"]
    assert rows["Psychic"] == ["–", "no effect on 1", "1"]
    assert rows["Dark"] == ["–", "1", "–"]


def test_a_boss_shows_its_teams_by_the_players_starter(client: Client) -> None:
    boss = Boss.objects.get()
    for number, starter in enumerate(("fire", "grass", "water")):
        BossPokemonFactory(
            boss=boss, player_starter=starter, slot=2, pokemon__name=f"Answer {number}"
        )
    page = parse(client.get("/games/emerald/bosses/roxanne/"))
    team = page.one("section", aria_labelledby="team")
    assert [heading.text for heading in team.all("h3")] == [
        "Whichever starter you chose",
        "If you chose the Grass starter",
        "If you chose the Fire starter",
        "If you chose the Water starter",
    ]
    matchups = page.one("section", aria_labelledby="matchups")
    assert len(matchups.all("h3")) == len(matchups.all("details")) == 3
    assert "open" not in matchups.all("details")[0].attributes


def test_a_boss_without_a_team_says_so(client: Client, route_101: Route) -> None:
    boss = BossFactory(game=route_101.game, after_route=route_101, ace_level=None, place="")
    answer = client.get(f"/games/emerald/bosses/{boss.slug}/")
    assertContains(answer, "do not have this team")
    assertNotContains(answer, "What to bring")


def test_a_comparison_names_who_is_met_in_one_game_only(client: Client) -> None:
    page = parse(client.get("/games/jade/differences/"))
    assert page.one("h1").text == "Jade against Emerald"
    only = page.one("section", aria_labelledby="there-emerald")
    assert [link.text for link in only.all("a")] == ["Poochyena"]
    assert "None." in page.one("section", aria_labelledby="here-emerald").text
    [row] = page.one("table", of="differences").one("tbody").all("tr")
    assert row.text == "Route 101 – Poochyena"
    assert row.one("a").attributes["href"] == "/games/emerald/route-101/"


@pytest.mark.parametrize("name", ["q", "type", "generation", "game", "page", "other"])
@pytest.mark.parametrize("value", ["%00", "%FF", "-1", "0", "x" * 9000, "%F0%9F%92%A9", "%22%3E"])
def test_odd_questions_to_the_pokedex_do_no_harm(client: Client, name: str, value: str) -> None:
    PokemonFactory.create_batch(61)
    for url in URLS[3:5]:
        assert client.get(f"{url}?{name}={value}&{name}=a").status_code == 200
        assert client.get(f"{url}?{name}={value}").status_code == 200


def test_the_pokedex_is_turned_page_by_page(client: Client) -> None:
    PokemonFactory.create_batch(70, name=factory.Sequence(lambda n: f"Turned {n}"))
    answer = client.get("/pokemon/?q=turned&page=9")
    pages = parse(answer).one("nav", aria_label="Pages of the list")
    assert [(link.text, link.attributes["href"]) for link in pages.all("a")] == [
        ("Page 1", "?q=turned&page=1"),
        ("Page 2", "?q=turned&page=2"),
    ]
    assert pages.one("a", aria_current="page").text == "Page 2"
    assert len(parse(answer).all("li", of="dex-entry")) == 10


def test_the_pokedex_keeps_what_was_asked(client: Client) -> None:
    page = parse(client.get("/pokemon/?q=pooch&type=dark&generation=3&game=emerald"))
    form = page.one("form", role="search")
    assert values(form) == {"q": "pooch", "type": "dark", "generation": "3", "game": "emerald"}
    assert [entry.one("a").text for entry in page.all("li", of="dex-entry")] == ["Poochyena"]


def test_a_pokedex_search_without_a_result_says_so(client: Client) -> None:
    answer = client.get("/pokemon/", {"q": "<b>nobody</b>"})
    assertContains(answer, "No Pokémon is all of this")
    assertContains(answer, "&lt;b&gt;nobody&lt;/b&gt;")
    Pokemon.objects.update(is_active=False)
    assertContains(client.get("/pokemon/"), "loaddata catalog")


def test_a_pokemon_marks_games_with_approximate_lists(client: Client) -> None:
    assertNotContains(client.get("/pokemon/poochyena/"), '<span class="badge">Approximate')
    RouteEncounterFactory(pokemon=Pokemon.objects.get(), route__game__slug="violet")
    assertContains(client.get("/pokemon/poochyena/"), '<span class="badge">Approximate')


def test_a_pokemon_says_how_its_line_evolves(client: Client) -> None:
    poochyena = Pokemon.objects.get()
    mightyena = PokemonFactory(
        name="Mightyena", slug="mightyena", family=poochyena.family, evolves_from=poochyena
    )
    EvolutionFactory(pokemon=poochyena, into=mightyena)
    line = parse(client.get("/pokemon/poochyena/")).one("section", aria_labelledby="family")
    assert "Mightyena" in line.text
    assert line.one(of="ways").text == "from Poochyena: Level 18"
    EvolutionFactory(pokemon=poochyena, into=mightyena, number=2, requirement="Trade")
    line = parse(client.get("/pokemon/mightyena/")).one("section", aria_labelledby="family")
    ways = line.one(of="ways")
    assert ways.text.startswith("from Poochyena, in one of these ways:")
    assert [way.text for way in ways.all("li")] == ["Level 18", "Trade"]


def test_a_pokemon_that_is_met_nowhere_says_so(client: Client) -> None:
    mew = PokemonFactory(slug="mew")
    assertContains(client.get(f"/pokemon/{mew.slug}/"), "No game in our tables has it")
