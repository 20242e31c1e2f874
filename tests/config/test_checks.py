"""Each of our own system checks: when it speaks, and when it is silent."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import checks as django_checks
from django.core.checks import CheckMessage, Error, Warning

from config.checks import (
    public_hosts_use_https,
    sprite_host_is_an_https_origin,
    sqlite_takes_its_lock_first,
    workers_share_the_cache,
)

Check = Callable[..., list[CheckMessage]]

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
DUMMY = "django.core.cache.backends.dummy.DummyCache"
DATABASE = "django.core.cache.backends.db.DatabaseCache"


def database(engine: str, **options: str) -> dict[str, Any]:
    return {"DATABASES": {"default": {"ENGINE": engine, "OPTIONS": options}}}


def cache(backend: str) -> dict[str, Any]:
    return {"CACHES": {"default": {"BACKEND": backend}}}


def hosts(https: bool, *names: str) -> dict[str, Any]:
    return {"SECURE_SSL_REDIRECT": https, "ALLOWED_HOSTS": list(names)}


@pytest.mark.parametrize(
    ("check", "changed", "found"),
    [
        (sprite_host_is_an_https_origin, {"SPRITE_HOST": ""}, None),
        (sprite_host_is_an_https_origin, {"SPRITE_HOST": "https://sprites.example"}, None),
        (sprite_host_is_an_https_origin, {"SPRITE_HOST": "https://sprites.example:8443"}, None),
        (sprite_host_is_an_https_origin, {"SPRITE_HOST": "http://sprites.example"}, "E001"),
        (sprite_host_is_an_https_origin, {"SPRITE_HOST": "https://sprites.example/"}, "E001"),
        (sprite_host_is_an_https_origin, {"SPRITE_HOST": "https://sprites.example/a"}, "E001"),
        (sprite_host_is_an_https_origin, {"SPRITE_HOST": "sprites.example"}, "E001"),
        (sprite_host_is_an_https_origin, {"SPRITE_HOST": "*"}, "E001"),
        (sprite_host_is_an_https_origin, {"SPRITE_HOST": "https://"}, "E001"),
        (
            sprite_host_is_an_https_origin,
            {"SPRITE_HOST": "https://sprites.example; script-src *"},
            "E001",
        ),
        (sqlite_takes_its_lock_first, database(SQLITE, transaction_mode="IMMEDIATE"), None),
        (sqlite_takes_its_lock_first, database(SQLITE, transaction_mode="DEFERRED"), "E002"),
        (sqlite_takes_its_lock_first, database(SQLITE), "E002"),
        (sqlite_takes_its_lock_first, database(POSTGRESQL), None),
        (workers_share_the_cache, cache(DATABASE), None),
        (workers_share_the_cache, cache(LOCAL_MEMORY), "W001"),
        (workers_share_the_cache, cache(DUMMY), "W001"),
        (public_hosts_use_https, hosts(True, "tracker.example"), None),
        (public_hosts_use_https, hosts(False, "localhost", "127.0.0.1", "[::1]"), None),
        (public_hosts_use_https, hosts(False, "localhost", "tracker.example"), "W002"),
        (public_hosts_use_https, hosts(False, "*"), "W002"),
    ],
)
def test_a_check(
    check: Check, changed: dict[str, Any], found: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.checks.settings", SimpleNamespace(**changed))
    messages = check(None)
    assert [message.id for message in messages] == ([f"config.{found}"] if found else [])
    for message in messages:
        kind = Error if found and found.startswith("E") else Warning
        assert isinstance(message, kind)
        assert message.msg.endswith(".")
        assert message.hint
        assert message.hint.endswith(".")


def test_a_check_names_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = SimpleNamespace(
        SPRITE_HOST="http://sprites.example",
        SECURE_SSL_REDIRECT=False,
        ALLOWED_HOSTS=["b.example", "localhost", "a.example"],
    )
    monkeypatch.setattr("config.checks.settings", wrong)
    assert "'http://sprites.example'" in sprite_host_is_an_https_origin(None)[0].msg
    assert "a.example, b.example" in public_hosts_use_https(None)[0].msg


# The next Django asks the database what it supports, where nobody has asked before.
@pytest.mark.django_db
def test_the_checks_are_registered_and_silent_here() -> None:
    always = set(django_checks.registry.registry.get_checks())
    at_deployment = set(django_checks.registry.registry.get_checks(True)) - always
    assert {sprite_host_is_an_https_origin, sqlite_takes_its_lock_first} <= always
    assert {workers_share_the_cache, public_hosts_use_https} <= at_deployment
    assert django_checks.run_checks() == []
