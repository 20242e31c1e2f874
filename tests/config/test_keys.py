"""The page about the keyboard, which names the shortcuts of site.js."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from config.keys import SHORTCUTS
from tests.html import parse

pytestmark = pytest.mark.django_db
SCRIPT = (settings.BASE_DIR / "static" / "js" / "site.js").read_text("utf-8")


def test_names_the_keys_that_the_script_listens_to() -> None:
    declared = re.search(r"const KEYS = \{(.*?)\};", SCRIPT, re.DOTALL)
    assert declared is not None
    keys = dict(re.findall(r'(\w+): "(.*?)"', declared[1]))
    named = [each for group in SHORTCUTS.values() for each in group if each.name]
    assert {each.name: each.key for each in named} == keys
    assert len(set(keys.values())) == len(named), "no key stands for two acts"


def test_has_a_field_for_each_key_and_a_switch(client: Client) -> None:
    form = parse(client.get("/keys/")).one("form", id="keys")
    fields = {each.attributes["name"]: each for each in form.all("input")}
    assert fields.pop("on").attributes["type"] == "checkbox"
    assert fields["box"].attributes["value"] == "g b"
    assert fields.keys() == {
        each.name for group in SHORTCUTS.values() for each in group if each.name
    }


def test_is_linked_from_every_page(client: Client) -> None:
    for url in ("/", "/games/", "/accounts/login/"):
        assert parse(client.get(url)).one("a", href="/keys/").text == "Keyboard shortcuts"
