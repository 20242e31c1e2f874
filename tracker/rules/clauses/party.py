"""How many fight together, and who may fight beside whom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from tracker.rules.document import PartySize, UniqueTypes
from tracker.rules.facts import Met
from tracker.rules.verdicts import Verdict
from tracker.rules.wording import called, type_names


def against_size(clause: PartySize, members: Sequence[Met]) -> Verdict | None:
    """They are too many."""
    if not clause.on or len(members) <= clause.limit:
        return None
    return Verdict(
        "party_size",
        clause.strictness,
        f"Party size: {len(members)} Pokémon, this run allows {clause.limit}.",
    )


def against_shared_types(clause: UniqueTypes, members: Sequence[Met]) -> list[Verdict]:
    """Two of them share a type: one verdict for each such pair."""
    if not clause.on:
        return []
    verdicts = []
    for one, other in combinations(members, 2):
        if one.now is None or other.now is None:
            continue
        shared = [name for name in one.now.types if name in other.now.types]
        if shared:
            verdicts.append(
                Verdict(
                    "unique_types",
                    clause.strictness,
                    f"Shared type: {called(one)} and {called(other)} are both "
                    f"{type_names(shared)}.",
                )
            )
    return verdicts
