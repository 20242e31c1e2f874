"""The rules of a run in words."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.models import NuzlockeRun
from tracker.pages.presets import OwnPreset, own_presets
from tracker.rules.descriptions import described
from tracker.rules.document import DocumentError, RulesDocument
from tracker.rules.presets import DEFAULT_PRESET, PRESETS, Preset, preset_from
from tracker.run_facts import document_of

# What a rule does when something speaks against it, as a player reads it.
STRICTNESS_LABELS = {
    "inform": "Only tells you",
    "warn": "Warns, and asks for a reason",
    "block": "Forbids it",
}


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause in words."""

    title: str
    summary: str
    strictness: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The rules of a run: those that hold, those that are off, and what no clause can see."""

    run: NuzlockeRun
    preset_name: str
    clauses: tuple[ShownClause, ...]
    watch: tuple[str, ...]
    house_rules: str
    # Whether what is stored is no document of rules, so that none of them is looked at.
    unreadable: bool = False

    @property
    def on(self) -> tuple[ShownClause, ...]:
        """The clauses that hold."""
        return tuple(clause for clause in self.clauses if clause.is_on)

    @property
    def off(self) -> tuple[ShownClause, ...]:
        """The clauses that are switched off."""
        return tuple(clause for clause in self.clauses if not clause.is_on)


@dataclass(frozen=True, slots=True)
class RulesEditPage:
    """The rules as they are now, and the presets that can be taken over."""

    rules: RulesPage
    presets: tuple[Preset, ...]
    own_presets: tuple[OwnPreset, ...]

    def proposed(self) -> RulesDocument:
        """What the form shows at first: the rules as they are, or the preset most runs have."""
        if self.rules.unreadable:
            return PRESETS[DEFAULT_PRESET].rules()
        return document_of(self.rules.run)

    def document(self, key: str) -> RulesDocument | None:
        """The rules of the preset with this key, if there is one."""
        if key in PRESETS:
            return PRESETS[key].rules()
        return next((own.document for own in self.own_presets if own.preset.key == key), None)


def rules_page(run: NuzlockeRun) -> RulesPage:
    """The rules page. No query."""
    try:
        document = document_of(run)
    except DocumentError:
        return RulesPage(run, "", (), (), "", unreadable=True)
    origin = PRESETS.get(document.preset)
    own = preset_from(document, key=document.preset, name=origin.name if origin else "")
    return RulesPage(
        run=run,
        preset_name=own.name,
        clauses=tuple(
            ShownClause(
                title=clause.title,
                summary=described(clause),
                strictness=STRICTNESS_LABELS[clause.strictness],
                is_on=clause.on,
            )
            for clause in document.clauses
        ),
        watch=own.watch,
        house_rules=document.house_rules,
    )


def rules_edit_page(run: NuzlockeRun) -> RulesEditPage:
    """The page that changes the rules. One query."""
    return RulesEditPage(rules_page(run), tuple(PRESETS.values()), own_presets(run.owner))
