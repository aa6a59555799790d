"""Everything that a script says, each with its place."""

from collections.abc import Iterator

from replies.answers.reply import InTurn, OneOf, Reply, Say, Text
from replies.language.dialog import Dialog
from replies.language.rule import Rule

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


def _variants(say: Say) -> Iterator[Said]:
    if isinstance(say, OneOf | InTurn):
        kind = "one_of" if isinstance(say, OneOf) else "in_turn"
        yield from ((f"say.{kind}[{number}]", reply) for number, reply in enumerate(say.replies, 1))
    else:
        yield "say", say
