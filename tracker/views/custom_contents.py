"""The routes of a custom game, and what is met there: read them, change them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pokedex.models import Route
from pokedex.pages.routes import page_of
from tracker import access
from tracker.choices import CustomGameState
from tracker.forms.base import RevisionForm
from tracker.forms.custom_contents import EncountersForm, RouteEditForm, RouteForm, StepForm
from tracker.models import CustomGame
from tracker.pages.custom_contents import contents_page, encounters_page, routes_of
from tracker.pages.custom_difference import difference_of
from tracker.services import custom_routes as services
from tracker.services.custom_encounters import Replaced, replace_encounters
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.views.acting import answer


@require_safe
def custom_contents(request: HttpRequest, game_id: uuid.UUID) -> HttpResponse:
    """All routes and bosses of a game of one's own, to change them."""
    custom = access.get_custom_game(request.user, game_id)
    return _contents(request, custom)


@require_http_methods(["GET", "HEAD", "POST"])
def custom_route_add(request: HttpRequest, game_id: uuid.UUID) -> HttpResponse:
    """Add a route behind another."""
    custom = access.get_custom_game(request.user, game_id)
    form = RouteForm(
        request.POST if request.method == "POST" else None,
        routes=routes_of(custom),
        initial={"after": request.GET.get("after", ""), "revision": custom.game.revision},
    )
    made: list[Route] = []
    return answer(
        request,
        "tracker/custom_route_add.html",
        form,
        context=lambda: {"custom": custom},
        act=lambda: made.append(
            services.add_route(
                custom_game=custom,
                name=form.cleaned_data["name"],
                stage=form.cleaned_data["stage"],
                after=form.behind(),
                revision=form.cleaned_data["revision"],
            )
        ),
        done=lambda: to_contents(custom, f"route-{made[0].slug}"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def custom_route_edit(request: HttpRequest, game_id: uuid.UUID, route_slug: str) -> HttpResponse:
    """Rename a route, change its stage, move it, hide it."""
    custom = access.get_custom_game(request.user, game_id)
    route = access.get_custom_route(custom, route_slug)
    form = RouteEditForm(
        request.POST if request.method == "POST" else None,
        routes=[one for one in routes_of(custom) if one.pk != route.pk],
        initial={
            "name": route.name,
            "stage": route.stage,
            "hidden": not route.is_active,
            "revision": custom.game.revision,
        },
    )
    return answer(
        request,
        "tracker/custom_route_edit.html",
        form,
        context=lambda: _about(custom, access.get_custom_route(custom, route_slug)),
        act=lambda: services.edit_route(
            custom_game=custom,
            route=route,
            name=form.cleaned_data["name"],
            stage=form.cleaned_data["stage"],
            hidden=form.cleaned_data["hidden"],
            moved=form.moves(),
            after=form.behind(),
            revision=form.cleaned_data["revision"],
        ),
        done=lambda: to_contents(custom, f"route-{route_slug}"),
    )


@require_POST
def custom_route_step(request: HttpRequest, game_id: uuid.UUID, route_slug: str) -> HttpResponse:
    """Move a route by one, up or down."""
    custom = access.get_custom_game(request.user, game_id)
    route = access.get_custom_route(custom, route_slug)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _contents(request, custom, problem="Use the buttons beside a route.", status=422)
    try:
        services.step_route(
            custom_game=custom,
            route=route,
            up=form.cleaned_data["to"] == "up",
            revision=form.cleaned_data["revision"],
        )
    except Refused as refused:
        if refused.code == "gone":
            raise Http404(refused.message) from refused
        return _contents(request, custom, problem=refused.message, status=422)
    except ChangedMeanwhile:
        problem = "The game was changed in another window. This is the order as it is now."
        return _contents(request, custom, problem=problem, status=409)
    return to_contents(custom, f"route-{route_slug}")


@require_http_methods(["GET", "HEAD", "POST"])
def custom_route_encounters(
    request: HttpRequest, game_id: uuid.UUID, route_slug: str
) -> HttpResponse:
    """Say in lines what is met at a route."""
    custom = access.get_custom_game(request.user, game_id)
    route = access.get_custom_route(custom, route_slug)
    page = encounters_page(route)
    form = EncountersForm(
        request.POST if request.method == "POST" else None,
        initial={"lines": page.lines, "revision": custom.game.revision},
    )
    done: list[Replaced] = []

    def tell() -> HttpResponse:
        for warning in done[0].warnings:
            messages.warning(request, warning)
        return to_contents(custom, f"route-{route_slug}")

    return answer(
        request,
        "tracker/custom_route_encounters.html",
        form,
        context=lambda: {
            **_about(custom, route),
            "page": encounters_page(route) if form.is_bound else page,
        },
        act=lambda: done.append(
            replace_encounters(
                custom_game=custom,
                route=route,
                proposed=form.cleaned_data["lines"],
                revision=form.cleaned_data["revision"],
            )
        ),
        done=tell,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def custom_route_take_back(
    request: HttpRequest, game_id: uuid.UUID, route_slug: str
) -> HttpResponse:
    """Give a route back what the base has, or remove one that was added, after asking."""
    custom = access.get_custom_game(request.user, game_id)
    route = access.get_custom_route(custom, route_slug)
    form = RevisionForm(
        request.POST if request.method == "POST" else None,
        initial={"revision": custom.game.revision},
    )
    return answer(
        request,
        "tracker/custom_take_back.html",
        form,
        context=lambda: {
            "custom": custom,
            "row": route,
            "change": difference_of(custom).of_route(route_slug),
        },
        act=lambda: services.take_back_route(
            custom_game=custom, route=route, revision=form.cleaned_data["revision"]
        ),
        done=lambda: to_contents(
            custom, f"route-{route_slug}" if route.loaded_digest else "contents"
        ),
    )


@require_safe
def custom_route_detail(request: HttpRequest, game_id: uuid.UUID, route_slug: str) -> HttpResponse:
    """What is met at a route of a game of one's own; hidden ones have no page."""
    custom = access.get_custom_game(request.user, game_id)
    route = access.get_custom_route(custom, route_slug, hidden=False)
    return _route_page(request, custom, route, is_own=True)


@require_safe
def custom_route_shared(request: HttpRequest, key: str, route_slug: str) -> HttpResponse:
    """What is met at a route of a game that is shared by link; hidden ones are not there."""
    custom = access.get_shared_game(key)
    if custom.state == CustomGameState.ADOPTED:
        return redirect("tracker:custom-game-shared", key=key)
    route = access.get_custom_route(custom, route_slug, hidden=False)
    return _route_page(request, custom, route, is_own=False)


def to_contents(custom: CustomGame, anchor: str) -> HttpResponse:
    """Go back to the list, to one of its rows."""
    url = reverse("tracker:custom-contents", kwargs={"game_id": custom.public_id})
    return redirect(f"{url}#{anchor}")


def _contents(
    request: HttpRequest, custom: CustomGame, *, problem: str = "", status: int = 200
) -> HttpResponse:
    if problem:
        custom = access.get_custom_game(request.user, custom.public_id)
    context = {"custom": custom, "page": contents_page(custom), "problem": problem}
    return render(request, "tracker/custom_contents.html", context, status=status)


def _route_page(
    request: HttpRequest, custom: CustomGame, route: Route, *, is_own: bool
) -> HttpResponse:
    context = {"custom": custom, "route": route, "page": page_of(route), "is_own": is_own}
    return render(request, "tracker/custom_route_detail.html", context)


def _about(custom: CustomGame, route: Route) -> dict[str, Any]:
    return {"custom": custom, "route": route}
