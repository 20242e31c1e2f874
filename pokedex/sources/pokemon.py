"""The Pokémon: every species, and every regional form of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pokedex.sources.names import ENGLISH, plain
from pokedex.sources.reading import BadRow, Row, TableReader
from pokedex.sources.records import PokemonRecord

ADJECTIVES = {"alola": "Alolan", "galar": "Galarian", "hisui": "Hisuian", "paldea": "Paldean"}
# Variants of a regional form that are no Pokémon of their own in the catalog.
NOT_A_REGIONAL_FORM = ("totem", "cap", "zen", "gmax")
STATS = ("hp", "attack", "defense", "special-attack", "special-defense", "speed")
SPRITE_URL = "https://raw.githubusercontent.com/PokeAPI/sprites/master/sprites/pokemon/{id}.png"


@dataclass(frozen=True, slots=True)
class Species:
    """A row of PokéAPI's species table."""

    id: str
    slug: str
    national_dex: int
    generation: int
    evolves_from: str
    family: int


@dataclass(frozen=True, slots=True)
class Form:
    """A row of PokéAPI's pokemon table: a species' default form or another one."""

    id: str
    identifier: str
    species: Species
    is_default: bool

    @property
    def region(self) -> str:
        """Return the region whose form this is, '' when it is not a regional form."""
        parts = self.identifier.removeprefix(self.species.slug).split("-")
        if self.is_default or any(part in NOT_A_REGIONAL_FORM for part in parts):
            return ""
        return next((part for part in parts if part in ADJECTIVES), "")

    @property
    def slug(self) -> str:
        """Return the slug in the catalog: a regional form has its own, others the species'."""
        return self.identifier if self.region else self.species.slug


@dataclass(frozen=True, slots=True)
class PokemonFacts:
    """The Pokémon, and which of them each of PokéAPI's ids and identifiers means."""

    records: tuple[PokemonRecord, ...]
    slug_of_id: Mapping[str, str]
    slug_of_identifier: Mapping[str, str]


def read_pokemon(reader: TableReader, own: TableReader, aliases: Mapping[str, str]) -> PokemonFacts:
    """Read all species and forms. ``aliases`` say where a form belongs, by identifier."""
    species = _read_species(reader, _read_family_corrections(own))
    forms = _read_forms(reader, species)
    names = _read_names(reader, species)
    types = _read_types(reader, forms)
    past_types = _read_past_types(reader, forms)
    stats = _read_stats(reader, forms)
    generations = _read_form_generations(reader, forms)
    slug_of_id = {form.id: aliases.get(form.identifier, form.slug) for form in forms.values()}
    parents = _read_parents(reader, species, forms, slug_of_id)
    kept = sorted(
        (form for form in forms.values() if form.is_default or form.region),
        key=lambda form: (form.species.national_dex, int(form.id)),
    )

    records = []
    for form in kept:
        own_types, own_stats = types.get(form.id, {}), stats.get(form.id, {})
        missing = [stat for stat in STATS if stat not in own_stats]
        if missing or 1 not in own_types or form.species.id not in names:
            reader.complain(
                "pokeapi/pokemon.csv",
                f"{form.identifier} lacks its English name, a type or a base stat.",
            )
            continue
        hp, attack, defense, special_attack, special_defense, speed = (
            own_stats[stat] for stat in STATS
        )
        records.append(
            PokemonRecord(
                slug=form.slug,
                name=_name(form, names[form.species.id]),
                national_dex=form.species.national_dex,
                primary_type=own_types[1],
                secondary_type=own_types.get(2, ""),
                past_types=past_types.get(form.id, ()),
                generation=(
                    generations.get(form.id, form.species.generation)
                    if form.region
                    else form.species.generation
                ),
                family=form.species.family,
                evolves_from=parents.get(form.slug, ""),
                base_stats=(hp, attack, defense, special_attack, special_defense, speed),
                sprite_url=SPRITE_URL.format(id=form.id),
            )
        )
    slug_of_identifier = {form.identifier: slug_of_id[form.id] for form in forms.values()}
    slug_of_identifier |= {one.slug: one.slug for one in species.values()}
    return PokemonFacts(tuple(records), slug_of_id, slug_of_identifier)


