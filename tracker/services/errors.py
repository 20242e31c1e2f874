"""How a service says no."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError


class Refused(Exception):
    """An act that the rules of the data forbid, with a sentence for the player.

    ``field`` names the input it is about, or is None for the whole; ``code`` lets a page offer
    a way out ("route_used": log it as a bonus; "gone": what it is about is no longer there).
    """

    def __init__(self, message: str, *, field: str | None = None, code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code


class ChangedMeanwhile(Exception):
    """The row has changed since the form was made; ``revision`` is the one it has now."""

    def __init__(self, revision: int) -> None:
        super().__init__(f"The row is at revision {revision}.")
        self.revision = revision


class DoneBefore(Exception):
    """The run has an event of this act already: it was sent before, and its answer was lost."""


class ConstraintBroken(IntegrityError):
    """The database has refused a row of a run.

    ``explain`` raises ``ValidationError`` with the sentence of the constraint that spoke, if that
    can still be told. It asks the database, so the transaction must be over.
    """

    def __init__(self, explain: Callable[[], None]) -> None:
        super().__init__("A row was refused.")
        self.explain = explain


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what models and the database refuse into ``Refused``, in the same words.

    Enter it outside the transaction: deferred foreign keys speak only at COMMIT, and a constraint
    is asked for its sentence once the transaction that broke it is rolled back.
    """
    try:
        try:
            yield
        except ConstraintBroken as broken:
            broken.explain()
            raise
    except ValidationError as error:
        field, problems = next(iter(error.error_dict.items()))
        first = problems[0]
        raise Refused(
            str(first.messages[0]),
            field=None if field == NON_FIELD_ERRORS else field,
            code=first.code or "invalid",
        ) from error
    except (IntegrityError, DataError) as error:
        raise Refused(
            "This could not be saved because something else was saved at the same moment. "
            "Look at the run as it is now and try again."
        ) from error
