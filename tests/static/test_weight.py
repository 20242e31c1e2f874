"""What the browser has to fetch for our own code, compressed as it is sent."""

from __future__ import annotations

import gzip

from django.conf import settings

from config.static_files import without_comments

MOST_BYTES_OF_SCRIPT = 6_000


def test_the_script_stays_light() -> None:
    script = (settings.BASE_DIR / "static" / "js" / "site.js").read_text("utf-8")
    sent = without_comments("site.js", script).encode()
    assert len(gzip.compress(sent, 9)) <= MOST_BYTES_OF_SCRIPT
