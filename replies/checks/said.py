"""Everything that a script says or writes, each with its place."""

from collections.abc import Iterator

from replies.answers.facts import facts_used
from replies.answers.reply import InTurn, OneOf, Reply, Say, Text
from replies.language.action import Action, NotifyStaff, OpenCase, SetField
from replies.language.dialog import Dialog
from replies.language.rule import Rule, Script

Said = tuple[str, Reply]
"""A place, such as ``say.one_of[2]``, and what is said there."""


def said_by_rule(rule: Rule) -> Iterator[Said]:
    """What a rule may say, also where it was refused something."""
    yield from _variants(rule.say)
    if rule.otherwise is not None:
        yield "otherwise", rule.otherwise


def said_by_dialog(dialog: Dialog) -> Iterator[Said]:
    """What a dialog asks and says."""
    for number, step in enumerate(dialog.steps, 1):
        yield f"steps[{number}].ask", Text(step.ask)
        if step.again:
            yield f"steps[{number}].again", Text(step.again)
    yield "say", dialog.say
    yield "cancelled", dialog.cancelled


def silencing(rule: Rule) -> frozenset[str]:
    """The names of the facts without which a rule says nothing."""
    return _told(_variants(rule.say))


def facts_of_rule(rule: Rule) -> frozenset[str]:
    """The names of the facts that a rule tells to people."""
    return _told(said_by_rule(rule))


def facts_of_dialog(dialog: Dialog) -> frozenset[str]:
    """The names of the facts that a dialog tells to people."""
    return _told(said_by_dialog(dialog))


def facts_of_script(script: Script) -> frozenset[str]:
    """The names of every fact that a script tells, to people or to staff."""
    deeds = [rule.do for rule in script.rules] + [dialog.do for dialog in script.dialogs]
    written = (Text(text) for do in deeds for action in do for text in _written(action))
    to_people = [*map(facts_of_rule, script.rules), *map(facts_of_dialog, script.dialogs)]
    return frozenset().union(*to_people, *map(facts_used, written))


def _variants(say: Say) -> Iterator[Said]:
    if isinstance(say, OneOf | InTurn):
        kind = "one_of" if isinstance(say, OneOf) else "in_turn"
        yield from ((f"say.{kind}[{number}]", reply) for number, reply in enumerate(say.replies, 1))
    else:
        yield "say", say


def _told(said: Iterator[Said]) -> frozenset[str]:
    return frozenset().union(*(facts_used(reply) for _, reply in said))


def _written(action: Action) -> tuple[str, ...]:
    match action:
        case SetField(_, text) | OpenCase(text) | NotifyStaff(text):
            return (text,)
    return ()
