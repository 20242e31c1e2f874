"""User names that nobody may take, because others would believe them."""

from __future__ import annotations

RESERVED_MESSAGE = "This user name is reserved. Please choose another."

_PREFIXES = ("guest-", "guest_")
_NAMES = frozenset(
    {
        # who runs the site, or seems to
        *("admin", "admins", "administrator", "curator", "help", "helpdesk", "hostmaster", "mod"),
        *("moderator", "moderators", "mods", "official", "operator", "owner", "postmaster", "root"),
        *("security", "staff", "superuser", "support", "sysadmin", "system", "team", "webmaster"),
        # nobody in particular
        *("anonymous", "deleted", "everyone", "guest", "guests", "me", "nobody", "none", "null"),
        *("player", "undefined", "unknown", "user", "you"),
        # this site and the makers of the games
        *("creatures", "gamefreak", "nintendo", "nuzlocke", "nuzlocketracker", "pokemon"),
        *("pokemoncompany", "thepokemoncompany"),
    }
)
# Digits that pass for letters; a 1 passes for two.
_READINGS = (str.maketrans("01345", "oieas"), str.maketrans("01345", "oleas"))


def is_reserved(name: str) -> bool:
    """Whether the name, read without case, separators and digits for letters, is reserved."""
    plain = name.lower()
    letters = plain.replace("-", "").replace("_", "")
    spellings = {letters, *(letters.translate(reading) for reading in _READINGS)}
    return plain.startswith(_PREFIXES) or not spellings.isdisjoint(_NAMES)
