"""How a Pokémon came to the player, told from the catalog's methods."""

from __future__ import annotations

import pytest

from pokedex.choices import EncounterMethod
from tracker.choices import Acquisition
from tracker.rules.acquisition import acquisition_by


@pytest.mark.parametrize(
    ("methods", "acquisition"),
    [
        ([], "wild"),
        (["walk"], "wild"),
        (["walk", "surf"], "wild"),
        (["gift"], "gift"),
        (["gift-egg"], "egg"),
        (["static"], "static"),
        (["npc-trade"], "trade"),
        (["gift", "gift"], "gift"),
        (["gift", "walk"], "wild"),
        (["gift", "static"], "wild"),
        (["roaming-grass"], "wild"),
    ],
)
def test_is_told_from_the_methods(methods: list[str], acquisition: str) -> None:
    assert acquisition_by(methods) == acquisition


@pytest.mark.parametrize("method", EncounterMethod.values)
def test_is_one_that_the_database_knows(method: str) -> None:
    assert acquisition_by([method]) in Acquisition.values


def test_names_only_methods_that_the_catalog_knows() -> None:
    special = {"gift": "gift", "gift-egg": "egg", "static": "static", "npc-trade": "trade"}
    assert special.keys() <= set(EncounterMethod.values)
