"""Facts: the closed list of what ``{name}`` in a text may stand for.

Only a name stands between the braces: nothing is looked up inside a fact, formatted or computed, and what was put in
is never read again.
"""

import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from replies.answers.reply import Say, Text
from replies.answers.spoken import spoken

NAME = re.compile(r"\w{1,32}")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_WIDE = re.compile(r"｛\s*(\w{1,32})\s*｝")
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class BuiltIn(msgspec.Struct, frozen=True):
    """A fact about the person spoken to. ``default`` is said when there is nothing to say."""

    name: str
    meaning: str
    default: str


BUILT_IN: Mapping[str, BuiltIn] = {
    fact.name: fact
    for fact in (
        BuiltIn("nickname", "这位顾客的称呼", "朋友"),
        BuiltIn("points", "现有积分", "0"),
        BuiltIn("coupon_code", "这次说到的券的券码", "（暂时没有券码）"),
        BuiltIn("coupon_name", "这张券叫什么", "优惠券"),
        BuiltIn("coupon_expires", "这张券用到哪一天", "（暂时没有）"),
        BuiltIn("coupon_stores", "这张券在哪些门店用", "所有门店"),
        BuiltIn("coupons", "手上还能用的券，一行一张", "（暂时没有可用的券）"),
        BuiltIn("store_name", "离顾客发来的位置最近的门店", "我们的门店"),
        BuiltIn("store_distance", "到这家门店有多远，如 800 米、2.3 公里", "（距离未知）"),
    )
}


class UnknownFact(Exception):
    """A text with braces that stand for nothing; the text says which, and what there is."""


def facts_used(say: Say) -> frozenset[str]:
    """The names of the facts that a reply tells, whichever of its variants is said."""
    if isinstance(say, Text) and "{" not in say.text:
        # Most answers are such, and every message has one.
        return frozenset()
    return frozenset(name for text in spoken(say) for name in facts_in(text))


def facts_in(text: str) -> Sequence[str]:
    """The names of the facts that a text tells, in order."""
    return _PLACEHOLDER.findall(text) if "{" in text else ()


def check_text(text: str, shop: Collection[str]) -> None:
    """Raises ``UnknownFact`` unless every brace belongs to a built-in fact or to one of the shop's."""
    if (wide := _WIDE.search(text)) and (wide[1] in BUILT_IN or wide[1] in shop):
        raise UnknownFact(f"「{wide[0]}」的花括号是全角的，不会填上。请用英文的 {{{wide[1]}}}。")
    if "{" not in text and "}" not in text:
        return
    for name in facts_in(text):
        if name not in BUILT_IN and name not in shop:
            known = "、".join(f"{{{known}}}" for known in (*BUILT_IN, *shop))
            raise UnknownFact(f"没有「{{{name[:40]}}}」可以填。可以填的有：{known}；店里自己的请先写进 facts。")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        raise UnknownFact("花括号要成对，里面只放一个名字，如 {nickname}。想显示花括号，请改用（）。")


def quoted(written: str) -> str:
    """What a customer may have chosen, fit to be told as a fact: a chat shows markup as a link."""
    return _UNSEEN.sub("", written).strip().replace("<", "＜").replace(">", "＞")


def fill(text: str, facts: Mapping[str, str]) -> str:
    """The text with its facts. What is empty or missing is said as the fact's default."""

    def value(found: re.Match[str]) -> str:
        name, told = found[1], facts.get(found[1], "")
        return quoted(told) or BUILT_IN[name].default if name in BUILT_IN else _UNSEEN.sub("", told)

    return _PLACEHOLDER.sub(value, text) if "{" in text else text
