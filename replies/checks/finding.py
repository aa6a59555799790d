"""What checking finds, as plain data."""

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How bad it is: an error will surely disappoint somebody, a warning may, a note only tells how things stand."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


IN_CHINESE = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.NOTE: "说明"}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong. ``sentence`` says, for staff, what is wrong and what to do.

    ``code`` never changes, so that programs may know it. One of ``rule``, ``dialog`` and ``fact`` is the name of what
    it is about, or all are empty where it is about the script; ``place`` is where in it, such as ``when.text.exact``.
    ``line`` is counted from 1, None where it is not known.
    """

    severity: Severity
    code: str
    place: str
    sentence: str
    rule: str = ""
    dialog: str = ""
    fact: str = ""
    line: int | None = None

    @property
    def subject(self) -> str:
        """What it is about, as staff read it; empty for the script."""
        for title, name in (("规则", self.rule), ("对话", self.dialog), ("店里的信息", self.fact)):
            if name:
                return f"{title}「{name}」"
        return ""

    @property
    def told(self) -> str:
        """What staff read: what it is about, and what is wrong with it."""
        return f"{self.subject}{self._joint}{self.sentence}"

    @property
    def _joint(self) -> str:
        if not self.subject:
            return ""
        # A place in it, such as say, belongs to it; a sentence of its own does not.
        belongs = "的 " if self.sentence[:1].isascii() else ""
        return belongs if self.place else "："
