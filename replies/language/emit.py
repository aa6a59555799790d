"""Plain data as YAML that a person might have written, and that ``read_source`` reads as the same data.

Quotes stand only where they must, a text of several lines behind a ``|``, and what is short on one line.
"""

import re
from typing import Any

import yaml

from replies.language.source import Data

WIDTH = 90
"""Letters of a line behind which a list goes on in the next."""
SHORT = 70
"""Letters of what still stands on one line by itself."""
WORD = 20
"""Letters of what may stand beside its like, line after line."""
_BREAKS = re.compile(r"[\x85\u2028\u2029]")
"""Line breaks to YAML, which would come back as others unless they are escaped."""
_TEXT, _LIST, _MAPPING = (f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map"))


def emit(data: Data) -> str:
    """The YAML of a list or mapping, with a line or more for each of its items."""
    written: str = yaml.serialize(_node(data, block=True), Dumper=_Dumper, allow_unicode=True, width=WIDTH)
    return written


class _Dumper(yaml.BaseDumper):
    """Knows no types, so that no text is quoted for looking like a number."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        """Lists stand under their name, set in."""
        return super().increase_indent(flow, indentless=False)

    def write_plain(self, text: str, split: bool = True) -> None:
        """A text of one line stays on one line, as long as it is."""
        super().write_plain(text, split=False)

    def write_single_quoted(self, text: str, split: bool = True) -> None:
        """The same."""
        super().write_single_quoted(text, split=False)

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        """The same."""
        super().write_double_quoted(text, split=False)


def _node(data: Data, block: bool = False) -> yaml.Node:
    if isinstance(data, str):
        return yaml.ScalarNode(_TEXT, data, style=_style(data))
    flow = not block and _on_one_line(data)
    if isinstance(data, list):
        return yaml.SequenceNode(_LIST, [_node(item, _alone(item)) for item in data], flow_style=flow)
    return yaml.MappingNode(_MAPPING, [(_node(key), _node(value)) for key, value in data.items()], flow_style=flow)


def _style(text: str) -> str | None:
    if _BREAKS.search(text):
        return '"'
    return "|" if "\n" in text else None


def _alone(item: Data) -> bool:
    """Whether it is one thing with its name, which reads better without braces in a list."""
    return isinstance(item, dict) and len(item) == 1


def _on_one_line(data: list[Data] | dict[str, Data]) -> bool:
    if isinstance(data, dict):
        return all(isinstance(each, str) or _is_texts(each) for each in data.values()) and _length(data) <= SHORT
    if _is_texts(data) and all(_length(each) <= WORD for each in data):
        return True
    return not any(isinstance(each, dict) for each in data) and _length(data) <= SHORT


def _is_texts(data: Data) -> bool:
    return isinstance(data, list) and all(isinstance(each, str) for each in data)


def _length(data: Data) -> float:
    """Letters it takes on one line, or more than any line holds."""
    if isinstance(data, str):
        return len(data) if "\n" not in data else float("inf")
    parts = data if isinstance(data, list) else [*data, *data.values()]
    return sum(_length(part) + 2 for part in parts)
