"""Which of the rules that could answer does."""

from collections.abc import Callable, Iterable

from replies.language.condition import OnlyIf
from replies.matching.known import Known
from replies.matching.match import Match


def choose(candidates: Iterable[Match], know: Callable[[], Known]) -> Match | None:
    """The first candidate whose conditions hold, None where none does.

    ``know`` is called at most once, and only when there is a condition to weigh.
    """
    known: Known | None = None
    for match in candidates:
        if match.unconditional:
            return match
        known = known or know()
        if not failed(match, known):
            return match
    return None


def failed(match: Match, known: Known) -> tuple[str, ...]:
    """The names of the conditions that do not hold, as staff write them; none where the rule may answer."""
    return _failed(match.only_if, known)


def _failed(only_if: OnlyIf, known: Known) -> tuple[str, ...]:
    has_coupon = only_if.has_coupon in (None, known.has_coupon)
    return () if has_coupon else ("has_coupon",)
