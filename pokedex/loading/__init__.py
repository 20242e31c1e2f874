"""Loading the catalog's fixtures: bulk, repeatable, and careful with what people have changed.

``synchronise`` brings the database to what the fixtures say; ``docs/data.md`` has the rules in
words. ``catalog_is_current`` says whether that is needed, ``catalog_status`` what differs, and
``exported_fixtures`` is the way back: from the database to fixtures.
"""

from pokedex.loading.export import exported_fixtures
from pokedex.loading.fixtures import CatalogFolder, LoadError, catalog_folder
from pokedex.loading.report import LoadReport, tell_nobody
from pokedex.loading.status import CatalogStatus, catalog_status
from pokedex.loading.synchronise import catalog_is_current, synchronise

__all__ = [
    "CatalogFolder",
    "CatalogStatus",
    "LoadError",
    "LoadReport",
    "catalog_folder",
    "catalog_is_current",
    "catalog_status",
    "exported_fixtures",
    "synchronise",
    "tell_nobody",
]
