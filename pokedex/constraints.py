"""Building blocks of named CHECK constraints.

SQL lets a CHECK pass when it is unknown (NULL), and SQLite ignores the length of a varchar; so
every rule here says what it means for an empty value and lengths are rules of their own.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Func, Lookup, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import Exact, LessThanOrEqual


class JSONType(Func):
    """The type of a JSON column's outermost value: ``object``, ``array``, ``text`` ..."""

    function = "JSON_TYPE"
    arity = 1
    output_field = models.CharField()

    def as_postgresql(self, compiler, connection, **extra):  # type: ignore[no-untyped-def]
        """PostgreSQL's name of the function; Django calls this by its own convention."""
        return self.as_sql(compiler, connection, function="jsonb_typeof", **extra)


def json_type(name: str, field: str, kind: str) -> models.CheckConstraint:
    """The JSON column ``field`` holds an ``object`` or an ``array``, as ``kind`` says."""
    article = {"object": "an object, such as {}", "array": "a list, such as []"}[kind]
    return _check(name, Exact(JSONType(F(field)), Value(kind)), field, f"must be {article}")


def not_blank(name: str, field: str) -> models.CheckConstraint:
    """The text holds more than spaces, tabs and line ends."""
    return _check(name, Q(**{f"{field}__regex": r"\S"}), field, "must not be blank")


def max_length(name: str, field: str, characters: int) -> models.CheckConstraint:
    """The text is at most ``characters`` long."""
    condition = LessThanOrEqual(Length(field), characters)
    return _check(name, condition, field, f"must be at most {characters} characters long")


def one_of(name: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    """The column holds one of ``values`` (empty only where '' is among them)."""
    condition = Q(**{f"{field}__in": list(values)})
    return _check(name, condition, field, "must be one of the list")


def blank_or_https(name: str, field: str) -> models.CheckConstraint:
    """The URL is empty or begins with ``https://``, in small letters on every database."""
    condition = Q(**{f"{field}__regex": r"^(https://|\Z)"})
    return _check(name, condition, field, "must begin with https:// or be empty")


def slug_shaped(name: str, field: str) -> models.CheckConstraint:
    """The slug is lower-case letters, digits and single hyphens."""
    condition = Q(**{f"{field}__regex": r"^[a-z0-9]+(-[a-z0-9]+)*\Z"})
    return _check(
        name, condition, field, "takes small letters and digits, with single hyphens between them"
    )


def _check(name: str, condition: Q | Lookup[bool], field: str, what: str) -> models.CheckConstraint:
    words = field.replace("_", " ").replace("url", "URL").capitalize()
    return models.CheckConstraint(
        name=name, condition=condition, violation_error_message=f"{words} {what}."
    )
