"""Rule presets by name, as data. The clauses are those of the Nuzlocke community's own pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

DOCUMENT_VERSION = 1
DEFAULT_PRESET = "classic"


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule of a preset: its key, whether it informs, warns or blocks, and what it says."""

    key: str
    strictness: str
    summary: str


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of clauses that a run can start with."""

    key: str
    name: str
    summary: str
    clauses: tuple[Clause, ...]

    def document(self) -> dict[str, Any]:
        """The ``rules`` document of a run that starts with this preset."""
        return {
            "version": DOCUMENT_VERSION,
            "preset": self.key,
            "clauses": [
                {"key": clause.key, "on": True, "strictness": clause.strictness}
                for clause in self.clauses
            ],
            "house_rules": "",
        }


PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset(
            key="classic",
            name="Classic",
            summary="The two rules that make a Nuzlocke, and a nickname for everyone.",
            clauses=(
                Clause(
                    "first_encounter",
                    "block",
                    "Only the first wild Pokémon of each area may be caught.",
                ),
                Clause(
                    "permadeath", "inform", "A Pokémon that faints is dead: it is never used again."
                ),
                Clause("nickname", "inform", "Every Pokémon you catch gets a nickname."),
            ),
        ),
    )
}


def classic_document() -> dict[str, Any]:
    """The ``rules`` document of the classic preset, made anew at each call."""
    return PRESETS[DEFAULT_PRESET].document()
