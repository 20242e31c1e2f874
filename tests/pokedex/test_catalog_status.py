from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from pokedex.loading.content import CONTENT
from pokedex.loading.stored import snapshot
from pokedex.models import Game, Pokemon, Route, RouteEncounter
from tests.factories import EncounterFactory, NuzlockeRunFactory
from tests.pokedex.small_catalog import Fixtures, everything, met, route

pytestmark = pytest.mark.django_db


def status(**options: Any) -> tuple[list[str], int]:
    """Run the command; return what it says, a complaint last, and its exit code."""
    output = StringIO()
    try:
        call_command("catalog_status", stdout=output, **options)
    except CommandError as error:
        return [*output.getvalue().splitlines(), str(error)], error.returncode
    return output.getvalue().splitlines(), 0


SAME = [
    "2 games: 2 same.",
    "3 Pokémon: 3 same.",
    "3 routes: 3 same.",
    "4 route encounters: 4 same.",
    "The database is as the fixtures say.",
]


def test_the_same(fixtures: Fixtures) -> None:
    fixtures.load()
    assert status() == (SAME, 0)
    assert status(verbosity=0) == ([], 0)


def test_rows_without_a_digest_that_are_the_same(fixtures: Fixtures) -> None:
    fixtures.load()
    Route.objects.update(loaded_digest="")
    assert status() == (SAME, 0)


def test_an_empty_database(fixtures: Fixtures) -> None:
    said, code = status()
    assert code == 1
    assert "2 games: 0 same, 2 only in the fixtures (will be added)." in said


def test_an_edit_is_named_with_what_differs(fixtures: Fixtures) -> None:
    fixtures.load()
    RouteEncounter.objects.filter(pokemon__slug="poochyena").update(
        encounter_rate=77, conditions=["time-night"]
    )
    fixtures.files["emerald"][2] = met(101, "poochyena", encounter_rate=30)
    fixtures.write()
    assert status() == (
        [
            "Route encounter emerald / route-101 / poochyena / walk: "
            "encounter_rate is 77, in the fixtures 30; "
            'conditions is ["time-night"], in the fixtures [].',
            *SAME[:3],
            "4 route encounters: 3 same, 1 edited by a person (will be kept).",
            "The database and the fixtures differ.",
        ],
        1,
    )


def test_an_edited_foreign_key_is_said_by_name(fixtures: Fixtures) -> None:
    fixtures.load()
    Pokemon.objects.filter(slug="mightyena").update(
        evolves_from=Pokemon.objects.get(slug="zigzagoon")
    )
    Pokemon.objects.filter(slug="zigzagoon").update(name="Zig")
    said, _ = status()
    assert said[0] == (
        'Pokémon mightyena: evolves_from is "zigzagoon", in the fixtures "poochyena".'
    )
    assert said[1] == 'Pokémon zigzagoon: name is "Zig", in the fixtures "Zigzagoon".'
    Pokemon.objects.filter(slug="mightyena").update(evolves_from=None)
    assert 'evolves_from is null, in the fixtures "poochyena"' in status()[0][0]


def test_what_else_differs_is_counted_and_named_when_asked(fixtures: Fixtures) -> None:
    fixtures.load()
    ruby = Game.objects.get(slug="ruby")
    Route.objects.create(game=ruby, name="Secret", slug="secret", order=5)
    fixtures.drop("emerald", "route-102")
    fixtures.files["emerald"] += [route(103)]
    fixtures.files["emerald"][1] = met(101, "poochyena", encounter_rate=30)
    fixtures.write()
    counted = [
        "2 games: 2 same.",
        "3 Pokémon: 3 same.",
        "5 routes: 2 same, 1 made by a person (will be kept), "
        "1 only in the fixtures (will be added), "
        "1 gone from the fixtures (will be deleted or retired).",
        "4 route encounters: 2 same, 1 changed in the fixtures (will be updated), "
        "1 gone from the fixtures (will be deleted or retired).",
    ]
    assert status() == (
        [*counted, "The database and the fixtures differ. --verbosity 2 names each row."],
        1,
    )
    said, _ = status(verbosity=2)
    assert said == [
        "Route ruby / secret: made by a person (will be kept).",
        "Route emerald / route-103: only in the fixtures (will be added).",
        "Route emerald / route-102: gone from the fixtures (will be deleted or retired).",
        "Route encounter emerald / route-101 / poochyena / walk: "
        "encounter_rate is 45, in the fixtures 30.",
        "Route encounter emerald / route-102 / zigzagoon / walk: "
        "gone from the fixtures (will be deleted or retired).",
        *counted,
        "The database and the fixtures differ.",
    ]


def test_a_retired_row_is_no_difference_unless_a_person_brings_it_back(fixtures: Fixtures) -> None:
    fixtures.load()
    used = Route.objects.get(game__slug="emerald", slug="route-102")
    EncounterFactory(
        run=NuzlockeRunFactory(game=used.game),
        route=used,
        pokemon=Pokemon.objects.get(slug="zigzagoon"),
    )
    fixtures.drop("emerald", "route-102")
    fixtures.load()
    said, code = status()
    assert "3 routes: 2 same, 1 retired before." in said
    assert code == 0
    Route.objects.filter(pk=used.pk).update(is_active=True)
    said, code = status()
    assert said[0] == ("Route emerald / route-102: retired by a load, published again by a person.")
    assert "3 routes: 2 same, 1 edited by a person (will be kept)." in said
    assert code == 1


def test_it_says_what_a_load_then_does(fixtures: Fixtures) -> None:
    test_what_else_differs_is_counted_and_named_when_asked(fixtures)
    fixtures.load()
    said, code = status()
    assert "4 routes: 3 same, 1 made by a person (will be kept)." in said
    assert "3 route encounters: 3 same." in said
    assert code == 1


def test_it_only_reads_by_a_query_for_each_table(
    fixtures: Fixtures, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fixtures.load()
    # One for each table, and the two ends of the savepoint.
    with django_assert_num_queries(len(CONTENT) + 2):
        status()
    fixtures.files["ruby"] += [route(number, of="ruby") for number in range(200, 260)]
    RouteEncounter.objects.filter(pokemon__slug="poochyena").update(encounter_rate=77)
    fixtures.load()
    fixtures.files["ruby"] = fixtures.files["ruby"][:30]
    fixtures.write()
    before = everything()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert status(verbosity=2)[1] == 1
    assert len(queries) == len(CONTENT) + 2
    first_words = {query["sql"].split()[0] for query in queries}
    assert first_words <= {"SELECT", "SAVEPOINT", "RELEASE", "DECLARE"}
    assert everything() == before


def test_fixtures_that_cannot_be_read(
    fixtures: Fixtures, tmp_path: Path, settings: Settings
) -> None:
    (fixtures.folder / "emerald.json").write_text("{}")
    assert status() == (["emerald.json, line 1: [ was expected, not '{'."], 2)
    settings.FIXTURE_DIRS = [tmp_path / "nowhere"]
    said, code = status()
    assert said[0].startswith("games.json is missing")
    assert code == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_snapshot_sees_one_state_and_refuses_to_write() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite every transaction is a snapshot.")
    with snapshot("default"), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)
    with pytest.raises(DatabaseError, match="read-only"), snapshot("default"):
        Game.objects.update(region="Kanto")
