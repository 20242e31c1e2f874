"""Runs and encounters in the back office."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.conftest import signed_in
from tests.factories import (
    EncounterFactory,
    GameFactory,
    NuzlockeRunFactory,
    RouteFactory,
    UserFactory,
)
from tests.html import parse, values
from tests.pokedex.admin.test_pages import violations
from tests.tracker.many import FEW, MANY, fill, queries_of
from tracker.models import CustomGame, Encounter, EventNote, NuzlockeRun
from tracker.services.notes import write_note
from tracker.services.records import state_of
from tracker.services.runs import rename_run
from tracker.services.undo import redo_event, undo_event

pytestmark = pytest.mark.django_db

FACTORIES: dict[type[models.Model], Any] = {
    NuzlockeRun: NuzlockeRunFactory,
    Encounter: EncounterFactory,
}
MODELS = [pytest.param(model, id=model.__name__) for model in FACTORIES]


@pytest.fixture
def superuser() -> Client:
    """The browser of whoever runs the site."""
    return signed_in(UserFactory.create(is_staff=True, is_superuser=True))


def address(model: type[models.Model], act: str, *arguments: object) -> str:
    return reverse(f"admin:tracker_{model._meta.model_name}_{act}", args=arguments)


def errors_in(answer: Any) -> str:
    return " ".join(element.text for element in parse(answer).all(of="errorlist"))


def sent_as_it_stands(browser: Client, url: str, **changes: object) -> Any:
    """Open a form of the admin, change some of its fields, and send it."""
    form = values(parse(browser.get(url)).one("main").all("form", method="post")[0])
    return browser.post(url, {**form, **changes})


def test_every_model_of_the_tracker_is_registered() -> None:
    registered = {model for model in admin.site._registry if model._meta.app_label == "tracker"}
    # Curators decide on players' games; test_admin_offers has their pages.
    assert set(FACTORIES) | {CustomGame} == registered


@pytest.mark.parametrize("model", MODELS)
class TestPages:
    def test_answer(self, superuser: Client, model: type[models.Model]) -> None:
        row = FACTORIES[model]()
        for url in (
            address(model, "changelist"),
            address(model, "changelist") + "?o=1.2.3.4.5.6",
            address(model, "changelist") + "?status__exact=caught",
            address(model, "add"),
            address(model, "change", row.pk),
            address(model, "history", row.pk),
            address(model, "delete", row.pk),
        ):
            answer = superuser.get(url)
            assert answer.status_code == 200, url

    @pytest.mark.parametrize("typed", ["%00", "' OR 1=1", "x" * 5000, "%F0%9F%91%BB", "%25_"])
    def test_search_for_anything(
        self, superuser: Client, model: type[models.Model], typed: str
    ) -> None:
        FACTORIES[model]()
        assert superuser.get(f"{address(model, 'changelist')}?q={typed}").status_code == 200

    def test_save_a_row_as_it_stands(self, superuser: Client, model: type[models.Model]) -> None:
        row = FACTORIES[model]()
        before = model._base_manager.values().get(pk=row.pk)
        answer = sent_as_it_stands(superuser, address(model, "change", row.pk))
        assert answer.status_code == 302, errors_in(answer)
        after = model._base_manager.values().get(pk=row.pk)
        times = {name for name, value in before.items() if hasattr(value, "microsecond")}
        changed = {name for name in before if before[name] != after[name]} - times
        assert changed == {"revision"}, "a player's form from before is told so"
        for name in times:
            assert abs((before[name] - after[name]).total_seconds()) < 1

    def test_are_for_those_who_run_the_site(
        self, client: Client, owner_client: Client, guest_client: Client, model: type[models.Model]
    ) -> None:
        row = FACTORIES[model]()
        staff = UserFactory.create(is_staff=True)
        for url in (address(model, "changelist"), address(model, "change", row.pk)):
            for browser in (client, owner_client, guest_client):
                answer = browser.get(url)
                assert answer.status_code == 302
                assert answer["Location"].startswith("/admin/login/")
            assert signed_in(staff).get(url).status_code == 403
        staff.user_permissions.add(
            Permission.objects.get(codename=f"view_{model._meta.model_name}")
        )
        assert signed_in(staff).get(address(model, "changelist")).status_code == 200
        assert signed_in(staff).get(address(model, "add")).status_code == 403
        assert signed_in(staff).post(address(model, "delete", row.pk)).status_code == 403


class TestLists:
    def test_of_runs_take_as_many_queries_for_200_as_for_20(self, superuser: Client) -> None:
        url = address(NuzlockeRun, "changelist") + "?all="
        counts = []
        for number in (FEW, MANY - FEW):
            game = GameFactory()
            NuzlockeRun.objects.bulk_create(
                NuzlockeRunFactory.build(owner=UserFactory(), game=game) for _ in range(number)
            )
            counts.append(len(queries_of(lambda: superuser.get(url))))
            page = parse(superuser.get(url))
            assert len(page.one(id="result_list").one("tbody").all("tr")) == (
                NuzlockeRun.objects.count()
            )
        assert counts[0] == counts[1]

    def test_of_encounters_take_as_many_queries_for_many_as_for_few(
        self, superuser: Client
    ) -> None:
        url = address(Encounter, "changelist") + "?all="
        counts = []
        for number in (FEW // 2, FEW * 2):
            fill(NuzlockeRunFactory(), number)
            counts.append(len(queries_of(lambda: superuser.get(url))))
            page = parse(superuser.get(url))
            assert len(page.one(id="result_list").one("tbody").all("tr")) == (
                Encounter.objects.count()
            )
        assert counts[0] == counts[1]

    def test_find_a_run_by_key_name_and_player(self, superuser: Client, owner: User) -> None:
        run = NuzlockeRunFactory(owner=owner, name="Hoenn")
        NuzlockeRunFactory()
        encounter = EncounterFactory(run=run, nickname="Fang")
        EncounterFactory(nickname="Bite")
        for model, row, typed in (
            (NuzlockeRun, run, str(run.public_id)),
            (NuzlockeRun, run, "hoenn"),
            (NuzlockeRun, run, "owner"),
            (Encounter, encounter, str(run.public_id)),
            (Encounter, encounter, "fang"),
        ):
            answer = superuser.get(address(model, "changelist"), {"q": typed})
            assert list(answer.context["cl"].result_list) == [row], typed


class TestAnEncounter:
    def form(self, encounter: Encounter, **changes: object) -> dict[str, object]:
        return {
            "run": encounter.run_id,
            "route": encounter.route_id,
            "pokemon": encounter.pokemon_id,
            "status": "caught",
            "acquisition": "wild",
            "gender": "",
            "catch_level": "3",
            "caught_at_0": "2031-05-06",
            "caught_at_1": "07:08:09",
            **changes,
        }

    def test_changed_or_deleted_is_an_event_of_its_run(self, superuser: Client) -> None:
        there = EncounterFactory()
        before = state_of(there.run)
        superuser.post(address(Encounter, "change", there.pk), self.form(there, nickname="Bite"))
        superuser.post(address(Encounter, "delete", there.pk), {"post": "yes"})
        assert [event.kind for event in there.run.events.in_order()] == ["base", "staff", "staff"]
        assert not Encounter.objects.exists()
        for sequence in (3, 2):
            undo_event(run=there.run, sequence=sequence)
        assert state_of(there.run) == before

    def test_is_added_with_the_game_of_its_run(self, superuser: Client) -> None:
        there = EncounterFactory()
        route = RouteFactory(game=there.game)
        answer = superuser.post(
            address(Encounter, "add"), self.form(there, route=route.pk, nickname="Bite")
        )
        assert answer.status_code == 302, errors_in(answer)
        added = Encounter.objects.get(nickname="Bite")
        assert (added.game, added.route) == (there.game, route)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"route": None}, "is not a route of"),
            ({}, "This route already has its encounter."),
            ({"pokemon": ""}, "What was caught needs its Pokémon"),
            ({"catch_level": "101"}, "A level is a whole number from 1 to 100."),
            ({"catch_level": "99999999999999999999"}, "Ensure this value is less than or equal to"),
            ({"status": "missed"}, "neither level nor nickname"),
            ({"run": "999999"}, "Select a valid choice"),
            ({"route": "x"}, "Select a valid choice"),
            ({"nickname": "a\0b"}, "Null characters are not allowed."),
            ({"caught_at_0": "0001-01-01"}, "A time lies between 1990 and 2099."),
            ({"party_slot": "7"}, "in slots 1 to 6"),
        ],
    )
    def test_is_refused_in_words(
        self, superuser: Client, changes: dict[str, object], sentence: str
    ) -> None:
        there = EncounterFactory()
        if changes.get("route", 0) is None:
            changes = {"route": RouteFactory().pk}
        answer = superuser.post(address(Encounter, "add"), self.form(there, **changes))
        assert answer.status_code == 200
        assert sentence in errors_in(answer)
        assert Encounter.objects.count() == 1


class TestARun:
    def test_is_added_with_the_rules_of_whoever_chooses_none(
        self, superuser: Client, owner: User
    ) -> None:
        answer = sent_as_it_stands(
            superuser,
            address(NuzlockeRun, "add"),
            owner=owner.pk,
            game=GameFactory().pk,
            name="Added",
        )
        assert answer.status_code == 302, errors_in(answer)
        run = NuzlockeRun.objects.get(name="Added")
        assert run.owner == owner
        assert run.rules["preset"] == "classic"

    def test_keeps_its_game_under_its_encounters(self, superuser: Client) -> None:
        encounter = EncounterFactory()
        url = address(NuzlockeRun, "change", encounter.run_id)
        answer = sent_as_it_stands(superuser, url, game=GameFactory().pk)
        assert answer.status_code == 302
        encounter.run.refresh_from_db()
        assert encounter.run.game == encounter.game

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"status": "failed"}, "An ended run has an end time"),
            ({"share_key": "short"}, "A share key has more than 20 characters."),
            ({"started_at_0": "1989-01-01"}, "A time lies between 1990 and 2099."),
            ({"name": " "}, "This field is required."),
        ],
    )
    def test_is_refused_in_words(
        self, superuser: Client, changes: dict[str, object], sentence: str
    ) -> None:
        run = NuzlockeRunFactory(started_at=timezone.now())
        answer = sent_as_it_stands(superuser, address(NuzlockeRun, "change", run.pk), **changes)
        assert answer.status_code == 200
        assert sentence in errors_in(answer)
        run.refresh_from_db()
        assert run.is_active

    def test_is_deleted_with_its_encounters(self, superuser: Client) -> None:
        encounter = EncounterFactory()
        url = address(NuzlockeRun, "delete", encounter.run_id)
        assert superuser.post(url, {"post": "yes"}).status_code == 302
        assert not Encounter.objects.exists()


class TestSupportView:
    @pytest.fixture
    def helper(self, db: None) -> Client:
        """The browser of somebody who helps players, and may do nothing else."""
        user = UserFactory.create(username="helper", is_staff=True)
        user.user_permissions.set(
            Permission.objects.filter(codename__in=["view_nuzlockerun", "view_encounter"])
        )
        return signed_in(user)

    def test_is_found_by_public_id_and_player_and_shows_what_happened(
        self, helper: Client, owner: User
    ) -> None:
        run = NuzlockeRunFactory(owner=owner, name="Hoenn")
        EncounterFactory(run=run, nickname="Fang")
        rename_run(run=run, name="Kanto")
        for typed in (str(run.public_id), "owner"):
            answer = helper.get(address(NuzlockeRun, "changelist"), {"q": typed})
            assert list(answer.context["cl"].result_list) == [run]
        answer = helper.get(address(NuzlockeRun, "change", run.pk), follow=True)
        assert answer.redirect_chain[-1][0] == reverse("admin:tracker_run_support", args=[run.pk])
        page = parse(answer)
        assert str(run.public_id) in page.one(id="run").text
        assert "Fang" in page.one(id="encounters").text
        assert "Renamed from Hoenn to Kanto." in page.one(id="events").text
        assert violations(page) == []

    def test_shows_nothing_personal(self, helper: Client, superuser: Client) -> None:
        canary = "canary-note"
        encounter = EncounterFactory(status="fainted", note=canary, epitaph=canary)
        run = encounter.run
        run.share_key = "secret-canary-" * 3
        run.save()
        rename_run(run=run, name="Kanto")
        write_note(run=run, sequence=2, text=canary)
        undo_event(run=run, sequence=3)
        redo_event(run=run, sequence=3)
        assert EventNote.objects.filter(text=canary).exists()
        for browser, url in (
            (helper, reverse("admin:tracker_run_support", args=[run.pk])),
            (helper, address(Encounter, "change", encounter.pk)),
            (superuser, reverse("admin:tracker_run_support", args=[run.pk])),
        ):
            answer = browser.get(url)
            assert answer.status_code == 200
            assert "canary" not in answer.content.decode()
        assert canary in superuser.get(address(Encounter, "change", encounter.pk)).content.decode()

    def test_keeps_each_look(self, helper: Client) -> None:
        run = NuzlockeRunFactory()
        for _ in range(2):
            helper.get(reverse("admin:tracker_run_support", args=[run.pk]))
        looks = LogEntry.objects.filter(object_id=str(run.pk), user__username="helper")
        assert [look.get_change_message() for look in looks] == ["Looked at for support."] * 2

    def test_is_for_reading_only(self, helper: Client) -> None:
        encounter = EncounterFactory()
        for model, row in ((NuzlockeRun, encounter.run), (Encounter, encounter)):
            assert helper.get(address(model, "add")).status_code == 403
            assert helper.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
            helper.post(address(model, "change", row.pk), {"name": "X", "nickname": "X"})
            before = {name: getattr(row, name) for name in ("revision",)}
            row.refresh_from_db()
            assert {name: getattr(row, name) for name in before} == before
        assert not parse(
            helper.get(reverse("admin:tracker_run_support", args=[encounter.run_id]))
        ).all("form", method="post")[1:], "only the log-out"

    def test_is_not_for_curators_or_players(
        self, curator: Client, owner_client: Client, client: Client
    ) -> None:
        url = reverse("admin:tracker_run_support", args=[NuzlockeRunFactory().pk])
        assert curator.get(url).status_code == 403
        for browser in (owner_client, client):
            assert browser.get(url).status_code == 302
        assert not LogEntry.objects.exists()

    def test_takes_as_many_queries_for_a_long_run(self, helper: Client) -> None:
        counts = []
        run = NuzlockeRunFactory()
        url = reverse("admin:tracker_run_support", args=[run.pk])
        # A process asks once what kind of row a look is logged of.
        helper.get(url)
        for number in (FEW, MANY):
            fill(run, number)
            for name in ("A", "B"):
                rename_run(run=run, name=f"{name}{number}")
            counts.append(len(queries_of(lambda: helper.get(url))))
        assert counts[0] == counts[1]
