"""Performing a rule: what it asks for is done, then what it says is said to this person.

A handler in code performs a rule of its own making: its actions, facts and name are kept like a script's.
"""

from sqlalchemy import Connection

from handlers.actions import carry_out
from handlers.asking import lead_on
from handlers.facts import gather
from handlers.situation import Answer, Situation
from handlers.variant import variant
from replies.answers.render import render
from replies.language.rule import Rule


def perform(
    connection: Connection,
    rule: Rule,
    situation: Situation,
    script_version: int | None = None,
    matched_by: str | None = None,
) -> Answer:
    """The answer of the rule; where something of it was refused, its ``otherwise`` if it has one."""
    outcome = carry_out(connection, rule.do, rule.name, situation)
    situation = outcome.upon(situation)
    said = rule.otherwise if outcome.refused and rule.otherwise is not None else rule.say
    say = variant(connection, said, rule.name, situation)
    reply = render(say, gather(connection, say, situation, outcome.coupon))
    answer = Answer(reply, rule.name, script_version, matched_by, deeds=outcome.of(rule.do))
    return lead_on(connection, rule.do, answer, situation)
