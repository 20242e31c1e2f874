"""What somebody sends who means no good, at every URL that takes anything."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.forms import Form
from django.test import Client

from accounts.models import User
from tests.factories import EncounterFactory
from tests.html import Element, parse
from tests.tracker.views.scene import (
    BOTH_WAYS,
    HTMX,
    LADDER,
    READABLE,
    WRITING,
    Rung,
    Scene,
    make_full_scene,
    snapshot,
)
from tracker.forms.base import RevisionForm, StandingForm
from tracker.forms.bosses import BossCorrectionForm, BossForm
from tracker.forms.custom_contents import (
    CustomBossForm,
    EncountersForm,
    RouteEditForm,
    RouteForm,
    StepForm,
)
from tracker.forms.custom_games import (
    CorrectionsForm,
    CustomGameForm,
    CustomGameNameForm,
    ShareForm,
)
from tracker.forms.encounters import EditForm, FaintForm, LogForm
from tracker.forms.lives import DetailsForm, EvolveForm, LevelForm, MoveForm
from tracker.forms.places import PlaceEditForm, PlaceForm
from tracker.forms.quick import QuickForm
from tracker.forms.rules import PresetForm
from tracker.forms.runs import DeleteRunForm, EndRunForm, RenameForm, RunForm, StartAgainForm
from tracker.forms.timeline import NoteForm
from tracker.models import (
    BossResult,
    CustomGame,
    CustomRoute,
    Encounter,
    EventNote,
    NuzlockeRun,
    RunBoss,
    RunPlace,
    SavedPreset,
)
from tracker.services.custom_games import delete_custom_game

pytestmark = pytest.mark.django_db

# Each would leave an element <x-canary>, an attribute beginning with "on" or a script of its own.
PAYLOADS = [
    "<x-canary>",
    "<script>x()</script>",
    "<img src=x onerror=x()>",
    '"><x-canary>',
    "'><x-canary>",
    "</bdi><x-canary>",
    "</title><x-canary>",
    "</option></select><x-canary>",
    "--><x-canary>",
    "]]><x-canary>",
    '" onfocus=x() a="',
    "' onfocus=x() a='",
    "` onfocus=x() a=`",
    '" autofocus onfocus="x()',
    "{{ 7|add:7 }}",
    "{% now 'Y' %}",
    "javascript:x()",
    "&lt;x-canary&gt;",
    "\\u003cx-canary\\u003e",
    "＜x-canary＞",
    "<x-canary/hx-get=/ >",
    '" hx-get="/x" a="',
    "' hx-headers='{}",
    "}'><x-canary>",
    "<!--",
    "<style>@import x",
    "%3Cx-canary%3E",
    "<a href=javascript:x()>",
]


@pytest.fixture
def scene(owner: User) -> Scene:
    return make_full_scene(owner)


def is_clean(page: Element) -> None:
    """Nothing of a payload has become an element, an attribute or a script."""
    for element in page:
        assert element.tag not in {"x-canary", "style"}
        assert not any(name.startswith("on") for name in element.attributes), element.attributes
        assert "style" not in element.attributes
        for name in ("href", "src", "action", "hx-get", "hx-post"):
            value = element.attributes.get(name, "/")
            assert value.startswith(("/", "#", "https://pokeapi.co/")), value
        if element.tag == "script":
            assert element.attributes["src"].startswith("/static/")
            assert element.text == ""


# Where a run's name is shown, and where an address may say something beyond the path.
NAMING = ("landing", "run-list", "run-detail", "run-rename", "run-end", "encounter-delete")
QUERIES = {
    "timeline": ("kind", "before"),
    "place-add": ("after", "split"),
    "run-detail": ("show",),
    "boss-list": ("open",),
    "run-create": ("game", "custom"),
    "custom-game-create": ("base",),
    "custom-route-add": ("after",),
    "custom-boss-add": ("after",),
    "rules-edit": ("preset",),
    "pokemon-search": ("other",),
}
# Where nothing is typed but a name, if that.
SIGNED = {"custom-game-share", "custom-game-offer"}
# These take nothing but where they were pressed.
BUTTONS = {
    *("run-reopen", "run-archive", "run-restore", "event-undo", "event-redo", "table-choose"),
    *("preset-delete", "catalog-seen", "demo-start", "custom-game-delete"),
}
FIELDS = {
    "quick-log": ("line", "submission"),
    "run-create": ("game", "name", "custom", "preset", "submission"),
    "run-rename": ("name",),
    "run-end": ("status",),
    "encounter-log": (
        *("pokemon", "found", "other", "outcome", "nickname", "level", "faint_level"),
        *("faint_cause", "missed_reason", "acquisition", "is_bonus", "bonus_reason"),
        *("override_reason", "submission"),
    ),
    "encounter-edit": (
        *("pokemon", "found", "other", "outcome", "nickname", "level", "faint_level"),
        *("faint_cause", "missed_reason", "acquisition", "revision"),
    ),
    "encounter-faint": (
        *("faint_level", "faint_cause", "killer_boss", "killer", "epitaph", "revision"),
    ),
    "run-start-again": ("submission",),
    "event-note": ("text", "revision"),
    "boss-record": ("outcome", "deaths", "revision"),
    "boss-take-back": ("revision",),
    "boss-correct": ("ace_level", "team", "revision"),
    "place-add": ("name", "after", "table_of", "submission"),
    "place-edit": ("name", "after", "hidden", "revision"),
    "place-remove": ("revision",),
    "encounter-level": ("level", "revision"),
    "encounter-evolve": ("into", "other", "level", "revision"),
    "encounter-details": (
        *("nickname", "gender", "nature", "ability", "shiny", "note", "revision"),
    ),
    "encounter-move": ("slot", "revision"),
    "encounter-revive": ("revision",),
    "encounter-release": ("revision",),
    "encounter-delete": ("revision",),
    "rules-edit": (
        *("revision", "preset", "house_rules", "dupes-on", "dupes-scope", "dupes-reroll_limit"),
        *("types-allowed", "generations-allowed", "species-named", "party_size-limit"),
    ),
    "preset-save": ("name",),
    "custom-game-create": ("base", "name", "description", "submission"),
    "custom-game-rename": ("name", "description", "revision"),
    "custom-game-share": ("credit",),
    "custom-game-offer": ("credit",),
    "custom-game-corrections": ("revision",),
    "custom-route-add": ("name", "stage", "after", "revision"),
    "custom-route-edit": ("name", "stage", "after", "hidden", "revision"),
    "custom-route-step": ("to", "revision"),
    "custom-route-encounters": ("lines", "revision"),
    "custom-route-take-back": ("revision",),
    "custom-boss-add": (
        *("name", "kind", "place", "after", "stage", "specialty", "ace_level", "battle"),
        *("note", "team", "hidden", "revision"),
    ),
    "custom-boss-edit": (
        *("name", "kind", "place", "after", "stage", "specialty", "ace_level", "battle"),
        *("note", "team", "hidden", "revision"),
    ),
    "custom-boss-take-back": ("revision",),
    # The last, as nothing can be done in the run after it.
    "run-delete": ("name",),
}


def test_every_field_is_listed() -> None:
    assert FIELDS.keys() | BUTTONS == {rung.name for rung in WRITING}
    classes: dict[str, type[Form]] = {
        "quick-log": QuickForm,
        "run-create": RunForm,
        "run-rename": RenameForm,
        "run-end": EndRunForm,
        "encounter-log": LogForm,
        "encounter-edit": EditForm,
        "encounter-faint": FaintForm,
        "encounter-delete": RevisionForm,
        "run-start-again": StartAgainForm,
        "run-delete": DeleteRunForm,
        "event-note": NoteForm,
        "preset-save": PresetForm,
        "boss-record": BossForm,
        "boss-take-back": StandingForm,
        "boss-correct": BossCorrectionForm,
        "place-add": PlaceForm,
        "place-edit": PlaceEditForm,
        "place-remove": RevisionForm,
        "encounter-level": LevelForm,
        "encounter-evolve": EvolveForm,
        "encounter-details": DetailsForm,
        "encounter-move": MoveForm,
        "encounter-revive": RevisionForm,
        "encounter-release": RevisionForm,
        "custom-game-create": CustomGameForm,
        "custom-game-rename": CustomGameNameForm,
        "custom-game-share": ShareForm,
        "custom-game-offer": ShareForm,
        "custom-game-corrections": CorrectionsForm,
        "custom-route-add": RouteForm,
        "custom-route-edit": RouteEditForm,
        "custom-route-step": StepForm,
        "custom-route-encounters": EncountersForm,
        "custom-route-take-back": RevisionForm,
        "custom-boss-add": CustomBossForm,
        "custom-boss-edit": CustomBossForm,
        "custom-boss-take-back": RevisionForm,
    }
    for name, form in classes.items():
        assert set(FIELDS[name]) == form.base_fields.keys()


class TestMarkup:
    def test_that_is_stored_is_shown_as_text(self, scene: Scene, owner_client: Client) -> None:
        for payload in PAYLOADS:
            EncounterFactory(
                run=scene.run,
                route=scene.used,
                pokemon=scene.poochyena,
                is_bonus=True,
                nickname=payload[:30],
                status="fainted",
                faint_level=9,
                faint_cause=payload,
            )
        for rung in READABLE:
            for extra in BOTH_WAYS:
                is_clean(parse(owner_client.get(rung.url(scene), **extra)))
        page = parse(owner_client.get(LADDER["run-detail"].url(scene)))
        shown = [bdi.text for bdi in scene.row(page, scene.used).all("bdi")]
        for payload in PAYLOADS:
            assert " ".join(payload.split()) in shown

    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_in_the_name_of_a_run_is_shown_as_text(
        self, payload: str, scene: Scene, owner_client: Client
    ) -> None:
        NuzlockeRun.objects.filter(pk=scene.run.pk).update(name=payload)
        Encounter.objects.filter(pk=scene.fang.pk).update(nickname=payload[:30])
        for name in NAMING:
            page = parse(owner_client.get(LADDER[name].url(scene)))
            is_clean(page)
            assert " ".join(payload.split()) in page.text

    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_that_is_refused_comes_back_as_text(
        self, payload: str, scene: Scene, owner_client: Client
    ) -> None:
        for name, fields in FIELDS.items():
            sent = {**dict.fromkeys(fields, payload), "revision": "1"}
            headers = HTMX if len(payload) % 2 else {}
            answer = owner_client.post(LADDER[name].url(scene), sent, headers=headers)
            is_clean(parse(answer))

    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_in_an_address_is_never_shown(
        self, payload: str, scene: Scene, owner_client: Client
    ) -> None:
        for name, parameters in QUERIES.items():
            query = "&".join(f"{parameter}={quote(payload)}" for parameter in parameters)
            answer = owner_client.get(f"{LADDER[name].url(scene)}?{query}")
            assert answer.status_code == 200
            is_clean(parse(answer))


ODD = [
    *("\0", "a\0b", "x" * 10_000, "\U0010ffff", "9" * 5000, "-1", "1e309", "None", "\r\n\r\n"),
    "a" + "\u0301" * 1000,
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:8]))
class TestOddValues:
    def test_in_any_field_are_no_error_of_ours(
        self, odd: str, scene: Scene, owner_client: Client
    ) -> None:
        before = snapshot()
        for name, fields in FIELDS.items():
            form = LADDER[name].form
            assert form is not None
            for field in fields:
                sent = {**form(scene), field: odd}
                answer = owner_client.post(LADDER[name].url(scene), sent)
                assert answer.status_code in {302, 409, 422}, (name, field)
                if answer.status_code == 302:
                    self.put_back(scene)
                    before = snapshot()
                else:
                    assert snapshot() == before

    def test_in_every_field_at_once_are_refused(
        self, odd: str, scene: Scene, owner_client: Client
    ) -> None:
        before = snapshot()
        for name, fields in FIELDS.items():
            answer = owner_client.post(LADDER[name].url(scene), dict.fromkeys(fields, odd))
            if name in {"run-rename", "run-delete", "preset-save", *SIGNED}:
                # A name may be odd, and then it is the one to be typed.
                assert answer.status_code in {302, 422}, name
            else:
                assert answer.status_code == 422, name
        after = snapshot()
        assert after["Encounter"] == before["Encounter"]
        assert len(after["NuzlockeRun"]) == 1

    def test_in_an_address_are_no_error_of_ours(
        self, odd: str, scene: Scene, owner_client: Client
    ) -> None:
        for name, parameters in QUERIES.items():
            query = "&".join(f"{parameter}={quote(odd)}" for parameter in parameters)
            assert owner_client.get(f"{LADDER[name].url(scene)}?{query}").status_code == 200

    @staticmethod
    def put_back(scene: Scene) -> None:
        """Set the stage again after what was accepted."""
        NuzlockeRun.objects.exclude(pk=scene.run.pk).delete()
        SavedPreset.objects.exclude(pk=scene.preset.pk).delete()
        Encounter.objects.exclude(pk__in=[scene.fang.pk, scene.shade.pk]).delete()
        for model in (RunPlace, BossResult, RunBoss, EventNote):
            model._base_manager.all().delete()
        CustomRoute.objects.exclude(pk=scene.cave.pk).delete()
        for custom in CustomGame.objects.exclude(pk=scene.custom.pk):
            delete_custom_game(custom_game=custom)
        for row in (scene.run, scene.cave, scene.fang, scene.shade):
            row.save()


# What these are there to change.
MEANT = {
    "encounter-level": {"current_level"},
    "encounter-move": {"party_slot"},
    "encounter-evolve": {"current_pokemon_id"},
    "encounter-details": {"nature"},
    "run-archive": {"archived_at"},
    "run-start-again": {"archived_at", "previous_attempt_id"},
    "run-delete": {"deleted_at"},
}


@pytest.mark.parametrize("rung", WRITING, ids=str)
def test_no_field_more_than_the_forms_own_changes_anything(
    rung: Rung, owner: User, stranger: User, owner_client: Client
) -> None:
    """Mass assignment: run, owner, keys, flags and times are no business of a form."""
    assert rung.form is not None
    scene, theirs = make_full_scene(owner), make_full_scene(stranger)
    extra: dict[str, Any] = {
        **{"id": theirs.fang.pk, "pk": theirs.fang.pk, "public_id": theirs.fang.public_id},
        **{"run": theirs.run.pk, "run_id": theirs.run.pk, "game_id": theirs.run.game_id},
        **{"owner": stranger.pk, "owner_id": stranger.pk, "user": stranger.pk},
        **{"route": theirs.used.pk, "route_id": theirs.used.pk, "encounter": theirs.fang.pk},
        **{"is_staff": "on", "is_superuser": "on", "is_guest": "on", "username": "root-user"},
        **{"rules": "{}", "share_key": "x" * 30, "archived_at": "2030-01-01 00:00"},
        **{"deleted_at": "2030-01-01 00:00", "completed_at": "2030-01-01 00:00"},
        **{"started_at": "2000-01-01 00:00", "caught_at": "2000-01-01 00:00"},
        **{"fainted_at": "2000-01-01 00:00", "previous_attempt": theirs.run.pk},
        **{"catch_level": "99", "current_level": "99", "party_slot": "1", "shiny": "on"},
        **{"acquisition": "gift", "note": "x", "nature": "x", "ability": "x", "gender": "male"},
        "current_pokemon": theirs.poochyena.pk,
    }
    form = rung.form(scene)
    own = {*form, *FIELDS.get(rung.name, ())}
    extra = {name: value for name, value in extra.items() if name not in own}
    assert owner_client.post(rung.url(scene), {**form, **extra}).status_code == 302
    written: list[Any] = [
        *NuzlockeRun.objects.filter(owner=owner).values(),
        *Encounter.objects.filter(run__owner=owner).values(),
    ]
    meant = MEANT.get(rung.name, set())
    for row in ({name: row[name] for name in row.keys() - meant} for row in written):
        for name in ("archived_at", "deleted_at", "share_key", "previous_attempt_id"):
            assert row.get(name) is None
        for name in ("note", "nature", "ability", "gender"):
            assert not row.get(name)
        for name in ("current_level", "party_slot", "current_pokemon_id"):
            assert row.get(name) is None
        assert row.get("catch_level") != 99
        assert row.get("acquisition", "wild") == "wild"
        assert row.get("rules", True)
        for name in ("started_at", "completed_at", "caught_at", "fainted_at"):
            assert row.get(name) is None or row[name].year not in {2000, 2030}
    owner.refresh_from_db()
    assert (owner.is_staff, owner.is_superuser, owner.is_guest) == (False, False, False)
    assert owner.username == "owner"
    assert list(NuzlockeRun.objects.filter(owner=stranger)) == [theirs.run]
    assert list(Encounter.objects.filter(run=theirs.run)) == [theirs.fang, theirs.shade]
    theirs.fang.refresh_from_db()
    assert (theirs.fang.nickname, theirs.fang.revision) == ("Fang", 1)


@pytest.mark.parametrize(
    "charset", ["utf-7", "utf-16", "latin-1", "cp037", "unicode_escape", "no-such"]
)
def test_no_other_charset_is_an_error_of_ours(
    scene: Scene, owner_client: Client, charset: str
) -> None:
    """Some can spell half a surrogate pair, which neither a page nor a database can hold."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n+2AA-\\ud800\r\n'
        b'--x\r\nContent-Disposition: form-data; name="nickname"\r\n\r\n+2AA-\\ud800\r\n--x--\r\n'
    )
    for kind in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        content_type = f"{kind}; charset={charset}"
        for name in FIELDS:
            url = LADDER[name].url(scene)
            answer = owner_client.generic("POST", url, body, content_type=content_type)
            assert answer.status_code in {302, 400, 409, 422}
        NuzlockeRun.objects.update(deleted_at=None)
        for name in QUERIES:
            url = f"{LADDER[name].url(scene)}?other=%2B2AA-%5Cud800zig&show=%2B2AA-&game=%2B2AA-"
            answer = owner_client.get(url, CONTENT_TYPE=content_type)
            assert answer.status_code in {200, 400}
