"""What runs and encounters are asked for, one named method for each need."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from pokedex.choices import BossStage
from pokedex.models import Boss, Route
from pokedex.querysets import BossQuerySet, RouteQuerySet
from tracker.choices import (
    BADGE_KINDS,
    BossOutcome,
    CustomGameState,
    EncounterStatus,
    RunStatus,
)
from tracker.rules.history import Entry, History

if TYPE_CHECKING:
    from accounts.models import User
    from tracker.models import (  # (named in quotes)
        CustomGame,  # noqa: F401
        CustomRoute,
        Encounter,  # noqa: F401
        NuzlockeRun,
        RunEvent,  # noqa: F401
    )


_WITH_GAME = ("game", "game__custom_game__base")
# A key as the services make them; nothing else is asked for, whatever an address says.
_SHARE_KEY = re.compile(r"[A-Za-z0-9_-]{21,64}")


def routes_of(run: NuzlockeRun) -> RouteQuerySet:
    """The places of the run in story order: those published, and those it has used."""
    return Route.objects.filter(
        Q(is_active=True) | Q(pk__in=run.encounters.values("route_id")), game_id=run.game_id
    ).in_story_order()


def bosses_of(run: NuzlockeRun) -> BossQuerySet:
    """The bosses of the run in story order: those published, and those it has fought."""
    return Boss.objects.filter(
        Q(is_active=True) | Q(pk__in=run.boss_results.values("boss_id")), game_id=run.game_id
    ).in_story_order()


def _of_the_run(sql: str, output_field: models.Field[Any, Any]) -> Func:
    """Return what ``sql`` says of a run, whose key it has as "{run}".

    It is written out because every page of a run asks for it: Django takes longer to put such a
    query together than the database to answer it.
    """
    return Func(F("pk"), template=sql.format(run="%(expressions)s"), output_field=output_field)


class NuzlockeRunQuerySet(models.QuerySet["NuzlockeRun"]):
    """Runs."""

    def of(self, owner: User) -> NuzlockeRunQuerySet:
        """The runs that ``owner`` has and has not deleted."""
        return self.filter(owner=owner, deleted_at__isnull=True)

    def as_it_stands(self) -> NuzlockeRunQuerySet:
        """Ask with a run, in the same query, what tells whether a page of it is still the same.

        ``catalog_revision`` is None where nothing was ever changed, ``last_event`` the number of
        the run's last event, 0 before the first, and ``has_own_places`` whether the player has
        changed or added any place.
        """
        asked: dict[str, Any] = {
            "catalog_revision": Func(
                template="(SELECT value FROM pokedex_catalogrevision)",
                output_field=models.UUIDField(),
            ),
            "last_event": _of_the_run(
                "COALESCE((SELECT MAX(sequence) FROM tracker_runevent WHERE run_id = {run}), 0)",
                models.IntegerField(),
            ),
            "has_own_places": _of_the_run(
                "(EXISTS (SELECT 1 FROM tracker_runplace WHERE run_id = {run})"
                " OR EXISTS (SELECT 1 FROM tracker_customroute WHERE run_id = {run}))",
                models.BooleanField(),
            ),
        }
        return self.select_related(*_WITH_GAME).order_by().annotate(**asked)

    def with_game(self) -> NuzlockeRunQuerySet:
        """Fetch with each its game, and of a custom one the game that it was made from."""
        return self.select_related(*_WITH_GAME)

    def played(self) -> NuzlockeRunQuerySet:
        """Those that the player has played, demos left out."""
        return self.filter(is_demo=False)

    def active(self) -> NuzlockeRunQuerySet:
        """The runs that go on, the newest first, with what a card shows."""
        going_on = self.filter(status=RunStatus.ACTIVE, archived_at__isnull=True)
        return going_on.with_game().with_counts()

    def deleted_since(self, owner: User, earliest: datetime) -> NuzlockeRunQuerySet:
        """The runs that ``owner`` has deleted and can still restore, the last one first."""
        return (
            self.filter(owner=owner, deleted_at__gte=earliest)
            .select_related("game")
            .order_by("-deleted_at")
        )

    def with_counts(self) -> NuzlockeRunQuerySet:
        """Count the encounters by what became of them: ``alive``, ``dead``, ``missed``.

        The newest run comes first; said here, as Django drops a model's own order when it counts.
        """
        return self.order_by("-started_at", "-id").annotate(
            alive=Count("encounters", filter=Q(encounters__status=EncounterStatus.CAUGHT)),
            dead=Count("encounters", filter=Q(encounters__status=EncounterStatus.FAINTED)),
            missed=Count("encounters", filter=Q(encounters__status=EncounterStatus.MISSED)),
        )

    def by_last_play(self) -> NuzlockeRunQuerySet:
        """Put the run that was played last first; ``last_played_at`` is when its last event was.

        A run without events was played last when it was started.
        """
        last_event = _of_the_run(
            "(SELECT event.at FROM tracker_runevent event WHERE event.run_id = {run}"
            " ORDER BY event.sequence DESC LIMIT 1)",
            models.DateTimeField(),
        )
        last = Coalesce(last_event, F("started_at"))
        return self.annotate(last_played_at=last).order_by("-last_played_at", "-id")

    def with_progress(self) -> NuzlockeRunQuerySet:
        """Add how many ``badges`` were won, and the ``next_boss`` of the story by name, or None."""
        won = Boss.objects.filter(results__run=OuterRef("pk"), results__outcome=BossOutcome.WON)
        badges = won.filter(kind__in=BADGE_KINDS).order_by().values("results__run")
        ahead = Boss.objects.published().filter(game=OuterRef("game"), stage=BossStage.STORY)
        beaten = Boss.objects.filter(
            pk=OuterRef("pk"),
            results__run=OuterRef(OuterRef("pk")),
            results__outcome=BossOutcome.WON,
        )
        return self.annotate(
            badges=Coalesce(Subquery(badges.annotate(won=Count("pk")).values("won")), 0),
            next_boss=Subquery(ahead.exclude(Exists(beaten)).in_story_order().values("name")[:1]),
        )


class EncounterQuerySet(models.QuerySet["Encounter"]):
    """Encounters."""

    def with_its_relations(self) -> EncounterQuerySet:
        """Fetch with each encounter everything that it names."""
        return self.select_related(
            "run",
            "route",
            "custom_route",
            "pokemon",
            "current_pokemon",
            "killer_boss",
            "killer_pokemon",
        )

    def counted_at(self, *, run_id: int, place: Route | CustomRoute) -> EncounterQuerySet:
        """The one encounter that uses up a place, if it is there."""
        if isinstance(place, Route):
            return self.filter(run_id=run_id, route=place, is_bonus=False)
        return self.filter(run_id=run_id, custom_route=place, is_bonus=False)

    def with_submission(self, *, run_id: int, submission: uuid.UUID) -> EncounterQuerySet:
        """What an earlier sending of the same form has stored."""
        return self.filter(run_id=run_id, submission=submission)


class RunEventQuerySet(models.QuerySet["RunEvent"]):
    """Events, which are written one by one and never again."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Raise ``TypeError``: an event stays as it was written."""
        raise TypeError("Events are never changed.")

    def delete(self) -> NoReturn:
        """Raise ``TypeError``: events go only with their whole run."""
        raise TypeError("Events are never deleted one by one.")

    def history(self) -> History:
        """Which of these events, all of one run, are in effect. One query, without payloads."""
        return History(
            Entry(*row)
            for row in self.order_by().values_list(
                "sequence", "kind", "summary", "undoes__sequence", "submission"
            )
        )

    def history_with_payloads(self, kinds: Iterable[str]) -> tuple[History, list[Any]]:
        """Which of these events are in effect, and the payloads of some kinds. One query."""
        kinds = frozenset(kinds)
        rows = list(
            self.order_by().values_list(
                "sequence", "kind", "summary", "undoes__sequence", "submission", "payload"
            )
        )
        payloads = [row[-1] for row in rows if row[1] in kinds]
        return History(Entry(*row[:-1]) for row in rows), payloads

    def in_order(self) -> RunEventQuerySet:
        """The first one first."""
        return self.order_by("sequence")


