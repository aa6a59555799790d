"""What is different between two scripts, for people to read."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import unified_diff
from enum import StrEnum
from itertools import islice
from typing import Any

import msgspec

from replies.language.dialog import Dialog
from replies.language.rule import Budget, Example, Fact, Rule, Script
from replies.language.script import read_script
from replies.language.source import ScriptError
from replies.language.write import write_budget, write_dialog, write_example, write_fact, write_rule

NAMES = 10
"""How many names of a kind are told in one sentence."""


class Part(StrEnum):
    """What a script is made of."""

    RULE = "rule"
    DIALOG = "dialog"
    FACT = "fact"
    EXAMPLE = "example"
    BUDGET = "budget"


class How(StrEnum):
    """What happened to a part. Moved are the fewest rules whose new places explain the new order."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


SPOKEN = {How.ADDED: "加了", How.CHANGED: "改了", How.REMOVED: "删了", How.MOVED: "挪了"}
PARTS = {Part.RULE: "规则", Part.DIALOG: "对话", Part.FACT: "店里的信息", Part.EXAMPLE: "例句", Part.BUDGET: "上限"}


class Change(msgspec.Struct, frozen=True):
    """One difference. ``lines`` are its YAML as staff would write it, each behind ``+``, ``-`` or a blank.

    There are none for what moved, and none for an example, whose name is all of it.
    """

    part: Part
    how: How
    name: str
    lines: tuple[str, ...] = ()


class Difference(msgspec.Struct, frozen=True):
    """Everything that is different, part by part, in the new script's order behind what was removed."""

    changes: tuple[Change, ...] = ()


def difference(old: Script, new: Script) -> Difference:
    """What one would have to do to the old script to have the new one."""
    return Difference(
        tuple(
            Change(deed.part, deed.how, deed.name, () if deed.part is Part.EXAMPLE else _lines(deed))
            for deed in _deeds(old, new)
        )
    )


def text(found: Difference) -> str:
    """The difference as it is shown in a terminal; nothing is said in one line."""
    if not found.changes:
        return "没有不同。\n"
    return "".join(line + "\n" for change in found.changes for line in _told(change))


def what_changed(before: str, after: str) -> str:
    """What became of a source, in a sentence with the names of what is different."""
    if before == after:
        return "没有改动"
    try:
        deeds = _deeds(read_script(before), read_script(after))
    except ScriptError:
        return "文字改了"
    return _sentence(deeds) or "只改了注释或写法"


class _Deed(msgspec.Struct, frozen=True):
    """A change before anybody has written it down, which takes long where there are thousands."""

    part: Part
    how: How
    name: str
    old: object = None
    new: object = None


def _deeds(old: Script, new: Script) -> Iterator[_Deed]:
    for part in Part:
        before, after = _parts(old, part), _parts(new, part)
        yield from _compared(part, before, after)
        if part is Part.RULE:
            yield from (_Deed(part, How.MOVED, str(name)) for name in _moved(tuple(before), tuple(after)))


def _parts(script: Script, part: Part) -> Mapping[Any, object]:
    """The parts of a kind, by what tells one from another."""
    match part:
        case Part.RULE:
            return {rule.name: rule for rule in script.rules}
        case Part.DIALOG:
            return {dialog.name: dialog for dialog in script.dialogs}
        case Part.FACT:
            return script.facts
        case Part.EXAMPLE:
            return {example: example for example in script.examples}
        case Part.BUDGET:
            return {PARTS[part]: script.budget}


def _compared(part: Part, old: Mapping[Any, object], new: Mapping[Any, object]) -> Iterator[_Deed]:
    for key, gone in old.items():
        if key not in new:
            yield _Deed(part, How.REMOVED, _name(key), old=gone)
    for key, here in new.items():
        if key not in old:
            yield _Deed(part, How.ADDED, _name(key), new=here)
        elif here != old[key]:
            yield _Deed(part, How.CHANGED, _name(key), old[key], here)


def _name(key: Hashable) -> str:
    return " ".join(write_example(key).removeprefix("- ").split()) if isinstance(key, Example) else str(key)


def _lines(deed: _Deed) -> tuple[str, ...]:
    before, after = (_written(deed.name, part).splitlines() for part in (deed.old, deed.new))
    marked = unified_diff(before, after, lineterm="")
    # The first two name the files, and only they and the hunks' places are not of the script.
    return tuple(line for line in islice(marked, 2, None) if not line.startswith("@@"))


def _written(name: str, part: object) -> str:
    match part:
        case Rule():
            return write_rule(part)
        case Dialog():
            return write_dialog(part)
        case Fact():
            return write_fact(name, part)
        case Budget():
            return write_budget(part)
    return ""


def _moved(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Hashable]:
    """Of the names in both, those outside the longest row that kept its order."""
    places = {name: place for place, name in enumerate(old)}
    common = [name for name in new if name in places]
    stayed = _rising([places[name] for name in common])
    return (name for name in common if places[name] not in stayed)


def _rising(numbers: Sequence[int]) -> frozenset[int]:
    """A longest rising row among different numbers, found in n log n steps."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    row: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        row.append(last)
        last = before[last]
    return frozenset(row)


def _told(change: Change) -> Iterator[str]:
    yield f"{SPOKEN[change.how]}{PARTS[change.part]}「{change.name}」"
    yield from (f"    {line[0]} {line[1:]}".rstrip() for line in change.lines)


def _sentence(deeds: Iterable[_Deed]) -> str:
    names: dict[How, list[str]] = {}
    for deed in deeds:
        names.setdefault(deed.how, []).append(f"「{deed.name}」")
    return "；".join(SPOKEN[how] + _listed(names[how]) for how in How if how in names)


def _listed(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 处" if len(names) > NAMES else ""
    return "".join(names[:NAMES]) + more
