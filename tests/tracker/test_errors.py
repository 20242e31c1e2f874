"""How a service says no."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, OperationalError, transaction

from tests.factories import EncounterFactory, NuzlockeRunFactory, RouteFactory
from tracker.services.errors import ChangedMeanwhile, Refused, refusals

MEANWHILE = (
    "This could not be saved because something else was saved at the same moment. "
    "Look at the run as it is now and try again."
)


def test_a_refusal_is_about_a_field_or_about_the_whole() -> None:
    whole, part = Refused("No."), Refused("No.", field="name", code="blank")
    assert (str(whole), whole.message, whole.field, whole.code) == ("No.", "No.", None, "refused")
    assert (part.field, part.code) == ("name", "blank")


def test_what_changed_meanwhile_has_a_revision() -> None:
    assert ChangedMeanwhile(7).revision == 7


def test_nothing_is_said_when_nothing_is_wrong() -> None:
    with refusals():
        done = True
    assert done


@pytest.mark.parametrize(
    ("error", "message", "field", "code"),
    [
        (
            ValidationError({"name": [ValidationError("Too long.", code="max_length")]}),
            "Too long.",
            "name",
            "max_length",
        ),
        (ValidationError({"name": ["Too long.", "Too odd."]}), "Too long.", "name", "invalid"),
        (
            ValidationError({"__all__": [ValidationError("Used.", code="route_used")]}),
            "Used.",
            None,
            "route_used",
        ),
        (IntegrityError("UNIQUE constraint failed"), MEANWHILE, None, "refused"),
        (DataError("value too long"), MEANWHILE, None, "refused"),
    ],
)
def test_what_models_and_the_database_refuse_is_said_in_words(
    error: Exception, message: str, field: str | None, code: str
) -> None:
    with pytest.raises(Refused) as refusal, refusals():
        raise error
    assert (refusal.value.message, refusal.value.field, refusal.value.code) == (
        message,
        field,
        code,
    )
    assert refusal.value.__cause__ is error


@pytest.mark.parametrize("error", [Refused("No."), ChangedMeanwhile(2), OperationalError("gone")])
def test_everything_else_passes_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)) as passed, refusals():
        raise error
    assert passed.value is error


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_only_at_the_end_is_said_too() -> None:
    """Foreign keys over two columns speak at COMMIT, outside of the inner block."""
    encounter = EncounterFactory(run=NuzlockeRunFactory())
    elsewhere = RouteFactory()
    with pytest.raises(Refused) as refusal, refusals(), transaction.atomic():
        type(encounter).objects.filter(pk=encounter.pk).update(route=elsewhere)
    assert refusal.value.message == MEANWHILE
    encounter.refresh_from_db()
    assert encounter.route != elsewhere
