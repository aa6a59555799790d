"""One rule of a source text changed, and every other letter of it left as it stands: comments, order, blank lines.

Each takes a source that ``read_script`` accepts; what comes of it is to be read again before it is used. Each raises
``ScriptError`` where there is no rule of that name, or where the rules stand in brackets.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import yaml

from replies.language.rule import Rule
from replies.language.source import ScriptError
from replies.language.write import set_in, write_rule


class Item(msgspec.Struct, frozen=True):
    """Where a rule stands: from line ``first``, that of its dash, to before line ``end``, counted from 0."""

    name: str
    first: int
    end: int


class Source(msgspec.Struct, frozen=True):
    """A source as lines, each with its break, and the rules in it, of which there is at least one."""

    lines: Sequence[str]
    rules: Sequence[Item]

    def named(self, name: str) -> Item:
        """The rule of this name. Raises ``ScriptError``."""
        for rule in self.rules:
            if rule.name == name:
                return rule
        raise ScriptError(f"没有叫「{name}」的规则。请照着规则的 name 写。")

    def like_the_others(self, rule: Rule) -> list[str]:
        """The lines of another rule, set in and broken like those that are there."""
        line = self.lines[self.rules[0].first]
        written = set_in(write_rule(rule), " " * (len(line) - len(line.lstrip())))
        return written.replace("\n", self._line_break).splitlines(keepends=True)

    def between(self) -> list[str]:
        """What stands between two rules: a blank line, unless the first two have none."""
        apart = len(self.rules) < 2 or any(map(_blank, self.lines[self.rules[0].end : self.rules[1].first]))
        return [self._line_break] if apart else []

    def with_lines(self, first: int, end: int, written: Sequence[str]) -> str:
        """The source with ``written`` in the place of these lines."""
        before = list(self.lines[:first])
        if before and not before[-1].endswith(("\n", "\r")):
            before[-1] += self._line_break
        return "".join((*before, *written, *self.lines[end:]))

    @property
    def _line_break(self) -> str:
        return "\r\n" if self.lines[0].endswith("\r\n") else "\n"


def add_rule(source: str, rule: Rule, before: str | None = None) -> str:
    """One more rule: before the one of that name and any comment right above it, else behind all the others."""
    script = _parsed(source)
    if before is None:
        end = script.rules[-1].end
        return script.with_lines(end, end, [*script.between(), *script.like_the_others(rule)])
    place = script.named(before).first
    while script.lines[place - 1].lstrip().startswith("#"):
        place -= 1
    return script.with_lines(place, place, [*script.like_the_others(rule), *script.between()])


def replace_rule(source: str, name: str, rule: Rule) -> str:
    """``rule`` in the place of the one of that name."""
    script = _parsed(source)
    old = script.named(name)
    return script.with_lines(old.first, old.end, script.like_the_others(rule))


def remove_rule(source: str, name: str) -> str:
    """Without the rule of that name, and the blank line that kept it from the next; the last one must stay."""
    script = _parsed(source)
    old = script.named(name)
    if len(script.rules) == 1:
        raise ScriptError("这是最后一条规则，不能删。请先写一条新的。")
    if old.end < len(script.lines) and old is not script.rules[-1]:
        return script.with_lines(old.first, old.end + _blank(script.lines[old.end]), [])
    return script.with_lines(old.first - _blank(script.lines[old.first - 1]), old.end, [])


def _parsed(source: str) -> Source:
    lines = source.splitlines(keepends=True)
    top: Any = yaml.compose(source, Loader=yaml.CBaseLoader)
    rules = next(value for key, value in top.value if key.value == "rules")
    if rules.flow_style:
        raise ScriptError("这份脚本的 rules 写在方括号里，没法只改一条。请改成每条规则前面写「- 」。")
    return Source(lines, [Item(_name(rule), _first(rule, lines), _end(rule, lines)) for rule in rules.value])


def _name(rule: Any) -> str:
    return next(str(value.value).strip() for key, value in rule.value if key.value == "name")


def _first(rule: Any, lines: Sequence[str]) -> int:
    """The line of its dash: that of its first name, or one above it."""
    line: int = rule.start_mark.line
    while not lines[line].lstrip().startswith("-"):
        line -= 1
    return line


def _end(node: Any, lines: Sequence[str]) -> int:
    """Behind the last line that has something of it: behind a text of several lines the mark is too low."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.line + (node.end_mark.column > 0)
    while _blank(lines[end - 1]):
        end -= 1
    return end


def _blank(line: str) -> bool:
    return not line.strip()
