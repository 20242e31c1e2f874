"""The catalog app."""

from django.apps import AppConfig


class PokedexConfig(AppConfig):
    """Games, routes, Pokémon and where they are met."""

    name = "pokedex"
    verbose_name = "Pokédex catalog"

    def ready(self) -> None:
        """Let every change of a catalog row renew the catalog's revision, and keep it."""
        from pokedex.history import keep_each_change
        from pokedex.revision import renew_with_each_change

        # In this order: who reads by a new revision finds the change that made it.
        keep_each_change()
        renew_with_each_change()
