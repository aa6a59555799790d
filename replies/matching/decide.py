"""Which of the rules that could answer does."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from replies.matching.conditions import asked, is_near, is_told
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
        if next(unmet(match, known), None) is None:
            return match
    return None


def unmet(match: Match, known: Known) -> Iterator[tuple[str, Any]]:
    """The conditions that do not hold, by their names as staff write them, each with what it asks.

    ``location`` is that the place was not near enough, ``facts`` that something the rule tells has ended.
    """
    for condition, value in asked(match.only_if):
        if not condition.holds(value, known):
            yield condition.name, value
    if match.near is not None and not is_near(match.near, known):
        yield "location", match.near
    if match.until is not None and not is_told(match.until, known):
        yield "facts", match.until
