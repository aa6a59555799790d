"""A script, compiled: which rule answers, and why."""

from records.message import SAID, Kind
from replies.language.rule import How, Script, WhenFollow
from replies.matching.match import Match, Trigger, first_by_key
from replies.matching.normalise import Normaliser
from replies.matching.scenes import SceneIndex
from replies.matching.texts import TextIndex

TEXTS = frozenset({Kind.TEXT, Kind.CHOICE})
MENUS = frozenset({Kind.MENU_CLICK, Kind.MENU_SCAN, Kind.MENU_SCAN_WAITING, Kind.MENU_PICTURE, Kind.MENU_LOCATION})
WAITED_FOR = SAID | {Kind.MENU_CLICK, Kind.MENU_SCAN_WAITING}
"""What a person waits for an answer to: the fallback answers these, and nothing else."""


class ScriptIndex:
    """Decides which rule answers. Compiled once, never changed, read by any number of threads at once."""

    def __init__(self, script: Script, normaliser: Normaliser) -> None:
        rules = script.rules
        self.script = script
        self._texts = TextIndex(rules, normaliser)
        self._follows = SceneIndex((when, rule) for rule in rules for when in rule.when.follows)
        self._scans = SceneIndex((WhenFollow(scene=scene), rule) for rule in rules for scene in rule.when.scans)
        self._menus = first_by_key((key, Match(rule, How.MENU, key)) for rule in rules for key in rule.when.menus)
        self._kinds = first_by_key((kind, Match(rule, How.KIND, kind)) for rule in rules for kind in rule.when.kinds)
        self._fallback = next((Match(rule, How.FALLBACK, "any") for rule in rules if rule.when.fallback), None)
        self._follows_need_coupons = self._follows.needs_coupons

    def needs_coupons(self, kind: Kind) -> bool:
        """Whether the answer to such a thing depends on ``Trigger.has_coupon``."""
        return kind is Kind.FOLLOW and self._follows_need_coupons

    def match(self, trigger: Trigger) -> Match | None:
        """The rule that answers and why, None where nothing is to be said."""
        return self._best(trigger) or (self._fallback if trigger.kind in WAITED_FOR else None)

    def _best(self, trigger: Trigger) -> Match | None:
        kind = trigger.kind
        if kind in TEXTS:
            return self._texts.match(trigger.text)
        if kind is Kind.FOLLOW:
            return self._follows.match(trigger.subject, trigger.returning, trigger.has_coupon)
        if kind is Kind.SCAN:
            return self._scans.match(trigger.subject)
        if kind in MENUS:
            return self._menus.get(trigger.subject)
        return self._kinds.get(kind)
