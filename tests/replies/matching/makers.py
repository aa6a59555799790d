"""Scripts, triggers and people, in a word."""

from typing import Any

from records.message import Kind
from replies.answers.reply import Text
from replies.language.condition import OnlyIf
from replies.language.rule import How, Phrase, Rule, Script, When, WhenText
from replies.matching.index import ScriptIndex
from replies.matching.known import Known
from replies.matching.match import Trigger
from replies.matching.normalise import Normaliser
from tests.factories import NOON

NORMALISE = Normaliser()


def rule(name: str, *, only_if: dict[str, Any] | None = None, say: Any = None, **when: Any) -> Rule:
    return Rule(name=name, when=When(**when), only_if=OnlyIf(**(only_if or {})), say=say or Text(name))


def text_rule(name: str, how: How, *phrases: str | tuple[str, ...], only_if: dict[str, Any] | None = None) -> Rule:
    """A tuple is a phrase of several words, all of which are needed."""
    words = [(phrase,) if isinstance(phrase, str) else phrase for phrase in phrases]
    text = WhenText(phrases=tuple(Phrase(how, first, tuple(also)) for first, *also in words))
    return rule(name, only_if=only_if, text=text)


def index(*rules: Rule) -> ScriptIndex:
    return ScriptIndex(Script(rules=rules), NORMALISE)


def a_text(text: str) -> Trigger:
    return Trigger(kind=Kind.TEXT, text=text)


def names(compiled: ScriptIndex, trigger: Trigger) -> list[str]:
    """The rules that could answer, in order."""
    return [match.rule.name for match in compiled.candidates(trigger)]


def known(**told: Any) -> Known:
    return Known(**({"now": NOON, "contact": "lin"} | told))
