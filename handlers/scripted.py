"""Answers from the shop's script."""

from sqlalchemy import Connection

from handlers.follow import is_returning
from handlers.known import know
from handlers.perform import perform
from handlers.situation import Answer, Situation
from replies.matching.decide import choose
from replies.matching.match import Trigger


def answer_from_script(connection: Connection, situation: Situation) -> Answer | None:
    """The answer of the rule that matches, None where none does."""
    script = situation.script
    candidates = script.index.candidates(trigger_of(situation))
    match = choose(candidates, lambda: know(connection, situation, script.index.asks))
    return None if match is None else perform(connection, match.rule, situation, script.version, match.how)


def trigger_of(situation: Situation) -> Trigger:
    """What the script may ask about."""
    message = situation.message
    return Trigger(
        kind=message.kind,
        text=message.text,
        subject=message.subject,
        returning=is_returning(situation.before, message),
    )
