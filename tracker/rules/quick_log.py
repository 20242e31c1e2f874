"""One line that logs an act: "101 poochyena fang 3", "faint fang 7", "won roxanne".

The line and the names that the run knows go in; what is to be done comes out, or a sentence that
says what was not understood and what could have been meant. Upper and lower case, accents, spaces
and signs do not matter, a name may be cut short or have one letter wrong where only one is like
it, and the parts may come in another order where that leaves no doubt. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tracker.rules.facts import MissedReason
from tracker.rules.name_search import (
    Named,
    NamedType,
    by_beginning,
    by_typo,
    exactly,
    find,
    fold,
    near_names,
    ranked,
    spellings,
)
from tracker.rules.wording import listed

LONGEST_LINE = 120
HIGHEST_LEVEL = 100
# As many words as the longest names have: "Twist Mountain 1st lower level".
_LONGEST_NAME = 5

Outcome = Literal["caught", "missed", "fainted"]


@dataclass(frozen=True, slots=True)
class NamedBoss(Named):
    """A boss; of several that are called the same, the first that is not won is meant."""

    is_won: bool = False


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a line can name in one run.

    ``places`` and ``bosses`` are in story order. ``pokemon`` are all that can be logged; ``met_at``
    names, by the key of a place, the keys of those that are met there. ``living`` are the run's
    living Pokémon by nickname, with the species among the aliases.
    """

    places: tuple[Named, ...] = ()
    pokemon: tuple[Named, ...] = ()
    met_at: Mapping[str, Sequence[str]] = field(default_factory=dict)
    living: tuple[Named, ...] = ()
    bosses: tuple[NamedBoss, ...] = ()


@dataclass(frozen=True, slots=True)
class LogEncounter:
    """What was met at a place. ``pokemon`` is None where a missed one is not named."""

    place: str
    outcome: Outcome
    pokemon: str | None = None
    nickname: str = ""
    level: int | None = None
    missed_reason: MissedReason = ""


@dataclass(frozen=True, slots=True)
class MarkFainted:
    """A living Pokémon has fainted, at this level if one was said."""

    encounter: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class SetLevel:
    """A living Pokémon has reached this level."""

    encounter: str
    level: int


@dataclass(frozen=True, slots=True)
class Evolve:
    """A living Pokémon has evolved, into this one if one was said."""

    encounter: str
    into: str | None = None


@dataclass(frozen=True, slots=True)
class RecordBoss:
    """A boss was won or lost."""

    boss: str
    won: bool


