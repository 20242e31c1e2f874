"""A boss in the back office: its team, and the level cap that follows from it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from pokedex.models import Boss
from tests.factories import BossFactory, BossPokemonFactory
from tests.html import parse, values
from tests.pokedex.admin.test_rows import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db: None) -> Boss:
    first: Boss = BossFactory.create(name="Roxanne", order=10, kind="gym", ace_level=15)
    BossFactory.create(
        game=first.game, after_route=first.after_route, order=20, kind="gym", ace_level=19
    )
    return first


def saved(browser: Client, boss: Boss, **changed: str) -> str:
    url = address(Boss, "change", boss.pk)
    sent = values(parse(browser.get(url)).one("form", id="boss_form")) | changed
    answer = browser.post(url, sent | {"_continue": "Save"}, follow=True)
    return answer.content.decode()


def test_shows_the_caps_that_follow(curator: Client, boss: Boss) -> None:
    page = parse(curator.get(address(Boss, "change", boss.pk)))
    assert "Up to this battle level 15; after it level 19." in page.text
    seen = reverse("pokedex:boss-detail", args=[boss.game.slug, boss.slug])
    assert seen in {link.attributes.get("href") for link in page.all("a")}


def test_an_unpublished_boss_sets_none(curator: Client, boss: Boss) -> None:
    Boss.objects.filter(pk=boss.pk).update(is_active=False)
    page = parse(curator.get(address(Boss, "change", boss.pk)))
    assert "None while it is not published." in page.text


@pytest.mark.parametrize(("level", "is_warned"), [(15, False), (17, True), (12, True)])
def test_an_ace_that_is_not_the_strongest_is_pointed_at(
    curator: Client, boss: Boss, level: int, is_warned: bool
) -> None:
    BossPokemonFactory.create(boss=boss, level=level, slot=1)
    BossPokemonFactory.create(boss=boss, level=5, slot=2)
    text = saved(curator, boss)
    assert ("correct one of the two" in text) is is_warned
    assert (f"has level {level}, but the ace is said to have level 15" in text) is is_warned


def test_a_boss_without_a_team_is_not_warned_of(curator: Client, boss: Boss) -> None:
    assert "correct one of the two" not in saved(curator, boss)
