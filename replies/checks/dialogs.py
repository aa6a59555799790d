"""Dialogs that nobody could finish, leave or begin."""

from collections.abc import Callable, Iterator

from replies.checks.finding import Finding, Severity
from replies.checks.surroundings import Surroundings
from replies.language.action import Action, StartDialog
from replies.language.dialog import Dialog, Expect, Step
from replies.language.rule import Script

LONGEST_WAIT = 1_440
"""Minutes; who comes back another day has forgotten the question."""
FEWEST = 2


def bad_steps(script: Script, _surroundings: Surroundings) -> Iterator[Finding]:
    """Questions that no answer fits, or that one word would answer in two ways."""
    for dialog in script.dialogs:
        if not dialog.steps:
            yield _error(dialog, "dialog-empty", "steps", "一个问题也没有。请至少写一步。")
        for number, step in enumerate(dialog.steps, 1):
            for ask in _STEP_CHECKS:
                if sentence := ask(step):
                    yield _error(dialog, "step-unanswerable", f"steps[{number}]", f"第 {number} 步{sentence}")
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
    """Dialogs that give up at once, wait for days or cannot be left."""
    for dialog in script.dialogs:
        if dialog.time_out < 1:
            yield _error(dialog, "dialog-time-out", "time_out", "time_out 至少 1 分钟，不然还没回答就结束了。")
        if dialog.time_out > LONGEST_WAIT:
            sentence = f"time_out 有 {dialog.time_out} 分钟，隔天顾客已经忘了在填什么。请写 {LONGEST_WAIT} 以内。"
            yield _warning(dialog, "dialog-time-out", "time_out", sentence)
        if not dialog.cancel:
            yield _warning(
                dialog, "dialog-no-way-out", "cancel", "没有写取消的词，顾客填到一半出不来。请写上，如 [取消, 算了]。"
            )
        for word in sorted(set(dialog.cancel) & set(dialog.back)):
            sentence = f"「{word}」又是取消又是上一步，会当成取消。请只留一处。"
            yield _warning(dialog, "word-ambiguous", "cancel", sentence)


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


def _few_choices(step: Step) -> str | None:
    if step.expect is Expect.CHOICE and len(set(step.choices)) < FEWEST:
        return f"要顾客选，却不到 {FEWEST} 样不同的可选。请在 choices 里补上。"
    return None


def _bounds_crossed(step: Step) -> str | None:
    if step.least is not None and step.most is not None and step.least > step.most:
        return f"的 least（{step.least}）比 most（{step.most}）大，什么答案都不合。请对调。"
    return None


def _no_day(step: Step) -> str | None:
    if step.within_days is not None and step.within_days < 1:
        return f"的 within_days 是 {step.within_days}，没有哪天可选。请写 1 以上。"
    return None


_STEP_CHECKS: tuple[Callable[[Step], str | None], ...] = (_few_choices, _bounds_crossed, _no_day)


def _ambiguous(dialog: Dialog, number: int, step: Step) -> Iterator[Finding]:
    """Words that leave or go back, and would be an answer as well."""
    for title, words in (("取消", dialog.cancel), ("上一步", dialog.back)):
        for word in words:
            if _is_answer(word, step):
                sentence = f"第 {number} 步的答案「{word}」又是{title}的词，顾客选不了它。请换一个说法。"
                yield _error(dialog, "word-ambiguous", f"steps[{number}]", sentence)


def _is_answer(word: str, step: Step) -> bool:
    number = int(word) if word.isascii() and word.isdigit() else None
    if step.expect is Expect.CHOICE:
        return word in step.choices or (number is not None and 1 <= number <= len(step.choices))
    if step.expect is Expect.NUMBER and number is not None:
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
