from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.pokedex.small_catalog import Fixtures


@pytest.fixture
def fixtures(tmp_path: Path, settings: Settings) -> Fixtures:
    settings.FIXTURE_DIRS = [tmp_path]
    made = Fixtures(tmp_path / "catalog")
    made.write()
    return made
