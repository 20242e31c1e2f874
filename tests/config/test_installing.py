"""The site can be installed, and read where there is no connection."""

from __future__ import annotations

import gzip
import json
import struct
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from accounts.models import User
from config.static_files import without_comments
from pokedex.release import release
from tests.conftest import signed_in
from tests.html import parse

pytestmark = pytest.mark.django_db

MOST_SCRIPT_BYTES = 6_000


def found(address: str) -> Path:
    """The file of a static address."""
    path = finders.find(address.removeprefix("/static/"))
    assert isinstance(path, str), address
    return Path(path)


def png_size(path: Path) -> tuple[int, int]:
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def test_the_manifest_names_icons_of_the_sizes_that_it_says(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = json.loads(answer.content)
    assert client.get(manifest["start_url"]).status_code == 200
    assert manifest["display"] == "standalone"
    sizes = set()
    for icon in manifest["icons"]:
        path = found(icon["src"])
        if icon["type"] == "image/png":
            width, height = png_size(path)
            assert icon["sizes"] == f"{width}x{height}"
            assert path.stat().st_size < 20_000
        sizes.add((icon["sizes"], icon.get("purpose", "any")))
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes


def test_every_page_names_manifest_icon_and_colours(client: Client) -> None:
    page = parse(client.get("/games/"))
    assert page.one("link", rel="manifest").attributes["href"] == "/manifest.webmanifest"
    touch = page.one("link", rel="apple-touch-icon").attributes["href"]
    assert png_size(found(touch)) == (180, 180)
    colours = page.all("meta", name="theme-color")
    assert [colour.attributes["content"] for colour in colours] == ["#fefcf7", "#26221d"]
    client.cookies["theme"] = "dark"
    colours = parse(client.get("/games/")).all("meta", name="theme-color")
    assert [colour.attributes["content"] for colour in colours] == ["#26221d"]
    assert "media" not in colours[0].attributes


def test_the_worker_is_asked_for_anew_and_is_that_of_the_release(client: Client) -> None:
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    text = answer.content.decode()
    assert f'const RELEASE = "{release()}";' in text
    assert 'const OFFLINE = "/offline/";' in text
    assert 'const STATIC = "/static/";' in text
    assert "{{" not in text
    assert "&" not in text.replace("&&", "").replace("$&", ""), "nothing is escaped for HTML"


@pytest.mark.parametrize("address", ["/manifest.webmanifest", "/service-worker.js", "/offline/"])
def test_they_are_the_same_for_everybody(address: str, client: Client, owner: User) -> None:
    for_nobody: Any = client.get(address)
    for_owner: Any = signed_in(owner).get(address)
    assert for_nobody.content == for_owner.content
    assert not for_nobody.cookies


def test_the_scripts_of_our_own_on_a_page_are_small(client: Client) -> None:
    scripts = [script.attributes["src"] for script in parse(client.get("/")).all("script")]
    own = [address for address in scripts if "htmx" not in address]
    assert own
    sent = [without_comments(address, found(address).read_text("utf-8")) for address in own]
    assert sum(len(gzip.compress(text.encode())) for text in sent) <= MOST_SCRIPT_BYTES
