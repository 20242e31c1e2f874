"""Selectors that make a browser do the same work again and again."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

STYLES = settings.BASE_DIR / "static" / "css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ANYTHING_BESIDE_ANYTHING = re.compile(r"(?<![\w\]):.-])\*\s*[+~]\s*\*")


@pytest.mark.parametrize("name", ["site.css", "pages.css"])
def test_no_rule_is_for_whatever_stands_beside_something(name: str) -> None:
    """Where one is, a row that comes or goes has everything around it styled anew."""
    style = _COMMENT.sub("", (STYLES / name).read_text(encoding="utf-8"))
    assert _ANYTHING_BESIDE_ANYTHING.findall(style) == []
