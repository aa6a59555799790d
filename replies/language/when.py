"""When a rule answers, as staff write it: ``text: {contains: [...]}``, ``menu: KEY``, ``follow: any``."""

from collections.abc import Callable, Mapping

import msgspec

from records.message import Kind
from replies.language.pattern import BadPattern, program_size
from replies.language.rule import ANY, How, Phrase, When, WhenFollow, WhenText
from replies.language.shape import Misshapen, fields, flag, items, text, texts
from replies.language.source import Data

KINDS: Mapping[str, Kind] = {
    kind.value: kind for kind in (Kind.PICTURE, Kind.VOICE, Kind.VIDEO, Kind.LOCATION, Kind.LINK)
}
FIELDS = ("follow", "scan", "menu", "text", *KINDS, "fallback")
MAX_PLAIN = 100
MAX_PATTERN = 500
MAX_SCENE = 64


def read_when(data: Data) -> When:
    """The condition. Raises ``Misshapen``."""
    written = fields({data: "any"} if isinstance(data, str) else data, "when", FIELDS)
    if not written:
        raise Misshapen("when", f"这里是空的。请写这条规则回应什么：{'、'.join(FIELDS)}。")
    for name in (*KINDS, "fallback"):
        if written.get(name, "any") != "any":
            raise Misshapen(f"when.{name}", f"这里只能写 any，如 {name}: any。")
    follow, scan, menu = written.get("follow"), written.get("scan"), written.get("menu")
    return When(
        follows=() if follow is None else tuple(_follow(item, "when.follow") for item in items(follow, "when.follow")),
        scans=() if scan is None else tuple(_scene(item, "when.scan") for item in items(scan, "when.scan")),
        menus=() if menu is None else texts(menu, "when.menu", 128),
        text=_text(written["text"], "when.text") if "text" in written else WhenText(),
        kinds=tuple(kind for name, kind in KINDS.items() if name in written),
        fallback="fallback" in written,
    )


def _follow(data: Data, place: str) -> WhenFollow:
    if isinstance(data, str):
        return WhenFollow(scene=_scene(data, place))
    written = fields(data, place, ("scene", "returning", "has_coupon"))
    return WhenFollow(
        scene=_scene(written.get("scene", "any"), f"{place}.scene"),
        returning=flag(written["returning"], f"{place}.returning") if "returning" in written else None,
        has_coupon=flag(written["has_coupon"], f"{place}.has_coupon") if "has_coupon" in written else None,
    )


def _scene(data: Data, place: str) -> str:
    scene = text(data, place, MAX_SCENE)
    if "*" in scene[:-1]:
        raise Misshapen(place, "星号只能放在最后，如 table-*。请改成开头相同的一段，或一个一个写。")
    return ANY if scene == "any" else scene


def _text(data: Data, place: str) -> WhenText:
    written = fields(data, place, FITS)
    if not written:
        *others, last = (f"{name}（{fit.meaning}）" for name, fit in FITS.items())
        raise Misshapen(place, f"这里是空的。请写 {'、'.join(others)}或 {last}。")
    return WhenText(
        phrases=tuple(
            Phrase(FITS[name].how, words)
            for name, value in written.items()
            for words in FITS[name].read(value, f"{place}.{name}")
        )
    )


def _plain(data: Data, place: str) -> tuple[str, ...]:
    return texts(data, place, MAX_PLAIN)


def _patterns(data: Data, place: str) -> tuple[str, ...]:
    patterns = texts(data, place, MAX_PATTERN)
    for pattern in patterns:
        try:
            program_size(pattern)
        except BadPattern as bad:
            raise Misshapen(f"{place}「{pattern[:60]}」", str(bad)) from bad
    return patterns


class Fit(msgspec.Struct, frozen=True):
    """A way for a text to fit. ``meaning`` tells staff, and ``read`` reads the words they wrote for it."""

    how: How
    meaning: str
    read: Callable[[Data, str], tuple[str, ...]]


FITS: Mapping[str, Fit] = {
    "exact": Fit(How.EXACT, "整句就是", _plain),
    "contains": Fit(How.CONTAINS, "句中有", _plain),
    "pattern": Fit(How.PATTERN, "匹配式", _patterns),
}
