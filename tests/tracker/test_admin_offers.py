"""Games that players offer, as a member of Curators decides them."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from pokedex.models import Game
from tests.factories import GameFactory, NuzlockeRunFactory, RouteFactory
from tests.html import parse
from tests.pokedex.admin.test_pages import violations
from tracker.models import CustomGame, NuzlockeRun
from tracker.services.custom_games import (
    create_custom_game,
    offer_custom_game,
    rename_custom_game,
    take_back_offer,
)

pytestmark = pytest.mark.django_db
LIST = "admin:tracker_customgame_changelist"


@pytest.fixture
def offered(owner: User) -> CustomGame:
    base: Game = GameFactory(slug="emerald", name="Emerald")
    RouteFactory(game=base, name="Route 101", slug="route-101")
    custom = create_custom_game(
        owner=owner,
        base=base,
        name="Emerald <b>inside</b> out",
        description="Version 2.",
        submission=uuid.uuid4(),
    )
    custom.game.routes.update(name="Meadow")
    return offer_custom_game(custom_game=custom, credit="Ash")


def sent(custom: CustomGame, **changes: object) -> dict[str, object]:
    custom.game.refresh_from_db()
    return {"act": "adopt", "name": "Ashen", "slug": "ashen", "reply": "Thank you."} | {
        "revision": custom.game.revision,
        **changes,
    }


def page_of(custom: CustomGame) -> str:
    return reverse("admin:tracker_offer", args=[custom.pk])


def test_the_index_names_them_and_the_list_has_them(curator: Client, offered: CustomGame) -> None:
    index = parse(curator.get(reverse("admin:index")))
    assert "Games that players have made and offer: 1" in index.text
    listed = curator.get(reverse(LIST))
    assert "Emerald &lt;b&gt;inside" in listed.content.decode()
    follow = curator.get(reverse("admin:tracker_customgame_change", args=[offered.pk]), follow=True)
    assert follow.status_code == 200
    shown = parse(follow).one("main").text
    for word in ("Emerald <b>inside</b> out", "Version 2.", "Ash", "Meadow", "Route 101"):
        assert word in shown
    assert "owner" not in follow.content.decode().lower().replace("its owner", "")
    assert violations(parse(follow)) == []


def test_what_is_not_offered_is_not_there(curator: Client, offered: CustomGame) -> None:
    take_back_offer(custom_game=offered)
    assert "inside" not in curator.get(reverse(LIST)).content.decode()
    assert curator.get(page_of(offered)).status_code == 404
    assert curator.post(page_of(offered), sent(offered)).status_code == 404
    assert curator.get(reverse("admin:index")).content.decode().count("players have made") == 0


def test_adopted_it_has_its_page_credit_and_runs(
    curator: Client, client: Client, owner_client: Client, offered: CustomGame
) -> None:
    run = NuzlockeRunFactory(owner=offered.owner, game=offered.game)
    answer = curator.post(page_of(offered), sent(offered))
    assert answer.status_code == 302
    game = Game.objects.get(slug="ashen")
    assert not game.is_custom
    assert client.get("/games/ashen/").status_code == 200
    changes = client.get("/changes/ashen/").content.decode()
    assert "Ash" in changes
    link = reverse("tracker:custom-game-shared", args=[offered.share_key])
    assert client.get(link)["Location"] == "/games/ashen/"
    own = owner_client.get(reverse("tracker:custom-game-detail", args=[offered.public_id]))
    assert "is a part of the catalog now" in own.content.decode()
    assert "Thank you." in own.content.decode()
    assert owner_client.get(reverse("tracker:run-detail", args=[run.public_id])).status_code == 200
    assert curator.get(reverse("admin:pokedex_game_change", args=[game.pk])).status_code == 200
    assert NuzlockeRun.objects.get().game == game


def test_given_back_its_owner_reads_why(
    curator: Client, owner_client: Client, offered: CustomGame
) -> None:
    refused = curator.post(page_of(offered), sent(offered, act="decline", reply=""))
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    given = curator.post(page_of(offered), sent(offered, act="decline", reply="No <i>source."))
    assert given.status_code == 302
    own = owner_client.get(reverse("tracker:custom-game-detail", args=[offered.public_id]))
    assert "No <i>source." in parse(own).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Emerald"}, "Another game has this name."),
        ({"slug": "emerald"}, "Game with this Slug already exists."),
        ({"slug": "A Slug"}, "A slug has small letters"),
        ({"slug": ""}, "The game needs a slug."),
        ({"name": ""}, "The game needs a name."),
        ({"act": "eat"}, "Select a valid choice"),
        ({"name": "a\0b"}, ""),
        ({"revision": "x"}, "damaged"),
    ],
)
def test_a_refused_form_comes_back_filled_in(
    curator: Client, offered: CustomGame, changes: dict[str, str], words: str
) -> None:
    answer = curator.post(page_of(offered), sent(offered, **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Thank you." in answer.content.decode() or changes.get("act") == "eat"
    offered.game.refresh_from_db()
    assert offered.game.is_custom


def test_what_has_changed_since_is_shown_again(curator: Client, offered: CustomGame) -> None:
    form = sent(offered)
    rename_custom_game(custom_game=offered, name="Other", description="", revision=None)
    answer = curator.post(page_of(offered), form)
    assert answer.status_code == 409
    assert "has changed since" in answer.content.decode()
    assert "Other" in answer.content.decode()


def test_takes_the_permission(curator: Client, client: Client, offered: CustomGame) -> None:
    group = Group.objects.get(name="Curators")
    group.permissions.filter(codename="change_customgame").delete()
    assert curator.get(page_of(offered)).status_code == 200
    assert "Adopt it" not in curator.get(page_of(offered)).content.decode()
    assert curator.post(page_of(offered), sent(offered)).status_code == 403
    group.permissions.filter(codename="view_customgame").delete()
    for url in (reverse(LIST), page_of(offered)):
        assert curator.get(url).status_code == 403
    assert client.get(page_of(offered)).status_code == 302