Act = LogEncounter | MarkFainted | SetLevel | Evolve | RecordBoss


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Why a line does nothing, in a sentence, and names that could have been meant."""

    sentence: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Completion:
    """A way to go on: the line as it would be, and what to show in the list."""

    line: str
    label: str


Verb = Literal["won", "lost", "faint", "level", "evolve"]

_VERBS: Mapping[str, Verb] = {
    **dict.fromkeys(("won", "win", "beat", "defeated"), "won"),
    **dict.fromkeys(("lost", "lose"), "lost"),
    **dict.fromkeys(("faint", "fainted", "dead", "died", "rip"), "faint"),
    **dict.fromkeys(("level", "lvl", "lv"), "level"),
    **dict.fromkeys(("evolve", "evolved"), "evolve"),
}
_OUTCOMES: Mapping[str, tuple[Outcome, MissedReason]] = {
    **dict.fromkeys(("caught", "catch", "got"), ("caught", "")),
    **dict.fromkeys(("faint", "fainted", "dead", "died"), ("fainted", "")),
    **dict.fromkeys(("miss", "missed"), ("missed", "")),
    **dict.fromkeys(("fled", "ran"), ("missed", "fled")),
    **dict.fromkeys(("skip", "skipped"), ("missed", "skipped")),
    **dict.fromkeys(("ko", "killed"), ("missed", "knocked_out")),
    **dict.fromkeys(("dupe", "dupes"), ("missed", "only_dupes")),
}
_LEVEL_WORDS = frozenset(("level", "lvl", "lv", "l"))
_INTO_WORDS = frozenset(("into", "to"))
_EXAMPLES = ("101 poochyena fang 3", "102 miss", "faint fang 7", "won roxanne")
_COMMANDS = (
    ("faint", "faint: a Pokémon has fainted"),
    ("level", "level: a Pokémon has reached a level"),
    ("evolve", "evolve: a Pokémon has evolved"),
    ("won", "won: a boss is beaten"),
    ("lost", "lost: a boss was not beaten"),
)


class _Unclear(Exception):
    """Ends the reading of a line with its answer."""

    def __init__(self, sentence: str, suggestions: Iterable[str] = ()) -> None:
        self.answer = NotUnderstood(sentence, tuple(suggestions))


def parse(line: str, known: KnownNames) -> Act | NotUnderstood:
    """Return what ``line`` asks for, or why it is not understood. Never raises."""
    if len(line) > LONGEST_LINE:
        return NotUnderstood(f"A line has at most {LONGEST_LINE} characters. Shorten it.")
    words = _words(line)
    if not words:
        return NotUnderstood("Type what happened, such as:", _EXAMPLES)
    try:
        return _act(words, known)
    except _Unclear as unclear:
        return unclear.answer


def completions(line: str, known: KnownNames, limit: int = 8) -> tuple[Completion, ...]:
    """Return up to ``limit`` ways to go on with a line that is being typed, best first."""
    if len(line) > LONGEST_LINE or limit < 1:
        return ()
    words = _words(line)
    if not words or (len(words) == 1 and not line[-1].isspace()):
        typed = words[0].folded if words else ""
        found = ranked(typed, known.places) if typed else list(known.places)
        ways = [Completion(f"{_short(place)} ", place.name) for place in found]
        commands = [
            Completion(f"{command} ", label)
            for command, label in _COMMANDS
            if command.startswith(typed)
        ]
        # What was typed as a word for an act is one, before a place that it also begins.
        return tuple((commands + ways if typed else ways[: limit - 5] + commands)[:limit])
    if not _exact_place_at_start(words, known) and (verb := _VERBS.get(words[0].folded)):
        return tuple(_verb_completions(verb, words, known)[:limit])
    return tuple(_pokemon_completions(line, words, known)[:limit])


# Words


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as it was typed, and as it is compared."""

    spelled: str
    folded: str


def _words(line: str) -> list[_Word]:
    """Split a line into words. A word of signs counts, a nickname can be one, but not a dash."""
    return [
        _Word(word, fold(word) or word) for word in line.split() if fold(word) or not word.isascii()
    ]


def _spelled(words: Iterable[_Word]) -> str:
    return " ".join(word.spelled for word in words)


def _number(word: _Word) -> int | None:
    """Return the number that a word is; the digits of other scripts are letters here."""
    text = word.folded
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def _spans(count: int) -> Iterator[tuple[int, int]]:
    """Every part of ``count`` words that can be a name, from the left, the longest first."""
    for start in range(count):
        for end in range(min(count, start + _LONGEST_NAME), start, -1):
            yield start, end


def _joined(words: Sequence[_Word], start: int, end: int) -> str:
    return "".join(word.folded for word in words[start:end])


def _short(place: Named) -> str:
    """How a place is best written in a line: "101" for Route 101."""
    number = fold(place.name).removeprefix("route")
    return number if number.isdigit() else place.name


def _only(found: Sequence[NamedType], typed: str) -> NamedType:
    """Return the one that was found; raises where there are several."""
    if len(found) > 1:
        names = list(dict.fromkeys(named.name for named in found))[:5]
        if len(names) == 1:
            raise _Unclear(f"More than one is called {names[0]}. Use its row on the page.")
        raise _Unclear(f"“{typed}” could be {listed(names, 'or')}. Write more of it.", names)
    return found[0]


# Acts


