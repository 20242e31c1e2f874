"""Games of the real catalog, sent out and made anew under another name: all of it comes back."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pokedex.models import Game
from pokedex.transfer.folders import files_of_archive
from pokedex.transfer.game_plans import plan_game
from pokedex.transfer.resources import MOST_CHANGES
from pokedex.transfer.writing import write_together
from tests.pokedex.transfer.whole_games import files_of, of_another, packed, said
from tests.tracker.real_catalog import load_games

pytestmark = pytest.mark.django_db
# Some seconds in fact; what takes longer than this would hold up other writers, or the request.
SECONDS_TO_PLAN, SECONDS_TO_WRITE = 30, 10


@pytest.mark.parametrize("file_format", ["csv", "json"])
def test_a_real_game_is_made_anew_to_the_byte(file_format: str) -> None:
    """Emerald, and Sword, the largest, which has twice the rows that one file may change."""
    load_games("emerald", "sword")
    for slug in ("emerald", "sword"):
        game = Game.objects.get(slug=slug)
        files = of_another(game, f"{slug}-again", f"{game.name} again", file_format)
        content = packed(files, file_format)

        begin = time.perf_counter()
        plan = plan_game(files_of_archive(content))
        assert time.perf_counter() - begin < SECONDS_TO_PLAN
        assert said(plan) == []
        assert (plan.is_new, plan.changed, plan.same, plan.follow) == (True, 0, 0, 0)

        begin = time.perf_counter()
        with CaptureQueriesContext(connection) as captured:
            write_together(plans=plan.plans, user=None)
        assert time.perf_counter() - begin < SECONDS_TO_WRITE
        # Written in bulk: other writers of a SQLite file wait for it.
        assert len(captured) < 200
        assert files_of(Game.objects.get(slug=f"{slug}-again"), file_format) == files
    assert plan.new > 2 * MOST_CHANGES
