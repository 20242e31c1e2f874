from __future__ import annotations

from pathlib import Path

import pytest

from tests.pokedex.sources.tiny import TinySources


@pytest.fixture
def tiny(tmp_path: Path) -> TinySources:
    """The source tables of one small game."""
    return TinySources(tmp_path)
