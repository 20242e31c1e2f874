"""A run to try the site out with, played through the same services as every other."""

from __future__ import annotations

import uuid

from django.db import transaction

from accounts.models import User
from pokedex.models import Boss, Game, Pokemon, Route
from tracker import demo_story as story
from tracker.choices import BossOutcome, EncounterStatus
from tracker.models import Encounter, NuzlockeRun
from tracker.services.bosses import record_boss
from tracker.services.encounters import Outcome, log_encounter
from tracker.services.errors import Refused, refusals
from tracker.services.lives import Death, evolve, faint_encounter, set_level
from tracker.services.party import move_encounter
from tracker.services.places import edit_place
from tracker.services.runs import start_run


def demo_of(owner: User) -> NuzlockeRun | None:
    """Return the demo that ``owner`` has, the newest of several, or None. One query."""
    return NuzlockeRun.objects.of(owner).filter(is_demo=True).order_by("-pk").first()


def start_demo(*, owner: User) -> NuzlockeRun:
    """Play the demo run for ``owner``, in one transaction; one that is there already is returned.

    Raises ``Refused`` when the catalog lacks what the story tells of, or the player has as many
    runs as one can keep.
    """
    with refusals(), transaction.atomic():
        # One at a time for each player, as for any run.
        list(User.objects.select_for_update().filter(pk=owner.pk).values_list("pk"))
        made = demo_of(owner)
        if made is not None:
            return made
        cast = _Cast()
        run = start_run(
            owner=owner,
            game=cast.game,
            name=story.NAME,
            preset=story.PRESET,
            submission=uuid.uuid4(),
            is_demo=True,
        )
        for place in story.LEFT_OUT:
            edit_place(run=run, place=cast.route(place), name="", hidden=True, revision=0)
        met: dict[str, Encounter] = {}
        for beat in story.STORY:
            _play(run, beat, cast, met)
        return run


class _Cast:
    """What the story names, read in four queries. Raises ``Refused`` for what is not there."""

    def __init__(self) -> None:
        game = Game.objects.published().filter(slug=story.GAME).first()
        if game is None:
            raise _not_there()
        self.game = game
        self._routes = {row.slug: row for row in Route.objects.filter(game=game)}
        self._bosses = {row.slug: row for row in Boss.objects.filter(game=game)}
        named = list(story.species_told_of())
        self._pokemon = Pokemon.objects.in_bulk(named, field_name="slug")

    def route(self, slug: str) -> Route:
        if slug not in self._routes:
            raise _not_there()
        return self._routes[slug]

    def boss(self, slug: str) -> Boss:
        if slug not in self._bosses:
            raise _not_there()
        return self._bosses[slug]

    def pokemon(self, slug: str) -> Pokemon:
        if slug not in self._pokemon:
            raise _not_there()
        return self._pokemon[slug]


def _play(run: NuzlockeRun, beat: story.Beat, cast: _Cast, met: dict[str, Encounter]) -> None:
    """Do what a beat tells; ``met`` are those who have joined, by their place, as they are now."""
    if isinstance(beat, story.Caught):
        outcome = Outcome(
            status=EncounterStatus.CAUGHT,
            pokemon=cast.pokemon(beat.pokemon),
            nickname=beat.nickname,
            catch_level=beat.level,
        )
        met[beat.place] = _log(run, cast.route(beat.place), outcome)
    elif isinstance(beat, story.Missed):
        outcome = Outcome(
            status=EncounterStatus.MISSED,
            pokemon=cast.pokemon(beat.pokemon),
            missed_reason=beat.reason,
        )
        _log(run, cast.route(beat.place), outcome)
    elif isinstance(beat, story.Moved):
        who = met[beat.place]
        met[beat.place] = move_encounter(encounter=who, slot=beat.slot, revision=who.revision)
    elif isinstance(beat, story.Grown):
        who = met[beat.place]
        if beat.into:
            into = cast.pokemon(beat.into)
            who = evolve(encounter=who, into=into, level=beat.level, revision=who.revision)
        else:
            who = set_level(encounter=who, level=beat.level, revision=who.revision)
        met[beat.place] = who
    elif isinstance(beat, story.Died):
        who = met[beat.place]
        death = Death(
            level=beat.level,
            cause=beat.cause,
            boss=cast.boss(beat.boss),
            pokemon=cast.pokemon(beat.pokemon),
            epitaph=beat.epitaph,
        )
        met[beat.place] = faint_encounter(encounter=who, death=death, revision=who.revision)
    else:
        record_boss(run=run, boss=cast.boss(beat.boss), outcome=BossOutcome.WON)


def _log(run: NuzlockeRun, place: Route, outcome: Outcome) -> Encounter:
    return log_encounter(run=run, place=place, outcome=outcome, submission=uuid.uuid4())


def _not_there() -> Refused:
    return Refused(
        "There is no demo run on this site: its catalog is not loaded, or lacks something that "
        "the demo tells of. You can start a run of your own."
    )
