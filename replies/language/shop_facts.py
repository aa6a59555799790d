"""The shop's own facts, as staff write them: a text, or one with the last day on which it is so."""

from replies.answers.facts import BUILT_IN, NAME
from replies.language.days import read_day
from replies.language.plain import plain_fields
from replies.language.rule import Fact
from replies.language.shape import Misshapen, fields, text
from replies.language.source import Data

MAX_FACT = 500


def read_fact(name: str, data: Data) -> Fact:
    """The fact. Raises ``Misshapen``, also for a name that no text could tell."""
    place = f"facts.{name[:40]}"
    if not NAME.fullmatch(name):
        raise Misshapen("facts", f"「{name[:40]}」不能当名字。请只用汉字、字母、数字和下划线，最多 32 个。")
    if name in BUILT_IN:
        raise Misshapen("facts", f"「{name}」已经是{BUILT_IN[name].meaning}的名字。请换一个。")
    if not isinstance(data, dict):
        return Fact(text=text(data, place, MAX_FACT))
    written = fields(data, place, ("text", "until", "then"))
    if "text" not in written:
        raise Misshapen(place, "少了 text。请写成 {text: 内容, until: 2027-02-12} 这样。")
    if "then" in written and "until" not in written:
        raise Misshapen(place, "有 then（之后怎么说）就要有 until（到哪天为止）。请补上 until，或删掉 then。")
    return Fact(
        text=text(written["text"], f"{place}.text", MAX_FACT),
        until=read_day(written["until"], f"{place}.until") if "until" in written else None,
        then=text(written["then"], f"{place}.then", MAX_FACT) if "then" in written else "",
    )


def plain_fact(fact: Fact) -> Data:
    """What staff would write for it."""
    return fact.text if fact.until is None else plain_fields(fact)
