"""Curators who decide the same reports at the same moment, on real connections of either engine."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from pokedex.models import CatalogChange, CorrectionReport, RouteEncounter
from pokedex.services.report_plans import plan_report
from tests.conftest import signed_in
from tests.factories import RouteEncounterFactory, UserFactory
from tests.pokedex.test_reports import sent
from tests.tracker.test_races import (
    _connections_of_their_own,  # noqa: F401 (used as a fixture)
    at_once,
)

pytestmark = pytest.mark.django_db(transaction=True)

CURATORS = 6


def test_only_the_first_of_many_decides_and_the_others_are_told() -> None:
    """Half of them accept one report, half refuse another one that says the same."""
    row = RouteEncounterFactory.create(encounter_rate=4)
    reports = [sent(row, "rate", "5"), sent(row, "rate", "5")]
    marks = [plan_report(report).mark for report in reports]
    group, _ = Group.objects.get_or_create(name="Curators")
    browsers = []
    for number in range(CURATORS):
        user = UserFactory.create(username=f"cur{number}", is_staff=True, is_superuser=True)
        user.groups.add(group)
        browsers.append(signed_in(user))
    acts = {
        browser: (
            reverse("admin:pokedex_decide", args=[reports[number % 2].pk]),
            {"revision": "1", "reply": "So.", "mark": marks[number % 2]}
            | {"act": "accept" if number % 2 else "refuse"},
        )
        for number, browser in enumerate(browsers)
    }
    statuses = at_once(lambda browser: browser.post(*acts[browser]), browsers)
    assert sorted(statuses) == [302] + [409] * (CURATORS - 1)
    states = set(CorrectionReport.objects.values_list("state", flat=True))
    rate = RouteEncounter.objects.get(pk=row.pk).encounter_rate
    assert (states, rate) in (({"accepted"}, 5), ({"refused"}, 4))
    changes = CatalogChange.objects.filter(row_model="routeencounter", act="changed")
    assert changes.count() == (states == {"accepted"})
