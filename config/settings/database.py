"""How a DATABASE_URL becomes Django's DATABASES entry, the same in every environment."""

from typing import Any

import environ

_SQLITE_OPTIONS: dict[str, Any] = {
    # Take the write lock at BEGIN and wait for it: a read-then-write transaction is never told
    # "database is locked" half-way through.
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
_POOL_OPTIONS: dict[str, Any] = {"min_size": 2, "max_size": 8, "timeout": 5}


def database_from(env: environ.Env, *, default: str | None = None, pool: bool = False) -> Any:
    """Return the DATABASES entry that DATABASE_URL (or ``default``) names.

    ``pool`` asks for one connection pool per process (PostgreSQL only). Raises
    ``ImproperlyConfigured`` when the variable is missing and there is no default.
    """
    entry: dict[str, Any] = dict(
        env.db_url("DATABASE_URL", default=default) if default else env.db_url("DATABASE_URL")
    )
    options: dict[str, Any] = dict(entry.get("OPTIONS", {}))
    if entry["ENGINE"] == "django.db.backends.sqlite3":
        options |= _SQLITE_OPTIONS
    elif pool:
        options["pool"] = _POOL_OPTIONS
        entry["CONN_HEALTH_CHECKS"] = True
    entry["OPTIONS"] = options
    return entry
