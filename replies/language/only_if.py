"""What must be so besides, as staff write it: ``hours: 周末 10:00–18:00``, ``tag: 会员``."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from replies.language.condition import OnlyIf, Share
from replies.language.days import plain_dates, read_dates
from replies.language.do import MAX_TAG
from replies.language.hours import plain_hours, read_hours
from replies.language.plain import one_or_all, plain
from replies.language.rule import ANY
from replies.language.shape import Misshapen, fields, flag, items, number, text, texts
from replies.language.source import Data
from replies.language.when import read_scene

MOODS = ("negative", "neutral", "positive")
MAX_LEAST_POINTS = 1_000_000
MAX_HOURS = 366 * 24
MAX_TEST = 30


def read_only_if(data: Data) -> OnlyIf:
    """The conditions. Raises ``Misshapen``."""
    written = fields(data, "only_if", CONDITIONS)
    if not written:
        meanings = "、".join(f"{name}（{condition.meaning}）" for name, condition in CONDITIONS.items())
        raise Misshapen("only_if", f"这里是空的。请写一样或几样：{meanings}；或删掉 only_if。")
    return OnlyIf(
        **{CONDITIONS[name].field: CONDITIONS[name].read(value, f"only_if.{name}") for name, value in written.items()}
    )


def plain_only_if(only_if: OnlyIf) -> Data:
    """What staff would write for it."""
    return {
        name: condition.plain(value)
        for name, condition in CONDITIONS.items()
        if (value := getattr(only_if, condition.field)) not in (None, ())
    }


def _each(read: Callable[[Data, str], Any]) -> Callable[[Data, str], Any]:
    return lambda data, place: tuple(read(item, place) for item in items(data, place))


def _tags(data: Data, place: str) -> tuple[str, ...]:
    return texts(data, place, MAX_TAG)


def _source(data: Data, place: str) -> str:
    scene = read_scene(data, place)
    if scene == ANY:
        raise Misshapen(place, "来源不能写 any，那等于没写。请写一个场景，如 table-*，或删掉这一项。")
    return scene


def _mood(data: Data, place: str) -> str:
    mood = text(data, place, 20)
    if mood not in MOODS:
        raise Misshapen(place, "这里只能写 negative（不高兴）、neutral（平常）或 positive（高兴）。")
    return mood


def _share(data: Data, place: str) -> Share:
    written = fields(data, place, ("test", "from", "to"))
    for needed in ("test", "to"):
        if needed not in written:
            raise Misshapen(place, f"少了 {needed}。请写成 {{test: 新文案, from: 0, to: 50}} 这样，数字是百分之几。")
    first = number(written.get("from", "0"), f"{place}.from", 99, 0)
    last = number(written["to"], f"{place}.to", 100)
    if last <= first:
        raise Misshapen(place, f"to（{last}）要比 from（{first}）大，不然谁也轮不到。")
    return Share(text(written["test"], f"{place}.test", MAX_TEST), first, last)


def _plain_each(plain_one: Callable[[Any], Data] = plain) -> Callable[[Any], Data]:
    return lambda values: one_or_all([plain_one(value) for value in values])


def _plain_share(share: Share) -> Data:
    return {"test": share.test, "from": plain(share.first), "to": plain(share.last)}


class Condition(msgspec.Struct, frozen=True):
    """Something that can be asked. ``field`` of ``OnlyIf`` keeps what ``read`` reads; ``meaning`` tells staff.

    ``plain`` gives what staff would write for it.
    """

    field: str
    meaning: str
    read: Callable[[Data, str], Any]
    plain: Callable[[Any], Data] = plain


CONDITIONS: Mapping[str, Condition] = {
    "hours": Condition("hours", "钟点", _each(read_hours), _plain_each(plain_hours)),
    "dates": Condition("dates", "日期", _each(read_dates), _plain_each(plain_dates)),
    "tag": Condition("tags", "有其中一个标签", _tags, _plain_each()),
    "without_tag": Condition("without_tags", "没有这些标签", _tags, _plain_each()),
    "tier": Condition("tiers", "会员等级", _tags, _plain_each()),
    "source": Condition("sources", "最初从哪里来", _each(_source), _plain_each()),
    "points": Condition("points", "至少有多少积分", lambda data, place: number(data, place, MAX_LEAST_POINTS)),
    "has_coupon": Condition("has_coupon", "手上有没有券", flag),
    "first_message_in": Condition(
        "first_message_in", "几小时内第一次说话", lambda data, place: number(data, place, MAX_HOURS)
    ),
    "mood": Condition("moods", "心情", _each(_mood), _plain_each()),
    "share": Condition("share", "一部分顾客", _share, _plain_share),
}
"""In the order in which they are told and written."""
