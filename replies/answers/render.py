"""From what a rule says to what this person is told."""

from collections.abc import Mapping

from replies.answers.facts import fill
from replies.answers.reply import Reply, Text
from replies.answers.spoken import respoken


def render(say: Reply, facts: Mapping[str, str]) -> Reply:
    """The reply with the facts in its texts; built-in facts that are missing or empty are said as their default."""
    if isinstance(say, Text):
        return Text(fill(say.text, facts)) if "{" in say.text else say
    return respoken(say, lambda text: fill(text, facts))
