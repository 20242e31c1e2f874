"""The headers that every answer of the site carries."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.conftest import signed_in

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

pytestmark = pytest.mark.django_db


def policy_of(answer: Any) -> dict[str, str]:
    """The Content-Security-Policy by its directives."""
    parts = [part.split(None, 1) for part in answer["Content-Security-Policy"].split(";")]
    assert len(parts) == len({part[0] for part in parts}), "no directive twice"
    return {name: value.strip() for name, value in parts}


def answers(browser: Client) -> list[tuple[str, int, Any]]:
    """Answers of many kinds, with the status that somebody without an account gets."""
    foreign = browser.get("/", headers={"Host": "evil.example"})
    return [
        *(
            (address, status, browser.get(address))
            for address, status in (
                *(("/", 200), ("/games/", 200), ("/runs/new/", 200), ("/nowhere/", 404)),
                *(("/accounts/signup/", 200), ("/accounts/password/", 302)),
            )
        ),
        ("/runs/new/", 422, browser.post("/runs/new/", {})),
        ("/", 405, browser.put("/")),
        ("/", 400, foreign),
    ]


def test_are_on_every_answer(client: Client, owner: User) -> None:
    for browser in (client, signed_in(owner)):
        for address, status, answer in answers(browser):
            if browser is client or not address.startswith("/accounts/"):
                assert answer.status_code == status
            assert policy_of(answer) == POLICY
            for name, value in HEADERS.items():
                assert answer[name] == value, (answer.status_code, name)
            for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin"):
                assert name not in answer


def test_are_on_a_refused_form(owner: User) -> None:
    answer = signed_in(owner, enforce_csrf_checks=True).post("/runs/new/", {})
    assert answer.status_code == 403
    assert policy_of(answer) == POLICY
    assert {name: answer[name] for name in HEADERS} == HEADERS


def test_are_on_a_mistake_of_ours(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tracker.views.runs.landing_page", fail)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert policy_of(answer) == POLICY
    assert {name: answer[name] for name in HEADERS} == HEADERS


def test_are_on_static_files(client: Client) -> None:
    answer = client.get(f"{settings.STATIC_URL}js/site.js")
    assert answer.status_code == 200
    answer.close()
    assert {name: answer[name] for name in HEADERS if name != "X-Frame-Options"} == {
        name: value for name, value in HEADERS.items() if name != "X-Frame-Options"
    }


def test_the_policy_opens_nothing_to_others_and_nothing_inline() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    for sources in directives.values():
        for source in sources:
            assert source in {"'self'", "'none'"}


def test_https_is_kept_for_a_year_once_it_is_used(client: Client, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    answer = Client().get("/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in Client().get("/")
