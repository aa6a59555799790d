"""On which lines the parts of a script begin."""

from collections.abc import Mapping
from typing import Any

import msgspec
import yaml


class Lines(msgspec.Struct, frozen=True):
    """Lines are counted from 1. Rules, dialogs and examples are found by their position, facts by their name.

    ``sections`` are the script's own parts, such as ``rules``; ``named`` are rules by name, of one name the first.
    """

    sections: Mapping[str, int] = {}
    rules: tuple[int, ...] = ()
    facts: Mapping[str, int] = {}
    dialogs: tuple[int, ...] = ()
    examples: tuple[int, ...] = ()
    named: Mapping[str, int] = {}

    def of(self, section: str, part: int | str | None = None) -> int | None:
        """The line of a part, by its position or name, else of its section; None where there is neither."""
        line = self.sections.get(section)
        if isinstance(part, str):
            return self.facts.get(part, line)
        parts: tuple[int, ...] = getattr(self, section, ())
        return line if part is None or part >= len(parts) else parts[part]


def lines_of(source: str) -> Lines:
    """The lines of a source that ``read_source`` accepts. Reads all of it: ask once."""
    top = yaml.compose(source, Loader=yaml.CBaseLoader)
    sections = {key.value: (key, value) for key, value in _entries(top)}
    rules = _items(sections, "rules")
    return Lines(
        sections={name: _line(key) for name, (key, _) in sections.items()},
        rules=tuple(map(_line, rules)),
        facts={key.value: _line(key) for key, _ in _entries(sections.get("facts", (None, None))[1])},
        dialogs=tuple(map(_line, _items(sections, "dialogs"))),
        examples=tuple(map(_line, _items(sections, "examples"))),
        named={value.value.strip(): _line(rule) for rule in reversed(rules) for value in _names(rule)},
    )


def _entries(node: yaml.Node | None) -> list[tuple[Any, Any]]:
    return node.value if isinstance(node, yaml.MappingNode) else []


def _items(sections: Mapping[str, tuple[Any, Any]], name: str) -> list[yaml.Node]:
    node = sections.get(name, (None, None))[1]
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    return [] if node is None else [node]


def _names(rule: yaml.Node) -> list[yaml.ScalarNode]:
    return [value for key, value in _entries(rule) if key.value == "name" and isinstance(value, yaml.ScalarNode)]


def _line(node: yaml.Node) -> int:
    mark: Any = node.start_mark
    return int(mark.line) + 1