def _name(form: Form, species_name: str) -> str:
    """Return the English name: "Alolan Rattata", "Paldean Tauros (Combat Breed)"."""
    if not form.region:
        return species_name
    name = f"{ADJECTIVES[form.region]} {species_name}"
    variant = form.identifier.partition(f"-{form.region}-")[2]
    # Galarian Darmanitan's standard form is the only one in the catalog: no need to say it.
    return name if variant in ("", "standard") else f"{name} ({variant.replace('-', ' ').title()})"


def _read_family_corrections(own: TableReader) -> dict[tuple[str, int], int]:
    """Return the right evolution chain by species and wrong chain."""
    return own.index(
        "family_corrections.csv",
        ("pokemon", "from", "to"),
        lambda row: ((row.text("pokemon"), row.number("from")), row.number("to")),
    )


def _read_species(
    reader: TableReader, families: Mapping[tuple[str, int], int]
) -> dict[str, Species]:
    def read(row: Row) -> tuple[str, Species]:
        evolves_from = row.optional("evolves_from_species_id")
        slug, family = row.text("identifier"), row.number("evolution_chain_id")
        return row.text("id"), Species(
            id=row.text("id"),
            slug=slug,
            national_dex=row.number("id"),
            generation=row.number("generation_id"),
            evolves_from=evolves_from,
            family=families.get((slug, family), family),
        )

    columns = ("id", "identifier", "generation_id", "evolves_from_species_id", "evolution_chain_id")
    return reader.index("pokeapi/pokemon_species.csv", columns, read)


def _read_forms(reader: TableReader, species: Mapping[str, Species]) -> dict[str, Form]:
    def read(row: Row) -> tuple[str, Form]:
        return row.text("id"), Form(
            id=str(row.number("id")),
            identifier=row.text("identifier"),
            species=row.lookup("species_id", species),
            is_default=row.choice("is_default", "0", "1") == "1",
        )

    columns = ("id", "identifier", "species_id", "is_default")
    return reader.index("pokeapi/pokemon.csv", columns, read)


def _read_names(reader: TableReader, species: Mapping[str, Species]) -> dict[str, str]:
    names: dict[str, str] = {}

    def read(row: Row) -> None:
        row.lookup("pokemon_species_id", species)
        if row.text("local_language_id") == ENGLISH:
            names[row.text("pokemon_species_id")] = plain(row.text("name"))

    columns = ("pokemon_species_id", "local_language_id", "name")
    reader.each("pokeapi/pokemon_species_names.csv", columns, read)
    return names


def _type_names(reader: TableReader) -> dict[str, str]:
    return reader.index(
        "pokeapi/types.csv",
        ("id", "identifier"),
        lambda row: (row.text("id"), row.text("identifier")),
    )


def _read_types(reader: TableReader, forms: Mapping[str, Form]) -> dict[str, dict[int, str]]:
    type_names = _type_names(reader)
    types: dict[str, dict[int, str]] = defaultdict(dict)

    def read(row: Row) -> None:
        form = row.lookup("pokemon_id", forms)
        slot = int(row.choice("slot", "1", "2"))
        types[form.id][slot] = row.lookup("type_id", type_names)

    reader.each("pokeapi/pokemon_types.csv", ("pokemon_id", "type_id", "slot"), read)
    return types


