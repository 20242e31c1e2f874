"""What Pokémon are called."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.rules.document import Nickname
from tracker.rules.facts import Met
from tracker.rules.verdicts import Verdict
from tracker.rules.wording import named, state


class Nicknames:
    """Which nicknames a run has given."""

    def __init__(self, clause: Nickname, met: Iterable[Met]) -> None:
        self._clause = clause
        self._bearers: dict[str, list[Met]] = {}
        for one in met:
            if one.nickname:
                self._bearers.setdefault(_plain(one.nickname), []).append(one)

    def against(self, nickname: str, *, ignoring: str = "") -> Verdict | None:
        """It is missing, or somebody else's; upper and lower case are one."""
        if not self._clause.on:
            return None
        name = _plain(nickname)
        if not name:
            return self._says("every Pokémon gets one.") if self._clause.required else None
        if self._clause.unique:
            for bearer in self._bearers.get(name, ()):
                if bearer.key != ignoring:
                    return self._says(
                        f"{named(bearer)}, {state(bearer)}, {bearer.place.name}, has this one.",
                        bearer.key,
                    )
        return None

    def _says(self, what: str, by: str = "") -> Verdict:
        return Verdict("nickname", self._clause.strictness, f"Nickname: {what}", by=by)


def _plain(nickname: str) -> str:
    return nickname.strip().casefold()
