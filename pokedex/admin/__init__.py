"""The catalog in the back office: a module for each model; `pokedex.back_office` is its index.

Lists take a fixed number of queries; foreign keys are searched for by name, since a list of
2,500 routes or 1,000 Pokémon to choose from helps nobody.
"""

from pokedex.admin import (  # noqa: F401 (importing them registers them)
    bosses,
    changes,
    encounter_tables,
    evolutions,
    games,
    pokemon,
    reports,
    route_encounters,
    routes,
)
