"""What is wrong with a text that is no YAML, in the words of somebody who has never heard of YAML."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

WIDE_BRACKETS = re.compile("[｛｝［］【】]")
BRACKETS = "括号要用英文的 { } 和 [ ]。"
_ALIGN = "这里接不上前面。同一级的行请左边对齐；文字以 { 或 [ 开头时，请给整段文字加上引号。"
_QUOTE = "文字不能以「{letter}」开头。请给整段文字加上引号。"
_SIGN = "文字不能以 *、& 或 ! 开头。请给整段文字加上引号。"
_BRACKETS = "从这里起，括号没有成对，或两项之间少了英文逗号。请补上。"

AT_THE_PROBLEM: Mapping[str, str] = {
    "mapping values are not allowed in this context": (
        "这里多了一个冒号。文字里有冒号加空格时，请给整段文字加上引号；"
        "要不就是上一行少了英文冒号「:」，或这一行的缩进不对。"
    ),
    "found character that cannot start any token": _QUOTE,
    "did not find expected alphabetic or numeric character": _SIGN,
    "did not find expected whitespace or line break": _SIGN,
    "block sequence entries are not allowed in this context": (
        "列表的「- 」要另起一行，比上一行多缩进两格；如果是文字，请给整段文字加上引号。"
    ),
    "found unknown escape character": "双引号里的反斜杠要写两个（\\\\）。也可以改用单引号，只写一个。",
    "did not find expected key": _ALIGN,
    "did not find expected '-' indicator": _ALIGN,
    "did not find expected <document start>": _ALIGN,
}
WHERE_IT_BEGAN: Mapping[str, str] = {
    "could not find expected ':'": "名字后面少了冒号。请写英文冒号「:」，后面空一格，如 say: 好。",
    "found unexpected end of stream": "从这里起，引号没有成对。请在文字末尾补上。",
    "did not find expected ',' or ']'": _BRACKETS,
    "did not find expected ',' or '}'": _BRACKETS,
    "did not find expected node content": _BRACKETS,
}
"""What the parser notices only further down."""


def explain(error: yaml.MarkedYAMLError, source: str) -> tuple[int, str]:
    """The line, from 1, and a sentence: what is wrong there, and what to do."""
    mark: Any = error.problem_mark or error.context_mark
    problem = error.problem or ""
    if problem in WHERE_IT_BEGAN:
        began: Any = error.context_mark or mark
        return began.line + 1, WHERE_IT_BEGAN[problem]
    line = "".join(source.splitlines()[mark.line : mark.line + 1])
    rest = line[mark.column :]
    if rest.startswith("\t"):
        return mark.line + 1, "这里用了制表符（Tab）。缩进请改用空格。"
    unknown = f"这里读不懂（{problem}）。请检查缩进、冒号后面的空格和成对的引号。"
    told = AT_THE_PROBLEM.get(problem, unknown).replace("{letter}", rest[:1])
    return mark.line + 1, (BRACKETS if WIDE_BRACKETS.search(line) else "") + told
