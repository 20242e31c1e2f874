"""Games of the real catalog in the test database, for what only these have."""

from __future__ import annotations

from pokedex.loading import catalog_folder, synchronise


def load_games(*slugs: str) -> None:
    """Load these games as `manage.py loaddata` does, with all Pokémon."""
    synchronise(catalog_folder(), ["games", "pokemon", *slugs])
