"""Which of the rules that could answer does."""

from collections.abc import Callable, Iterable

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
        if not failed(match, known):
            return match
    return None


def failed(match: Match, known: Known) -> tuple[str, ...]:
    """The names of the conditions that do not hold, as staff write them; none where the rule may answer.

    ``location`` is that the place was not near enough, ``facts`` that something the rule tells has ended.
    """
    names = [condition.name for condition, value in asked(match.only_if) if not condition.holds(value, known)]
    if match.near is not None and not is_near(match.near, known):
        names.append("location")
    if match.until is not None and not is_told(match.until, known):
        names.append("facts")
    return tuple(names)
