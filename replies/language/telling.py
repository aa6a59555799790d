"""Texts that may tell facts, checked as they are read."""

from collections.abc import Collection

from replies.answers.facts import UnknownFact, check_text
from replies.answers.reply import Reply
from replies.answers.spoken import spoken
from replies.language.shape import Misshapen, text
from replies.language.source import Data


def telling(data: Data, place: str, facts: Collection[str], at_most: int | None = None) -> str:
    """A text whose braces all stand for a built-in fact or one of ``facts``. Raises ``Misshapen``."""
    written = text(data, place, at_most)
    _check(written, place, facts)
    return written


def telling_nothing(data: Data, place: str, at_most: int | None = None) -> str:
    """A text without braces. Raises ``Misshapen``."""
    written = text(data, place, at_most)
    if "{" in written or "}" in written:
        raise Misshapen(place, "这里不能放 {…}，因为顾客要照着它回。请写完整的文字。")
    return written


def check_reply(reply: Reply, place: str, facts: Collection[str]) -> None:
    """Raises ``Misshapen`` unless every text of the reply tells only such facts."""
    for written in spoken(reply):
        _check(written, place, facts)


def _check(written: str, place: str, facts: Collection[str]) -> None:
    try:
        check_text(written, facts)
    except UnknownFact as unknown:
        raise Misshapen(place, str(unknown)) from unknown
