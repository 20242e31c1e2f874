"""All of a run's verdicts, worked out together: the run is indexed once, then asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.rules.clauses.dupes import Lines
from tracker.rules.clauses.exceptions import Exceptions
from tracker.rules.clauses.first_encounter import Places
from tracker.rules.clauses.levels import Levels
from tracker.rules.clauses.losses import Deaths
from tracker.rules.clauses.nicknames import Nicknames
from tracker.rules.clauses.party import against_shared_types, against_size
from tracker.rules.clauses.restrictions import Restrictions
from tracker.rules.document import (
    Dupes,
    FirstEncounter,
    LevelCap,
    Nickname,
    PartySize,
    Permadeath,
    UniqueTypes,
)
from tracker.rules.facts import Acquisition, Met, RunFacts, Species
from tracker.rules.level_caps import Cap
from tracker.rules.verdicts import Ruling, Verdict, ruling


@dataclass(frozen=True, slots=True)
class PlaceRuling:
    """What the rules say to a place before anything is logged there.

    ``used_by`` is the encounter that has used it up. ``species`` is by slug, for a wild encounter.
    """

    used_by: Met | None
    place: Ruling
    species: dict[str, Ruling]

    @property
    def legal(self) -> tuple[str, ...]:
        """The slugs of those that no clause speaks against."""
        return tuple(slug for slug, said in self.species.items() if said.is_legal)


class RunRules:
    """The rules of one run as it stands. Every method returns; none raises for a choice."""

    def __init__(self, facts: RunFacts) -> None:
        document = facts.document
        self._facts = facts
        self._exceptions = Exceptions.of(document)
        self._places = Places(document.clause(FirstEncounter), self._exceptions, facts.met)
        self._lines = Lines(document.clause(Dupes), self._exceptions, facts.met)
        self._nicknames = Nicknames(document.clause(Nickname), facts.met)
        self._levels = Levels(document.clause(LevelCap), facts.bosses)
        self._deaths = Deaths(
            document.clause(Permadeath), badges=facts.badges, revives_used=facts.revives_used
        )
        self._party_size = document.clause(PartySize)
        self._unique_types = document.clause(UniqueTypes)
        self._restrictions = Restrictions(document)
        self._of_wild: dict[str, Ruling] = {}

    @property
    def cap(self) -> Cap | None:
        """The level cap as it stands, None where there is none."""
        return self._levels.cap

    @property
    def revives_left(self) -> int | None:
        """How many may still be revived, None for any number."""
        return self._deaths.revives_left

    def counts_for_place(self, acquisition: Acquisition, *, is_shiny: bool = False) -> bool:
        """Whether such an encounter is the one of its place, or stands beside it as a bonus."""
        return not self._exceptions.frees_from_area(acquisition, is_shiny=is_shiny)

    def for_place(self, place: str, species: Iterable[Species]) -> PlaceRuling:
        """Rule on each of the Pokémon that may be met in the wild at a place."""
        used = self._places.against(place)
        of_place = ruling(used)
        rulings = {}
        for one in species:
            said = self._of_wild.get(one.slug)
            if said is None:
                said = ruling(self._lines.against(one), *self._restrictions.against(one))
                self._of_wild[one.slug] = said
            if used is not None:
                said = ruling(used, *said.verdicts) if said.verdicts else of_place
            rulings[one.slug] = said
        return PlaceRuling(self._places.used_by(place), of_place, rulings)

    def for_catch(
        self,
        place: str,
        species: Species,
        *,
        acquisition: Acquisition = "wild",
        is_shiny: bool = False,
        level: int | None = None,
        nickname: str | None = None,
        rerolls: int = 0,
        ignoring: str = "",
    ) -> Ruling:
        """Rule on one Pokémon joining the player.

        ``nickname`` None is not asked yet, blank is none given. ``rerolls`` is how many dupes were
        passed at this place. ``ignoring`` is the key of the encounter that is being changed.
        """
        free_of_area = self._exceptions.frees_from_area(acquisition, is_shiny=is_shiny)
        free_of_dupes = self._exceptions.frees_from_dupes(acquisition, is_shiny=is_shiny)
        return ruling(
            None if free_of_area else self._places.against(place, ignoring=ignoring),
            None
            if free_of_dupes
            else self._lines.against(species, ignoring=ignoring, rerolls=rerolls),
            *self._restrictions.against(species),
            self._levels.against_catch(level),
            None if nickname is None else self._nicknames.against(nickname, ignoring=ignoring),
        )

    def for_level(self, level: int) -> Ruling:
        """Rule on a Pokémon reaching a level."""
        return ruling(self._levels.against_level(level))

    def for_nickname(self, nickname: str, *, ignoring: str = "") -> Ruling:
        """Rule on a nickname; ``ignoring`` is the key of who is to bear it."""
        return ruling(self._nicknames.against(nickname, ignoring=ignoring))

    def for_party(self, members: Iterable[str]) -> Ruling:
        """Rule on a party, named by the keys of its members, going into a fight."""
        party = self._facts.by_key(members)
        said: list[Verdict | None] = [against_size(self._party_size, party)]
        for member in party:
            said += [
                self._deaths.against_fighting(member),
                self._levels.against_fighting(member),
                self._exceptions.against_fighting(member),
            ]
        return ruling(*said, *against_shared_types(self._unique_types, party))

    def for_revive(self, dead: str) -> Ruling:
        """Rule on bringing the Pokémon with this key back to life."""
        return ruling(*map(self._deaths.against_revive, self._facts.by_key([dead])))
