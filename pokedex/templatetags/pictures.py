"""`{% sprite pokemon %}` and `{% cover name box_art_url %}`: a picture, with a drawing beneath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django import template

register = template.Library()


class Shown(Protocol):
    """What a page knows of a Pokémon that it shows."""

    @property
    def name(self) -> str:
        """Its name, whose first letters stand on the token."""

    @property
    def types(self) -> Sequence[str]:
        """One or two types, which colour the token."""

    @property
    def sprite_url(self) -> str:
        """Where its picture is, by ``pokedex.pictures.picture_url``; '' for none."""


@register.inclusion_tag("components/token.html")
def sprite(pokemon: Shown, size: str = "") -> dict[str, Any]:
    """Show a Pokémon's picture, or a token in its types' colours; ``size`` is small or large."""
    return {
        "name": pokemon.name,
        "types": pokemon.types,
        "sprite_url": pokemon.sprite_url,
        "size": size,
    }


@register.inclusion_tag("components/cover.html")
def cover(name: str, box_art_url: str = "") -> dict[str, Any]:
    """Draw a game's cover, in the colour of the game- class around it, beneath its box art."""
    return {"initials": initials(name), "box_art_url": box_art_url}


def initials(name: str) -> str:
    """Return a game's capitals and digits: "FR" for FireRed, "B2" for Black 2."""
    return "".join(sign for sign in name if sign.isupper() or sign.isdigit())[:3]
