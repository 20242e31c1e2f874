"""The catalog app."""

from django.apps import AppConfig


class PokedexConfig(AppConfig):
    """Games, routes, Pokémon and where they are met."""

    name = "pokedex"
    verbose_name = "Pokédex catalog"
