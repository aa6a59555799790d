"""Which rule answers, and why each of the others does not."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

import msgspec
from msgspec.structs import replace

from records.message import Kind
from replies.language.rule import Rule
from replies.matching.behind import behind
from replies.matching.decide import choose
from replies.matching.index import TEXTS, ScriptIndex
from replies.matching.known import Known
from replies.matching.match import Match, Trigger, written
from replies.matching.misses import misses, why
from replies.matching.normalise import Normaliser
from replies.matching.reasons import reasons

NEAR_MISSES = 3
"""As many as help; the rest have nothing to do with the text."""


class Rival(msgspec.Struct, frozen=True):
    """A rule that might have been expected to answer, by its name. ``how`` and ``by`` are as in ``Match``.

    ``lost`` is a sentence in Chinese for staff, without a full stop: why it does not answer.
    """

    rule: str
    how: str
    by: str
    lost: str


class Verdict(msgspec.Struct, frozen=True):
    """Who answers, None where nobody does; then who could have in order, and at last at most three near misses."""

    winner: Match | None
    rivals: tuple[Rival, ...]


def explain(index: ScriptIndex, trigger: Trigger, known: Known) -> Verdict:
    """The verdict on something to answer, with everything that the script asks about known.

    Looks at every phrase of the script: milliseconds for thousands, not for the way of a message.
    """
    candidates = tuple(index.candidates(trigger))
    winner = choose(candidates, lambda: known)
    rivals = tuple(_rivals(index, candidates, winner, known))
    return Verdict(winner, (*rivals, *_near_misses(index, trigger, candidates)))


def _rivals(index: ScriptIndex, candidates: Sequence[Match], winner: Match | None, known: Known) -> Iterator[Rival]:
    for match in _best_of_each(candidates, known):
        if winner is None or match.rule.name != winner.rule.name:
            unmet = reasons(match, known)
            ahead = behind(match, winner, index.normaliser) if winner and not unmet else ""
            yield Rival(match.rule.name, match.how, match.by, unmet or ahead)


def _best_of_each(candidates: Sequence[Match], known: Known) -> Iterator[Match]:
    """The first match of each rule that may answer, or else the first."""
    of_rule: dict[str, list[Match]] = {}
    for match in candidates:
        of_rule.setdefault(match.rule.name, []).append(match)
    for matches in of_rule.values():
        yield choose(matches, lambda: known) or matches[0]


def _near_misses(index: ScriptIndex, trigger: Trigger, candidates: Sequence[Match]) -> Iterator[Rival]:
    matched = {match.rule.name for match in candidates}
    if trigger.kind in TEXTS:
        others = [rule for rule in index.script.rules if rule.name not in matched]
        yield from islice(_nearly_fitting(others, trigger.text, index.normaliser), NEAR_MISSES)
    if trigger.kind is Kind.FOLLOW:
        yield from islice((rival for rival in _for_others(index, trigger) if rival.rule not in matched), NEAR_MISSES)


def _for_others(index: ScriptIndex, follow: Trigger) -> Iterator[Rival]:
    """Who would answer if the person had, or had not, followed before."""
    lost = "只答第一次关注的人，他以前关注过" if follow.returning else "只答再次关注的人，他是第一次"
    for match in index.candidates(replace(follow, returning=not follow.returning)):
        yield Rival(match.rule.name, match.how, match.by, lost)


def _nearly_fitting(rules: Collection[Rule], text: str, normaliser: Normaliser) -> Iterator[Rival]:
    for miss in misses(rules, text, normaliser):
        yield Rival(miss.rule.name, miss.phrase.how, written(miss.phrase), why(miss, text, normaliser))
