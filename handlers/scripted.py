"""Answers from the shop's script."""

from collections.abc import Callable, Collection, Iterable

from sqlalchemy import Connection

from handlers.conversations import SUGGESTED
from handlers.follow import is_returning
from handlers.known import know
from handlers.perform import perform
from handlers.situation import Answer, Situation
from replies.answers.reply import Choices
from replies.language.rule import How
from replies.matching.decide import choose
from replies.matching.index import TEXTS
from replies.matching.known import Known
from replies.matching.match import Match, Trigger

DID_YOU_MEAN = "您是不是想问："
OR_ELSE = "回数字就行。都不是的话，换个说法再试试。"


def answer_from_script(connection: Connection, situation: Situation) -> Answer | None:
    """The answer of the rule that matches; where only the fallback does, what may have been meant.

    Whoever was asked just now what they meant, and is not understood again, hears the fallback: it may name a way to a
    person. None where nothing matches.
    """
    match = _chosen(connection, situation, _candidates(situation))
    if (match is None or match.how is How.FALLBACK) and (phrases := _suggestions(connection, situation)):
        reply = Choices(DID_YOU_MEAN, phrases, OR_ELSE)
        return Answer(reply, script_version=situation.script.version, matched_by=SUGGESTED)
    return None if match is None else _performed(connection, match, situation)


def answer_found_by(connection: Connection, situation: Situation, ways: Collection[How]) -> Answer | None:
    """The answer of the rule that matches in one of these ways, None where none does."""
    candidates = (match for match in _candidates(situation) if match.how in ways)
    match = _chosen(connection, situation, candidates)
    return None if match is None else _performed(connection, match, situation)


def trigger_of(situation: Situation) -> Trigger:
    """What the script may ask about."""
    message = situation.message
    return Trigger(
        kind=message.kind,
        text=message.text,
        subject=message.subject,
        returning=is_returning(situation.before, message),
    )


def _candidates(situation: Situation) -> Iterable[Match]:
    return situation.script.index.candidates(trigger_of(situation))


def _chosen(connection: Connection, situation: Situation, candidates: Iterable[Match]) -> Match | None:
    return choose(candidates, _known_to(connection, situation))


def _known_to(connection: Connection, situation: Situation) -> Callable[[], Known]:
    return lambda: know(connection, situation, situation.script.index.asks)


def _performed(connection: Connection, match: Match, situation: Situation) -> Answer:
    return perform(connection, match.rule, situation, situation.script.version, match.how.value)


def _suggestions(connection: Connection, situation: Situation) -> tuple[str, ...]:
    offer = situation.conversation.offer
    if situation.message.kind not in TEXTS or (offer is not None and offer.suggested):
        return ()
    return situation.script.index.suggestions(situation.message.text, _known_to(connection, situation))
