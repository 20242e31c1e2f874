"""What becomes of the bosses: won, lost, taken back, and corrected for one run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from pokedex.models import Boss
from tracker.choices import BossOutcome, EncounterStatus, EventKind
from tracker.models import PARTY_SIZE, BossResult, Encounter, NuzlockeRun, RunBoss
from tracker.run_facts import RunRows
from tracker.services.encounters import named
from tracker.services.errors import ChangedMeanwhile, Refused, refusals
from tracker.services.journal import Act
from tracker.services.lives import Death, kill
from tracker.services.locks import lock_active_run, locked_rows, refuse_if_changed


def record_boss(
    *,
    run: NuzlockeRun,
    boss: Boss,
    outcome: BossOutcome,
    deaths: Sequence[Encounter] = (),
    revision: int = 0,
) -> BossResult:
    """Say how the fight against a boss ended and who died in it; the party is kept with it.

    A result that stands is replaced: ``revision`` is that of the one the form was made from, 0
    where there was none. What stands already is left alone. Raises ``ChangedMeanwhile`` when the
    result has moved on, ``Refused`` when one of ``deaths`` is not alive.
    """
    with refusals(), transaction.atomic():
        locked = lock_active_run(run)
        rows = locked_rows(locked)
        act = Act(locked, rows)
        ahead = any(not each.outcome for each in rows.bosses if each.boss == boss)
        result = None if ahead else locked.boss_results.filter(boss=boss).first()
        fallen = _fallen(rows, boss, deaths)
        if result is not None and result.outcome == outcome and not fallen:
            return result
        if (result.revision if result else 0) != revision:
            raise ChangedMeanwhile(result.revision if result else 0)
        party = _party(rows, {row.pk for row in fallen})
        for row in fallen:
            act.watch(row)
            kill(row, Death(level=row.current_level, boss=boss))
            act.save(row)
        if result is None:
            result = BossResult(run=locked, game=locked.game, boss=boss, outcome=outcome)
            result.party = party
            act.create(result)
        else:
            result.run = locked
            act.watch(result)
            result.outcome = outcome
            result.at = timezone.now()
            result.party = party
            act.save(result)
        act.record(EventKind.BOSS, _said(boss, outcome, fallen))
        return result


def take_back_boss(*, run: NuzlockeRun, boss: Boss, revision: int) -> None:
    """Remove the result of a boss, as if the fight had not been yet; deaths in it stay.

    Raises ``ChangedMeanwhile`` unless the result is still at ``revision``; one that is gone
    already stays so.
    """
    with refusals(), transaction.atomic():
        locked = lock_active_run(run)
        result = locked.boss_results.filter(boss=boss).first()
        if result is None:
            return
        refuse_if_changed(result, revision)
        act = Act(locked)
        act.watch(result)
        act.delete(result)
        act.record(EventKind.BOSS, f"{boss.name} is still to be fought.")


def correct_boss(
    *, run: NuzlockeRun, boss: Boss, ace_level: int | None, team: str, revision: int
) -> None:
    """Say for this run which level the boss's strongest Pokémon has, and which team.

    Both empty: the catalog's hold again. ``revision`` is that of the correction that the form was
    made from, 0 where there was none. Raises ``ChangedMeanwhile`` when it has moved on, ``Refused``
    when something cannot be stored.
    """
    with refusals(), transaction.atomic():
        locked = lock_active_run(run)
        row = locked.bosses.filter(boss=boss).first()
        stored = (row.ace_level, row.team) if row else (None, "")
        if stored == (ace_level, team):
            return
        if (row.revision if row else 0) != revision:
            raise ChangedMeanwhile(row.revision if row else 0)
        act = Act(locked)
        if row is None:
            row = RunBoss(run=locked, game=locked.game, boss=boss, ace_level=ace_level, team=team)
            act.create(row)
        else:
            row.run = locked
            act.watch(row)
            row.ace_level, row.team = ace_level, team
            if ace_level is None and not team:
                act.delete(row)
            else:
                act.save(row)
        what = f"level {ace_level}" if ace_level else "the catalog's level"
        act.record(EventKind.BOSS_EDIT, f"{boss.name} in this run: {what}.")


def _fallen(rows: RunRows, boss: Boss, deaths: Sequence[Encounter]) -> list[Encounter]:
    """Those of ``deaths`` that are still to be marked. Raises ``Refused``."""
    died = [row for row in rows.encounters if row in deaths]
    fallen = []
    for row in sorted(died, key=lambda row: (row.party_slot or PARTY_SIZE + 1, row.pk)):
        if row.status == EncounterStatus.CAUGHT:
            fallen.append(row)
        elif row.killer_boss_id != boss.pk:
            raise Refused(f"{named(row)} is not alive, so it cannot have died in this fight.")
    return fallen


def _party(rows: RunRows, dead: set[int]) -> list[dict[str, Any]]:
    party = [row for row in rows.encounters if row.party_slot]
    return [
        {
            "encounter": str(row.public_id),
            "name": row.nickname,
            "pokemon": row.species.slug if row.species else "",
            "level": row.current_level,
            "died": row.pk in dead,
        }
        for row in sorted(party, key=lambda row: row.party_slot or 0)
    ]


def _said(boss: Boss, outcome: BossOutcome, fallen: Sequence[Encounter]) -> str:
    against = "Won against" if outcome == BossOutcome.WON else "Lost to"
    lost = f" Died: {', '.join(named(row) for row in fallen)}." if fallen else ""
    return f"{against} {boss.name}.{lost}"
