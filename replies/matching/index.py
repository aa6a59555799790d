"""A script, compiled: which rules could answer, in which order, and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from records.message import SAID, Kind
from replies.language.rule import How, Near, Rule, Script, WhenFollow
from replies.matching.conditions import asks_of
from replies.matching.endings import endings
from replies.matching.known import Ask, Known
from replies.matching.match import Match, Trigger, Written, grouped, written
from replies.matching.normalise import Normaliser
from replies.matching.scenes import SceneIndex
from replies.matching.suggestions import Suggestions
from replies.matching.texts import TextIndex

TEXTS = frozenset({Kind.TEXT, Kind.CHOICE})
MENUS = frozenset({Kind.MENU_CLICK, Kind.MENU_SCAN, Kind.MENU_SCAN_WAITING, Kind.MENU_PICTURE, Kind.MENU_LOCATION})
WAITED_FOR = SAID | {Kind.MENU_CLICK, Kind.MENU_SCAN_WAITING}
"""What a person waits for an answer to: the fallback answers these, and nothing else."""


class ScriptIndex:
    """Finds the rules that could answer. Compiled once, never changed, read by any number of threads at once."""

    def __init__(self, script: Script, normaliser: Normaliser) -> None:
        matches = _Matches(script)
        self.script = script
        self.normaliser = normaliser
        self.asks: frozenset[Ask] = asks_of(script.rules)
        """What must be known to weigh the conditions of this script's rules."""
        phrases = grouped(matches.phrases())
        self._texts = TextIndex(phrases, normaliser)
        self._suggestions = Suggestions(phrases, normaliser)
        self._follows = SceneIndex(matches.follows())
        self._scans = SceneIndex(matches.scans())
        self._menus = grouped(matches.menus())
        self._nears = tuple(matches.nears())
        self._kinds = grouped(matches.kinds())
        self._fallbacks = tuple(matches.fallbacks())

    def candidates(self, trigger: Trigger) -> Iterator[Match]:
        """The rules that could answer, the one that comes first first; by each of its phrases once."""
        found = self._found(trigger)
        return chain(found, self._fallbacks) if trigger.kind in WAITED_FOR else iter(found)

    def suggestions(self, text: str, know: Callable[[], Known] | None = None) -> tuple[str, ...]:
        """At most three phrases of different rules that a text may mean, the likest first, as staff wrote them.

        To be offered where nothing but the fallback answers. ``know`` leaves out rules whose conditions do not hold.
        """
        return self._suggestions.suggest(text, know)

    def _found(self, trigger: Trigger) -> Iterable[Match]:
        kind = trigger.kind
        if kind in TEXTS:
            return self._texts.matches(trigger.text)
        if kind is Kind.FOLLOW:
            return self._follows.matches(trigger.subject, trigger.returning)
        if kind is Kind.SCAN:
            return self._scans.matches(trigger.subject)
        if kind in MENUS:
            return self._menus.get(trigger.subject, ())
        if kind is Kind.LOCATION:
            return (*self._nears, *self._kinds.get(kind, ()))
        return self._kinds.get(kind, ())


class _Matches:
    """The matches that a script's rules can make, in its order."""

    def __init__(self, script: Script) -> None:
        self._rules = script.rules
        self._endings: Mapping[str, date] = endings(script)

    def phrases(self) -> Iterator[tuple[How, Written]]:
        for rule in self._rules:
            for phrase in rule.when.text.phrases:
                yield phrase.how, (phrase, self._match(rule, phrase.how, written(phrase)))

    def follows(self) -> Iterator[tuple[WhenFollow, Match]]:
        for rule in self._rules:
            for when in rule.when.follows:
                yield when, self._match(rule, How.SCENE, when.scene)

    def scans(self) -> Iterator[tuple[WhenFollow, Match]]:
        for rule in self._rules:
            for scene in rule.when.scans:
                yield WhenFollow(scene=scene), self._match(rule, How.SCENE, scene)

    def menus(self) -> Iterator[tuple[str, Match]]:
        for rule in self._rules:
            for key in rule.when.menus:
                yield key, self._match(rule, How.MENU, key)

    def nears(self) -> list[Match]:
        """The smallest distance first."""
        nears = [(near, rule) for rule in self._rules for near in rule.when.nears]
        nears.sort(key=lambda entry: entry[0].within)
        return [self._match(rule, How.NEAR, near.store or "any", near) for near, rule in nears]

    def kinds(self) -> Iterator[tuple[Kind, Match]]:
        for rule in self._rules:
            for kind in rule.when.kinds:
                yield kind, self._match(rule, How.KIND, kind)

    def fallbacks(self) -> Iterator[Match]:
        return (self._match(rule, How.FALLBACK, "any") for rule in self._rules if rule.when.fallback)

    def _match(self, rule: Rule, how: How, by: str, near: Near | None = None) -> Match:
        return Match(rule, how, by, rule.only_if, near, self._endings.get(rule.name))
