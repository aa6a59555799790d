"""A script, compiled: which rules could answer, in which order, and why."""

from collections.abc import Iterator

from records.message import SAID, Kind
from replies.language.rule import How, Script, WhenFollow
from replies.matching.known import Ask
from replies.matching.match import Match, Trigger, first_by_key
from replies.matching.normalise import Normaliser
from replies.matching.scenes import SceneIndex
from replies.matching.texts import TextIndex

TEXTS = frozenset({Kind.TEXT, Kind.CHOICE})
MENUS = frozenset({Kind.MENU_CLICK, Kind.MENU_SCAN, Kind.MENU_SCAN_WAITING, Kind.MENU_PICTURE, Kind.MENU_LOCATION})
WAITED_FOR = SAID | {Kind.MENU_CLICK, Kind.MENU_SCAN_WAITING}
"""What a person waits for an answer to: the fallback answers these, and nothing else."""


class ScriptIndex:
    """Finds the rules that could answer. Compiled once, never changed, read by any number of threads at once."""

    def __init__(self, script: Script, normaliser: Normaliser) -> None:
        rules = script.rules
        self.script = script
        self.asks: frozenset[Ask] = frozenset(Ask)
        """What must be known to weigh the conditions of this script's rules."""
        self.fold = normaliser
        """One spelling for texts that mean the same."""
        self._texts = TextIndex(rules, normaliser)
        self._follows = SceneIndex((when, rule) for rule in rules for when in rule.when.follows)
        self._scans = SceneIndex((WhenFollow(scene=scene), rule) for rule in rules for scene in rule.when.scans)
        self._menus = first_by_key((key, Match(rule, How.MENU, key)) for rule in rules for key in rule.when.menus)
        self._kinds = first_by_key((kind, Match(rule, How.KIND, kind)) for rule in rules for kind in rule.when.kinds)
        self._fallback = next((Match(rule, How.FALLBACK, "any") for rule in rules if rule.when.fallback), None)

    def candidates(self, trigger: Trigger) -> Iterator[Match]:
        """The rules that could answer, the one that comes first first; each once."""
        yield from self._found(trigger)
        if trigger.kind in WAITED_FOR and self._fallback is not None:
            yield self._fallback

    def suggestions(self, text: str) -> tuple[str, ...]:
        """Phrases of rules that a text may mean."""
        return ()

    def _found(self, trigger: Trigger) -> Iterator[Match]:
        kind = trigger.kind
        if kind in TEXTS:
            found = self._texts.match(trigger.text)
        elif kind is Kind.FOLLOW:
            yield from self._follows.matches(trigger.subject, trigger.returning)
            return
        elif kind is Kind.SCAN:
            yield from self._scans.matches(trigger.subject)
            return
        elif kind in MENUS:
            found = self._menus.get(trigger.subject)
        else:
            found = self._kinds.get(kind)
        if found is not None:
            yield found
