"""How many queries a page takes."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries(read: Callable[[], object]) -> int:
    """Count the queries of one read."""
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)
