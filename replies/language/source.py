"""A script's source: YAML, read as nothing but mappings, lists and texts.

Every scalar stays the text that staff wrote: ``8:00`` is no number of minutes, ``no`` is no boolean and a telephone
number keeps its zero. What YAML can do beyond that (aliases, tags, several documents) only serves to hurt, and is
refused.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import yaml

MAX_BYTES = 4_000_000
MAX_DEPTH = 12

Data: TypeAlias = "dict[str, Data] | list[Data] | str"
Step: TypeAlias = "str | int"


class ScriptError(Exception):
    """A script that cannot be used. Its text is a sentence for staff: where, what is wrong, and what to do."""


def read_source(source: str) -> Data:
    """The plain data of a YAML source of at most 4 MB. Raises ``ScriptError`` for anything else."""
    if (size := len(source.encode(errors="replace"))) > MAX_BYTES:
        raise ScriptError(f"脚本有 {size / 1_000_000:.1f} MB，最多 4 MB。请删掉不用的规则，或把长文章改成链接。")
    try:
        return _document(yaml.parse(source, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        raise ScriptError(_explain(error, source)) from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise ScriptError("脚本里有看不见的控制字符，读不了。请删掉它们，再存成 UTF-8 的纯文本。") from error


def line_of(source: str, path: Sequence[Step]) -> int:
    """The line, from 1, where the value at ``path`` stands in a source that ``read_source`` has accepted."""
    node: Any = yaml.compose(source, Loader=yaml.CSafeLoader)
    for step in path:
        if isinstance(step, int):
            node = node.value[step]
        else:
            node = next(value for key, value in node.value if key.value == step)
    return int(node.start_mark.line) + 1


def _document(events: Iterator[yaml.Event]) -> Data:
    value: Data = ""
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise ScriptError(f"第 {_line(event)} 行：一个文件只放一份脚本。请删掉这里的「---」。")
            value = _value(next(events), events, 1)
    return value


def _value(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Data:
    _check_plain(event)
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if depth > MAX_DEPTH:
        raise ScriptError(f"第 {_line(event)} 行：缩进了 {MAX_DEPTH} 层以上。规则用不到这么深，请检查缩进和括号。")
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, depth)
    return _mapping(events, depth)


def _check_plain(event: yaml.Event) -> None:
    if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
        raise ScriptError(f"第 {_line(event)} 行：脚本里不用 YAML 的锚点（&）和别名（*）。请照写一遍，或加上引号。")
    tag = getattr(event, "tag", None)
    if tag is not None and tag != "!":
        raise ScriptError(f"第 {_line(event)} 行：脚本里不用 YAML 的标签（{tag}）。请删掉它，或给文字加上引号。")


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
            raise ScriptError(f"第 {_line(event)} 行：冒号前面要是一个名字。花括号请加上引号。")
        if key in items:
            raise ScriptError(f"第 {_line(event)} 行：「{key}」写了两次。请只留一个。")
        items[key] = _value(next(events), events, depth + 1)
    return items


def _line(event: yaml.Event) -> int:
    mark: Any = event.start_mark
    return int(mark.line) + 1


def _explain(error: yaml.MarkedYAMLError, source: str) -> str:
    mark: Any = error.problem_mark or error.context_mark
    lines = source.splitlines()[mark.line :]
    if lines and lines[0][mark.column :].startswith("\t"):
        return f"第 {mark.line + 1} 行：这里用了制表符（Tab）。缩进请改用空格。"
    return f"第 {mark.line + 1} 行：YAML 读不懂这里（{error.problem}）。请检查缩进、冒号后面的空格和成对的引号。"
