"""Reports of players: sent, answered, accepted and refused. Each act is one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pokedex.choices import ReportKind, ReportState
from pokedex.history import credited, game_of
from pokedex.models import CLOSED_REPORTS, CatalogRow, CorrectionReport, ReportMessage
from pokedex.reports import facts_of, group_key_of, subject_of
from pokedex.revision import renew_revision, renewed_once
from pokedex.services.report_plans import CannotApply, carry_out, plan_report

# For how long after the last word a curator may still want to write to who has reported.
CONTACT_DAYS = 30
NAMES_THANKED = 4


class ReportRefused(Exception):
    """An act on a report that cannot be done; the message says why. Nothing was written."""


def send_report(
    *,
    row: CatalogRow,
    kind: ReportKind,
    suggestion: str,
    source: str,
    credit: str,
    contact: str,
    by: int | None,
    submission: uuid.UUID,
) -> CorrectionReport:
    """Keep what somebody says is wrong about a row, with what the row says at this moment.

    The same ``submission`` again returns the report that it made the first time.
    """
    with transaction.atomic():
        made, _ = CorrectionReport.objects.get_or_create(
            submission=submission,
            defaults={
                "by_id": by,
                "row_model": subject_of(row),
                "row_id": row.pk,
                "row_name": str(row)[:250],
                "game": game_of(row),
                "seen": facts_of(row),
                "kind": kind,
                "suggestion": suggestion,
                "source": source,
                "credit": credit,
                "contact": contact,
                "group_key": group_key_of(
                    subject=subject_of(row), pk=row.pk, kind=kind, suggestion=suggestion
                ),
            },
        )
    return made


def answer_report(*, report: CorrectionReport, revision: int, text: str) -> CorrectionReport:
    """Answer the curator's question; the report waits for a curator again.

    Raises ``ReportRefused`` when nothing is asked any more.
    """
    with transaction.atomic():
        locked = _locked(report)
        if locked.state != ReportState.ASKED or locked.revision != revision:
            raise ReportRefused("The question has been settled meanwhile. See below what became.")
        ReportMessage.objects.create(report=locked, is_question=False, text=text)
        locked.state = ReportState.OPEN
        _save(locked)
    return locked


def ask_reporter(*, report: CorrectionReport, revision: int, text: str) -> CorrectionReport:
    """Ask whoever has sent the report. Raises ``ReportRefused`` when it has changed meanwhile."""
    with transaction.atomic():
        locked = _to_decide(report, revision)
        ReportMessage.objects.create(report=locked, is_question=True, text=text)
        locked.state = ReportState.ASKED
        _save(locked)
    return locked


def accept_report(
    *, report: CorrectionReport, revision: int, mark: str, partner: str, reply: str, by: int
) -> Sequence[CatalogRow]:
    """Change the catalog as reported and close all waiting reports that say the same.

    Returns the rows that were saved. ``mark`` is that of the plan that the curator has seen,
    ``partner`` the slug that gives or takes the difference where a table must sum to the same.
    Raises ``ReportRefused`` when the report or the row has changed meanwhile, or the change
    cannot be made.
    """
    with transaction.atomic(), renewed_once():
        locked = _to_decide(report, revision)
        plan = plan_report(locked, lock=True)
        if plan.mark != mark:
            raise ReportRefused("The row has changed meanwhile. Look at it again.")
        group = _group(locked)
        try:
            with credited(names_in_words(one.credit for one in group)):
                saved = carry_out(plan, partner)
        except CannotApply as reason:
            raise ReportRefused(str(reason)) from reason
        _close(group, ReportState.ACCEPTED, reply=reply, by=by, is_applied=True)
    return saved


def accept_by_hand(*, report: CorrectionReport, revision: int, reply: str, by: int) -> int:
    """Close a report whose correction a curator has made, with all that say the same.

    Returns how many. Raises ``ReportRefused`` when the report has changed meanwhile.
    """
    with transaction.atomic():
        group = _group(_to_decide(report, revision))
        _close(group, ReportState.ACCEPTED, reply=reply, by=by)
        # The changelog, whose page is kept by the revision, has another line.
        renew_revision()
    return len(group)


def refuse_report(*, report: CorrectionReport, revision: int, reply: str, by: int) -> int:
    """Refuse a report, with all that say the same, for a reason; return how many.

    Raises ``ReportRefused`` when the report has changed meanwhile, or no reason is given.
    """
    if not reply.strip():
        raise ReportRefused("Give a reason: whoever has sent the report will read it.")
    with transaction.atomic():
        group = _group(_to_decide(report, revision))
        _close(group, ReportState.REFUSED, reply=reply, by=by)
    return len(group)


def move_reports(*, of: int, to: int) -> None:
    """Hand what one user has reported over to another, whose account it has become."""
    CorrectionReport.objects.filter(by=of).update(by=to)


def forget_contacts() -> int:
    """Empty the contact of each report that was closed ``CONTACT_DAYS`` ago; return how many."""
    earliest = timezone.now() - timedelta(days=CONTACT_DAYS)
    old = CorrectionReport.objects.filter(state__in=CLOSED_REPORTS, decided_at__lt=earliest)
    return old.exclude(contact="").update(contact="")


def names_in_words(names: Iterable[str]) -> str:
    """Name those who are thanked, each once: "Ash, Misty and 3 others"; '' for nobody."""
    known = list(dict.fromkeys(name for name in names if name))
    others = len(known) - NAMES_THANKED
    if others > 0:
        known = [*known[:NAMES_THANKED], f"{others} other{'s' if others > 1 else ''}"]
    return " and ".join(filter(None, [", ".join(known[:-1]), *known[-1:]]))


def _locked(report: CorrectionReport) -> CorrectionReport:
    """Lock a report and all that say the same, in one order, so that nobody waits in a circle."""
    found = CorrectionReport.objects.select_for_update().filter(group_key=report.group_key)
    locked: dict[int, CorrectionReport] = {one.pk: one for one in found.order_by("pk")}
    return locked[report.pk]


def _to_decide(report: CorrectionReport, revision: int) -> CorrectionReport:
    locked = _locked(report)
    if locked.is_closed:
        by = f" by {locked.decided_by}" if locked.decided_by else ""
        words = locked.get_state_display().lower()
        raise ReportRefused(f"Nothing was changed. This report was closed meanwhile{by}: {words}.")
    if locked.revision != revision:
        raise ReportRefused(
            "Nothing was changed. This report has changed meanwhile: a question was asked or "
            "answered. Look at it again."
        )
    return locked


def _group(report: CorrectionReport) -> list[CorrectionReport]:
    waiting = CorrectionReport.objects.waiting().filter(group_key=report.group_key)
    return list(waiting.order_by("pk"))


def _close(
    group: Iterable[CorrectionReport],
    state: ReportState,
    *,
    reply: str,
    by: int,
    is_applied: bool = False,
) -> None:
    forget_contacts()
    for report in group:
        report.state, report.reply, report.is_applied = state, reply, is_applied
        report.decided_by_id, report.decided_at = by, timezone.now()
        _save(report)


def _save(report: CorrectionReport) -> None:
    report.revision += 1
    report.save(
        update_fields=["state", "reply", "is_applied", "decided_by", "decided_at", "revision"]
    )
