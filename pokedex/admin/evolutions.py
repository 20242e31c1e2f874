"""Evolutions in the back office."""

from __future__ import annotations

from django.contrib import admin

from pokedex.admin.base import CatalogAdmin
from pokedex.models import Evolution


@admin.register(Evolution)
class EvolutionAdmin(CatalogAdmin):
    """How Pokémon evolve."""

    list_display = ("pokemon", "into", "number", "trigger", "level", "requirement", "is_active")
    list_filter = ("is_active", "trigger")
    list_select_related = ("pokemon", "into")
    search_fields = ("pokemon__name", "into__name", "requirement")
    autocomplete_fields = ("pokemon", "into")
