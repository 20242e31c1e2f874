"""The demo run, played through the services on the real catalog."""

from __future__ import annotations

import pytest

from accounts.models import User
from pokedex.models import Boss
from tests.factories import GameFactory, GuestFactory, NuzlockeRunFactory
from tests.tracker.many import queries_of
from tests.tracker.real_catalog import load_games
from tracker import demo_story as story
from tracker.models import Encounter, NuzlockeRun, RunEvent
from tracker.pages.demo import demo_excerpt
from tracker.pages.run import run_page
from tracker.pages.runs import landing_page, run_list_page
from tracker.pages.stats import player_stats_page
from tracker.services.demo import demo_of, start_demo
from tracker.services.errors import Refused
from tracker.services.records import state_of
from tracker.services.runs import delete_run, start_again
from tracker.services.undo import rebuild_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def emerald() -> None:
    load_games(story.GAME)


@pytest.mark.usefixtures("emerald")
def test_tells_the_story_and_keeps_to_its_rules(guest: User) -> None:
    run = start_demo(owner=guest)
    assert (run.is_demo, run.name, run.is_active) == (True, story.NAME, True)
    rows = {row.place.slug: row for row in run.encounters.with_its_relations()}
    for slug, fate in story.fates().items():
        row = rows.pop(slug)
        assert row.species is not None
        assert (row.status, row.nickname, row.species.slug, row.party_slot) == (
            fate.status,
            fate.nickname,
            fate.now,
            fate.slot,
        )
        assert not row.is_bonus
        assert not row.overridden
    assert not rows
    assert not RunEvent.objects.filter(run=run, summary__contains="gainst the rules").exists()
    won = run.boss_results.filter(outcome="won").values_list("boss__slug", flat=True)
    assert set(won) == story.won()
    page = run_page(run, continue_here=True)
    assert page.open_row is not None
    assert page.open_row.slug == story.GOES_ON_AT
    assert page.standing.rulings.cap_in_words == "Level cap 24 for Wattson"
    before = state_of(run)
    rebuild_run(run=run)
    assert state_of(run) == before


@pytest.mark.usefixtures("emerald")
def test_is_one_for_each_player_and_can_be_deleted(guest: User) -> None:
    first = start_demo(owner=guest)
    again = queries_of(lambda: start_demo(owner=guest))
    assert len(again) <= 4
    assert demo_of(guest) == first
    assert demo_of(GuestFactory()) is None
    delete_run(run=first, name=first.name)
    assert demo_of(guest) is None
    second = start_demo(owner=guest)
    assert second != first
    assert Encounter.objects.filter(run=second).count() == len(story.fates())


@pytest.mark.usefixtures("emerald")
def test_costs_no_more_than_the_services_that_it_calls(guest: User) -> None:
    queries = queries_of(lambda: start_demo(owner=guest))
    asked = [sql for sql in queries if "SAVEPOINT" not in sql]
    assert len(asked) <= 500, len(asked)
    assert not [sql for sql in queries if "_check" in sql], "the database judges by itself"


@pytest.mark.usefixtures("emerald")
def test_stays_out_of_what_counts_the_players_runs(guest: User) -> None:
    run = start_demo(owner=guest)
    assert player_stats_page(guest).runs == 0
    assert landing_page(guest).current is None
    (card,) = run_list_page(guest).active
    assert card.is_demo
    new = start_again(run=run, submission=run.public_id)
    assert (new.is_demo, new.name) == (False, "Emerald Nuzlocke")
    assert player_stats_page(guest).runs == 1


def test_refuses_where_the_catalog_lacks_it(guest: User) -> None:
    with pytest.raises(Refused, match="no demo run"):
        start_demo(owner=guest)
    GameFactory(slug=story.GAME)
    with pytest.raises(Refused, match="no demo run"):
        start_demo(owner=guest)
    assert not NuzlockeRun.objects.exists()


class TestExcerpt:
    def test_is_not_there_without_the_catalog(self) -> None:
        assert demo_excerpt() is None
        GameFactory(slug=story.GAME)
        assert demo_excerpt() is None

    @pytest.mark.usefixtures("emerald")
    def test_shows_what_the_demo_itself_shows(self, guest: User) -> None:
        run = start_demo(owner=guest)
        page = run_page(run, continue_here=True)
        found = demo_excerpt()
        assert found is not None
        assert found.cap == page.standing.rulings.cap_in_words
        summary = page.standing.summary
        assert (found.alive, found.dead, found.missed) == (
            summary.alive,
            summary.dead,
            summary.missed,
        )
        row = page.open_row
        assert row is not None
        assert row.open is not None
        assert (found.open_place, found.outlook) == (row.name, row.outlook)
        assert found.table == row.open.odds.words
        assert {option.chance for option in found.options} <= set(row.open.odds.chances.values())
        assert [member.nickname for member in found.party] == [
            member.nickname
            for member in run.encounters.filter(party_slot__isnull=False).order_by("party_slot")
        ]

    @pytest.mark.usefixtures("emerald")
    def test_is_kept_until_the_catalog_changes(self) -> None:
        assert demo_excerpt() is not None
        assert len(queries_of(demo_excerpt)) == 1
        boss = Boss.objects.get(game__slug=story.GAME, slug="roxanne")
        boss.name = "Roxy"
        boss.save()
        found = demo_excerpt()
        assert found is not None
        assert found.boss.name == "Roxy"
        boss.is_active = False
        boss.save()
        assert demo_excerpt() is None


def test_a_demo_is_a_run_like_any_other_for_its_owner(owner: User) -> None:
    NuzlockeRunFactory(owner=owner, is_demo=True)
    assert len(run_list_page(owner).active) == 1
