"""The examples of a script: what people do, and which rule is to answer."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from records.message import Kind
from replies.answers.reply import Silence
from replies.language.action import StartDialog
from replies.language.rule import Example, How
from replies.matching.decide import choose
from replies.matching.index import ScriptIndex
from replies.matching.known import Known
from replies.matching.match import Match, Trigger

NOBODY = "somebody"
"""Who does what an example says: always the same, so that shares of contacts are weighed alike every time."""


class FailedExample(msgspec.Struct, frozen=True):
    """An example that is answered otherwise than it says. ``expected`` and ``got`` are rules, or say silence."""

    name: str
    expected: str
    got: str


def failing(index: ScriptIndex, now: datetime) -> tuple[FailedExample, ...]:
    """The examples of the script that it does not keep, in their order. ``now`` is aware, in the shop's zone."""
    return tuple(_failing(index, now))


def _failing(index: ScriptIndex, now: datetime) -> Iterator[FailedExample]:
    for example in index.script.examples:
        match = _answering(index, example, now)
        if example.expect not in _names(match):
            yield FailedExample(name_of(example), example.expect or "不回话", _got(match))


def name_of(example: Example) -> str:
    """How the example is called, such as 「几点关门」→ 营业时间: whoever overrules it says so."""
    at = f"（{example.at:%Y-%m-%d %H:%M}）" if example.at else ""
    tags = f"（{'、'.join(example.tags)}）" if example.tags else ""
    return f"「{_done(example)}」{at}{tags}→ {example.expect or '不回话'}"


def _answering(index: ScriptIndex, example: Example, now: datetime) -> Match | None:
    at = now if example.at is None else example.at.replace(tzinfo=now.tzinfo)
    known = Known(now=at, contact=NOBODY, tags=frozenset(example.tags))
    return choose(index.candidates(_trigger(example)), lambda: known)


def _trigger(example: Example) -> Trigger:
    if example.text is not None:
        return Trigger(kind=Kind.TEXT, text=example.text)
    if example.menu is not None:
        return Trigger(kind=Kind.MENU_CLICK, subject=example.menu)
    if example.scan is not None:
        return Trigger(kind=Kind.SCAN, subject=example.scan)
    return Trigger(kind=Kind.FOLLOW, subject=example.follow or "")


def _done(example: Example) -> str:
    if example.text is not None:
        return example.text
    if example.menu is not None:
        return f"点菜单 {example.menu}"
    return f"扫码 {example.scan}" if example.scan is not None else f"关注 {example.follow or ''}".rstrip()


def _names(match: Match | None) -> frozenset[str]:
    """What an example may expect where this answers: the rule, a dialog that it begins, or silence."""
    if match is None:
        return frozenset({""})
    begun = {action.dialog for action in match.rule.do if isinstance(action, StartDialog)}
    silent = {""} if isinstance(match.rule.say, Silence) else set()
    return frozenset({match.rule.name} | begun | silent)


def _got(match: Match | None) -> str:
    if match is None:
        return "没有规则回答"
    return f"{match.rule.name}（兜底）" if match.how is How.FALLBACK else match.rule.name
