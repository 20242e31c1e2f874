"""The scene of the view tests."""

from __future__ import annotations

import pytest

from accounts.models import User
from tests.tracker.views.scene import Scene, make_scene


@pytest.fixture
def scene(owner: User) -> Scene:
    """The owner's run."""
    return make_scene(owner)
