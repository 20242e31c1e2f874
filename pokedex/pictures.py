"""Which pictures pages may show."""

from __future__ import annotations

from django.conf import settings

from pokedex.models import Pokemon


def picture_url(pokemon: Pokemon) -> str:
    """Return the Pokémon's picture where it comes from SPRITE_HOST, else ''.

    The Content-Security-Policy lets browsers load pictures from there and nowhere else; without
    one `components/token.html` draws a token in the types' colours.
    """
    host: str = settings.SPRITE_HOST
    return pokemon.sprite_url if host and pokemon.sprite_url.startswith(f"{host}/") else ""
