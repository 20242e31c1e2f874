"""The only door to a run: whoever may not see it gets the same 404 as for one that is not there."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from pokedex.models import Route
from tracker.models import Encounter, NuzlockeRun
from tracker.querysets import routes_of


def get_run(user: User | AnonymousUser, public_id: uuid.UUID) -> NuzlockeRun:
    """Return the run of ``user``, with its game. Raises ``Http404`` for anybody else's."""
    run = None
    if isinstance(user, User):
        run = (
            NuzlockeRun.objects.of(user).select_related("game").filter(public_id=public_id).first()
        )
    if run is None:
        raise Http404("No run of yours is here.")
    return run


def get_route(run: NuzlockeRun, slug: str) -> Route:
    """Return the route of the run's game. Raises ``Http404`` when the game has none such."""
    route = routes_of(run).filter(slug=slug).first()
    if route is None:
        raise Http404("The game of this run has no such route.")
    return route


def get_encounter(run: NuzlockeRun, public_id: uuid.UUID) -> Encounter:
    """Return the encounter of the run. Raises ``Http404`` when the run has none such."""
    encounter = (
        Encounter.objects.select_related("run", "route", "pokemon")
        .filter(run=run, public_id=public_id)
        .first()
    )
    if encounter is None:
        raise Http404("This run has no such encounter.")
    return encounter
