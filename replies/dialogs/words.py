"""Words about a dialog itself, in place of an answer: to skip a question, to begin anew, or that anything would do."""

from collections.abc import Collection

from replies.dialogs.heard import Fold, without_courtesy
from replies.language.dialog import Step

SKIP = ("跳过",)
RESTART = ("重新开始", "从头来")
NOTHING = ("没有", "没有了", "没了", "没", "无", "不用", "不用了", "不需要")
"""What people say when there is nothing to tell. Where a step may be skipped it means that, also for a cancel word."""
ANYTHING = ("都行", "都可以", "随便", "无所谓")
"""The same of things to choose from."""


def skips(step: Step, text: str, fold: Fold) -> bool:
    """Whether a text leaves a step out that may be. Where there is a choice, 没有 may be one of the things."""
    words = (*SKIP, *ANYTHING) if step.choices else (*SKIP, *NOTHING)
    return step.may_skip and is_one_of(text, words, fold)


def is_one_of(text: str, words: Collection[str], fold: Fold) -> bool:
    """Whether a text is one of these words, with or without the courtesies that people put behind it."""
    plainly = without_courtesy(text).removesuffix("了")
    # 啦 is 了 said kindly, so that 不用啦 is 不用了.
    said = {fold(text), fold(plainly), fold(plainly and plainly + "了")} - {""}
    return bool(said) and any(fold(word) in said for word in words)