class CustomGameQuerySet(models.QuerySet["CustomGame"]):
    """Games that players have made."""

    def of(self, owner: User) -> CustomGameQuerySet:
        """The games that ``owner`` has made and may still change or play."""
        return self.filter(owner=owner)

    def with_its_games(self) -> CustomGameQuerySet:
        """Fetch with each the game itself and the one that it was made from."""
        return self.select_related("game", "base")

    def playable(self) -> CustomGameQuerySet:
        """Leave out those that are played as games of the catalog by now."""
        return self.exclude(state=CustomGameState.ADOPTED)

    def with_own_runs(self) -> CustomGameQuerySet:
        """Count the runs that the owner plays with each, as ``own_runs``."""
        own = Q(game__runs__owner=F("owner"), game__runs__deleted_at__isnull=True)
        return self.annotate(own_runs=Count("game__runs", filter=own)).order_by(
            "-changed_at", "-id"
        )

    def shared_as(self, key: str) -> CustomGameQuerySet:
        """Keep the game that has this link."""
        return self.filter(share_key=key) if _SHARE_KEY.fullmatch(key) else self.none()

    def waiting(self) -> CustomGameQuerySet:
        """Those that curators have yet to look at, the oldest first."""
        return self.filter(state=CustomGameState.OFFERED).order_by("offered_at", "pk")
