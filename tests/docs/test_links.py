"""What the Markdown files point to exists: files, headings, make targets, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(path for pattern in ("*.md", "docs/**/*.md") for path in ROOT.glob(pattern))
FOLDERS = (ROOT, ROOT / "templates")
TARGETS = set(
    re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
)

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# A file of the project, named in code: it has a folder and an ending.
FILE = re.compile(r"`((?:[\w-]+/)+[\w-]+\.(?:py|md|html|css|js|json|toml|txt|yml))`")


each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def code_of(document: Path) -> Iterator[str]:
    """Yield what stands in backquotes, in indented and in fenced blocks."""
    text = text_of(document)
    yield from re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    prose = re.sub(r"^```\w*\n.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", prose)
    yield from re.findall(r"^ {4,}(\S.*)$", prose, re.MULTILINE)


def anchors_of(document: Path) -> set[str]:
    """Return the anchors that a forge makes of the headings."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in HEADING.findall(text_of(document))
    }


def test_there_are_documents() -> None:
    names = {document.relative_to(ROOT).as_posix() for document in DOCUMENTS}
    assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/database.md"} <= names


@each_document
def test_links_lead_to_files_and_headings(document: Path) -> None:
    broken = []
    for link in LINK.findall(text_of(document)):
        if link.startswith(("https://", "http://")):
            continue
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        is_there = target.exists() and target.is_relative_to(ROOT)
        if not is_there or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("document", (ROOT / "docs").glob("*.md"), ids=lambda path: path.name)
def test_files_that_the_docs_name_exist(document: Path) -> None:
    named = set(FILE.findall(text_of(document)))
    # Templates are named as Django finds them.
    found = {name for name in named for folder in FOLDERS if (folder / name).exists()}
    assert named - found == set()


@each_document
def test_make_targets_exist(document: Path) -> None:
    named = {name for code in code_of(document) for name in re.findall(r"\bmake ([a-z-]+)", code)}
    assert named <= TARGETS


@each_document
def test_commands_exist(document: Path) -> None:
    named = {name for code in code_of(document) for name in re.findall(r"manage\.py (\w+)", code)}
    assert named <= get_commands().keys()


def test_the_readme_names_what_a_newcomer_needs() -> None:
    code = "\n".join(code_of(ROOT / "README.md"))
    for needed in ("make run", "make test", "manage.py loaddata catalog", "docker compose up"):
        assert needed in code
