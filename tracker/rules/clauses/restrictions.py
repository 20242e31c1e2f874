"""Which Pokémon a run allows at all: by type, by generation, by name."""

from __future__ import annotations

from tracker.rules.document import GenerationLimit, RulesDocument, SpeciesLimit, TypeLimit
from tracker.rules.facts import Species
from tracker.rules.verdicts import Verdict
from tracker.rules.wording import listed, type_names


def against_type(clause: TypeLimit, species: Species) -> Verdict | None:
    """It has none of the types, nor will it have one. Without a type chosen all are right."""
    if not clause.on or not clause.allowed:
        return None
    types = {*species.types, *(species.later_types if clause.later_counts else ())}
    if types & set(clause.allowed):
        return None
    return Verdict(
        "types",
        clause.strictness,
        f"Wrong type: {species.name} is {type_names(species.types)}, "
        f"this run allows {type_names(clause.allowed)}.",
    )


def against_generation(clause: GenerationLimit, species: Species) -> Verdict | None:
    """It is of another generation. Without one chosen all are right."""
    if not clause.on or not clause.allowed or species.generation in clause.allowed:
        return None
    return Verdict(
        "generations",
        clause.strictness,
        f"Wrong generation: {species.name} is of generation {species.generation}, "
        f"this run allows {listed(sorted(clause.allowed))}.",
    )


def against_species(clause: SpeciesLimit, species: Species) -> Verdict | None:
    """It is named as forbidden, or not named as allowed. Without a name all are right."""
    if not clause.on or not clause.named:
        return None
    is_named = species.slug in clause.named
    if is_named == (clause.mode == "only"):
        return None
    says = "is banned from this run" if is_named else "is not one of those this run allows"
    return Verdict("species", clause.strictness, f"Species: {species.name} {says}.")


class Restrictions:
    """All that speaks against having a species in the run at all, worked out once for each."""

    def __init__(self, document: RulesDocument) -> None:
        self._type = document.clause(TypeLimit)
        self._generation = document.clause(GenerationLimit)
        self._species = document.clause(SpeciesLimit)
        self._known: dict[str, tuple[Verdict, ...]] = {}

    def against(self, species: Species) -> tuple[Verdict, ...]:
        """Its type, its generation, its name."""
        known = self._known.get(species.slug)
        if known is None:
            said = (
                against_type(self._type, species),
                against_generation(self._generation, species),
                against_species(self._species, species),
            )
            known = tuple(verdict for verdict in said if verdict is not None)
            self._known[species.slug] = known
        return known
