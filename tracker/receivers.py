"""What the tracker does when something happens elsewhere."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.guests import guest_joined
from accounts.models import User
from pokedex.models import Route
from pokedex.pages.attention import Matter, attention_asked
from pokedex.services.reports import move_reports
from pokedex.services.route_moves import Move, move_planned, route_moved
from tracker.pages.custom_games import offered_matter
from tracker.services import route_moves
from tracker.services.claims import move_custom_games, move_runs


@receiver(guest_joined, dispatch_uid="tracker.move_the_guests_runs")
def move_the_guests_runs(sender: type[User], *, guest: User, account: User, **kwargs: Any) -> None:
    """Keep a guest's runs when the guest logs in to an account."""
    move_runs(guest=guest, account=account)


@receiver(guest_joined, dispatch_uid="tracker.move_the_guests_games")
def move_the_guests_games(sender: type[User], *, guest: User, account: User, **kwargs: Any) -> None:
    """Keep the games that a guest has made when the guest logs in to an account."""
    move_custom_games(guest=guest, account=account)


@receiver(attention_asked, dispatch_uid="tracker.name_offered_games")
def name_offered_games(sender: type[Matter], **kwargs: Any) -> list[Matter]:
    """Tell curators of games that players have offered."""
    return [offered_matter()]


@receiver(move_planned, dispatch_uid="tracker.tell_what_goes_along")
def tell_what_goes_along(sender: type[Route], *, move: Move, **kwargs: Any) -> list[str]:
    """Tell curators how many logged encounters would go along with what they move."""
    return route_moves.told_of(move)


@receiver(route_moved, dispatch_uid="tracker.let_encounters_go_along")
def let_encounters_go_along(sender: type[Route], *, move: Move, **kwargs: Any) -> None:
    """Keep logged encounters at the place where their Pokémon is met now."""
    route_moves.follow(move)


@receiver(guest_joined, dispatch_uid="tracker.move_the_guests_reports")
def move_the_guests_reports(
    sender: type[User], *, guest: User, account: User, **kwargs: Any
) -> None:
    """Keep what a guest has reported about the catalog, which does not know of guests."""
    move_reports(of=guest.pk, to=account.pk)
