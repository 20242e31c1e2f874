from __future__ import annotations

import pytest

from pokedex.sources.names import plain, slugify


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Route 101", "route-101"),
        ("Poké Pelago", "poke-pelago"),
        ("Hau'oli Outskirts", "hauoli-outskirts"),
        ("Kalos (Roaming)", "kalos-roaming"),
        ("Underground: Icy Cave", "underground-icy-cave"),
        ("Roaring-Sea Caves", "roaring-sea-caves"),
        ("S.S. Tidal", "ss-tidal"),
        ("♀", ""),
    ],
)
def test_slugify(name: str, slug: str) -> None:
    assert slugify(name) == slug


def test_plain_apostrophes() -> None:
    assert plain("Let’s Go") == "Let's Go"
