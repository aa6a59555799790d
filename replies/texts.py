"""The rules for texts, compiled: exact before the longest keyword contained, that before a pattern."""

from collections.abc import Callable, Iterable

import ahocorasick
import re2

from replies.match import How, Match
from replies.pattern import pattern_options
from replies.rule import Rule


class TextIndex:
    """Finds the rule for a text. Read by any number of threads at once."""

    def __init__(self, rules: Iterable[Rule], normalise: Callable[[str], str], letters: Callable[[str], str]) -> None:
        self._normalise = normalise
        in_order = tuple(rules)
        self._exact = _compile_exact(in_order, normalise)
        self._keywords = _compile_keywords(in_order, normalise)
        self._patterns = [Match(rule, How.PATTERN, pattern) for rule in in_order for pattern in rule.when.text.patterns]
        self._filter = _compile_patterns([letters(match.by) for match in self._patterns])

    def match(self, text: str) -> Match | None:
        """The rule that wins: exact, the longest keyword, the first pattern; the script's order breaks ties."""
        folded = self._normalise(text)
        if not folded:
            return None
        return self._exact.get(folded) or self._longest_keyword(folded) or self._first_pattern(folded)

    def _longest_keyword(self, folded: str) -> Match | None:
        if not self._keywords:
            return None
        best = max((found for _, found in self._keywords.iter(folded)), key=_precedence, default=None)
        return None if best is None else best[2]

    def _first_pattern(self, folded: str) -> Match | None:
        if not self._patterns:
            return None
        fitting = self._filter.Match(folded)
        return self._patterns[min(fitting)] if fitting else None


Keyword = tuple[int, int, Match]
"""A keyword's length, its place in the script from the end, and what it means."""


def _precedence(found: Keyword) -> tuple[int, int]:
    return found[0], found[1]


def _compile_exact(rules: tuple[Rule, ...], normalise: Callable[[str], str]) -> dict[str, Match]:
    exact: dict[str, Match] = {}
    for rule in rules:
        for phrase in rule.when.text.exact:
            if folded := normalise(phrase):
                exact.setdefault(folded, Match(rule, How.EXACT, phrase))
    return exact


def _compile_keywords(rules: tuple[Rule, ...], normalise: Callable[[str], str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for rule in rules:
        for keyword in rule.when.text.contains:
            folded = normalise(keyword)
            if folded and folded not in automaton:
                automaton.add_word(folded, (len(folded), -len(automaton), Match(rule, How.CONTAINS, keyword)))
    automaton.make_automaton()
    return automaton


def _compile_patterns(patterns: list[str]) -> re2.Filter:
    """A filter by the literals in the patterns: only those whose literals occur are tried."""
    compiled = re2.Filter()
    for pattern in patterns:
        compiled.Add(pattern, pattern_options())
    if patterns:
        compiled.Compile()
    return compiled
