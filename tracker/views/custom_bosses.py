"""The bosses of a custom game: read them, change them, add some."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pokedex.models import Boss
from pokedex.pages.bosses import page_of
from tracker import access
from tracker.choices import CustomGameState
from tracker.forms.base import RevisionForm
from tracker.forms.custom_contents import CustomBossForm
from tracker.models import CustomGame
from tracker.pages.custom_contents import routes_of, team_text
from tracker.pages.custom_difference import difference_of
from tracker.services import custom_bosses as services
from tracker.services.custom_bosses import BossFacts
from tracker.views.acting import answer
from tracker.views.custom_contents import to_contents


@require_http_methods(["GET", "HEAD", "POST"])
def custom_boss_add(request: HttpRequest, game_id: uuid.UUID) -> HttpResponse:
    """Add a boss behind a route."""
    custom = access.get_custom_game(request.user, game_id)
    form = CustomBossForm(
        request.POST if request.method == "POST" else None,
        routes=routes_of(custom),
        initial={"after": request.GET.get("after", ""), "revision": custom.game.revision},
    )
    made: list[Boss] = []
    return answer(
        request,
        "tracker/custom_boss_add.html",
        form,
        context=lambda: {"custom": custom},
        act=lambda: made.append(
            services.add_boss(
                custom_game=custom,
                facts=_facts(form),
                team=form.cleaned_data["team"],
                revision=form.cleaned_data["revision"],
            )
        ),
        done=lambda: to_contents(custom, f"boss-{made[0].slug}"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def custom_boss_edit(request: HttpRequest, game_id: uuid.UUID, boss_slug: str) -> HttpResponse:
    """Change a boss and its team."""
    custom = access.get_custom_game(request.user, game_id)
    boss = access.get_custom_boss(custom, boss_slug)
    form = CustomBossForm(
        request.POST if request.method == "POST" else None,
        routes=routes_of(custom),
        initial={
            "name": boss.name,
            "kind": boss.kind,
            "place": boss.place,
            "after": boss.after_route.slug,
            "stage": boss.stage,
            "specialty": boss.specialty,
            "ace_level": boss.ace_level,
            "battle": boss.battle,
            "note": boss.note,
            "team": team_text(boss),
            "hidden": not boss.is_active,
            "revision": custom.game.revision,
        },
    )
    return answer(
        request,
        "tracker/custom_boss_edit.html",
        form,
        context=lambda: {"custom": custom, "boss": access.get_custom_boss(custom, boss_slug)},
        act=lambda: services.edit_boss(
            custom_game=custom,
            boss=boss,
            facts=_facts(form),
            team=form.cleaned_data["team"],
            revision=form.cleaned_data["revision"],
        ),
        done=lambda: to_contents(custom, f"boss-{boss_slug}"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def custom_boss_take_back(request: HttpRequest, game_id: uuid.UUID, boss_slug: str) -> HttpResponse:
    """Give a boss back what the base has, or remove one that was added, after asking."""
    custom = access.get_custom_game(request.user, game_id)
    boss = access.get_custom_boss(custom, boss_slug)
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
            "row": boss,
            "change": difference_of(custom).of_boss(boss_slug),
        },
        act=lambda: services.take_back_boss(
            custom_game=custom, boss=boss, revision=form.cleaned_data["revision"]
        ),
        done=lambda: to_contents(custom, f"boss-{boss_slug}" if boss.loaded_digest else "contents"),
    )


@require_safe
def custom_boss_detail(request: HttpRequest, game_id: uuid.UUID, boss_slug: str) -> HttpResponse:
    """A boss of a game of one's own, with its team."""
    custom = access.get_custom_game(request.user, game_id)
    boss = access.get_custom_boss(custom, boss_slug, hidden=False)
    return _boss_page(request, custom, boss, is_own=True)


@require_safe
def custom_boss_shared(request: HttpRequest, key: str, boss_slug: str) -> HttpResponse:
    """A boss of a game that is shared by link; hidden ones are not there."""
    custom = access.get_shared_game(key)
    if custom.state == CustomGameState.ADOPTED:
        return redirect("tracker:custom-game-shared", key=key)
    boss = access.get_custom_boss(custom, boss_slug, hidden=False)
    return _boss_page(request, custom, boss, is_own=False)


def _boss_page(
    request: HttpRequest, custom: CustomGame, boss: Boss, *, is_own: bool
) -> HttpResponse:
    context = {"custom": custom, "boss": boss, "page": page_of(boss), "is_own": is_own}
    return render(request, "tracker/custom_boss_detail.html", context)


def _facts(form: CustomBossForm) -> BossFacts:
    typed = form.cleaned_data
    after = form.behind()
    if after is None:
        raise RuntimeError("The form lets no other route through.")
    return BossFacts(
        name=typed["name"],
        place=typed["place"],
        after_route=after,
        kind=typed["kind"],
        stage=typed["stage"],
        specialty=typed["specialty"],
        ace_level=typed["ace_level"],
        battle=typed["battle"],
        note=typed["note"],
        is_active=not typed["hidden"],
    )
