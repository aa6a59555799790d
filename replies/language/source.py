"""A script's source: YAML, read as nothing but mappings, lists and texts.

Every scalar stays the text that staff wrote: ``8:00`` is no number of minutes, ``no`` is no boolean and a telephone
number keeps its zero. What YAML can do beyond that (aliases, tags, several documents) only serves to hurt, and is
refused.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import msgspec
import yaml

from replies.language.syntax import explain

MAX_BYTES = 4_000_000
MAX_DEPTH = 12
MAX_TOLD = 20
"""Flaws that are told at once."""

Data: TypeAlias = "dict[str, Data] | list[Data] | str"

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What an escape between double quotes may bring in, and no database or channel would take."""


class Flaw(msgspec.Struct, frozen=True):
    """Something wrong with a script: ``sentence`` tells staff what, and what to do.

    It is in ``place``, such as ``规则「停车」的 say``, of a part that begins on ``line``, counted from 1. With no
    place it is on that line itself; with no line it is the script as a whole. ``rule`` is the rule's name, if it has
    one and is to blame.
    """

    line: int | None
    place: str
    sentence: str
    rule: str = ""

    def __str__(self) -> str:
        line = "" if self.line is None else f"第 {self.line} 行{'起，' if self.place else '：'}"
        return f"{line}{self.place}{'：' if self.place else ''}{self.sentence}"


class ScriptError(Exception):
    """A script that cannot be used. Its text is for staff: where, what is wrong, and what to do, a line for each flaw.

    A plain sentence is a flaw of the script as a whole.
    """

    def __init__(self, *flaws: Flaw | str) -> None:
        self.flaws = tuple(Flaw(None, "", flaw) if isinstance(flaw, str) else flaw for flaw in flaws)
        told = [str(flaw) for flaw in self.flaws[:MAX_TOLD]]
        if (more := len(self.flaws) - len(told)) > 0:
            told.append(f"还有 {more} 处。")
        super().__init__("\n".join(told))


def read_source(source: str) -> Data:
    """The plain data of a YAML source of at most 4 MB. Raises ``ScriptError`` for anything else."""
    if (size := len(source.encode(errors="replace"))) > MAX_BYTES:
        raise ScriptError(f"脚本有 {size / 1_000_000:.1f} MB，最多 4 MB。请删掉不用的规则，或把长文章改成链接。")
    try:
        # Half as slow again by yaml.parse, which asks before it takes each event.
        return _document(iter(yaml.CSafeLoader(source).get_event, None))
    except yaml.MarkedYAMLError as error:
        line, sentence = explain(error, source)
        raise ScriptError(Flaw(line, "", sentence)) from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise ScriptError("脚本里有看不见的控制字符，读不了。请删掉它们，再存成 UTF-8 的纯文本。") from error


def _document(events: Iterator[yaml.Event]) -> Data:
    value: Data = ""
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _refused(event, "一个文件只放一份脚本。请删掉这里的「---」。")
            value = _value(next(events), events, 1)
    return value


def _value(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Data:
    _check_plain(event)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    if depth > MAX_DEPTH:
        raise _refused(event, f"缩进了 {MAX_DEPTH} 层以上。规则用不到这么深，请检查缩进和括号。")
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, depth)
    return _mapping(events, depth)


def _check_plain(event: yaml.Event) -> None:
    if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
        raise _refused(event, "脚本里不用 YAML 的锚点（&）和别名（*）。请照写一遍，或加上引号。")
    tag = getattr(event, "tag", None)
    if tag is not None and tag != "!":
        raise _refused(event, f"脚本里不用 YAML 的标签（{tag}）。请删掉它，或给文字加上引号。")


def _scalar(event: yaml.ScalarEvent) -> str:
    if _CONTROL.search(event.value):
        raise _refused(event, "这段文字里有看不见的控制字符。请删掉反斜杠开头的那几个字符，再写一遍。")
    return str(event.value)


def _sequence(events: Iterator[yaml.Event], depth: int) -> list[Data]:
    items: list[Data] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        items.append(_value(event, events, depth + 1))
    return items


def _mapping(events: Iterator[yaml.Event], depth: int) -> dict[str, Data]:
    items: dict[str, Data] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _value(event, events, depth + 1)
        if not isinstance(key, str):
            raise _refused(event, "冒号前面要是一个名字。花括号请加上引号。")
        if key in items:
            raise _refused(event, f"「{key[:40]}」写了两次。请只留一个。")
        items[key] = _value(next(events), events, depth + 1)
    return items


def _refused(event: yaml.Event, sentence: str) -> ScriptError:
    mark: Any = event.start_mark
    return ScriptError(Flaw(mark.line + 1, "", sentence))
