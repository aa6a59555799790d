"""What each rule claims to answer, keyed so that the claims of two rules to the same messages meet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import msgspec
from msgspec.structs import replace

from replies.checks.said import facts_of_rule
from replies.language.condition import OnlyIf
from replies.language.rule import ANY, Fact, How, Phrase, Rule
from replies.matching.normalise import Normaliser

Key = tuple[str, ...]
Case = tuple[bool, bool]
"""Whether the person followed before, and whether they hold a coupon."""
CASES: tuple[Case, ...] = ((False, False), (False, True), (True, False), (True, True))


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One of the things that a rule answers. Claims of one ``key`` answer the very same messages.

    ``place`` and ``words`` are where and what staff wrote; ``folded`` are the words as they are looked for, none where
    nothing is left to look for. Of one key, the higher ``rank`` comes first, then the lower ``position``.
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

    def __init__(self, rules: Iterable[Rule], facts: Mapping[str, Fact], normaliser: Normaliser) -> None:
        self._facts = facts
        self._normaliser = normaliser
        self.of_rules = [self.of(rule, position) for position, rule in enumerate(rules)]
        self.by_key: dict[Key, list[Claim]] = {}
        for claims in self.of_rules:
            for claim in claims:
                self.by_key.setdefault(claim.key, []).append(claim)
        for bucket in self.by_key.values():
            bucket.sort(key=lambda claim: claim.order)

    def of(self, rule: Rule, position: int) -> tuple[Claim, ...]:
        """What a rule would claim if it stood at this position of the script."""
        until = ends(rule, self._facts)
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


def ends(rule: Rule, facts: Mapping[str, Fact]) -> date | None:
    """The last day on which a rule has something to say, None where there is none: its facts end then."""
    told = (facts[name] for name in facts_of_rule(rule) if name in facts)
    return min((fact.until for fact in told if fact.until is not None and not fact.then), default=None)


def _scenes(rule: Rule) -> Iterator[Claim]:
    for follow in rule.when.follows:
        has_coupon = rule.only_if.has_coupon if follow.has_coupon is None else follow.has_coupon
        claim = _plain(rule, ("follow", follow.scene), "when.follow", _scene(follow.scene))
        yield replace(claim, rank=follow.conditions, cases=_cases(follow.returning, has_coupon))
    for scene in rule.when.scans:
        yield _plain(rule, ("scan", scene), "when.scan", _scene(scene))


def _plain(rule: Rule, key: Key, place: str, words: str) -> Claim:
    cases = _cases(None, rule.only_if.has_coupon)
    return Claim(rule=rule, position=0, key=key, place=place, words=words, only_if=rule.only_if, cases=cases)


def _cases(returning: bool | None, has_coupon: bool | None) -> tuple[Case, ...]:
    return tuple(case for case in CASES if returning in (None, case[0]) and has_coupon in (None, case[1]))


def _scene(scene: str) -> str:
    return "any" if scene == ANY else scene