def _act(words: list[_Word], known: KnownNames) -> Act:
    """Decide what a line is about. A place at its start comes first: there is a Lost Cave."""
    verb = _VERBS.get(words[0].folded)
    if verb and not _exact_place_at_start(words, known):
        return _verb_act(verb, words[1:], known)
    place = _find_place(words, known.places)
    if place is None:
        for number, word in enumerate(words):
            if verb := _VERBS.get(word.folded):
                return _verb_act(verb, words[:number] + words[number + 1 :], known)
        place = _find_place_anywhere(words, known.places)
    if place is None:
        raise _nothing_found(words, known)
    found, (start, end) = place
    named = _only(found, _spelled(words[start:end]))
    return _log(named, words[:start] + words[end:], known)


def _exact_place_at_start(words: Sequence[_Word], known: KnownNames) -> bool:
    return any(
        exactly(_joined(words, 0, end), known.places)
        for end in range(1, min(len(words), _LONGEST_NAME) + 1)
    )


Found = tuple[list[Named], tuple[int, int]]


def _find_place(words: Sequence[_Word], places: Sequence[Named]) -> Found | None:
    """Find a place's whole name, or one cut short or misspelt where a line begins."""
    spans = list(_spans(len(words)))
    for start, end in spans:
        typed = _joined(words, start, end)
        # A number further on is a level.
        if (start == 0 or not typed.isdigit()) and (found := exactly(typed, places)):
            return found, (start, end)
    return _loosely(words, places, [span for span in spans if span[0] == 0])


def _find_place_anywhere(words: Sequence[_Word], places: Sequence[Named]) -> Found | None:
    """Find a place where nothing else was: "poochyena 101"."""
    for start, end in _spans(len(words)):
        if found := exactly(_joined(words, start, end), places):
            return found, (start, end)
    return _loosely(words, places, _spans(len(words)))


def _loosely(
    words: Sequence[_Word], among: Sequence[Named], spans: Iterable[tuple[int, int]]
) -> Found | None:
    for start, end in spans:
        typed = _joined(words, start, end)
        if found := by_beginning(typed, among) or by_typo(typed, among):
            return found, (start, end)
    return None


def _find_pokemon(words: Sequence[_Word], place: Named, known: KnownNames) -> Found | None:
    """Find a Pokémon, those of the place first; a word further on can be a nickname."""
    keys = set(known.met_at.get(place.key, ()))
    here = [pokemon for pokemon in known.pokemon if pokemon.key in keys]
    spans = list(_spans(len(words)))
    for among in (here, known.pokemon):
        for start, end in spans:
            if found := exactly(_joined(words, start, end), among):
                return list(found), (start, end)
    if found_here := _loosely(words, here, spans):
        return found_here
    for start, end in spans:
        if found := by_typo(_joined(words, start, end), known.pokemon):
            return list(found), (start, end)
    # Only the first word: any other is as likely a nickname.
    if words and (found := by_beginning(words[0].folded, known.pokemon)):
        return list(found), (0, 1)
    return None


def _log(place: Named, words: list[_Word], known: KnownNames) -> LogEncounter:
    """Read what comes beside a place: Pokémon, outcome, nickname and level in any order."""
    # "102 miss" names no Pokémon, whatever is called so.
    if len(words) == 1 and (said := _OUTCOMES.get(words[0].folded)) and said[0] == "missed":
        return LogEncounter(place.key, "missed", missed_reason=said[1])
    if not words:
        raise _Unclear(
            f"What happened at {place.name}? Add a Pokémon, or “miss”.", _met_names(place, known)
        )
    pokemon = _find_pokemon(words, place, known)
    rest = words
    chosen: Named | None = None
    if pokemon is not None:
        found, (start, end) = pokemon
        chosen = _only(found, _spelled(words[start:end]))
        rest = words[:start] + words[end:]
    level, rest = _take_level(rest)
    outcome, reason, rest = _take_outcome(rest)
    if chosen is None and (outcome != "missed" or rest):
        typed = _spelled(rest) or _spelled(words)
        near = near_names(fold(typed), known.pokemon)
        raise _Unclear(
            f"No Pokémon is called “{typed}”.{_did_you_mean(near)}",
            near or _met_names(place, known),
        )
    return LogEncounter(
        place=place.key,
        outcome=outcome,
        pokemon=chosen.key if chosen else None,
        nickname=_spelled(rest),
        level=level,
        missed_reason=reason,
    )


