"""Games that players make for themselves: their list, each one, and its shared page."""

from __future__ import annotations

import uuid

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.guests import ensure_player
from accounts.models import User
from tracker import access
from tracker.choices import CustomGameState
from tracker.forms.custom_games import (
    CorrectionsForm,
    CustomGameForm,
    CustomGameNameForm,
    ShareForm,
)
from tracker.models import CustomGame
from tracker.pages.custom_difference import difference_of
from tracker.pages.custom_games import (
    custom_game_list_page,
    custom_game_page,
    new_custom_game_page,
)
from tracker.services import custom_games as services
from tracker.services.custom_game_corrections import Corrections, take_over_corrections
from tracker.services.errors import Refused
from tracker.views.acting import answer

# Its limit is in ACCOUNT_RATE_LIMITS, with all others.
CREATE_ACTION = "custom_game"
_RETRY_SECONDS = 60 * 60
# So many of the rows that stay as they are get named.
_NAMED = 8


@require_safe
def custom_game_list(request: HttpRequest) -> HttpResponse:
    """The games that the player has made; nobody has none."""
    games = custom_game_list_page(request.user) if isinstance(request.user, User) else ()
    return render(
        request,
        "tracker/custom_game_list.html",
        {"games": games, "most": services.MAX_CUSTOM_GAMES},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def custom_game_create(request: HttpRequest) -> HttpResponse:
    """Make a game from one of the catalog; somebody without an account becomes a guest by it.

    429 when too many were made from his address within an hour.
    """
    form = CustomGameForm(
        request.POST if request.method == "POST" else None,
        initial={"base": request.GET.get("base", "")},
    )
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and not ratelimit.consume(request, action=CREATE_ACTION):
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(_RETRY_SECONDS)
        return response
    made: list[CustomGame] = []
    return answer(
        request,
        "tracker/custom_game_create.html",
        form,
        context=lambda: {"page": new_custom_game_page()},
        act=lambda: made.append(
            services.create_custom_game(
                owner=ensure_player(request),
                base=form.cleaned_data["base"],
                name=form.cleaned_data["name"],
                description=form.cleaned_data["description"],
                submission=form.cleaned_data["submission"],
            )
        ),
        done=lambda: _to(made[0]),
    )


@require_safe
def custom_game_detail(request: HttpRequest, game_id: uuid.UUID) -> HttpResponse:
    """A game of the player's own: who sees it, and what is in it."""
    custom = access.get_custom_game(request.user, game_id)
    if custom.state == CustomGameState.ADOPTED:
        return render(request, "tracker/custom_game_adopted.html", {"custom": custom})
    return render(
        request,
        "tracker/custom_game_detail.html",
        {
            "page": custom_game_page(custom),
            "custom": custom,
            "link": _link(request, custom),
            "difference": difference_of(custom),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def custom_game_rename(request: HttpRequest, game_id: uuid.UUID) -> HttpResponse:
    """Give the game another name and description."""
    custom = access.get_custom_game(request.user, game_id)
    form = CustomGameNameForm(
        request.POST if request.method == "POST" else None,
        initial={
            "name": custom.game.name,
            "description": custom.description,
            "revision": custom.game.revision,
        },
    )
    return answer(
        request,
        "tracker/custom_game_rename.html",
        form,
        context=lambda: {"custom": access.get_custom_game(request.user, game_id)},
        act=lambda: services.rename_custom_game(
            custom_game=custom,
            name=form.cleaned_data["name"],
            description=form.cleaned_data["description"],
            revision=form.cleaned_data["revision"],
        ),
        done=lambda: _to(custom),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def custom_game_share(request: HttpRequest, game_id: uuid.UUID) -> HttpResponse:
    """Share the game by link; the button "Make it private" sends ``stop``."""
    custom = access.get_custom_game(request.user, game_id)
    if request.method == "POST" and request.POST.get("stop"):
        return _without_form(request, custom, services.stop_sharing)
    form = _share_form(request, custom)
    return answer(
        request,
        "tracker/custom_game_share.html",
        form,
        context=lambda: {"custom": custom},
        act=lambda: services.share_custom_game(
            custom_game=custom, credit=form.cleaned_data["credit"]
        ),
        done=lambda: _to(custom),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def custom_game_offer(request: HttpRequest, game_id: uuid.UUID) -> HttpResponse:
    """Offer the game to the curators; the button "Take the offer back" sends ``stop``."""
    custom = access.get_custom_game(request.user, game_id)
    if request.method == "POST" and request.POST.get("stop"):
        return _without_form(request, custom, services.take_back_offer)
    form = _share_form(request, custom)
    return answer(
        request,
        "tracker/custom_game_offer.html",
        form,
        context=lambda: {"custom": custom},
        act=lambda: services.offer_custom_game(
            custom_game=custom, credit=form.cleaned_data["credit"]
        ),
        done=lambda: _to(custom),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def custom_game_delete(request: HttpRequest, game_id: uuid.UUID) -> HttpResponse:
    """Delete the game, after asking."""
    custom = access.get_custom_game(request.user, game_id)
    refused = ""
    if request.method == "POST":
        try:
            services.delete_custom_game(custom_game=custom)
        except Refused as refusal:
            if refusal.code != "gone":
                refused = refusal.message
        if not refused:
            return redirect("tracker:custom-game-list")
    return render(
        request,
        "tracker/custom_game_delete.html",
        {"custom": custom, "refused": refused},
        status=422 if refused else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def custom_game_corrections(request: HttpRequest, game_id: uuid.UUID) -> HttpResponse:
    """Take over what was corrected in the base since, where the player has changed nothing."""
    custom = access.get_custom_game(request.user, game_id)
    form = CorrectionsForm(
        request.POST if request.method == "POST" else None,
        initial={"revision": custom.game.revision},
    )
    done: list[Corrections] = []

    def tell() -> HttpResponse:
        messages.success(request, _said(done[0], custom.base.name))
        return _to(custom)

    return answer(
        request,
        "tracker/custom_game_corrections.html",
        form,
        context=lambda: {"custom": custom},
        act=lambda: done.append(
            take_over_corrections(custom_game=custom, revision=form.cleaned_data["revision"])
        ),
        done=tell,
    )


@require_safe
def custom_game_shared(request: HttpRequest, key: str) -> HttpResponse:
    """A game as everybody sees it who has its link; in the catalog by now, its page there."""
    custom = access.get_shared_game(key)
    if custom.state == CustomGameState.ADOPTED:
        return redirect("pokedex:game-detail", game=custom.game.slug)
    return render(
        request,
        "tracker/custom_game_shared.html",
        {
            "page": custom_game_page(custom),
            "custom": custom,
            "difference": difference_of(custom),
        },
    )


def _share_form(request: HttpRequest, custom: CustomGame) -> ShareForm:
    return ShareForm(
        request.POST if request.method == "POST" else None, initial={"credit": custom.credit}
    )


def _without_form(
    request: HttpRequest, custom: CustomGame, act: services.ActOnGame
) -> HttpResponse:
    try:
        act(custom_game=custom)
    except Refused as refused:
        messages.error(request, refused.message)
    return _to(custom)


def _link(request: HttpRequest, custom: CustomGame) -> str:
    if custom.share_key is None:
        return ""
    return request.build_absolute_uri(
        reverse("tracker:custom-game-shared", kwargs={"key": custom.share_key})
    )


def _said(done: Corrections, base: str) -> str:
    """Say what taking over has done, in sentences."""
    numbers = ((done.changed, "changed"), (done.added, "added"), (done.hidden, "hidden"))
    counts = [f"{number} {word}" for number, word in numbers if number]
    kept = ", ".join(done.kept[:_NAMED])
    more = f" and {len(done.kept) - _NAMED} more" if len(done.kept) > _NAMED else ""
    said = [
        f"Your game has the corrections of {base} now. Entries: {', '.join(counts)}."
        if counts
        else f"There was nothing to take over from {base}."
    ]
    if kept:
        said.append(f"What you have changed yourself stays as you have it: {kept}{more}.")
    return " ".join(said)


def _to(custom: CustomGame) -> HttpResponse:
    return redirect("tracker:custom-game-detail", game_id=custom.public_id)
