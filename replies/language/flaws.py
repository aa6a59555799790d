"""The flaws of a script, gathered while its parts are read, so that staff see them all at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from replies.language.lines import Lines, lines_of
from replies.language.names import name_of
from replies.language.shape import Misshapen
from replies.language.source import Data, Flaw, ScriptError

SHOWN = 60
"""Letters of a name that a flaw repeats."""


class Section(msgspec.Struct, frozen=True):
    """A section of a script. Its parts, if it is a list of them, are each a ``noun``, counted with ``measure``."""

    name: str
    measure: str = ""
    noun: str = ""


class Part(msgspec.Struct, frozen=True):
    """A part of a section, by its position or its name; without ``key`` the section itself. ``data`` is what it is."""

    section: Section
    key: int | str | None = None
    data: Data = ""

    @property
    def title(self) -> str:
        """What staff call it; nothing where the place of a flaw says it already."""
        if not isinstance(self.key, int):
            return ""
        name = name_of(self.data)[:SHOWN]
        section = self.section
        return f"{section.noun}「{name}」" if name else f"第 {self.key + 1} {section.measure}{section.noun}"


class Flaws:
    """Remembers the first flaw of every part."""

    def __init__(self) -> None:
        self._found: list[tuple[Part, Misshapen]] = []

    @contextmanager
    def of(self, part: Part) -> Iterator[None]:
        """While this part is read. What is raised for a flaw is remembered, and goes no further."""
        try:
            yield
        except Misshapen as flaw:
            self._found.append((part, flaw))

    def raise_any(self, source: str) -> None:
        """Raises ``ScriptError`` with all of them, the first line first; nothing where there are none."""
        if self._found:
            lines = lines_of(source)
            flaws = [_located(part, flaw, lines) for part, flaw in self._found]
            raise ScriptError(*sorted(flaws, key=lambda flaw: flaw.line or 0))


def _located(part: Part, flaw: Misshapen, lines: Lines) -> Flaw:
    place = "的 ".join(filter(None, (part.title, flaw.place)))
    rule = name_of(part.data) if part.section.name == "rules" else ""
    return Flaw(lines.of(part.section.name, part.key), place, flaw.sentence, rule)
