"""Which pictures pages may show: the site's own, else those of SPRITE_HOST, else none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.test import Client

from pokedex import pictures
from pokedex.pictures import box_art_url, picture_url
from tests.factories import GameFactory, PokemonFactory

# What it is before a fixture for all tests takes the machine's own pictures away.
local_pictures = pictures.local_pictures
HOST = "https://sprites.example"
STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


@pytest.fixture
def static(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of static files with two pictures, and nothing remembered of another one."""
    folder = tmp_path / "static"
    (folder / "sprites").mkdir(parents=True)
    for slug in ("eevee", "mr-mime-galar"):
        (folder / "sprites" / f"{slug}.png").write_bytes(slug.encode())
    (folder / "sprites" / ".fetched").write_text("a mark")
    settings.STATICFILES_DIRS = [folder]
    settings.STATIC_ROOT = tmp_path / "collected"
    local_pictures.cache_clear()
    monkeypatch.setattr(pictures, "local_pictures", local_pictures)
    return folder


@pytest.fixture(autouse=True)
def forget() -> Any:
    """Leave nothing of a test's pictures to the next one."""
    yield
    local_pictures.cache_clear()


def collected(settings: Any) -> None:
    """Serve static files as in production: collected, with hashed names."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": STORAGE}}
    call_command("collectstatic", interactive=False, verbosity=0)
    local_pictures.cache_clear()


@pytest.mark.parametrize(
    ("host", "url", "shown"),
    [
        ("", f"{HOST}/1.png", ""),
        (HOST, f"{HOST}/1.png", f"{HOST}/1.png"),
        (HOST, f"{HOST}.evil/1.png", ""),
        (HOST, "https://elsewhere.example/1.png", ""),
        (HOST, "", ""),
    ],
)
def test_what_lies_elsewhere_is_shown_from_the_sprite_host_only(
    settings: Any, host: str, url: str, shown: str
) -> None:
    settings.SPRITE_HOST = host
    assert picture_url(PokemonFactory.build(sprite_url=url)) == shown
    assert box_art_url(GameFactory.build(box_art_url=url)) == shown


def test_the_sites_own_pictures_are_found_by_slug(static: Path) -> None:
    assert pictures.local_pictures() == {
        "eevee": "/static/sprites/eevee.png",
        "mr-mime-galar": "/static/sprites/mr-mime-galar.png",
    }


def test_the_sites_own_picture_comes_first(static: Path, settings: Any) -> None:
    settings.SPRITE_HOST = HOST
    eevee = PokemonFactory.build(slug="eevee", sprite_url=f"{HOST}/133.png")
    ditto = PokemonFactory.build(slug="ditto", sprite_url=f"{HOST}/132.png")
    assert picture_url(eevee) == "/static/sprites/eevee.png"
    assert picture_url(ditto) == f"{HOST}/132.png"


def test_a_site_without_the_folder_has_none(static: Path) -> None:
    (static / "sprites").rename(static / "elsewhere")
    assert pictures.local_pictures() == {}


def test_in_production_their_names_are_hashed(static: Path, settings: Any) -> None:
    collected(settings)
    url = picture_url(PokemonFactory.build(slug="eevee"))
    assert url != "/static/sprites/eevee.png"
    assert (settings.STATIC_ROOT / url.removeprefix("/static/")).read_bytes() == b"eevee"


def test_in_production_only_what_was_collected_is_there(static: Path, settings: Any) -> None:
    collected(settings)
    assert ManifestStaticFilesStorage.manifest_strict
    (static / "sprites" / "ditto.png").write_bytes(b"ditto")
    local_pictures.cache_clear()
    assert picture_url(PokemonFactory.build(slug="ditto")) == ""
    assert set(pictures.local_pictures()) == {"eevee", "mr-mime-galar"}


def test_they_are_looked_for_once(static: Path) -> None:
    assert pictures.local_pictures() is pictures.local_pictures()
    (static / "sprites" / "eevee.png").unlink()
    assert picture_url(PokemonFactory.build(slug="eevee")) == "/static/sprites/eevee.png"


@pytest.mark.django_db
def test_pages_show_them_and_browsers_may_load_them(static: Path, client: Client) -> None:
    PokemonFactory.create(name="Eevee", slug="eevee")
    for url in ("/pokemon/", "/pokemon/eevee/"):
        answer = client.get(url)
        assert b'<img src="/static/sprites/eevee.png" alt=""' in answer.content
        assert "img-src 'self'" in answer["Content-Security-Policy"].split("; ")
