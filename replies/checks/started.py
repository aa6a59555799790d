"""Dialogs begun beside something that keeps their first question, or its answer, waiting."""

from collections.abc import Iterator

from replies.answers.reply import Reply, Silence, Text
from replies.checks.finding import Finding, Severity
from replies.checks.surroundings import Surroundings
from replies.language.action import Action, Hold, StartDialog
from replies.language.rule import Rule, Script
from replies.language.said import said_by_rule


def held_up_dialogs(rule: Rule, _script: Script, _surroundings: Surroundings) -> Iterator[Finding]:
    """Dialogs that a rule begins, and whose first question is not said with it or whose answers nobody takes."""
    for name in _started(rule.do):
        for place, reply in said_by_rule(rule):
            if (sentence := _waits(place, reply, name)) is not None:
                yield _warning(sentence, place, rule=rule.name)
        if (sentence := _held(rule.do, name)) is not None:
            yield _warning(sentence, "do.hand_over", rule=rule.name)


def held_up_after_dialogs(script: Script, _surroundings: Surroundings) -> Iterator[Finding]:
    """The same of dialogs that other dialogs begin."""
    for dialog in script.dialogs:
        for name in _started(dialog.do):
            if (sentence := _waits("say", dialog.say, name)) is not None:
                yield _warning(sentence, "say", dialog=dialog.name)
            if (sentence := _held(dialog.do, name)) is not None:
                yield _warning(sentence, "do.hand_over", dialog=dialog.name)


def _started(do: tuple[Action, ...]) -> Iterator[str]:
    return (action.dialog for action in do if isinstance(action, StartDialog))


def _waits(place: str, reply: Reply, dialog: str) -> str | None:
    """An answer is one message: behind a picture, a card or a hand-over no question can be said."""
    if isinstance(reply, Text | Silence):
        return None
    return f"{place} 不是文字，对话「{dialog}」的第一句接不上，要等顾客再说一句才会问。请改成一段文字。"


def _held(do: tuple[Action, ...], dialog: str) -> str | None:
    minutes = next((action.minutes for action in do if isinstance(action, Hold)), None)
    if minutes is None:
        return None
    return f"do 里又开始对话「{dialog}」，又转人工：{minutes} 分钟内顾客怎么答，对话都不接。请只留一个。"


def _warning(sentence: str, place: str, rule: str = "", dialog: str = "") -> Finding:
    return Finding(
        severity=Severity.WARNING, code="start-waits", rule=rule, dialog=dialog, place=place, sentence=sentence
    )
