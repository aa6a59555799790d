"""What each rule claims to answer, keyed so that the claims of two rules to the same messages meet."""

from collections.abc import Callable, Iterator
from datetime import date

import msgspec
from msgspec.structs import replace

from replies.language.condition import OnlyIf
from replies.language.rule import ANY, How, Phrase, Rule, Script, WhenFollow
from replies.matching.endings import endings
from replies.matching.normalise import Normaliser

Key = tuple[str, ...]
Case = tuple[bool, bool]
"""Whether the person followed before, and whether they hold a coupon."""
CASES: tuple[Case, ...] = ((False, False), (False, True), (True, False), (True, True))


ONE_WORD = 2
"""How long the key of a single word is: the way, and the word."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One of the things that a rule answers. Claims of one ``key`` answer the very same messages.

    ``place`` and ``words`` are where and what staff wrote; ``folded`` are the words as they are looked for, none where
    nothing is left to look for. Of one key, the higher ``rank`` comes first, then the lower ``position``.
    ``cases`` are those in which it may answer: none where what it asks contradicts itself.
    ``also_by`` are keys whose claims answer all of these messages too. ``until`` is the last day on which the rule has
    something to say.
    """

    rule: Rule
    position: int
    key: Key
    place: str
    words: str
    only_if: OnlyIf
    cases: tuple[Case, ...]
    folded: tuple[str, ...] = ()
    rank: int = 0
    also_by: tuple[Key, ...] = ()
    until: date | None = None

    @property
    def order(self) -> tuple[int, int]:
        """Less for what comes first, among claims of one key."""
        return -self.rank, self.position


class Claims:
    """The claims of all rules of a script, by key, each key's in the order in which they come."""

    def __init__(self, script: Script, normaliser: Normaliser) -> None:
        self._script = script
        self._normaliser = normaliser
        until = endings(script)
        self.of_rules = [
            self._standing(rule, position, until.get(rule.name)) for position, rule in enumerate(script.rules)
        ]
        self.by_key: dict[Key, list[Claim]] = {}
        for claims in self.of_rules:
            for claim in claims:
                self.by_key.setdefault(claim.key, []).append(claim)
        for bucket in self.by_key.values():
            bucket.sort(key=lambda claim: claim.order)
        self.contained = [
            (key[1], claim)
            for key, bucket in self.by_key.items()
            if key[0] == How.CONTAINS and len(key) == ONE_WORD
            for claim in bucket
        ]
        """The claims to texts that have one word in them, with that word."""

    def of(self, rule: Rule, position: int) -> tuple[Claim, ...]:
        """What a rule would claim if it stood at this position of the script."""
        return self._standing(rule, position, endings(replace(self._script, rules=(rule,))).get(rule.name))

    def _standing(self, rule: Rule, position: int, until: date | None) -> tuple[Claim, ...]:
        return tuple(replace(claim, position=position, until=until) for claim in self._of(rule))

    def _of(self, rule: Rule) -> Iterator[Claim]:
        for phrase in rule.when.text.phrases:
            yield self._phrase(rule, phrase)
        for menu in rule.when.menus:
            yield _plain(rule, ("menu", menu), "when.menu", menu)
        yield from _scenes(rule)
        for near in rule.when.nears:
            anywhere = ("near", "", str(near.within))
            claim = _plain(rule, ("near", near.store, str(near.within)), "when.location", f"within {near.within}")
            yield replace(claim, also_by=(anywhere,) if near.store else ())
        for kind in rule.when.kinds:
            yield _plain(rule, ("kind", kind), f"when.{kind}", "any")
        if rule.when.fallback:
            yield _plain(rule, ("fallback",), "when.fallback", "any")

    def _phrase(self, rule: Rule, phrase: Phrase) -> Claim:
        fold: Callable[[str], str] = self._normaliser.letters if phrase.how is How.PATTERN else self._normaliser
        folded = tuple(fold(words) for words in (phrase.words, *phrase.also))
        way = "contains_all" if phrase.also else phrase.how.value
        words = " + ".join((phrase.words, *phrase.also))
        claim = _plain(rule, (phrase.how.value, *sorted(folded)), f"when.text.{way}", words)
        return replace(claim, folded=folded)


def _scenes(rule: Rule) -> Iterator[Claim]:
    for follow in rule.when.follows:
        claim = _plain(rule, ("follow", follow.scene), "when.follow", _scene(follow.scene))
        cases = tuple(case for case in claim.cases if _fits(follow, case))
        yield replace(claim, rank=follow.conditions, cases=cases)
    for scene in rule.when.scans:
        yield _plain(rule, ("scan", scene), "when.scan", _scene(scene))


def _plain(rule: Rule, key: Key, place: str, words: str) -> Claim:
    cases = tuple(case for case in CASES if rule.only_if.has_coupon in (None, case[1]))
    return Claim(rule=rule, position=0, key=key, place=place, words=words, only_if=rule.only_if, cases=cases)


def _fits(follow: WhenFollow, case: Case) -> bool:
    returning, has_coupon = case
    return follow.returning in (None, returning) and follow.has_coupon in (None, has_coupon)


def _scene(scene: str) -> str:
    return "any" if scene == ANY else scene
