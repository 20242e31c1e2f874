"""The rules of a run on their pages."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.html import Element, parse, values
from tests.tracker.many import queries_of
from tests.tracker.views.scene import LADDER, READABLE, Scene, make_full_scene, rules
from tracker.forms.rules import RulesForm, initial_of
from tracker.models import NuzlockeRun, SavedPreset
from tracker.rules.descriptions import described
from tracker.rules.document import CLAUSES, SpeciesLimit, TypeLimit, read_document
from tracker.rules.presets import PRESETS
from tracker.services.presets import save_preset
from tracker.services.rules import change_rules

pytestmark = pytest.mark.django_db


def shown(scene: Scene) -> str:
    return LADDER["rules"].url(scene)


def edited(scene: Scene) -> str:
    return LADDER["rules-edit"].url(scene)


def the_form(page: Element) -> Element:
    return next(form for form in page.all("form") if form.all(name="house_rules"))


def stored(scene: Scene) -> Any:
    scene.run.refresh_from_db()
    return read_document(scene.run.rules)


class TestShowing:
    def test_says_what_holds_and_how_strictly(self, scene: Scene, owner_client: Client) -> None:
        NuzlockeRun.objects.update(
            rules={**PRESETS["soul_link"].document(), "house_rules": "No potions in battle."}
        )
        text = parse(owner_client.get(shown(scene))).one("main").text
        for clause in PRESETS["soul_link"].switched_on:
            assert described(clause) in text
        for sentence in PRESETS["soul_link"].watch:
            assert sentence in text
        assert "No potions in battle." in text
        assert f"They come from the preset {PRESETS['soul_link'].name}." in text
        assert "Warns, and asks for a reason" in text

    def test_says_so_when_nothing_holds(self, scene: Scene, owner_client: Client) -> None:
        NuzlockeRun.objects.update(rules={"version": 2, "preset": "mine", "clauses": []})
        page = parse(owner_client.get(shown(scene)))
        assert "No rule is switched on." in page.text

    def test_takes_no_query_beside_those_that_find_the_run(
        self, scene: Scene, owner_client: Client
    ) -> None:
        assert len(queries_of(lambda: owner_client.get(shown(scene)))) <= 4


class TestTheForm:
    def test_has_a_field_for_every_parameter_of_every_clause(self) -> None:
        asked = {
            f"{key}-{name}"
            for key, clause in CLAUSES.items()
            for name in clause.model_fields
            if name != "key"
        }
        form = RulesForm(now=PRESETS["classic"].rules())
        assert asked == form.fields.keys() - {"preset", "house_rules", "revision"}

    def test_shows_every_clause_under_one_heading(self) -> None:
        topics = RulesForm(now=PRESETS["classic"].rules()).topics
        assert [clause.key for topic in topics for clause in topic.clauses] == list(CLAUSES)

    def test_offers_every_choice_of_a_parameter(self) -> None:
        fields = RulesForm(now=PRESETS["classic"].rules()).fields
        for key, clause in CLAUSES.items():
            for name, field in clause.model_fields.items():
                offered: Any = fields[f"{key}-{name}"] if name != "key" else None
                if offered is not None and all(
                    isinstance(c, str) for c in get_args(field.annotation)
                ):
                    choices = [value for value, _ in getattr(offered, "choices", ())]
                    assert sorted(choices) == sorted(get_args(field.annotation)), (key, name)

    @pytest.mark.parametrize("preset", PRESETS)
    def test_sent_as_it_is_shown_changes_nothing(
        self, preset: str, scene: Scene, owner_client: Client
    ) -> None:
        document = PRESETS[preset].rules()
        NuzlockeRun.objects.update(rules=document.as_json())
        form = the_form(parse(owner_client.get(edited(scene))))
        answer = owner_client.post(edited(scene), values(form))
        assert (answer.status_code, answer["Location"]) == (302, shown(scene))
        assert stored(scene) == document
        assert not scene.run.events.exists()


class TestChanging:
    def test_sets_clauses_parameters_and_house_rules(
        self, scene: Scene, owner_client: Client
    ) -> None:
        typed = {
            **rules(scene),
            "types-on": "on",
            "types-strictness": "block",
            "types-allowed": ["water", "ice"],
            "species-on": "on",
            "species-named": f"{scene.poochyena.name.upper()}\n\n {scene.zigzagoon.slug} ",
            "house_rules": "Set mode.",
        }
        assert owner_client.post(edited(scene), typed).status_code == 302
        document = stored(scene)
        limit = document.clause(TypeLimit)
        assert (limit.on, limit.strictness, limit.allowed) == (True, "block", ("water", "ice"))
        assert document.clause(SpeciesLimit).named == (scene.poochyena.slug, scene.zigzagoon.slug)
        assert document.house_rules == "Set mode."
        assert document.preset == "hardcore"

    @pytest.mark.parametrize(
        ("field", "typed", "sentence"),
        [
            ("party_size-limit", "7", "Type a whole number from 1 to 6."),
            ("permadeath-revives", "", "Type a whole number from 0 to 99."),
            ("dupes-scope", "family", "Choose one of the list."),
            ("species-named", "Missingno", "We know no Pokémon named “Missingno”."),
            ("house_rules", "x" * 2001, "House rules can be 2000 characters long"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(
        self, field: str, typed: str, sentence: str, scene: Scene, owner_client: Client
    ) -> None:
        before = scene.run.rules
        sent = rules(scene, **{field: typed, "nickname-strictness": "block"})
        answer = owner_client.post(edited(scene), sent)
        assert answer.status_code == 422
        page = parse(answer)
        assert sentence in page.one("ul", id=f"id_{field}_error").text
        assert values(the_form(page))["nickname-strictness"] == "block", "what was typed stays"
        scene.run.refresh_from_db()
        assert scene.run.rules == before

    def test_unfolds_what_has_changed_or_is_wrong(self, scene: Scene, owner_client: Client) -> None:
        def unfolded(answer: Any) -> list[str]:
            folds = the_form(parse(answer)).all("details")
            return [fold.all("summary")[0].text for fold in folds if "open" in fold.attributes]

        assert unfolded(owner_client.get(edited(scene))) == []
        same = values(the_form(parse(owner_client.get(edited(scene)))))
        wrong = {**same, "party_size-limit": "7", "shiny-strictness": "block"}
        assert unfolded(owner_client.post(edited(scene), wrong)) == [
            "Details of Shiny",
            "Details of Party size",
        ]
        taken = unfolded(owner_client.get(edited(scene), {"preset": "standard"}))
        added = {clause.title for clause in PRESETS["standard"].switched_on} - {
            clause.title for clause in PRESETS["classic"].switched_on
        }
        assert added <= {each.removeprefix("Details of ") for each in taken}
        assert "Details of Wipe" not in taken

    def test_says_what_each_clause_asks_for(self, scene: Scene, owner_client: Client) -> None:
        text = the_form(parse(owner_client.get(edited(scene), {"preset": "monolocke"}))).text
        for clause in PRESETS["monolocke"].rules().clauses:
            assert described(clause) in text

    def test_shows_both_versions_to_the_second_of_two(
        self, scene: Scene, owner_client: Client
    ) -> None:
        late = rules(scene)
        change_rules(run=scene.run, document=PRESETS["monolocke"].rules(), revision=1)
        answer = owner_client.post(edited(scene), late)
        assert answer.status_code == 409
        page = parse(answer)
        assert "They come from the preset Monolocke." in page.all("details")[0].text
        again = values(the_form(page))
        assert again["preset"] == "hardcore"
        assert owner_client.post(edited(scene), again).status_code == 302
        assert stored(scene) == PRESETS["hardcore"].rules()

    def test_fills_in_a_preset_and_saves_nothing_yet(
        self, scene: Scene, owner: User, owner_client: Client
    ) -> None:
        own = save_preset(run=scene.run, name="As it was")
        change_rules(run=scene.run, document=PRESETS["hardcore"].rules(), revision=1)
        for key, origin in (("gauntlet", "gauntlet"), (own.key, "classic")):
            answer = owner_client.get(edited(scene), {"preset": key})
            form = values(the_form(parse(answer)))
            assert form["preset"] == origin
            assert stored(scene) == PRESETS["hardcore"].rules()
        assert owner_client.post(edited(scene), form).status_code == 302
        assert stored(scene) == PRESETS["classic"].rules()

    def test_of_anothers_preset_fills_in_nothing(
        self, scene: Scene, stranger: User, owner_client: Client
    ) -> None:
        theirs = SavedPreset.objects.create(
            owner=stranger, name="Theirs", rules=PRESETS["hardcore"].document()
        )
        page = parse(owner_client.get(edited(scene), {"preset": theirs.key}))
        assert values(the_form(page))["preset"] == "classic"
        assert "Theirs" not in page.text

    def test_initial_values_are_those_of_the_document(self) -> None:
        assert initial_of(PRESETS["hardcore"].rules())["level_cap-strictness"] == "warn"


class TestPresetsOfOnesOwn:
    def test_start_the_next_run(self, scene: Scene, owner_client: Client) -> None:
        change_rules(run=scene.run, document=PRESETS["hardcore"].rules(), revision=1)
        owner_client.post(LADDER["preset-save"].url(scene), {"name": "Hard as I like it"})
        preset = SavedPreset.objects.get()
        page = parse(owner_client.get("/runs/new/"))
        assert preset.key in [box.attributes["value"] for box in page.all("input", name="preset")]
        assert "Hard as I like it" in page.text
        form = LADDER["run-create"].form
        assert form is not None
        answer = owner_client.post("/runs/new/", form(scene, preset=preset.key))
        assert answer.status_code == 302
        new = NuzlockeRun.objects.exclude(pk=scene.run.pk).get()
        assert read_document(new.rules) == PRESETS["hardcore"].rules()

    def test_are_offered_to_nobody_else(
        self, scene: Scene, client: Client, stranger_client: Client
    ) -> None:
        preset = save_preset(run=scene.run, name="Mine")
        form = LADDER["run-create"].form
        assert form is not None
        for browser in (client, stranger_client):
            assert preset.key not in browser.get("/runs/new/").content.decode()
            answer = browser.post("/runs/new/", form(scene, preset=preset.key))
            assert answer.status_code == 422
            assert "We do not know these rules." in answer.content.decode()

    def test_say_when_a_name_is_taken(self, scene: Scene, owner_client: Client) -> None:
        SavedPreset.objects.create(owner=scene.run.owner, name="Mine", rules={})
        answer = owner_client.post(LADDER["preset-save"].url(scene), {"name": "Mine"})
        assert answer.status_code == 422
        assert "You have a preset with this name already." in answer.content.decode()

    def test_that_cannot_be_read_any_more_spoil_no_page(
        self, scene: Scene, owner_client: Client
    ) -> None:
        SavedPreset.objects.create(owner=scene.run.owner, name="Torn", rules={"version": 99})
        for url in ("/runs/new/", edited(scene)):
            answer = owner_client.get(url)
            assert answer.status_code == 200
            assert "Torn" not in answer.content.decode()


class TestUnreadable:
    """What an import, an older version or a person at the database may have left behind."""

    @pytest.fixture
    def unreadable(self, owner: User) -> Scene:
        scene = make_full_scene(owner)
        NuzlockeRun.objects.filter(pk=scene.run.pk).update(rules={"version": 0})
        return scene

    def test_every_page_of_the_run_can_be_read(
        self, unreadable: Scene, owner_client: Client
    ) -> None:
        for rung in READABLE:
            assert owner_client.get(rung.url(unreadable)).status_code in {200, 302}, rung

    def test_is_said_and_can_be_mended(self, unreadable: Scene, owner_client: Client) -> None:
        key = [unreadable.run.public_id]
        shown = parse(owner_client.get(reverse("tracker:rules", args=key))).one("main")
        assert "The rules of this run cannot be read." in shown.text
        edit = reverse("tracker:rules-edit", args=key)
        assert shown.one("a", of="button-primary").attributes["href"] == edit
        assert "propose" in parse(owner_client.get(edit)).one("main").text
        stats = parse(owner_client.get(reverse("tracker:stats", args=key))).one("main")
        assert "cannot be read" in stats.text
        save = owner_client.post(reverse("tracker:preset-save", args=key), {"name": "Mine"})
        assert save.status_code == 422
        assert "they make no preset" in parse(save).text
        unreadable.run.refresh_from_db()
        assert owner_client.post(edit, rules(unreadable)).status_code == 302
        unreadable.run.refresh_from_db()
        assert unreadable.run.rules["preset"] == "hardcore"
        last = unreadable.run.events.order_by("-sequence").first()
        assert last is not None
        assert last.summary == "The rules could not be read any more and were chosen anew."
        assert "cannot be read" not in owner_client.get(edit).content.decode()
