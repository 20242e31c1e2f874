"""System checks for what the settings can get wrong; `manage.py check` prints them."""

import re
from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

_LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
_PRIVATE_CACHES = {
    "django.core.cache.backends.locmem.LocMemCache",
    "django.core.cache.backends.dummy.DummyCache",
}


@register(Tags.security)
def sprite_host_is_an_https_origin(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """config.E001: SPRITE_HOST goes into the Content-Security-Policy and must be an origin."""
    host = settings.SPRITE_HOST
    if not host or re.fullmatch(r"https://[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?", host):
        return []
    return [
        Error(
            f"SPRITE_HOST is {host!r}, which is not an https origin.",
            hint="Write it like https://sprites.example, without a path, or leave it empty.",
            id="config.E001",
        )
    ]


@register(Tags.database)
def sqlite_takes_its_lock_first(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """config.E002: services read and then write; deferred SQLite transactions fail half-way."""
    return [
        Error(
            f"The SQLite database {alias!r} does not use IMMEDIATE transactions.",
            hint="Build its entry with config.settings.database.database_from.",
            id="config.E002",
        )
        for alias, entry in settings.DATABASES.items()
        if entry["ENGINE"] == "django.db.backends.sqlite3"
        and entry["OPTIONS"].get("transaction_mode") != "IMMEDIATE"
    ]


@register(Tags.security, deploy=True)
def workers_share_the_cache(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """config.W001: log-in brakes count in the cache; each worker's own would multiply them."""
    if settings.CACHES["default"]["BACKEND"] not in _PRIVATE_CACHES:
        return []
    return [
        Warning(
            "The cache is not shared between workers, so log-in limits are counted per worker.",
            hint="Use the database cache of config.settings.base, or another shared one.",
            id="config.W001",
        )
    ]


@register(Tags.security, deploy=True)
def public_hosts_use_https(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """config.W002: HTTPS=off is meant for this machine only."""
    public = sorted(set(settings.ALLOWED_HOSTS) - _LOCAL_HOSTS)
    if settings.SECURE_SSL_REDIRECT or not public:
        return []
    return [
        Warning(
            f"HTTPS is off although the site answers to {', '.join(public)}.",
            hint="Set HTTPS=on, or keep only localhost names in ALLOWED_HOSTS.",
            id="config.W002",
        )
    ]
