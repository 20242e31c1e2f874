"""Comments are for whoever reads the source: they are not sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from config.static_files import LeanStaticFilesStorage, without_comments

STATIC = settings.BASE_DIR / "static"
OWN = sorted([*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")])


def test_comments_go_and_everything_else_stays() -> None:
    style = 'a {\n  /* Two\n     lines. */\n  content: "/"; /* why */\n}\n'
    assert without_comments("site.css", style) == 'a {\n  content: "/";}\n'
    script = '/** What\n * it does. */\nlet at = "/a"; // here\n// gone\n  // so\n/x/.test(at);\n'
    assert without_comments("site.js", script) == 'let at = "/a"; // here\n/x/.test(at);\n'
    assert without_comments("icon.svg", "/* kept */") == "/* kept */"


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_no_line_of_code_is_taken_for_a_comment(path: Path) -> None:
    lean = without_comments(path.name, path.read_text("utf-8"))
    assert lean.count("{") == lean.count("}")
    assert not re.search(r"^\s*(//|/\*)", lean, re.MULTILINE)


def test_a_collected_file_is_written_without_them_wherever_it_was_read_before(
    tmp_path: Path,
) -> None:
    storage = LeanStaticFilesStorage(location=tmp_path, base_url="/static/")
    content = ContentFile(b"// A comment.\nrun();\n")
    content.read()
    storage.save("js/site.js", content)
    assert (tmp_path / "js" / "site.js").read_text("utf-8") == "run();\n"
    storage.save("other/theirs.js", ContentFile(b"// Not ours.\n"))
    assert (tmp_path / "other" / "theirs.js").read_text("utf-8") == "// Not ours.\n"
