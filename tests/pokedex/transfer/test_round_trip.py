"""What is exported and imported again is the same to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pokedex.models import Boss, BossPokemon
from pokedex.transfer.cells import Listed, PastTypes, Shares
from pokedex.transfer.resources import RESOURCES
from tests.factories import BossPokemonFactory
from tests.pokedex.admin.test_rows import FACTORIES
from tests.pokedex.transfer.importing import exported, imported, plan_of, resource_of

pytestmark = pytest.mark.django_db
MODELS = [pytest.param(model, id=model.__name__) for model in RESOURCES]
FORMATS = ["csv", "json"]
# Text as a form takes it: no controls, and nothing that it would tidy up.
texts = st.text(
    alphabet=st.sampled_from("=+-@＝'\"%;,:é日 a1<>&") | st.characters(codec="utf-8"), max_size=30
)
words = texts.filter(lambda text: text.isprintable() and text == text.strip())
lists = st.lists(words, max_size=4)


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("model", MODELS)
def test_an_export_changes_nothing(model: type[models.Model], file_format: str) -> None:
    FACTORIES[model].create_batch(3)
    plan = plan_of(model, exported(model, file_format), file_format)
    assert [str(fault) for fault in plan.faults] == []
    assert (plan.same, plan.rows) == (model._default_manager.count(), [])


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("model", MODELS)
def test_rows_are_made_again_from_an_export(model: type[models.Model], file_format: str) -> None:
    FACTORIES[model].create_batch(3)
    content = exported(model, file_format)
    rows = {row.pk: row for row in model._default_manager.all()}
    for row in rows.values():
        row.delete()
    plan = imported(model, content, file_format)
    assert (plan.new, plan.changed, plan.same) == (len(rows), 0, 0)
    assert exported(model, file_format) == content


@pytest.fixture
def member(db: None) -> BossPokemon:
    found: BossPokemon = BossPokemonFactory.create()
    return found


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(note=words, name=words, moves=lists, file_format=st.sampled_from(FORMATS))
def test_any_text_comes_back(
    member: BossPokemon, note: str, name: str, moves: list[str], file_format: str
) -> None:
    boss = {"note": note, "name": name or "Roxanne"}
    for model, values in ((Boss, boss), (BossPokemon, {"moves": moves})):
        model._default_manager.update(**values)
        content = exported(model, file_format)
        with rolled_back():
            emptied: dict[str, object] = {"note": "", "name": "Brawly"}
            emptied = emptied if model is Boss else {"moves": []}
            model._default_manager.update(**emptied)
            imported(model, content, file_format)
            assert exported(model, file_format) == content
        assert plan_of(model, content, file_format).same == 1


@contextmanager
def rolled_back() -> Iterator[None]:
    """Take back what is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class TestLists:
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(lists)
    def test_of_text(self, parts: list[str]) -> None:
        assert Listed().clean(Listed().render(parts)) == Listed().checked(parts)

    def test_are_written_as_one_reads_them(self) -> None:
        assert Listed().render(["time-day", "time-morning"]) == "time-day; time-morning"
        assert Listed().render(["a; b", ""]) == '["a; b", ""]'
        assert Listed().render([]) == ""
        assert Shares().render([["zubat", 70, 7, 8], ["abra", 30, None, None]]) == (
            "zubat, 70, 7-8; abra, 30"
        )
        past = [[5, ["normal"]], [1, ["normal", "flying"]]]
        cell = PastTypes({"normal", "flying"})
        assert cell.render(past) == "5: normal; 1: normal, flying"
        assert cell.clean(cell.render(past)) == past


@pytest.mark.parametrize("model", MODELS)
def test_an_export_takes_one_query_and_is_in_the_order_of_the_story(
    model: type[models.Model],
) -> None:
    FACTORIES[model].create_batch(30)
    with CaptureQueriesContext(connection) as captured:
        content = exported(model)
    assert len(captured) == 1
    assert len(content.splitlines()) == 1 + model._default_manager.count()
    assert resource_of(model).columns == tuple(content.decode().splitlines()[0].split(","))
