"""What is refused to a member of Curators: each address with its answer, by GET and by POST.

403 is for what the admin has for others, 404 for what it has for nobody, and for another player's
pages, which are as if they were not there.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.models import User
from pokedex.models import CatalogRow
from tests.factories import (
    CatalogChangeFactory,
    CorrectionReportFactory,
    EncounterFactory,
    PokemonFactory,
    UserFactory,
)
from tests.pokedex.transfer.importing import table_of
from tracker.models import Encounter, NuzlockeRun

pytestmark = pytest.mark.django_db
CANARIES = ("canary-player", "canary-nickname", "canary-note", "canary-epitaph", "canary@example")

# By name of address: with "{player}" and the like for the rows of the scene below.
REFUSED = {
    # People
    "/admin/accounts/user/": 403,
    "/admin/accounts/user/add/": 403,
    "/admin/accounts/user/{player}/change/": 403,
    "/admin/accounts/user/{player}/delete/": 403,
    "/admin/accounts/user/{player}/history/": 403,
    "/admin/accounts/user/{player}/password/": 403,
    "/admin/auth/group/": 403,
    "/admin/auth/group/add/": 403,
    "/admin/auth/group/{group}/change/": 403,
    "/admin/auth/group/{group}/delete/": 403,
    "/admin/auth/group/{group}/history/": 403,
    "/admin/account/emailaddress/": 403,
    "/admin/account/emailaddress/add/": 403,
    "/admin/account/emailaddress/{address}/change/": 403,
    "/admin/account/emailaddress/{address}/delete/": 403,
    "/admin/account/emailaddress/{address}/history/": 403,
    "/admin/account/emailconfirmation/": 404,
    "/admin/auth/permission/": 404,
    "/admin/auth/permission/add/": 404,
    # Runs, with notes and epitaphs
    "/admin/tracker/nuzlockerun/": 403,
    "/admin/tracker/nuzlockerun/add/": 403,
    "/admin/tracker/nuzlockerun/{run}/change/": 403,
    "/admin/tracker/nuzlockerun/{run}/delete/": 403,
    "/admin/tracker/nuzlockerun/{run}/history/": 403,
    "/admin/tracker/nuzlockerun/{run}/support/": 403,
    "/admin/tracker/encounter/": 403,
    "/admin/tracker/encounter/add/": 403,
    "/admin/tracker/encounter/{encounter}/change/": 403,
    "/admin/tracker/encounter/{encounter}/delete/": 403,
    "/admin/tracker/encounter/{encounter}/history/": 403,
    "/admin/tracker/runevent/": 404,
    "/admin/tracker/eventnote/": 404,
    "/runs/{public_id}/": 404,
    "/runs/{public_id}/timeline/": 404,
    # Settings and what the site itself keeps
    "/admin/sessions/session/": 404,
    "/admin/sessions/session/{session}/change/": 404,
    "/admin/contenttypes/contenttype/": 404,
    "/admin/admin/logentry/": 404,
    "/admin/admin/logentry/{entry}/change/": 404,
    "/admin/sites/site/": 404,
    "/admin/config/": 404,
    "/admin/settings/": 404,
    "/admin/auth/": 404,
    "/admin/accounts/": 404,
    "/admin/account/": 404,
    "/admin/r/{user_type}/{player}/": 404,
    "/admin/r/{run_type}/{run}/": 404,
    "/admin/autocomplete/?app_label=tracker&model_name=nuzlockerun&field_name=owner": 403,
    "/admin/autocomplete/?app_label=auth&model_name=group&field_name=permissions": 403,
    "/admin/pokedex/catalogchange/?by__password__startswith=a": 400,
    "/admin/pokedex/catalogchange/?by__email__contains=canary": 400,
    # Of the catalog: what keeps its own record, and what runs stand on
    "/admin/pokedex/game/{game}/delete/": 403,
    "/admin/pokedex/route/{route}/delete/": 403,
    "/admin/pokedex/pokemon/{pokemon}/delete/": 403,
    "/admin/pokedex/catalogchange/add/": 403,
    "/admin/pokedex/catalogchange/{change}/delete/": 403,
    "/admin/pokedex/correctionreport/add/": 403,
    "/admin/pokedex/correctionreport/{report}/delete/": 403,
    "/admin/pokedex/catalogrevision/": 404,
    "/admin/pokedex/importupload/": 404,
    "/admin/pokedex/reportmessage/": 404,
}
# They take no POST from anybody.
ONLY_READ = ("/admin/autocomplete/", "/runs/")


@pytest.fixture
def names(curator: Client) -> dict[str, object]:
    """A player with a run and a grave, and a row of all else."""
    player = UserFactory.create(username="canary-player", email="canary@example.org")
    encounter = EncounterFactory.create(
        run__owner=player,
        status="fainted",
        nickname="canary-nickname",
        note="canary-note",
        epitaph="canary-epitaph",
        faint_level=9,
    )
    entry = LogEntry.objects.create(
        user=player, content_type=None, object_repr="canary-player", action_flag=CHANGE
    )
    address = EmailAddress.objects.create(user=player, email=player.email)
    return {
        "player": player.pk,
        "address": address.pk,
        "group": Group.objects.get().pk,
        "run": encounter.run_id,
        "public_id": encounter.run.public_id,
        "encounter": encounter.pk,
        "session": Session.objects.values_list("pk", flat=True)[0],
        "entry": entry.pk,
        "user_type": ContentType.objects.get_for_model(User).pk,
        "run_type": ContentType.objects.get_for_model(NuzlockeRun).pk,
        "game": encounter.game_id,
        "route": encounter.route_id,
        "pokemon": PokemonFactory.create().pk,
        "change": CatalogChangeFactory.create().pk,
        "report": CorrectionReportFactory.create().pk,
    }


@pytest.mark.parametrize(("url", "status"), REFUSED.items(), ids=REFUSED)
def test_is_refused(curator: Client, names: dict[str, object], url: str, status: int) -> None:
    tables = (User, Group, Permission, NuzlockeRun, Encounter, LogEntry)
    before = [table_of(model) for model in tables]
    address = url.format_map(names)
    sent = {"post": "yes", "username": "mallory", "name": "mallory", "action": "delete_selected"}
    expected = [status, 405 if url.startswith(ONLY_READ) else status]
    answers = [curator.get(address), curator.post(address, sent)]
    assert [answer.status_code for answer in answers] == expected
    for answer in answers:
        assert not any(word in answer.content.decode() for word in CANARIES)
    assert [table_of(model) for model in tables] == before


def acts_outside_the_catalog() -> Iterator[tuple[type[models.Model], str, bool]]:
    """Each act on each model that is none of the catalog, and whether the admin has it at all."""
    for model in apps.get_models():
        if not issubclass(model, CatalogRow):
            for act in ("add", "change", "delete"):
                yield model, act, model in admin.site._registry


def test_no_act_on_any_other_model_is_open(curator: Client) -> None:
    """Models that are added later as well; what is read or decided has a page of its own."""
    own_pages = {"pokedex.CatalogChange", "pokedex.CorrectionReport", "tracker.CustomGame"}
    tried = 0
    for model, act, is_registered in acts_outside_the_catalog():
        if model._meta.label in own_pages and act == "change":
            continue
        path = "add" if act == "add" else f"1/{act}"
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{path}/"
        answer = curator.post(url, {"post": "yes"})
        expected = {403} if is_registered else {404}
        # A row that is not there is not there, whoever asks.
        assert answer.status_code in (expected | {302} if act != "add" else expected), url
        if answer.status_code == 302:
            assert answer["Location"] == reverse("admin:index")
        tried += 1
    assert tried > 40


def test_what_is_his_is_open(curator: Client, names: dict[str, object]) -> None:
    """So that the table above says something: the same addresses of the catalog are there."""
    for url in (
        "/admin/",
        "/admin/pokedex/",
        "/admin/pokedex/game/{game}/change/",
        "/admin/pokedex/route/{route}/change/",
        "/admin/pokedex/pokemon/{pokemon}/change/",
        "/admin/pokedex/catalogchange/",
        "/admin/pokedex/correctionreport/",
    ):
        assert curator.get(url.format_map(names)).status_code == 200, url
