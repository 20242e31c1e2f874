"""What a clause asks for, in a sentence, and what has changed between two documents."""

from __future__ import annotations

from tracker.rules.document import (
    AnyClause,
    Dupes,
    FirstEncounter,
    GenerationLimit,
    Gifts,
    LevelCap,
    Nickname,
    PartySize,
    Permadeath,
    RulesDocument,
    Shiny,
    SpeciesLimit,
    Statics,
    Trades,
    TypeLimit,
    UniqueTypes,
    Wipe,
)
from tracker.rules.wording import counted, listed, type_names

_BOSSES = {
    "gyms": "gym leader",
    "gyms_rivals": "gym leader or rival",
    "all": "boss of any kind",
}
_MOST_NAMED = 8
_STRICTNESS = {"inform": "says so", "warn": "asks for a reason", "block": "forbids it"}


def described(clause: AnyClause) -> str:
    """What the clause asks for, with its parameters, whether it is on or not."""
    match clause:
        case FirstEncounter():
            return "Only the first encounter of each area counts."
        case Dupes():
            return _dupes(clause)
        case Shiny():
            use = "" if clause.usable else ", but not used"
            return f"A shiny Pokémon may always be caught{use}."
        case Gifts():
            return _exception("Gifts, eggs and fossils", clause)
        case Statics():
            return _exception("Static Pokémon", clause)
        case Trades():
            return _exception("In-game trades", clause)
        case Nickname():
            return _nickname(clause)
        case LevelCap():
            return _level_cap(clause)
        case Permadeath():
            return _permadeath(clause)
        case Wipe():
            who = "your whole party is" if clause.when == "party" else "all of your Pokémon are"
            return f"The run is lost when {who} dead."
        case TypeLimit():
            return _types(clause)
        case GenerationLimit():
            if not clause.allowed:
                return "Only Pokémon of the generations you choose."
            return f"Only Pokémon of generation {listed(sorted(clause.allowed), 'or')}."
        case SpeciesLimit():
            return _species(clause)
        case PartySize():
            return f"At most {clause.limit} Pokémon in the party."
        case UniqueTypes():
            return "No two Pokémon in the party share a type."


def changes(before: RulesDocument, after: RulesDocument) -> tuple[str, ...]:
    """A sentence for each clause, and for the house rules, that differs between two documents."""
    said = []
    for old, new in zip(before.clauses, after.clauses, strict=True):
        if old == new or not (old.on or new.on):
            continue
        if not new.on:
            said.append(f"{old.title}: off.")
        elif not old.on:
            said.append(f"{new.title}: on, {_STRICTNESS[new.strictness]}. {described(new)}")
        else:
            said.append(f"{new.title}: {_difference(old, new)}")
    if before.house_rules != after.house_rules:
        said.append("House rules: rewritten." if after.house_rules else "House rules: removed.")
    return tuple(said)


def _difference(old: AnyClause, new: AnyClause) -> str:
    parts = []
    if old.strictness != new.strictness:
        now, before = _STRICTNESS[new.strictness], _STRICTNESS[old.strictness]
        parts.append(f"{now} (before: {before}).")
    if described(old) != described(new):
        parts.append(f"{described(new)} Before: {described(old)}")
    elif not parts:  # too many species to name them
        parts.append(f"{described(new)} The list is another one.")
    return " ".join(parts)


def _dupes(clause: Dupes) -> str:
    what = "evolution line" if clause.scope == "line" else "species"
    kept = "had" if clause.boxed_count else "in the party"
    text = f"A Pokémon whose {what} you have {kept} need not be taken"
    if clause.scope == "species":
        text = f"A Pokémon that you have {kept} already need not be taken"
    others = [
        *(["the dead"] if clause.dead_count else []),
        *(["the missed"] if clause.missed_count else []),
    ]
    text += f"; {listed(others)} count" if others else "; the dead do not count"
    return f"{text}.{_rerolls(clause)}"


def _rerolls(clause: Dupes) -> str:
    limit = clause.reroll_limit
    if limit is None:
        return ""
    if clause.after_rerolls == "lose":
        after = "the area is lost"
        return f" After {counted(limit, 'dupe')} {after}." if limit else f" At a dupe {after}."
    if not limit:
        return " What comes first is taken all the same."
    return f" After {counted(limit, 'dupe')} the next one is taken."


def _exception(who: str, clause: Gifts | Statics | Trades) -> str:
    area = "use up their area" if clause.uses_area else "do not use up their area"
    dupes = "may be dupes" if not clause.dupes_apply else "must not be dupes"
    return f"{who} {area} and {dupes}."


def _nickname(clause: Nickname) -> str:
    parts = [
        *(["every Pokémon you catch gets a nickname"] if clause.required else []),
        *(["no nickname is given twice"] if clause.unique else []),
    ]
    text = listed(parts) if parts else "nicknames are up to you"
    return f"{text[0].upper()}{text[1:]}."


def _level_cap(clause: LevelCap) -> str:
    when = [
        *(["is caught"] if clause.on_catch else []),
        *(["gains a level"] if clause.on_level else []),
        *(["is in the party"] if clause.in_party else []),
    ]
    text = f"No Pokémon above the highest level of the next {_BOSSES[clause.bosses]}"
    text += ", after the League too" if clause.postgame else ""
    return f"{text}, looked at when it {listed(when, 'or')}." if when else f"{text}."


def _permadeath(clause: Permadeath) -> str:
    text = "A Pokémon that faints is dead: it is never used again"
    if not clause.revives:
        return f"{text}."
    per = "for each badge" if clause.revives_per == "badge" else "in the whole run"
    return f"{text}, but for {counted(clause.revives, 'revive')} {per}."


def _types(clause: TypeLimit) -> str:
    which = type_names(clause.allowed, "or") if clause.allowed else "the type you choose"
    later = ", or that become so by evolving" if clause.later_counts else ""
    return f"Only Pokémon of {which}{later}."


def _species(clause: SpeciesLimit) -> str:
    if not clause.named:
        return "Only the Pokémon you choose, or all but them."
    who = "Only" if clause.mode == "only" else "All Pokémon but"
    if len(clause.named) > _MOST_NAMED:
        return f"{who} {len(clause.named)} that you have named."
    return f"{who} {listed(clause.named)}."
