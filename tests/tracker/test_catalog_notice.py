"""What a run is told of corrections of the catalog, and how it is put away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from pokedex.models import CatalogChange, CatalogRow, RouteEncounter
from pokedex.pages.changes import NEWS_KEPT
from tests.conftest import signed_in
from tests.factories import EncounterFactory, EncounterTableFactory, RouteEncounterFactory
from tests.html import parse
from tests.tracker.views.scene import Scene, make_scene
from tracker.game_catalog import catalog_of
from tracker.models import Encounter, NuzlockeRun, RunEvent
from tracker.pages.catalog_notice import LINES_SHOWN, CatalogNotice, notice_of
from tracker.services.catalog_news import mark_seen
from tracker.services.records import state_of
from tracker.services.runs import end_run, rename_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(owner: User) -> Scene:
    """A run that has started after all that is in its catalog was made."""
    scene = make_scene(owner)
    CatalogChange.objects.update(at=scene.run.started_at - timedelta(days=1))
    return scene


def notice(run: NuzlockeRun) -> CatalogNotice | None:
    run = NuzlockeRun.objects.select_related("game").get(pk=run.pk)
    return notice_of(run, catalog_of(run.game))


def corrected(row: CatalogRow, **values: object) -> int:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return CatalogChange.objects.latest("id").pk


def lines(run: NuzlockeRun) -> tuple[str, ...]:
    found = notice(run)
    return found.lines if found else ()


class TestNotice:
    def test_says_what_was_corrected_and_what_it_was(self, scene: Scene) -> None:
        assert notice(scene.run) is None
        row = RouteEncounter.objects.get(route=scene.free)
        corrected(row, encounter_rate=5)
        assert lines(scene.run) == (
            f"{scene.poochyena} at Route 101 (Walking): rate 5 % instead of 30 %.",
        )

    def test_has_the_newest_first_and_not_all_of_many(self, scene: Scene) -> None:
        row = RouteEncounter.objects.get(route=scene.free)
        for rate in range(1, LINES_SHOWN + 3):
            corrected(row, encounter_rate=rate)
        found = notice(scene.run)
        assert found is not None
        assert len(found.lines) == LINES_SHOWN
        assert "rate 7 % instead of 6 %" in found.lines[0]
        assert (found.more, found.number) == (2, CatalogChange.objects.latest("id").pk)

    def test_is_for_runs_of_the_game_that_go_on(self, scene: Scene, stranger: User) -> None:
        other = make_scene(stranger)
        CatalogChange.objects.update(at=other.run.started_at - timedelta(days=1))
        corrected(scene.free, name="Road 101")
        assert lines(scene.run) == ("Road 101: name Road 101 instead of Route 101.",)
        assert notice(other.run) is None
        end_run(run=scene.run, status="failed")  # type: ignore[arg-type]  # as a form sends it
        assert notice(scene.run) is None

    def test_is_of_what_came_after_the_start(self, scene: Scene) -> None:
        corrected(scene.free, name="Road 101")
        NuzlockeRun.objects.update(started_at=timezone.now() + timedelta(minutes=1))
        assert notice(scene.run) is None

    def test_leaves_out_tables_and_loads(self, scene: Scene) -> None:
        EncounterTableFactory.create(route=scene.free, pokemon=[[scene.poochyena.slug, 100, 2, 3]])
        assert notice(scene.run) is None
        number = corrected(scene.free, name="Road 101")
        CatalogChange.objects.filter(pk=number).update(source="load")
        RouteEncounterFactory.create(route__name="Elsewhere")  # renews the revision
        assert not any("Road 101" in line for line in lines(scene.run))

    def test_costs_the_run_page_no_query(self, scene: Scene, owner: User) -> None:
        browser = signed_in(owner)
        url = reverse("tracker:run-detail", args=[scene.run.public_id])

        def queries() -> int:
            browser.get(url)
            with CaptureQueriesContext(connection) as captured:
                answer = browser.get(url)
            told.append("The catalog was corrected" in answer.content.decode())
            return len(captured)

        told: list[bool] = []
        before = queries()
        corrected(scene.free, name="Road 101")
        assert queries() == before
        assert told == [False, True]

    def test_keeps_so_many_of_a_game(self, scene: Scene) -> None:
        for number in range(NEWS_KEPT + 5):
            corrected(scene.free, name=f"Road {number}")
        assert len(catalog_of(scene.run.game).news) == NEWS_KEPT


class TestPuttingAway:
    def test_is_no_act_in_the_run(self, scene: Scene, owner_client: Client) -> None:
        rename_run(run=scene.run, name="Hoenn")
        corrected(scene.free, name="Road 101")
        run = NuzlockeRun.objects.get(pk=scene.run.pk)
        before = state_of(run), run.revision, list(Encounter.objects.values())
        events = RunEvent.objects.count()
        page = parse(owner_client.get(reverse("tracker:run-detail", args=[run.public_id])))
        section = page.one("section", **{"aria-labelledby": "catalog-notice"})
        number = section.one("input", name="number").attributes["value"]
        url = reverse("tracker:catalog-seen", args=[run.public_id])
        assert owner_client.post(url, {"number": number}).status_code == 302
        assert notice(run) is None
        run.refresh_from_db()
        assert (state_of(run), run.revision, list(Encounter.objects.values())) == before
        assert RunEvent.objects.count() == events
        corrected(scene.free, name="Road 102")
        assert lines(run) == ("Road 102: name Road 102 instead of Road 101.",)

    def test_knows_of_no_change_that_is_still_to_come(self, scene: Scene) -> None:
        corrected(scene.free, name="Road 101")
        mark_seen(run=scene.run, number=2**62)
        assert notice(scene.run) is None
        corrected(scene.free, name="Road 102")
        assert notice(scene.run) is not None
        mark_seen(run=scene.run, number=1)
        scene.run.refresh_from_db()
        assert scene.run.seen_change > 1

    @pytest.mark.parametrize("number", ["", "x", "-1", "0", "9" * 5000, "1.5", "\0"])
    def test_of_anything_else_is_refused(
        self, scene: Scene, owner_client: Client, number: str
    ) -> None:
        corrected(scene.free, name="Road 101")
        url = reverse("tracker:catalog-seen", args=[scene.run.public_id])
        answer = owner_client.post(url, {"number": number}, follow=True)
        assert "The notice was not put away." in answer.content.decode()
        assert notice(scene.run) is not None

    def test_what_was_logged_stays(self, scene: Scene) -> None:
        fang = EncounterFactory.create(
            run=scene.run, route=scene.free, pokemon=scene.poochyena, is_bonus=False
        )
        row = RouteEncounter.objects.get(route=scene.free)
        corrected(row, is_active=False)
        assert Encounter.objects.filter(pk=fang.pk, pokemon=scene.poochyena).exists()
