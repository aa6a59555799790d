"""Which of the shop's own facts a part of a script tells."""

from collections.abc import Iterable, Iterator

from replies.answers.facts import BUILT_IN, facts_in
from replies.answers.reply import Say
from replies.answers.spoken import spoken
from replies.language.action import Action, NotifyStaff, OpenCase, SetField
from replies.language.dialog import Dialog
from replies.language.rule import Rule


def facts_of(rule: Rule) -> frozenset[str]:
    """The names of those that a rule tells: to the person, or in what it does."""
    return _named_in(_texts((rule.say, rule.otherwise), rule.do))


def facts_of_dialog(dialog: Dialog) -> frozenset[str]:
    """The names of those that a dialog tells; what its own steps keep is not the shop's."""
    asked = (text for step in dialog.steps for text in (step.ask, step.again))
    told = _named_in((*asked, *_texts((dialog.say, dialog.cancelled), dialog.do)))
    return told - {step.keep for step in dialog.steps}


def text_of(action: Action) -> str:
    """The text of an action that may hold facts; empty where it has none."""
    match action:
        case SetField(_, text) | OpenCase(text) | NotifyStaff(text):
            return text
        case _:
            return ""


def _texts(said: Iterable[Say | None], do: Iterable[Action]) -> Iterator[str]:
    for say in said:
        if say is not None:
            yield from spoken(say)
    yield from map(text_of, do)


def _named_in(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(name for text in texts for name in facts_in(text) if name not in BUILT_IN)
