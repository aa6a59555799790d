"""Dialogs that nobody could finish, or begin. What one step or one dialog alone can do wrong, reading refuses."""

from collections.abc import Iterator

from replies.checks.finding import Finding, Severity
from replies.checks.surroundings import Surroundings
from replies.language.action import Action, StartDialog
from replies.language.dialog import Dialog, Expect, Step
from replies.language.rule import Script

LONGEST_WAIT = 1_440
"""Minutes; who comes back another day has forgotten the question."""


def ambiguous(script: Script, _surroundings: Surroundings) -> Iterator[Finding]:
    """Words that leave a dialog or go back in it, and would be an answer as well."""
    for dialog in script.dialogs:
        for number, step in enumerate(dialog.steps, 1):
            yield from _ambiguous(dialog, number, step)


def endless(script: Script, _surroundings: Surroundings) -> Iterator[Finding]:
    """Dialogs that begin again at their own end."""
    following = {dialog.name: _started(dialog.do) for dialog in script.dialogs}
    for dialog in script.dialogs:
        if (way := _way_back(dialog.name, following)) is not None:
            round_ = " → ".join(f"「{name}」" for name in way)
            sentence = f"问完又从头开始（{round_}），顾客出不来。请删掉其中一个 start。"
            yield _error(dialog, "dialog-endless", "do.start", sentence)


def waits(script: Script, _surroundings: Surroundings) -> Iterator[Finding]:
    """Dialogs that wait for days."""
    for dialog in script.dialogs:
        if dialog.time_out > LONGEST_WAIT:
            sentence = f"time_out 有 {dialog.time_out} 分钟，隔天顾客已经忘了在填什么。请写 {LONGEST_WAIT} 以内。"
            yield _warning(dialog, "dialog-time-out", "time_out", sentence)


def unstarted(script: Script, _surroundings: Surroundings) -> Iterator[Finding]:
    """Dialogs that nothing ever begins."""
    started = set().union(*(_started(rule.do) for rule in script.rules))
    following = {dialog.name: _started(dialog.do) for dialog in script.dialogs}
    reached: set[str] = set()
    while started - reached:
        reached |= started
        started = set().union(*(following.get(name, ()) for name in reached))
    for dialog in script.dialogs:
        if dialog.name not in reached:
            sentence = f"没有哪条规则会开始它。请在一条规则的 do 里写 start: {dialog.name}，或删掉它。"
            yield _warning(dialog, "dialog-unstarted", "dialogs", sentence)


def _ambiguous(dialog: Dialog, number: int, step: Step) -> Iterator[Finding]:
    for title, words in (("取消", dialog.cancel), ("上一步", dialog.back)):
        for word in words:
            if _is_answer(word, step):
                sentence = f"第 {number} 步的答案「{word}」又是{title}的词，顾客选不了它。请换一个说法。"
                yield _error(dialog, "word-ambiguous", f"steps[{number}]", sentence)
            for choice in step.choices:
                if word.casefold() in choice.casefold():
                    sentence = (
                        f"第 {number} 步的「{choice}」里有{title}的词，顾客只回「{word}」就选不了它。请换一个说法。"
                    )
                    yield _warning(dialog, "word-in-choice", f"steps[{number}]", sentence)


def _is_answer(word: str, step: Step) -> bool:
    if not (word.isascii() and word.isdigit()):
        return False
    number = int(word)
    if step.expect is Expect.CHOICE:
        return 1 <= number <= len(step.choices)
    if step.expect is Expect.NUMBER:
        return (step.least is None or number >= step.least) and (step.most is None or number <= step.most)
    return False


def _started(do: tuple[Action, ...]) -> frozenset[str]:
    return frozenset(action.dialog for action in do if isinstance(action, StartDialog))


def _way_back(name: str, following: dict[str, frozenset[str]]) -> tuple[str, ...] | None:
    """The dialogs from this one to itself again, None where there is no such way."""
    ways: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for after in following.get(way[-1], ()):
            if after == name:
                return (*way, name)
            if after not in seen:
                seen.add(after)
                ways.append((*way, after))
    return None


def _error(dialog: Dialog, code: str, place: str, sentence: str) -> Finding:
    return Finding(severity=Severity.ERROR, code=code, dialog=dialog.name, place=place, sentence=sentence)


def _warning(dialog: Dialog, code: str, place: str, sentence: str) -> Finding:
    return Finding(severity=Severity.WARNING, code=code, dialog=dialog.name, place=place, sentence=sentence)
