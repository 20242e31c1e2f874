"""What the rules of a run say to an act, and how a service goes by it.

A clause that blocks refuses the act. One that warns asks for a reason where the form has a place
for it (a catch), and elsewhere is said in the event, so that it stays on record. One that informs
is for the page alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from tracker.choices import BonusReason
from tracker.game_catalog import GameCatalog
from tracker.models import Encounter
from tracker.rules.document import DocumentError
from tracker.rules.engine import RunRules
from tracker.rules.facts import Acquisition
from tracker.rules.verdicts import LEGAL, Ruling, Verdict
from tracker.run_facts import RunRows, facts_of
from tracker.services.errors import Refused

_FIRST_ENCOUNTER = "first_encounter"


@dataclass(frozen=True, slots=True)
class Referee:
    """The rules of a run as it stands and the tables of its game.

    ``rules`` is None where the stored document cannot be read: nothing speaks against anything.
    """

    catalog: GameCatalog
    rules: RunRules | None

    @classmethod
    def of(cls, rows: RunRows) -> Referee:
        """Return who rules on the run by these rows, which were read under its lock."""
        try:
            facts = facts_of(
                rows.run,
                rows.catalog,
                encounters=rows.encounters,
                bosses=rows.bosses,
                deaths=rows.deaths,
            )
        except DocumentError:
            return cls(rows.catalog, None)
        return cls(rows.catalog, RunRules(facts))

    def ruling_on_catch(self, encounter: Encounter) -> Ruling:
        """Rule on what was caught, before it is written."""
        species = self.catalog.species.get(encounter.pokemon_id or 0)
        if self.rules is None or species is None:
            return LEGAL
        ruling = self.rules.for_catch(
            encounter.place.slug,
            species,
            acquisition=cast(Acquisition, encounter.acquisition),
            is_shiny=encounter.shiny,
            level=encounter.catch_level,
            nickname=encounter.nickname,
            ignoring=str(encounter.public_id),
        )
        return Ruling(tuple(one for one in ruling.verdicts if not _is_answered(encounter, one)))

    def uses_up_its_place(self, encounter: Encounter) -> bool:
        """Say whether the encounter is the one of its place, as the exceptions have it.

        Where nothing is met by chance, a gift is all there is, and the place is done with it.
        """
        route = encounter.route or (encounter.custom_route and encounter.custom_route.table_of)
        if self.rules is None or not self.catalog.tables_at(route.pk if route else None):
            return True
        return self.rules.counts_for_place(
            cast(Acquisition, encounter.acquisition), is_shiny=encounter.shiny
        )


def refuse_unless_allowed(ruling: Ruling, reason: str) -> tuple[str, ...]:
    """Return the keys of the clauses that ``reason`` overrides.

    Raises ``Refused`` for a clause that blocks, and for one that warns when no reason is given
    (field "override_reason", code "needs_reason").
    """
    refuse_if_blocked(ruling)
    warnings = [one for one in ruling.verdicts if one.needs_reason]
    if warnings and not reason:
        raise Refused(
            f"{_sentences(warnings)} Say why it shall count all the same, or choose another.",
            field="override_reason",
            code="needs_reason",
        )
    return tuple(dict.fromkeys(one.clause for one in warnings))


def refuse_if_blocked(ruling: Ruling) -> None:
    """Raise ``Refused`` when a clause that blocks speaks."""
    blocking = [one for one in ruling.verdicts if not one.can_override]
    if blocking:
        raise Refused(
            f"{_sentences(blocking)} Your rules do not allow it; they can be changed on the page "
            "of the rules.",
            code="blocked",
        )


def said_against(rows: RunRows, ask: Callable[[RunRules], Ruling]) -> str:
    """Return what the clauses that warn say to an act, for its event; "" when none does.

    Raises ``Refused`` when a clause blocks it.
    """
    rules = Referee.of(rows).rules
    if rules is None:
        return ""
    ruling = ask(rules)
    refuse_if_blocked(ruling)
    warnings = [one for one in ruling.verdicts if one.needs_reason]
    return f" Against the rules: {_sentences(warnings)}" if warnings else ""


def _is_answered(encounter: Encounter, verdict: Verdict) -> bool:
    """Say whether the player has already said why: a bonus has its own reason.

    Where that is "another reason", the words of it are asked for by the form and the database.
    """
    if verdict.clause != _FIRST_ENCOUNTER or not verdict.can_override or not encounter.is_bonus:
        return False
    return encounter.bonus_reason != BonusReason.OVERRIDE or not encounter.override_reason


def _sentences(verdicts: list[Verdict]) -> str:
    return " ".join(one.sentence for one in verdicts)
