"""Start a run."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from accounts.models import User
from pokedex.models import Game
from tests.conftest import signed_in
from tests.factories import GameFactory, NuzlockeRunFactory
from tests.html import Element, parse, values
from tests.tracker.many import FEW, MANY, queries_of
from tests.tracker.views.scene import Scene, snapshot, start
from tracker.models import NuzlockeRun
from tracker.rules.presets import PRESETS

URL = "/runs/new/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def emerald() -> None:
    GameFactory(slug="emerald", name="Emerald")


def form(**changes: str) -> dict[str, str]:
    return {
        "game": "emerald",
        "name": "Hoenn",
        "preset": "classic",
        "submission": str(uuid.uuid4()),
        **changes,
    }


def test_makes_a_guest_of_who_has_no_account(client: Client) -> None:
    answer = client.post(URL, form())
    run = NuzlockeRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/runs/{run.public_id}/")
    assert run.owner.is_guest
    assert not run.owner.has_usable_password()
    assert client.session["_auth_user_id"] == str(run.owner.pk)
    assert parse(client.get(answer["Location"])).one("h1").text == "Hoenn"


def test_gives_a_signed_in_player_his_run(owner: User, owner_client: Client) -> None:
    owner_client.post(URL, form(name=""))
    run = NuzlockeRun.objects.get()
    assert (run.owner, run.name) == (owner, "Emerald Nuzlocke")
    assert User.objects.count() == 1


def test_makes_no_guest_of_who_sends_nonsense(client: Client) -> None:
    answer = client.post(URL, form(game="quartz"))
    assert answer.status_code == 422
    assert not User.objects.exists()
    assert "sessionid" not in client.cookies


def test_sent_twice_starts_one(owner_client: Client) -> None:
    sent = form()
    first, second = owner_client.post(URL, sent), owner_client.post(URL, sent)
    assert first["Location"] == second["Location"]
    assert NuzlockeRun.objects.count() == 1


def test_two_players_with_the_same_number_do_not_see_each_others_run(
    owner: User, stranger: User, client: Client
) -> None:
    sent = form()
    places = {
        browser.post(URL, sent)["Location"]
        for browser in (signed_in(owner), signed_in(stranger), client)
    }
    assert len(places) == 3
    assert signed_in(stranger).get(signed_in(owner).post(URL, sent)["Location"]).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"game": ""}, "game", "Choose the game that you play."),
        ({"game": "quartz"}, "game", "We do not know this game. Choose one of the list."),
        (
            {"name": "x" * 81},
            "name",
            "The name of a run can be 80 characters long; this one has 81.",
        ),
        ({"name": "a\u202eb"}, "name", "This text holds an invisible or unknown character"),
        ({"preset": ""}, "preset", "Choose the rules of the run."),
        ({"preset": "hard"}, "preset", "We do not know these rules. Choose one of the list."),
        (
            {"submission": ""},
            "submission",
            "This form is incomplete. Load the page again and fill it in.",
        ),
    ],
)
def test_comes_back_filled_in_with_the_reason(
    owner_client: Client, changes: dict[str, str], field: str, sentence: str
) -> None:
    before = snapshot()
    sent = form(**changes)
    answer = owner_client.post(URL, sent)
    assert answer.status_code == 422
    assert snapshot() == before
    page = parse(answer).one("form", of="form")
    assert sentence in page.text
    assert page.one(role="alert")
    back = values(page)
    for name in sent.keys() - {field}:
        assert back[name] == sent[name], name


def test_is_filled_in_and_sent_as_it_stands(owner_client: Client) -> None:
    page = parse(owner_client.get(URL)).one("form", of="form")
    back = values(page)
    assert back["preset"] == "classic"
    assert "game" not in back or back["game"] == ""
    answer = owner_client.post(URL, {**back, "game": "emerald"})
    assert answer.status_code == 302


def test_can_begin_with_a_game_that_was_looked_at(owner_client: Client) -> None:
    page = parse(owner_client.get(f"{URL}?game=emerald")).one("form", of="form")
    assert values(page)["game"] == "emerald"
    for other in ("quartz", "<script>", "%00", "x" * 10_000):
        page = parse(owner_client.get(f"{URL}?game={other}")).one("form", of="form")
        assert "game" not in values(page)


def unfolded(page: Element) -> list[str]:
    """What stands open, by what each fold says of itself."""
    folds = [fold for fold in page.all("details") if "open" in fold.attributes]
    return [fold.all("summary")[0].text for fold in folds]


@pytest.mark.parametrize(
    ("sent", "standing_open"),
    [
        ({"game": "", "preset": "classic"}, []),
        ({"game": "emerald", "preset": "hardcore"}, ["Generation 3 Emerald"]),
        ({"game": "quartz", "preset": "cagelocke"}, ["13 more"]),
        ({"game": "", "preset": "hard"}, ["13 more"]),
    ],
)
def test_what_is_chosen_or_refused_is_not_folded_away(
    sent: dict[str, str], standing_open: list[str], owner_client: Client
) -> None:
    page = parse(owner_client.post(URL, form(**sent, name="x" * 81))).one("main")
    assert [each.split(":")[0] for each in unfolded(page)] == standing_open
    assert len(page.all("input", name="preset")) == len(PRESETS)


def test_says_how_long_a_guests_run_is_kept(client: Client, owner_client: Client) -> None:
    assert "400 days" in parse(client.get(URL)).text
    assert "400 days" not in parse(owner_client.get(URL)).text


def test_says_who_can_help_when_there_is_no_catalog(client: Client) -> None:
    Game.objects.all().delete()
    assert "The catalog is not loaded yet." in parse(client.get(URL)).text


def test_ends_at_two_hundred_with_a_sentence(scene: Scene, owner_client: Client) -> None:
    NuzlockeRun.objects.bulk_create(
        NuzlockeRunFactory.build(owner=scene.run.owner, game=scene.run.game) for _ in range(199)
    )
    answer = owner_client.post(URL, start(scene))
    assert answer.status_code == 422
    assert parse(answer).one(role="alert").text == (
        "You have 200 runs, which is the most one player can keep."
    )
    assert NuzlockeRun.objects.count() == 200


@pytest.mark.parametrize("games", [FEW, MANY])
def test_takes_one_query_for_any_number_of_games(client: Client, games: int) -> None:
    GameFactory.create_batch(games - 1)
    assert len(parse(client.get(URL)).all("input", name="game")) == games
    assert len(queries_of(lambda: client.get(URL))) == 1
