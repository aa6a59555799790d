"""Slips of the hand in what staff wrote, and the hint that helps: told beside what is wrong, never acted upon."""

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from replies.language.source import Data
from replies.language.syntax import BRACKETS, WIDE_BRACKETS

CHINESE: Mapping[str, str] = {
    **dict.fromkeys(("规则", "规则们"), "rules"),
    **dict.fromkeys(("信息", "店里的信息", "资料"), "facts"),
    **dict.fromkeys(("上限", "预算"), "budget"),
    **dict.fromkeys(("对话", "问答"), "dialogs"),
    **dict.fromkeys(("例子", "例句"), "examples"),
    **dict.fromkeys(("名字", "名称", "规则名"), "name"),
    **dict.fromkeys(("何时", "什么时候", "当"), "when"),
    **dict.fromkeys(("条件", "只有"), "only_if"),
    **dict.fromkeys(("说", "回复", "回答"), "say"),
    **dict.fromkeys(("做", "动作"), "do"),
    **dict.fromkeys(("否则", "不然"), "otherwise"),
    **dict.fromkeys(("文字", "文本", "内容"), "text"),
    **dict.fromkeys(("步骤", "问题"), "steps"),
    **dict.fromkeys(("图片", "照片"), "picture"),
    **dict.fromkeys(("包含", "含有"), "contains"),
    **dict.fromkeys(("等于", "整句"), "exact"),
    **dict.fromkeys(("开头", "开头是"), "starts_with"),
    **dict.fromkeys(("标签",), "tag"),
    **dict.fromkeys(("积分",), "points"),
    **dict.fromkeys(("券", "优惠券"), "coupon"),
}
"""What somebody may write in Chinese for a name."""
_WIDE = (
    ("：", "冒号要用英文的「:」，后面空一格。"),
    ("\u3000", "行首的空格要用英文空格，不要全角的。"),
    ("，", "逗号要用英文的「,」，后面空一格。"),
)
_A_TEXT = "文字里有花括号时，请给整段文字加上引号。"
_A_LIST = "一项里有几个词时，请用英文方括号括起来，如 [停车, 车位]。"
_NO_BLANK = re.compile(r"\w+:\S")


def hint_for_name(name: str, data: Mapping[str, Data], allowed: Collection[str]) -> str:
    """For whoever wrote in ``data`` a name that is none of those allowed; empty where nothing comes to mind."""
    if hint := next(_width(name), ""):
        return hint
    if meant := _meant(name, allowed):
        return f"是不是想写 {meant}？"
    if data[name]:
        return ""
    # Between braces of YAML, a comma begins the next name.
    return _A_TEXT if len(data) == 1 else _A_LIST


def hint_for_shape(data: Data) -> str:
    """The same for whoever wrote a text or a list where names and what they are should be."""
    if isinstance(data, list):
        return "请去掉这一项前面的「- 」。" if len(data) == 1 and isinstance(data[0], dict) else ""
    if isinstance(data, str):
        return next(_width(data), "冒号后面要空一格。" if _NO_BLANK.match(data) else "")
    return ""


def _meant(name: str, allowed: Collection[str]) -> str:
    chinese = CHINESE.get(name, "")
    return chinese if chinese in allowed else next(iter(get_close_matches(name, allowed, 1)), "")


def _width(written: str) -> Iterator[str]:
    yield from (hint for sign, hint in _WIDE if sign in written)
    if WIDE_BRACKETS.search(written):
        yield BRACKETS
