"""The Makefile lists its targets, and CONTRIBUTING.md explains them."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGETS = set(
    re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
)


def test_make_alone_lists_all_targets() -> None:
    result = subprocess.run(
        ["make"], check=True, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    listed = {line.split()[1] for line in result.stdout.splitlines() if line.startswith("  make ")}
    assert listed == TARGETS
    assert {"run", "setup", "test", "ci"} <= TARGETS


def test_contributing_names_every_target() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z-]+)", text))
    assert TARGETS - {"help"} == named
