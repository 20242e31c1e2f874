"""Pages that allauth brings itself stand in the site's own layout as well."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory


@pytest.mark.parametrize("name", ["signup_closed", "verification_sent", "verified_email_required"])
def test_a_page_of_allauths_own(rf: RequestFactory, name: str) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    page = render_to_string(f"account/{name}.html", request=request)
    assert '<html lang="en">' in page
    assert 'id="main"' in page
    assert page.count("<h1") == 1
