"""Scripts checked in a coffee shop on 22 November 2026, whose surroundings are known."""

from datetime import date
from typing import Any

from app.channels.wechat.limits import LIMITS
from replies.checks.check import check_source
from replies.checks.finding import Finding
from replies.checks.surroundings import Surroundings

SHOP = {
    "today": date(2026, 11, 22),
    "limits": LIMITS,
    "coupon_kinds": frozenset({"welcome"}),
    "stores": {"riverside": True, "station": False},
    "media": {"M_LATTE": "picture", "M_HELLO": "voice", "M_TOUR": "video", "M_COVER": "thumb"},
    "removed_media": frozenset({"M_OLD"}),
}


def shop(**known: Any) -> Surroundings:
    return Surroundings(**(SHOP | known))


def findings(source: str, **known: Any) -> tuple[Finding, ...]:
    return check_source(source, shop(**known)).findings


def codes(source: str, **known: Any) -> list[str]:
    return [finding.code for finding in findings(source, **known)]


def only(source: str, **known: Any) -> Finding:
    (finding,) = findings(source, **known)
    return finding


def rule(name: str, when: str, say: str = "好的", more: str = "") -> str:
    """A rule of a script, three lines and those of ``more``, each behind as many blanks as a rule's fields have."""
    further = "".join(f"    {line}\n" for line in more.splitlines())
    return f"  - name: {name}\n    when: {when}\n    say: {say}\n{further}"


def script(*rules: str, before: str = "", after: str = "") -> str:
    return f"{before}rules:\n{''.join(rules)}{after}"
