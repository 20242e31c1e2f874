"""Ideas for nicknames, from word lists of our own by theme and type.

Each theme is a file in `nickname_words`: a line has the types that its names suit, or "any", and
the names. All are suitable for children and fit into any game.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

from tracker.rules.name_search import fold

# As many letters as the games since X and Y let one type.
LONGEST_IDEA = 12
_ANY = "any"
_FOLDER = Path(__file__).parent / "nickname_words"


@dataclass(frozen=True, slots=True)
class Idea:
    """A nickname, its theme, and the types it suits; none where it suits all."""

    name: str
    theme: str
    types: frozenset[str]


@cache
def themes() -> Mapping[str, tuple[Idea, ...]]:
    """Return the ideas of each theme, by its slug; the themes are in the order of their names."""
    return {path.stem: tuple(_ideas_in(path)) for path in sorted(_FOLDER.glob("*.txt"))}


def nickname_ideas(
    *,
    types: Iterable[str],
    used: Iterable[str],
    seed: str,
    theme: str = "",
    count: int = 6,
) -> tuple[str, ...]:
    """Return up to ``count`` nicknames that are not among ``used``, the same for the same ``seed``.

    ``types`` are those of the Pokémon, lower case; names that suit them make up to half of the
    ideas and come first. ``theme`` is a slug of `themes`; with "" or one that there is not, the
    ideas come from all. Names that differ in case or accents alone count as the same. There are
    fewer where the theme has no more.
    """
    wanted = frozenset(types)
    taken = {fold(name) for name in used}
    chosen = themes().get(theme) or [idea for ideas in themes().values() for idea in ideas]
    free: dict[str, Idea] = {}
    for idea in sorted(chosen, key=lambda idea: _place(seed, idea)):
        if fold(idea.name) not in taken:
            # Some names belong to two themes.
            free.setdefault(fold(idea.name), idea)
    suiting = [idea for idea in free.values() if idea.types & wanted]
    general = [idea for idea in free.values() if not idea.types]
    half = (count + 1) // 2
    ordered = (*suiting[:half], *general, *suiting[half:], *free.values())
    return tuple(dict.fromkeys(idea.name for idea in ordered))[:count]


def _place(seed: str, idea: Idea) -> bytes:
    """Where an idea stands among the others; unlike `random`, the same in every release."""
    return blake2b(f"{seed}\0{idea.theme}\0{idea.name}".encode(), digest_size=8).digest()


def _ideas_in(path: Path) -> Iterable[Idea]:
    for line in path.read_text(encoding="utf-8").splitlines():
        types, _, names = line.partition(":")
        suited = frozenset(each.strip() for each in types.split(",")) - {_ANY}
        for name in names.split(","):
            yield Idea(name.strip(), path.stem, suited)
