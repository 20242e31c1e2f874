"""Loading the catalog's fixtures: bulk, repeatable, and careful with what people have changed.

``synchronise`` brings the database to what the fixtures say; ``docs/data.md`` has the rules in
words. ``catalog_is_current`` says whether that is needed.
"""

from pokedex.loading.fixtures import CatalogFolder, LoadError
from pokedex.loading.report import LoadReport
from pokedex.loading.synchronise import catalog_is_current, synchronise

__all__ = ["CatalogFolder", "LoadError", "LoadReport", "catalog_is_current", "synchronise"]
