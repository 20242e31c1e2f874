"""Log what was met at a route."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from tests.factories import EncounterFactory, GameFactory, PokemonFactory, RouteFactory
from tests.html import parse, values
from tests.tracker.views.scene import HTMX, LADDER, Scene, catch, snapshot
from tracker.models import Encounter

RUNG = LADDER["encounter-log"]
A_LEVEL_IS = "A level is a whole number from 1 to 100."

pytestmark = pytest.mark.django_db


def logged(scene: Scene) -> Encounter:
    return Encounter.objects.get(run=scene.run, route=scene.free)


class TestAccepted:
    def test_a_catch(self, scene: Scene, owner_client: Client) -> None:
        answer = owner_client.post(RUNG.url(scene), catch(scene))
        assert answer.status_code == 302
        assert answer["Location"] == LADDER["run-detail"].url(scene) + "#place-route-101"
        bite = logged(scene)
        assert (bite.pokemon, bite.nickname) == (scene.poochyena, "Bite")
        assert (bite.status, bite.catch_level) == ("caught", 4)
        assert bite.game == scene.run.game

    def test_a_catch_without_a_page_load(self, scene: Scene, owner_client: Client) -> None:
        answer = owner_client.post(RUNG.url(scene), catch(scene), headers=HTMX)
        part = parse(answer)
        row = scene.row(part)
        assert row.one("p", of="met").text == f"Bite {scene.poochyena.name}"
        numbers = part.one(id="run-numbers").text
        assert numbers == "Alive 2 Boxed 2 Dead 0 Missed 0 Places 2 of 2"
        said = part.one(id="live").text
        assert said == f"Logged: Bite the {scene.poochyena.name}, caught."

    def test_a_miss(self, scene: Scene, owner_client: Client) -> None:
        sent = catch(scene, outcome="missed", nickname="", level="", missed_reason="fled")
        owner_client.post(RUNG.url(scene), sent)
        missed = logged(scene)
        assert (missed.status, missed.pokemon) == ("missed", scene.poochyena)
        assert missed.missed_reason == "fled"

    def test_a_miss_of_nothing(self, scene: Scene, owner_client: Client) -> None:
        sent = {"outcome": "missed", "submission": str(uuid.uuid4())}
        answer = owner_client.post(RUNG.url(scene), sent, headers=HTMX)
        assert logged(scene).pokemon is None
        assert scene.row(parse(answer)).one(of="status").text == "Missed"

    def test_caught_and_since_fainted(self, scene: Scene, owner_client: Client) -> None:
        sent = catch(scene, outcome="fainted", faint_level="7", faint_cause="Brendan")
        owner_client.post(RUNG.url(scene), sent)
        dead = logged(scene)
        assert (dead.status, dead.faint_level, dead.faint_cause) == ("fainted", 7, "Brendan")

    def test_any_pokemon_by_its_name(self, scene: Scene, owner_client: Client) -> None:
        sent = catch(scene, pokemon="", other=scene.zigzagoon.name.upper())
        answer = owner_client.post(RUNG.url(scene), sent, headers=HTMX)
        assert logged(scene).pokemon == scene.zigzagoon
        assert "not in our table" in scene.row(parse(answer)).text

    def test_a_bonus_where_the_route_is_used(self, scene: Scene, owner_client: Client) -> None:
        sent = catch(scene, is_bonus="on", bonus_reason="gift")
        answer = owner_client.post(RUNG.url(scene, route_slug="route-103"), sent)
        assert answer.status_code == 302
        bonus = Encounter.objects.get(is_bonus=True)
        assert bonus.route == scene.used

    def test_once_though_it_is_sent_twice(self, scene: Scene, owner_client: Client) -> None:
        sent = catch(scene)
        answers = [owner_client.post(RUNG.url(scene), sent) for _ in range(2)]
        assert answers[0]["Location"] == answers[1]["Location"]
        assert logged(scene).nickname == "Bite"

    def test_the_form_as_it_stands(self, scene: Scene, owner_client: Client) -> None:
        form = parse(owner_client.get(RUNG.url(scene))).one("form", of="form")
        sent = {**values(form), "pokemon": scene.poochyena.slug, "outcome": "caught"}
        assert owner_client.post(form.attributes["action"], sent).status_code == 302
        bite = logged(scene)
        assert (bite.nickname, bite.catch_level) == ("", None)


REFUSED = [
    ({"level": "0"}, A_LEVEL_IS),
    ({"level": "101"}, A_LEVEL_IS),
    ({"level": "x"}, A_LEVEL_IS),
    ({"level": "-1"}, A_LEVEL_IS),
    ({"level": "9" * 5000}, A_LEVEL_IS),
    ({"nickname": "x" * 500}, "A nickname can be 30 characters long; this one has 500."),
    ({"nickname": "a\0b"}, "This text holds an invisible or unknown character (U+0000)."),
    ({"nickname": "a\u202eb"}, "This text holds an invisible or unknown character (U+202E)."),
    ({"pokemon": "missingno"}, "We do not know this Pokémon."),
    ({"pokemon": "999999"}, "We do not know this Pokémon."),
    ({"pokemon": ""}, "Choose the Pokémon that you caught."),
    ({"pokemon": "", "other": "Missingno"}, "We know no Pokémon called “Missingno”."),
    ({"outcome": ""}, "Choose what became of it"),
    ({"outcome": "lost"}, "Choose what became of it"),
    ({"outcome": "missed"}, "What was missed has no nickname."),
    (
        {"outcome": "fainted", "level": "5", "faint_level": "4"},
        "It was caught at level 5, so it cannot have fainted below that.",
    ),
    ({"faint_level": "9"}, "This is about a faint."),
    ({"submission": ""}, "This form is incomplete."),
    ({"submission": "x"}, "This form is damaged."),
]


class TestRefused:
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
    @pytest.mark.parametrize(("changes", "sentence"), REFUSED)
    def test_with_a_sentence_and_nothing_written(
        self,
        scene: Scene,
        owner_client: Client,
        headers: dict[str, str],
        changes: dict[str, str],
        sentence: str,
    ) -> None:
        before = snapshot()
        answer = owner_client.post(RUNG.url(scene), catch(scene, **changes), headers=headers)
        assert answer.status_code == 422
        assert snapshot() == before
        page = parse(answer)
        row = scene.row(page)
        assert sentence in row.text
        assert row.all(role="alert"), "it is read out"
        assert len(page.all("html")) == (0 if headers else 1)

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
    def test_with_everything_filled_in_again(
        self, scene: Scene, owner_client: Client, headers: dict[str, str]
    ) -> None:
        sent = catch(
            scene,
            outcome="fainted",
            nickname="Bîte “1”",
            level="50",
            faint_level="7",
            faint_cause="<b>Brendan</b> & co",
            missed_reason="fled",
            is_bonus="on",
            bonus_reason="gift",
        )
        url = RUNG.url(scene, route_slug="route-103")
        answer = owner_client.post(url, sent, headers=headers)
        assert answer.status_code == 422
        back = values(scene.row(parse(answer), scene.used).one("form", of="form"))
        back.pop("csrfmiddlewaretoken")
        sent.pop("outcome")  # the button that was pressed
        assert back == {**sent, "other": "", "acquisition": "", "override_reason": ""}

    def test_with_what_was_typed_for_another_pokemon(
        self, scene: Scene, owner_client: Client
    ) -> None:
        sent = catch(scene, pokemon="", other=scene.zigzagoon.name, level="0")
        answer = owner_client.post(RUNG.url(scene), sent)
        back = values(scene.row(parse(answer)).one("form", of="form"))
        assert (back["other"], back["level"]) == (scene.zigzagoon.name, "0")

    def test_with_the_choice_among_several(self, scene: Scene, owner_client: Client) -> None:
        PokemonFactory(name="Zigzagoon of Galar", slug="zigzagoon-galar")
        sent = catch(scene, pokemon="", other="zigzag")
        answer = owner_client.post(RUNG.url(scene), sent)
        assert answer.status_code == 422
        form = scene.row(parse(answer)).one("form", of="form")
        assert "Several Pokémon fit this. Choose the one you mean." in form.text
        offered = [element.attributes["value"] for element in form.all("input", name="found")]
        assert sorted(offered) == sorted([scene.zigzagoon.slug, "zigzagoon-galar"])

        chosen = {**sent, "found": "zigzagoon-galar"}
        again = owner_client.post(RUNG.url(scene), {**chosen, "level": "0"})
        back = values(scene.row(parse(again)).one("form", of="form"))
        assert (back["found"], back["other"]) == ("zigzagoon-galar", "zigzag")

        assert owner_client.post(RUNG.url(scene), chosen).status_code == 302
        assert str(logged(scene).pokemon) == "Zigzagoon of Galar"

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
    def test_a_second_counted_one_with_the_way_out(
        self, scene: Scene, owner_client: Client, headers: dict[str, str]
    ) -> None:
        before = snapshot()
        url = RUNG.url(scene, route_slug="route-103")
        sent = catch(scene)
        answer = owner_client.post(url, sent, headers=headers)
        assert answer.status_code == 422
        assert snapshot() == before
        form = scene.row(parse(answer), scene.used).one("form", of="form")
        assert form.one(role="alert").text == (
            f"Route 103 already has its encounter: Fang the {scene.poochyena.name}, caught. "
            "Nothing was saved. If a shiny or a gift gives you one more here, "
            "tick “Log as bonus”."
        )
        assert form.one("input", name="is_bonus")
        bonus = {**values(form), "is_bonus": "on", "bonus_reason": "gift", "outcome": "caught"}
        assert owner_client.post(url, bonus).status_code == 302
        assert Encounter.objects.get(is_bonus=True).nickname == "Bite"

    def test_at_a_route_of_another_game(self, scene: Scene, owner_client: Client) -> None:
        elsewhere = RouteFactory(game=GameFactory(), slug="viridian-forest")
        before = snapshot()
        url = RUNG.url(scene, route_slug=elsewhere.slug)
        assert owner_client.post(url, catch(scene)).status_code == 404
        assert snapshot() == before

    def test_beside_a_full_run(
        self, scene: Scene, owner_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tracker.services.encounters.MAX_ENCOUNTERS", 1)
        answer = owner_client.post(RUNG.url(scene), catch(scene))
        assert answer.status_code == 422
        assert "This run has 1 encounters, which is the most." in parse(answer).text


class TestTheForm:
    def test_offers_a_bonus_only_where_the_route_is_used(
        self, scene: Scene, owner_client: Client
    ) -> None:
        free = parse(owner_client.get(RUNG.url(scene)))
        assert free.all("input", name="is_bonus") == []
        used = parse(owner_client.get(RUNG.url(scene, route_slug="route-103")))
        assert len(used.all("input", name="is_bonus")) == 1

    def test_is_there_for_a_place_where_nothing_is_known_to_live(
        self, scene: Scene, owner_client: Client
    ) -> None:
        RouteFactory(game=scene.run.game, slug="nothing-here")
        answer = owner_client.get(RUNG.url(scene, route_slug="nothing-here"))
        form = parse(answer).one("form", of="form")
        assert form.all("input", name="pokemon") == []
        assert "Its name or number" in form.text

    def test_of_a_retired_place_is_there_while_the_run_uses_it(
        self, scene: Scene, owner_client: Client
    ) -> None:
        for route in (scene.free, scene.used):
            route.is_active = False
            route.save(update_fields=["is_active"])
        assert owner_client.get(RUNG.url(scene)).status_code == 404
        url = RUNG.url(scene, route_slug="route-103")
        assert owner_client.get(url).status_code == 200
        assert (
            owner_client.post(url, catch(scene, is_bonus="on", bonus_reason="gift")).status_code
            == 302
        )

    def test_of_an_ended_run_is_not_there(self, scene: Scene, owner_client: Client) -> None:
        owner_client.post(LADDER["run-end"].url(scene), {"status": "failed"})
        page = parse(owner_client.get(RUNG.url(scene)))
        assert page.all("form", of="form") == []
        assert page.all(role="alert") == []

    def test_keeps_to_itself_what_others_logged_at_the_route(
        self, scene: Scene, owner_client: Client
    ) -> None:
        other = EncounterFactory(run__game=scene.run.game, route=scene.free, nickname="Not yours")
        assert other.run.owner != scene.run.owner
        answer = owner_client.get(RUNG.url(scene))
        assert "Not yours" not in answer.content.decode()
