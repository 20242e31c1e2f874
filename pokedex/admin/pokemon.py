"""Pokémon in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from pokedex.admin.base import HTTPS_ASSUMED, CatalogAdmin
from pokedex.choices import PokemonType
from pokedex.models import Pokemon
from pokedex.pictures import picture_url


@admin.register(Pokemon)
class PokemonAdmin(CatalogAdmin):
    """Pokémon, in the order of the National Pokédex."""

    list_display = (
        "national_dex",
        "name",
        "primary_type",
        "secondary_type",
        "generation",
        "family",
        "evolves_from",
        "places",
        "is_active",
    )
    list_display_links = ("name",)
    list_filter = ("is_active", "generation", "primary_type", "secondary_type")
    list_select_related = ("evolves_from",)
    search_fields = ("name", "slug", "=national_dex")
    ordering = ("national_dex", "id")
    formfield_overrides = HTTPS_ASSUMED
    autocomplete_fields = ("evolves_from",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pokemon]:
        """Count where each is met."""
        return Pokemon.objects.with_counts().order_by(*self.get_ordering(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep the slug: encounter tables name the Pokémon by it."""
        return ("slug", "types_by_generation", "picture") if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """Offer a slug for a new one."""
        return {} if obj else {"slug": ("name",)}

    def view_on_site(self, pokemon: Pokemon) -> str | None:
        """Give the address of the page that players see."""
        return reverse("pokedex:pokemon-detail", args=[pokemon.slug]) if pokemon.is_active else None

    @admin.display(description="encounters", ordering="places")
    def places(self, pokemon: Pokemon) -> int:
        """At how many routes it is met, each method once."""
        count: int = pokemon.places  # type: ignore[attr-defined]
        return count

    @admin.display(description="types by generation")
    def types_by_generation(self, pokemon: Pokemon) -> str:
        """Say what past types mean: "up to generation 5 Normal, now Fairy"."""
        past = sorted((until, types) for until, types in pokemon.past_types)
        parts = [f"up to generation {until} {_named(types)}" for until, types in past]
        return ", ".join(
            [*parts, f"now {_named(pokemon.types)}" if parts else _named(pokemon.types)]
        )

    @admin.display(description="picture")
    def picture(self, pokemon: Pokemon) -> str:
        """Show the picture as players see it."""
        url = picture_url(pokemon)
        if not url:
            return "None is shown: the site fetches pictures from SPRITE_HOST only."
        return format_html('<img src="{}" alt="{}" width="96" height="96">', url, pokemon.name)


def _named(types: list[str]) -> str:
    return " and ".join(PokemonType(one).label for one in types)