def _take_outcome(words: list[_Word]) -> tuple[Outcome, MissedReason, list[_Word]]:
    """Read the outcome at either end of the words; what is left is the nickname.

    What was missed has no nickname, so with more words "miss" belongs to one: "Miss Fang".
    """
    for number in (-1, 0) if words else ():
        said = _OUTCOMES.get(words[number].folded)
        rest = words[:-1] if number else words[1:]
        if said and not (said[0] == "missed" and rest):
            return (*said, rest)
    return "caught", "", words


def _take_level(words: list[_Word]) -> tuple[int | None, list[_Word]]:
    """Read the last number as the level, with the word "level" before it if there is one."""
    for number in range(len(words) - 1, -1, -1):
        level = _number(words[number])
        start = number
        if level is None:
            # "lv5" in one word.
            text = words[number].folded
            digits = text.lstrip("lev")
            if digits != text and text.removesuffix(digits) in _LEVEL_WORDS:
                level = _number(_Word(digits, digits))
        elif number and words[number - 1].folded in _LEVEL_WORDS:
            start -= 1
        if level is not None:
            if not 1 <= level <= HIGHEST_LEVEL:
                raise _Unclear(f"A level is a number from 1 to {HIGHEST_LEVEL}, not {level}.")
            return level, words[:start] + words[number + 1 :]
    return None, words


def _verb_act(verb: Verb, words: list[_Word], known: KnownNames) -> Act:
    """Read what comes after a verb."""
    if verb in ("won", "lost"):
        return RecordBoss(_boss(words, known.bosses).key, won=verb == "won")
    if not words:
        raise _Unclear(f"Who? Add a nickname: “{verb} {_example(known)}”.", _names(known.living))
    if verb == "evolve":
        return _evolve(words, known)
    # A nickname can end with a number.
    whole = exactly(_joined(words, 0, len(words)), known.living)
    level, rest = (None, words) if whole else _take_level(words)
    living = _living(rest, known.living)
    if verb == "faint":
        return MarkFainted(living.key, level)
    if level is None:
        raise _Unclear(f"Which level has {living.name} reached? Add it: “level {living.name} 12”.")
    return SetLevel(living.key, level)


def _evolve(words: list[_Word], known: KnownNames) -> Evolve:
    for number in range(1, len(words)):
        if words[number].folded in _INTO_WORDS and words[number + 1 :]:
            living = _living(words[:number], known.living)
            typed = _spelled(words[number + 1 :])
            found = find(fold(typed), known.pokemon)
            if not found:
                near = near_names(fold(typed), known.pokemon)
                raise _Unclear(f"No Pokémon is called “{typed}”.{_did_you_mean(near)}", near)
            return Evolve(living.key, _only(found, typed).key)
    return Evolve(_living(words, known.living).key)


def _living(words: Sequence[_Word], living: Sequence[Named]) -> Named:
    """Return the one living Pokémon that the words name."""
    typed = _spelled(words)
    if not words:
        raise _Unclear("Who? Add a nickname.", _names(living))
    if not living:
        raise _Unclear("No Pokémon of this run is alive.")
    if found := find(fold(typed), living):
        return _only(found, typed)
    near = near_names(fold(typed), living)
    raise _Unclear(f"None of your living Pokémon is called “{typed}”.{_did_you_mean(near)}", near)


