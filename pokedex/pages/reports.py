"""Reports of players: the form about a row, what became of one, and all of one player."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from pokedex.choices import ReportKind, ReportState, ReportSubject
from pokedex.models import Boss, CatalogRow, CorrectionReport, Game, Pokemon, Route, RouteEncounter
from pokedex.reports import facts_of, subject_of

SHOWN = 200
_HINTS = {
    ReportSubject.ENCOUNTER: "Such as “5” for a chance of 5 %, “2-3” for levels, or in words.",
    ReportSubject.ROUTE: "Such as “Ralts, walking, 4, 4” for one that is missing, or in words.",
    ReportSubject.POKEMON: "Such as “Grass, Poison” for types, the right name, or in words.",
    ReportSubject.BOSS: "Such as “15” for the level of its strongest Pokémon, or in words.",
}


@dataclass(frozen=True, slots=True)
class Reportable:
    """A row that can be reported: what it says, and the page where it is shown."""

    row: CatalogRow
    subject: ReportSubject
    name: str
    game_name: str
    game_slug: str
    facts: list[list[str]]
    hint: str
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """A curator's question, or the answer to it."""

    is_question: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as whoever has its address sees it: without the contact, naming no curator."""

    report: CorrectionReport
    name: str
    game_name: str
    game_slug: str
    what: str
    suggestion: str
    state: str
    messages: list[Message]
    is_asked: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list of one's own."""

    public_id: uuid.UUID
    name: str
    what: str
    suggestion: str
    state: str
    is_asked: bool
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class FactRow:
    """What a row said of one thing when it was reported, and what it says now."""

    name: str
    then: str
    now: str

    @property
    def has_changed(self) -> bool:
        """Whether somebody has changed it since."""
        return self.then != self.now


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A report as curators see it, with the ``alike`` that wait and would be closed with it."""

    report: CorrectionReport
    what: str
    suggestion: str
    state: str
    game_name: str
    facts: list[FactRow]
    alike: list[CorrectionReport]
    messages: list[Message]


def reportable_encounter(game: str, route: str, pokemon: str, method: str) -> Reportable | None:
    """Find a published encounter by its slugs and method. 1 query."""
    found = (
        RouteEncounter.objects.of_the_catalog()
        .published()
        .filter(
            route__game__slug=game,
            route__slug=route,
            pokemon__slug=pokemon,
            encounter_method=method,
            route__is_active=True,
            route__game__is_active=True,
        )
    )
    row = found.select_related("route__game", "pokemon").first()
    return None if row is None else _reportable(row, row.route.game, _route_url(row.route))


def reportable_route(game: str, route: str) -> Reportable | None:
    """Find a published route by its slugs. 2 queries."""
    found = (
        Route.objects.of_the_catalog()
        .published()
        .filter(game__slug=game, slug=route, game__is_active=True)
    )
    row = found.select_related("game").first()
    return None if row is None else _reportable(row, row.game, _route_url(row))


def reportable_boss(game: str, boss: str) -> Reportable | None:
    """Find a published boss by its slugs. 2 queries."""
    found = (
        Boss.objects.of_the_catalog()
        .published()
        .filter(game__slug=game, slug=boss, game__is_active=True)
    )
    row = found.select_related("game", "after_route").first()
    url = reverse("pokedex:boss-detail", args=[game, boss])
    return None if row is None else _reportable(row, row.game, url)


def reportable_pokemon(pokemon: str) -> Reportable | None:
    """Find a published Pokémon by its slug. 1 query."""
    found = Pokemon.objects.published().filter(slug=pokemon)
    row = found.select_related("evolves_from").first()
    return (
        None
        if row is None
        else _reportable(row, None, reverse("pokedex:pokemon-detail", args=[pokemon]))
    )


def report_page(public_id: uuid.UUID) -> ReportPage | None:
    """Show what became of a report; None where there is none. 3 queries."""
    report = CorrectionReport.objects.filter(public_id=public_id).first()
    if report is None:
        return None
    game = Game.objects.filter(slug=report.game).first() if report.game else None
    return ReportPage(
        report=report,
        name=report.row_name,
        game_name=game.name if game else "",
        game_slug=report.game if game and game.is_active else "",
        what=report.get_kind_display(),
        suggestion=_suggested(report),
        state=report.get_state_display(),
        messages=_messages(report),
        is_asked=report.state == ReportState.ASKED,
    )


def my_reports(user_id: int | None) -> list[ReportLine]:
    """List what somebody who is signed in has reported, the newest first. 1 query, or none."""
    if user_id is None:
        return []
    found = CorrectionReport.objects.filter(by=user_id).order_by("-sent_at", "-id")[:SHOWN]
    return [
        ReportLine(
            public_id=one.public_id,
            name=one.row_name,
            what=one.get_kind_display(),
            suggestion=_suggested(one),
            state=one.get_state_display(),
            is_asked=one.state == ReportState.ASKED,
            sent_at=one.sent_at,
        )
        for one in found
    ]


def decision_page(report: CorrectionReport, *, now: list[list[str]]) -> DecisionPage:
    """Show a report to curators, beside what the row says ``now``. 3 queries."""
    then, texts = ({one[0]: one[1] for one in facts} for facts in (report.seen, now))
    waiting = CorrectionReport.objects.waiting().filter(group_key=report.group_key)
    return DecisionPage(
        report=report,
        what=report.get_kind_display(),
        suggestion=_suggested(report),
        state=report.get_state_display(),
        game_name=Game.objects.filter(slug=report.game).values_list("name", flat=True).first()
        or report.game,
        facts=[
            FactRow(name, then.get(name, ""), texts.get(name, ""))
            for name in dict.fromkeys([*then, *texts])
        ],
        alike=list(waiting.exclude(pk=report.pk)),
        messages=_messages(report),
    )


def _suggested(report: CorrectionReport) -> str:
    return f"{report.suggestion} %" if report.kind == ReportKind.RATE else report.suggestion


def _messages(report: CorrectionReport) -> list[Message]:
    return [Message(one.is_question, one.text, one.at) for one in report.messages.order_by("id")]


def _reportable(row: CatalogRow, game: Game | None, url: str) -> Reportable:
    subject = subject_of(row)
    return Reportable(
        row=row,
        subject=subject,
        name=str(row),
        game_name=game.name if game else "",
        game_slug=game.slug if game else "",
        facts=facts_of(row),
        hint=_HINTS[subject],
        url=url,
    )


def _route_url(route: Route) -> str:
    return reverse("pokedex:route-detail", args=[route.game.slug, route.slug])