def _read_past_types(
    reader: TableReader, forms: Mapping[str, Form]
) -> dict[str, tuple[tuple[int, tuple[str, ...]], ...]]:
    type_names = _type_names(reader)
    past: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))

    def read(row: Row) -> None:
        form = row.lookup("pokemon_id", forms)
        slot = int(row.choice("slot", "1", "2"))
        past[form.id][row.number("generation_id")][slot] = row.lookup("type_id", type_names)

    columns = ("pokemon_id", "generation_id", "type_id", "slot")
    reader.each("pokeapi/pokemon_types_past.csv", columns, read)
    return {
        form: tuple(
            (generation, tuple(slots[slot] for slot in sorted(slots)))
            for generation, slots in sorted(generations.items())
        )
        for form, generations in past.items()
    }


def _read_stats(reader: TableReader, forms: Mapping[str, Form]) -> dict[str, dict[str, int]]:
    stat_names = reader.index(
        "pokeapi/stats.csv",
        ("id", "identifier"),
        lambda row: (row.text("id"), row.text("identifier")),
    )
    stats: dict[str, dict[str, int]] = defaultdict(dict)

    def read(row: Row) -> None:
        form = row.lookup("pokemon_id", forms)
        stats[form.id][row.lookup("stat_id", stat_names)] = row.number("base_stat")

    reader.each("pokeapi/pokemon_stats.csv", ("pokemon_id", "stat_id", "base_stat"), read)
    return stats


def _read_form_generations(reader: TableReader, forms: Mapping[str, Form]) -> dict[str, int]:
    """Return the generation in which each form came, by its id."""
    generation_of = reader.index(
        "pokeapi/version_groups.csv",
        ("id", "generation_id"),
        lambda row: (row.text("id"), row.number("generation_id")),
    )
    generations: dict[str, int] = {}

    def read(row: Row) -> None:
        form = row.lookup("pokemon_id", forms)
        if row.choice("is_default", "0", "1") == "1":
            group = row.lookup("introduced_in_version_group_id", generation_of)
            generations[form.id] = group

    columns = ("pokemon_id", "introduced_in_version_group_id", "is_default")
    reader.each("pokeapi/pokemon_forms.csv", columns, read)
    return generations


def _read_parents(
    reader: TableReader,
    species: Mapping[str, Species],
    forms: Mapping[str, Form],
    slug_of_id: Mapping[str, str],
) -> dict[str, str]:
    """Return what each Pokémon evolves from, by slugs; regional lines by their own forms."""
    bases: dict[str, set[str]] = defaultdict(set)
    default_of = {form.species.id: form for form in forms.values() if form.is_default}

    def read(row: Row) -> None:
        evolved = row.lookup("evolved_species_id", species)
        own_parent = species.get(evolved.evolves_from)
        if own_parent is None:
            raise BadRow(f"{evolved.slug} evolves from an unknown species.")
        form, base = row.optional("evolved_form_id"), row.optional("base_form_id")
        target = row.lookup("evolved_form_id", slug_of_id) if form else evolved.slug
        source = row.lookup("base_form_id", slug_of_id) if base else own_parent.slug
        bases[target].add(source)

    columns = ("evolved_species_id", "evolved_form_id", "base_form_id")
    reader.each("pokeapi/pokemon_evolution.csv", columns, read)

    parents: dict[str, str] = {}
    for form in forms.values():
        if not (form.is_default or form.region):
            continue
        parent = species.get(form.species.evolves_from)
        if parent is not None and parent.family != form.species.family:
            reader.complain(
                "pokeapi/pokemon_species.csv",
                f"{form.slug} is not of the family of {parent.slug}, from which it evolves.",
            )
        own = bases.get(form.slug, set())
        if parent is None:
            continue
        if parent.slug in own or not own:
            parents[form.slug] = parent.slug
        elif len(own) == 1:
            parents[form.slug] = next(iter(own))
        else:
            reader.complain(
                "pokeapi/pokemon_evolution.csv",
                f"{form.slug} evolves from several forms: {', '.join(sorted(own))}.",
            )
    missing = [one.slug for one in species.values() if one.id not in default_of]
    for slug in missing:
        reader.complain("pokeapi/pokemon.csv", f"{slug} has no default form.")
    return parents
