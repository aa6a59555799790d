"""From a question that was missed to the rule that answers it."""

from collections.abc import Sequence

from replies.answers.reply import Text
from replies.language.rule import How, Phrase, Rule, Script, When, WhenText

SPELLINGS = 10
MAX_CHARACTERS = 100
"""What a rule may ask a text to be."""


class NothingToAnswer(Exception):
    """The texts are too long for a rule to ask for; the text says so."""


def rule_from(texts: Sequence[str], name: str, say: str) -> Rule:
    """A rule that answers these texts, the most frequent first, and whatever is similar to the first of them.

    Raises ``NothingToAnswer`` where none of them is short enough for a rule.
    """
    short = list(dict.fromkeys(text for text in texts if 0 < len(text) <= MAX_CHARACTERS))[:SPELLINGS]
    if not short:
        raise NothingToAnswer("这一组的话太长（每句最多 100 个字），不能照搬成规则。请自己写几个关键词。")
    phrases = (*(Phrase(How.EXACT, text) for text in short), Phrase(How.SIMILAR, short[0]))
    return Rule(name=name, when=When(text=WhenText(phrases=phrases)), say=Text(say))


def before_the_fallback(script: Script) -> str | None:
    """The name of the rule that a new one goes before: the first fallback, so that it stays the last resort."""
    return next((rule.name for rule in script.rules if rule.when.fallback), None)
