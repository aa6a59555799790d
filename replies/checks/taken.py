"""Which claims come to nothing, because other rules answer all of their messages before."""

from collections.abc import Iterable, Iterator, Sequence

from replies.checks.claims import Claim, Claims, Key
from replies.checks.implied import implies
from replies.checks.swallowed import Swallowing

STANDING = 100
"""Of one key's claims, as many are weighed against each later one: scripts of ten thousand rules must not take long."""


def takers(claim: Claim, before: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims that leave nothing to ``claim``, first to come first; none where it may still answer.

    ``before`` are those which come before it and answer all of its messages whenever their conditions hold.
    """
    taking: list[Claim] = []
    left = set(claim.cases)
    for other in before:
        if left & set(other.cases) and _lasts(other, claim) and implies(claim.only_if, other.only_if):
            taking.append(other)
            left -= set(other.cases)
        if not left:
            return tuple(taking)
    return ()


def _lasts(other: Claim, claim: Claim) -> bool:
    """Whether the one has something to say for as long as the other has."""
    return other.until is None or (claim.until is not None and other.until >= claim.until)


class Takers:
    """Who takes what, in a whole script; looked up for one claim at a time, also for one of a rule being typed."""

    def __init__(self, claims: Claims) -> None:
        self._claims = claims
        self._swallowing = Swallowing(claims)
        self._standing: dict[Key, list[Claim]] = {}

    def of(self, claim: Claim) -> tuple[Claim, ...]:
        """The claims of other rules that leave nothing to this one."""
        return takers(claim, self._before(claim)) or self._swallowing.of(claim)

    def _before(self, claim: Claim) -> Iterator[Claim]:
        for key in (claim.key, *claim.also_by):
            for other in self._of_key(key):
                if other.rule.name != claim.rule.name and other.order < claim.order:
                    yield other

    def _of_key(self, key: Key) -> Sequence[Claim]:
        if key not in self._standing:
            self._standing[key] = _standing(self._claims.by_key.get(key, ()))
        return self._standing[key]


def _standing(bucket: Iterable[Claim]) -> list[Claim]:
    """Those of a key's claims that are not taken themselves: what a taken one would take, its takers do."""
    standing: list[Claim] = []
    for claim in bucket:
        if len(standing) == STANDING:
            break
        others = [other for other in standing if other.rule.name != claim.rule.name]
        if not takers(claim, others):
            standing.append(claim)
    return standing
