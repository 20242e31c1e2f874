"""What the browser has to fetch for our own code, compressed as it is sent."""

from __future__ import annotations

import gzip

from django.conf import settings

MOST_BYTES_OF_SCRIPT = 6_000


def test_the_script_stays_light() -> None:
    script = (settings.BASE_DIR / "static" / "js" / "site.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= MOST_BYTES_OF_SCRIPT
