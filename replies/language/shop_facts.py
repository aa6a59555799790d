"""The shop's own facts, as staff write them: a text, or one with the days on which it is so."""

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
    written = fields(data, place, ("text", "from", "until", "otherwise"))
    if "text" not in written:
        raise Misshapen(place, "少了 text。请写成 {text: 内容, until: 2027-02-12} 这样。")
    days = {name: read_day(written[name], f"{place}.{name}") for name in ("from", "until") if name in written}
    fact = Fact(
        text=text(written["text"], f"{place}.text", MAX_FACT),
        since=days.get("from"),
        until=days.get("until"),
        otherwise=text(written["otherwise"], f"{place}.otherwise", MAX_FACT) if "otherwise" in written else "",
    )
    _check_days(fact, place)
    return fact


def plain_fact(fact: Fact) -> Data:
    """What staff would write for it."""
    if fact.since is None and fact.until is None:
        return fact.text
    return {{"since": "from"}.get(name, name): value for name, value in plain_fields(fact).items()}


def _check_days(fact: Fact, place: str) -> None:
    if fact.since and fact.until and fact.until < fact.since:
        raise Misshapen(place, f"until（{fact.until}）比 from（{fact.since}）还早。请改其中一个。")
    if fact.otherwise and not (fact.since or fact.until):
        raise Misshapen(place, "有 otherwise（别的日子怎么说）就要有日子。请补上 from 或 until，或删掉 otherwise。")
    if fact.since and not fact.otherwise:
        raise Misshapen(place, "写了 from（从哪天起），就要写 otherwise（别的日子怎么说）。请补上。")
