"""What holds for every page of the back office: strict CSP, and elements that nest."""

from __future__ import annotations

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from tests.factories import EncounterFactory
from tests.html import Element, parse
from tests.pokedex.admin.test_rows import FACTORIES, address

pytestmark = pytest.mark.django_db


def violations(page: Element) -> list[str]:
    """What the site's Content-Security-Policy would keep a browser from doing."""
    found = []
    for element in page:
        if element.tag == "style" or (element.tag == "script" and element.text.strip()):
            kind = element.attributes.get("type", "")
            if kind not in {"application/json", "importmap"}:
                found.append(f"<{element.tag}> with content")
        for name, value in element.attributes.items():
            if name == "style" or name.startswith("on"):
                found.append(f"{name} of <{element.tag}>")
            if name in {"src", "href", "action"} and value.startswith(("http", "//", "javascript")):
                found.append(f"{name}={value}")
    return found


def pages(row: models.Model) -> list[str]:
    """The addresses that every model has."""
    model = type(row)
    acts = ("change", "delete", "history")
    return [
        address(model, "changelist"),
        address(model, "add"),
        *(address(model, act, row.pk) for act in acts),
    ]


@pytest.mark.parametrize("model", FACTORIES)
def test_rows_break_no_rule_of_the_policy(superuser: Client, model: type[models.Model]) -> None:
    for url in pages(FACTORIES[model].create()):
        answer = superuser.get(url)
        assert answer.status_code == 200
        assert violations(parse(answer)) == [], url


def test_index_search_and_refusals_break_no_rule_of_the_policy(superuser: Client) -> None:
    encounter = EncounterFactory.create()
    for url in (
        reverse("admin:index"),
        reverse("admin:search") + "?q=testmon",
        reverse("admin:app_list", args=["pokedex"]),
        address(type(encounter.route), "delete", encounter.route_id),
    ):
        assert violations(parse(superuser.get(url))) == [], url
