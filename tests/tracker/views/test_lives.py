"""The pages of one act each: what they show, what they write, and what another tab is told."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import EncounterFactory, EvolutionFactory, PokemonFactory
from tests.html import parse
from tests.tracker.views.scene import HTMX, LADDER, Scene, make_full_scene
from tracker.models import BossResult, CustomRoute, Encounter, EventNote
from tracker.services.places import edit_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(owner: User) -> Scene:
    return make_full_scene(owner)


def url(name: str, scene: Scene, **others: object) -> str:
    return LADDER[name].url(scene, **others)


class TestTwoTabs:
    def test_the_second_is_shown_both_and_may_save_again(
        self, scene: Scene, owner_client: Client
    ) -> None:
        details = url("encounter-details", scene)
        first = {"nickname": "Fang", "note": "From the first tab.", "revision": "1"}
        second = {"nickname": "Fang", "note": "From the second tab.", "revision": "1"}
        assert owner_client.post(details, first).status_code == 302
        answer = owner_client.post(details, second)
        assert answer.status_code == 409
        page = parse(answer)
        assert "From the first tab." in page.one("section", of="card").text
        assert page.one("textarea", name="note").text.strip() == "From the second tab."
        assert "another window" in page.one(role="alert").text
        revision = page.one("input", name="revision").attributes["value"]
        assert Encounter.objects.get(pk=scene.fang.pk).note == "From the first tab."
        again = owner_client.post(details, {**second, "revision": revision})
        assert again.status_code == 302
        assert Encounter.objects.get(pk=scene.fang.pk).note == "From the second tab."

    @pytest.mark.parametrize(
        ("name", "first", "second"),
        [
            ("encounter-level", {"level": "9"}, {"level": "10"}),
            ("encounter-move", {"slot": "1"}, {"slot": "2"}),
            ("boss-record", {"outcome": "lost"}, {"outcome": "won"}),
            ("boss-correct", {"ace_level": "9", "team": ""}, {"ace_level": "8", "team": ""}),
            ("place-edit", {"name": "A"}, {"name": "B"}),
            ("event-note", {"text": "A"}, {"text": "B"}),
        ],
    )
    def test_the_first_stays_until_the_second_insists(
        self,
        name: str,
        first: dict[str, str],
        second: dict[str, str],
        scene: Scene,
        owner_client: Client,
    ) -> None:
        rung = LADDER[name]
        assert rung.form is not None
        revision = rung.form(scene)["revision"]
        for _ in range(2):
            sent = {**first, "revision": revision}
            assert owner_client.post(rung.url(scene), sent).status_code == 302, "sent twice, once"
        answer = owner_client.post(rung.url(scene), {**second, "revision": revision})
        assert answer.status_code == 409
        revision = parse(answer).one("input", name="revision").attributes["value"]
        answer = owner_client.post(rung.url(scene), {**second, "revision": revision})
        assert answer.status_code == 302


class TestEvolving:
    def test_offers_what_the_catalog_knows_with_what_it_takes(
        self, scene: Scene, owner_client: Client
    ) -> None:
        into = PokemonFactory(name="Mightyena", slug="mightyena")
        EvolutionFactory(pokemon=scene.poochyena, into=into, requirement="Level 18")
        page = parse(owner_client.get(url("encounter-evolve", scene)))
        assert "Mightyena Level 18" in page.one("form", of="form").text
        sent = {"into": "mightyena", "level": "18", "revision": "1"}
        assert owner_client.post(url("encounter-evolve", scene), sent).status_code == 302
        scene.fang.refresh_from_db()
        assert (scene.fang.species, scene.fang.pokemon) == (into, scene.poochyena)

    def test_falls_back_on_the_line(self, scene: Scene, owner_client: Client) -> None:
        PokemonFactory(name="Mightyena", evolves_from=scene.poochyena)
        assert "Mightyena" in parse(owner_client.get(url("encounter-evolve", scene))).text

    def test_asks_for_one(self, scene: Scene, owner_client: Client) -> None:
        answer = owner_client.post(url("encounter-evolve", scene), {"revision": "1"})
        assert answer.status_code == 422
        assert "Choose what it has become." in parse(answer).text


class TestBosses:
    def test_a_fight_takes_who_died(self, scene: Scene, owner_client: Client) -> None:
        sent = {"outcome": "won", "deaths": str(scene.fang.public_id), "revision": "0"}
        assert owner_client.post(url("boss-record", scene), sent).status_code == 302
        scene.fang.refresh_from_db()
        assert (scene.fang.status, scene.fang.killer_boss) == ("fainted", scene.roxanne)
        assert BossResult.objects.get().outcome == "won"
        graves = parse(owner_client.get(url("graveyard", scene))).all("li", of="grave")
        assert "by Roxanne" in graves[0].text

    def test_the_dead_are_not_offered(self, scene: Scene, owner_client: Client) -> None:
        sent = {"outcome": "won", "deaths": str(scene.shade.public_id), "revision": "0"}
        answer = owner_client.post(url("boss-record", scene), sent)
        assert answer.status_code == 422
        assert not BossResult.objects.exists()


class TestTimeline:
    def test_takes_back_and_does_again(self, scene: Scene, owner_client: Client) -> None:
        sent = {"level": "9", "revision": "1"}
        owner_client.post(url("encounter-level", scene), sent)
        page = parse(owner_client.get(url("timeline", scene)))
        event = page.one("li", id="event-5")
        form = event.one("form")
        answer = owner_client.post(form.attributes["action"], {"from": "timeline"}, follow=True)
        scene.fang.refresh_from_db()
        assert scene.fang.current_level is None
        assert "Taken back: Fang" in parse(answer).one("ul", of="messages").text
        redo = parse(answer).one(id="undo").all("form")[-1]
        assert redo.text.startswith("Redo")
        owner_client.post(redo.attributes["action"])
        scene.fang.refresh_from_db()
        assert scene.fang.current_level == 9

    def test_says_why_it_cannot(self, scene: Scene, owner_client: Client) -> None:
        for level, revision in (("9", "1"), ("10", "2")):
            owner_client.post(url("encounter-level", scene), {"level": level, "revision": revision})
        answer = owner_client.post(url("event-undo", scene, sequence=5), follow=True)
        assert "Something that came later depends on it" in parse(answer).text
        scene.fang.refresh_from_db()
        assert scene.fang.current_level == 10

    def test_folds_away_what_can_be_done(self, scene: Scene, owner_client: Client) -> None:
        events = parse(owner_client.get(url("timeline", scene))).all("li", of="event")
        for event in events:
            fold = event.one("details")
            assert fold.one("summary").text.startswith("What to do about: ")
            assert fold.one("a").text.startswith(("Write a note about", "Change the note about"))
            assert len(fold.all("form")) == len(event.all("form"))
        renamed = events[-2]
        assert "Renamed from Draft" in renamed.one("summary").text
        assert renamed.one("button").text.startswith("Take back Renamed from Draft")

    def test_is_filtered_by_kind(self, scene: Scene, owner_client: Client) -> None:
        page = parse(owner_client.get(f"{url('timeline', scene)}?kind=rename"))
        assert len(page.all("li", of="event")) == 1

    def test_keeps_notes(self, scene: Scene, owner_client: Client) -> None:
        sent = {"text": "Here it began.\nReally.", "revision": "0"}
        owner_client.post(url("event-note", scene, sequence=2), sent)
        assert EventNote.objects.get().text == "Here it began.\nReally."
        assert "Here it began." in parse(owner_client.get(url("timeline", scene))).text
        owner_client.post(url("event-note", scene, sequence=2), {"text": "", "revision": "1"})
        assert not EventNote.objects.exists()


class TestArranging:
    """Party and box without a page load, as the buttons and the drag of the box page ask for it."""

    def test_shows_both_as_they_are_then(self, scene: Scene, owner_client: Client) -> None:
        move = url("encounter-move", scene)
        part = owner_client.post(move, {"slot": "2", "revision": "1"}, headers=HTMX)
        assert part.status_code == 200
        page = parse(part)
        assert page.all("h1") == [], "a part, no page"
        assert page.one(id="live").text == "Fang moved to place 2."
        assert "Fang" in page.one("li", data_slot="2").text
        again = page.one("form", of="arrange")
        assert {each.attributes["value"] for each in again.all("button", name="slot")} == {"1", "3"}
        revision = again.one("input", name="revision").attributes["value"]
        part = owner_client.post(move, {"slot": "", "revision": revision}, headers=HTMX)
        assert parse(part).one(id="live").text == "Fang moved to the box."
        assert Encounter.objects.get(pk=scene.fang.pk).party_slot is None

    def test_offers_the_first_free_place(self, scene: Scene, owner_client: Client) -> None:
        EncounterFactory(run=scene.run, route=scene.free, pokemon=scene.zigzagoon, party_slot=1)
        page = parse(owner_client.get(url("box", scene)))
        button = page.one("button", id=f"up-{scene.fang.public_id}")
        assert (button.attributes["value"], button.text) == ("2", "To the party : Fang")

    def test_ends_at_both_ends(self, scene: Scene, owner_client: Client) -> None:
        for slot, end in ((1, "up"), (6, "down")):
            Encounter.objects.filter(pk=scene.fang.pk).update(party_slot=slot)
            page = parse(owner_client.get(url("box", scene)))
            button = page.one("button", id=f"{end}-{scene.fang.public_id}")
            assert button.attributes["aria-disabled"] == "true"
            assert button.attributes["type"] == "button"
            assert len(page.all("button", name="slot")) == 1

    def test_says_what_another_window_did(self, scene: Scene, owner_client: Client) -> None:
        move = url("encounter-move", scene)
        owner_client.post(move, {"slot": "1", "revision": "1"})
        part = owner_client.post(move, {"slot": "3", "revision": "1"}, headers=HTMX)
        assert part.status_code == 409
        page = parse(part)
        assert "changed in another window" in page.one(id="live").text
        assert "Fang" in page.one("li", data_slot="1").text

    @pytest.mark.parametrize("slot", ["7", "0", "first"])
    def test_says_what_is_wrong(self, slot: str, scene: Scene, owner_client: Client) -> None:
        sent = {"slot": slot, "revision": "1"}
        part = owner_client.post(url("encounter-move", scene), sent, headers=HTMX)
        assert part.status_code == 422
        assert "1 to 6, or the box" in parse(part).one(id="live").text
        assert Encounter.objects.get(pk=scene.fang.pk).party_slot is None


class TestPlaces:
    def test_ones_own_is_a_row_like_any(self, scene: Scene, owner_client: Client) -> None:
        log = url("encounter-log", scene, route_slug=scene.cave.slug)
        assert owner_client.get(log).status_code == 200
        sent = {"other": scene.zigzagoon.name, "outcome": "caught", "nickname": "Dig"}
        form = parse(owner_client.get(log)).one("form", of="form")
        number = form.one("input", name="submission").attributes["value"]
        assert owner_client.post(log, {**sent, "submission": number}).status_code == 302
        assert Encounter.objects.get(custom_route=scene.cave).nickname == "Dig"
        row = parse(owner_client.get(url("run-detail", scene))).one(
            "li", id=f"place-{scene.cave.slug}"
        )
        assert "Dig" in row.text

    def test_a_part_offers_the_table_of_the_whole(self, scene: Scene, owner_client: Client) -> None:
        sent = {
            "name": "Meadow, north",
            "after": scene.free.slug,
            "table_of": scene.free.slug,
            "submission": "5f0c8f0e-6a53-4d0b-9a39-0d7e6f3a2b11",
        }
        assert owner_client.post(url("place-add", scene), sent).status_code == 302
        place = CustomRoute.objects.get(name="Meadow, north")
        page = parse(owner_client.get(url("encounter-log", scene, route_slug=place.slug)))
        row = page.one("li", id=f"place-{place.slug}")
        assert row.one("input", name="pokemon").attributes["value"] == scene.poochyena.slug

    def test_what_is_left_out_is_not_on_the_run_page(
        self, scene: Scene, owner_client: Client
    ) -> None:
        Encounter.objects.filter(pk=scene.shade.pk).delete()
        edit_place(run=scene.run, place=scene.free, name="", hidden=True, revision=0)
        page = parse(owner_client.get(url("run-detail", scene)))
        assert page.all("li", id=f"place-{scene.free.slug}") == []
        assert "Left out" in parse(owner_client.get(url("place-list", scene))).text

    def test_another_name_holds_everywhere(self, scene: Scene, owner_client: Client) -> None:
        edit_place(run=scene.run, place=scene.used, name="Meadow", revision=0)
        assert "Meadow" in parse(owner_client.get(url("run-detail", scene))).text
        answer = owner_client.get(url("encounter-edit", scene))
        assert "Meadow" in scene.row(parse(answer), scene.used).text


class TestRuns:
    def test_deleted_ones_wait_to_be_restored(self, scene: Scene, owner_client: Client) -> None:
        owner_client.post(url("run-delete", scene), {"name": "Hoenn with friends"})
        assert owner_client.get(url("run-detail", scene)).status_code == 404
        page = parse(owner_client.get("/runs/"))
        form = next(form for form in page.all("form") if form.text.startswith("Restore"))
        assert owner_client.post(form.attributes["action"]).status_code == 302
        assert owner_client.get(url("run-detail", scene)).status_code == 200

    def test_archived_ones_stand_apart(self, scene: Scene, owner_client: Client) -> None:
        owner_client.post(url("run-archive", scene), {"archived": "on"})
        page = parse(owner_client.get("/runs/"))
        assert page.one("section").one("h2").text == "Archive"
        owner_client.post(url("run-archive", scene), {})
        assert parse(owner_client.get("/runs/")).one("section").one("h2").text == "Going on"
