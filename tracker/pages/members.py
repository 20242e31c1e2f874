"""The pages about those who joined: one of them, party and box, graveyard."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from pokedex.models import Evolution, Pokemon
from pokedex.pictures import picture_url
from tracker.choices import EncounterStatus
from tracker.models import PARTY_SIZE, Encounter, NuzlockeRun


@dataclass(frozen=True, slots=True)
class Member:
    """A Pokémon that joined, as it is today."""

    public_id: uuid.UUID
    name: str
    species: str
    met_as: str
    types: tuple[str, ...]
    sprite_url: str
    place: str
    status: str
    status_label: str
    level: int | None
    catch_level: int | None
    slot: int | None
    gender: str
    nature: str
    ability: str
    shiny: bool
    note: str
    is_bonus: bool
    revivals: int
    faint_level: int | None
    fainted_at: datetime | None
    faint_cause: str
    killers: tuple[str, ...]
    epitaph: str
    revision: int

    @property
    def is_alive(self) -> bool:
        """Whether it is in the party or the box."""
        return self.status == EncounterStatus.CAUGHT

    @property
    def is_dead(self) -> bool:
        """Whether it has fainted."""
        return self.status == EncounterStatus.FAINTED


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One Pokémon of a run."""

    run: NuzlockeRun
    member: Member
    place_slug: str


@dataclass(frozen=True, slots=True)
class EvolutionChoice:
    """What a Pokémon can become, and what it takes in words."""

    slug: str
    name: str
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of the party."""

    number: int
    member: Member | None


@dataclass(frozen=True, slots=True)
class BoxPage:
    """Party and box."""

    run: NuzlockeRun
    party: tuple[Slot, ...]
    box: tuple[Member, ...]

    @property
    def free_slot(self) -> int | None:
        """The first place of the party that nobody has, if there is one."""
        return next((slot.number for slot in self.party if slot.member is None), None)


@dataclass(frozen=True, slots=True)
class GraveyardPage:
    """All who died, the last one first."""

    run: NuzlockeRun
    graves: tuple[Member, ...]


def member_page(run: NuzlockeRun, encounter: Encounter) -> MemberPage:
    """What is known of one encounter as it is now. One query."""
    now = run.encounters.with_its_relations().filter(pk=encounter.pk).first() or encounter
    return MemberPage(run, member(now, run.game.generation), now.place.slug)


def evolution_choices(encounter: Encounter) -> tuple[list[Pokemon], tuple[EvolutionChoice, ...]]:
    """What the catalog knows the encounter's species to become. Two queries.

    Where it knows no ways, the species that name this one as what they evolve from.
    """
    species = encounter.species
    if species is None:
        return [], ()
    ways = Evolution.objects.published().filter(pokemon=species).select_related("into")
    found: dict[int, Pokemon] = {}
    requirements: dict[int, tuple[str, ...]] = {}
    for way in ways:
        found[way.into_id] = way.into
        requirements[way.into_id] = (*requirements.get(way.into_id, ()), way.requirement)
    if not found:
        found = {row.pk: row for row in Pokemon.objects.filter(evolves_from=species)}
    return list(found.values()), tuple(
        EvolutionChoice(pokemon.slug, pokemon.name, requirements.get(key, ()))
        for key, pokemon in found.items()
    )


def living(run: NuzlockeRun) -> list[Encounter]:
    """All who live, the party first. One query."""
    return list(
        run.encounters.with_its_relations()
        .filter(status=EncounterStatus.CAUGHT)
        .order_by(F("party_slot").asc(nulls_last=True), "pk")
    )


def box_page(run: NuzlockeRun) -> BoxPage:
    """Party and box. One query."""
    members = [member(row, run.game.generation) for row in living(run)]
    by_slot = {each.slot: each for each in members if each.slot is not None}
    return BoxPage(
        run=run,
        party=tuple(Slot(number, by_slot.get(number)) for number in range(1, PARTY_SIZE + 1)),
        box=tuple(each for each in members if each.slot is None),
    )


def graveyard_page(run: NuzlockeRun) -> GraveyardPage:
    """Those who died. One query."""
    dead = (
        run.encounters.with_its_relations()
        .filter(status=EncounterStatus.FAINTED)
        .order_by(F("fainted_at").desc(nulls_last=True), "-pk")
    )
    return GraveyardPage(run, tuple(member(row, run.game.generation) for row in dead))


def member(encounter: Encounter, generation: int) -> Member:
    """Show an encounter, which has all that it names."""
    species = encounter.species
    killers = (encounter.killer_pokemon, encounter.killer_boss)
    return Member(
        public_id=encounter.public_id,
        name=str(encounter),
        species=species.name if species else "",
        met_as=encounter.pokemon.name if encounter.pokemon else "",
        types=tuple(species.types_in(generation)) if species else (),
        sprite_url=picture_url(species) if species else "",
        place=encounter.place.name,
        status=encounter.status,
        status_label=encounter.get_status_display(),
        level=encounter.current_level,
        catch_level=encounter.catch_level,
        slot=encounter.party_slot,
        gender=encounter.get_gender_display() if encounter.gender else "",
        nature=encounter.nature,
        ability=encounter.ability,
        shiny=encounter.shiny,
        note=encounter.note,
        is_bonus=encounter.is_bonus,
        revivals=encounter.revivals,
        faint_level=encounter.faint_level,
        fainted_at=encounter.fainted_at,
        faint_cause=encounter.faint_cause,
        killers=tuple(killer.name for killer in killers if killer),
        epitaph=encounter.epitaph,
        revision=encounter.revision,
    )