def _boss(words: Sequence[_Word], bosses: Sequence[NamedBoss]) -> NamedBoss:
    """Return the boss that the words name; of several the first that is not won."""
    ahead = [boss for boss in bosses if not boss.is_won]
    typed = _spelled(words)
    if not words:
        raise _Unclear("Which boss? Add a name.", _names(ahead[:3]))
    found = find(fold(typed), bosses)
    if found:
        return next((boss for boss in found if not boss.is_won), found[-1])
    near = near_names(fold(typed), bosses)
    raise _Unclear(f"No boss is called “{typed}”.{_did_you_mean(near)}", near or _names(ahead[:3]))


def _nothing_found(words: Sequence[_Word], known: KnownNames) -> _Unclear:
    """Say that a line has neither a place nor a verb, and which place it could mean."""
    near = near_names(words[0].folded, known.places)
    if exactly(_joined(words, 0, min(len(words), _LONGEST_NAME)), known.living):
        name = _spelled(words)
        return _Unclear(f"What happened to {name}?", (f"faint {name}", f"evolve {name}"))
    return _Unclear(
        f"No place is called “{words[0].spelled}”, and it is no act such as faint or won."
        f"{_did_you_mean(near)}",
        near or _EXAMPLES,
    )


def _did_you_mean(names: Sequence[str]) -> str:
    return f" Did you mean {listed(names, 'or')}?" if names else ""


def _names(among: Iterable[Named]) -> tuple[str, ...]:
    return tuple(named.name for named in among)[:5]


def _example(known: KnownNames) -> str:
    return known.living[0].name if known.living else "fang"


def _met_names(place: Named, known: KnownNames) -> tuple[str, ...]:
    keys = known.met_at.get(place.key, ())
    names = {pokemon.key: pokemon.name for pokemon in known.pokemon}
    return tuple(names[key] for key in keys if key in names)[:5]


# Completions


def _verb_completions(verb: Verb, words: list[_Word], known: KnownNames) -> list[Completion]:
    """Names after a verb: living Pokémon, or bosses with those ahead first."""
    among: Sequence[Named] = known.living
    if verb in ("won", "lost"):
        won = [boss for boss in known.bosses if boss.is_won]
        among = [*(boss for boss in known.bosses if not boss.is_won), *won]
    typed = _joined(words, 1, len(words))
    found = ranked(typed, among) if typed else list(among)
    ending = " " if verb == "level" else ""
    return [
        Completion(f"{words[0].spelled} {named.name}{ending}", named.name)
        for named in found
        if typed not in spellings(named) or ending
    ]


def _pokemon_completions(line: str, words: list[_Word], known: KnownNames) -> list[Completion]:
    """After a place the Pokémon met there, then all others that begin so, and "miss"."""
    at_start = [span for span in _spans(len(words)) if span[0] == 0]
    found = next(
        (
            (hits, end)
            for _, end in at_start
            if (hits := exactly(_joined(words, 0, end), known.places))
        ),
        None,
    )
    if found is None:
        typed = _joined(words, 0, len(words))
        return [Completion(f"{_short(each)} ", each.name) for each in ranked(typed, known.places)]
    places, end = found
    if len(places) > 1 or len(words) > end + 2:
        return []
    typed = _joined(words, end, len(words))
    by_key = {pokemon.key: pokemon for pokemon in known.pokemon}
    here = [by_key[key] for key in known.met_at.get(places[0].key, ()) if key in by_key]
    found_pokemon = ranked(typed, here) if typed else list(here)
    if len(typed) > 1:
        others = ranked(typed, known.pokemon)
        found_pokemon += [each for each in others if each not in found_pokemon]
    # A name that is whole already leaves nothing to complete.
    if any(typed in spellings(each) for each in found_pokemon):
        return []
    head = _spelled(words[:end])
    ways = [Completion(f"{head} {each.name} ", each.name) for each in found_pokemon]
    if "miss".startswith(typed):
        ways.insert(0 if typed else len(ways), Completion(f"{head} miss", "Missed"))
    return ways
