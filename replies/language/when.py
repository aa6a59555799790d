"""When a rule answers, as staff write it: ``text: {contains: [...]}``, ``menu: KEY``, ``follow: any``."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from records.message import Kind
from replies.language.pattern import BadPattern, program_size
from replies.language.plain import one_or_all, plain_fields
from replies.language.rule import ANY, How, Near, Phrase, When, WhenFollow, WhenText
from replies.language.shape import Misshapen, fields, flag, items, number, text, texts
from replies.language.source import Data

KINDS: Mapping[str, Kind] = {
    kind.value: kind for kind in (Kind.PICTURE, Kind.VOICE, Kind.VIDEO, Kind.LOCATION, Kind.LINK)
}
FIELDS = ("follow", "scan", "menu", "text", *KINDS, "fallback")
MAX_PLAIN = 100
MAX_PATTERN = 500
MAX_SCENE = 64
MAX_KEY = 128
MAX_WITHIN = 1_000_000


def read_when(data: Data) -> When:
    """The condition. Raises ``Misshapen``."""
    if isinstance(data, str) and data not in FIELDS:
        raise Misshapen("when", f"回应文字请写 when: {{text: {{contains: 停车}}}}；别的可以写：{'、'.join(FIELDS)}。")
    written = fields({data: "any"} if isinstance(data, str) else data, "when", FIELDS)
    if not written:
        raise Misshapen("when", f"这里是空的。请写这条规则回应什么：{'、'.join(FIELDS)}。")
    places = _all(written, "location")
    for name in (*KINDS, "fallback"):
        if name != "location" and written.get(name, "any") != "any":
            raise Misshapen(f"when.{name}", f"这里只能写 any，如 {name}: any。")
    return When(
        follows=tuple(_follow(item, "when.follow") for item in _all(written, "follow")),
        scans=tuple(read_scene(item, "when.scan") for item in _all(written, "scan")),
        menus=tuple(text(item, "when.menu", MAX_KEY) for item in _all(written, "menu")),
        text=_text(written["text"], "when.text") if "text" in written else WhenText(),
        nears=tuple(_near(item, "when.location") for item in places if item != "any"),
        kinds=tuple(
            kind for name, kind in KINDS.items() if name in written and (name != "location" or "any" in places)
        ),
        fallback="fallback" in written,
    )


def plain_when(when: When) -> Data:
    """What staff would write for it."""
    if when == When(fallback=True):
        return "fallback"
    lists: dict[str, list[Data]] = {
        "follow": [_plain_follow(follow) for follow in when.follows],
        "scan": [_plain_scene(scene) for scene in when.scans],
        "menu": list(when.menus),
        "text": [_plain_text(when.text)] if when.text.phrases else [],
        **{name: ["any"] for name, kind in KINDS.items() if kind in when.kinds},
        "fallback": ["any"] if when.fallback else [],
    }
    lists["location"] = [*lists.get("location", ()), *map(_plain_near, when.nears)]
    return {name: one_or_all(lists[name]) for name in FIELDS if lists.get(name)}


def _all(written: Mapping[str, Data], name: str) -> list[Data]:
    return items(written[name], f"when.{name}") if name in written else []


def _follow(data: Data, place: str) -> WhenFollow:
    if isinstance(data, str):
        return WhenFollow(scene=read_scene(data, place))
    written = fields(data, place, ("scene", "returning", "has_coupon"))
    return WhenFollow(
        scene=read_scene(written.get("scene", "any"), f"{place}.scene"),
        returning=flag(written["returning"], f"{place}.returning") if "returning" in written else None,
        has_coupon=flag(written["has_coupon"], f"{place}.has_coupon") if "has_coupon" in written else None,
    )


def read_scene(data: Data, place: str) -> str:
    """A scene, a prefix that ends in a star, or ``any``. Raises ``Misshapen``."""
    scene = text(data, place, MAX_SCENE)
    if "*" in scene[:-1]:
        raise Misshapen(place, "星号只能放在最后，如 table-*。请改成开头相同的一段，或一个一个写。")
    return ANY if scene == "any" else scene


def _near(data: Data, place: str) -> Near:
    if isinstance(data, str):
        raise Misshapen(place, "这里要写 any，或 {within: 3000} 这样的距离（米）。")
    written = fields(data, place, ("near", "within"))
    if "within" not in written:
        raise Misshapen(place, "少了 within。请写上离门店多少米以内，如 within: 3000。")
    return Near(
        within=number(written["within"], f"{place}.within", MAX_WITHIN),
        store=text(written["near"], f"{place}.near", 32) if "near" in written else "",
    )


def _plain_follow(follow: WhenFollow) -> Data:
    return plain_fields(follow) if follow.conditions else _plain_scene(follow.scene)


def _plain_scene(scene: str) -> str:
    return "any" if scene == ANY else scene


def _plain_near(near: Near) -> Data:
    within = str(near.within)
    return {"near": near.store, "within": within} if near.store else {"within": within}


def _text(data: Data, place: str) -> WhenText:
    if isinstance(data, str) and data:
        raise Misshapen(place, f"请写明怎么比，如 {{contains: {data[:20]}}}。请写 {_FITS_TOLD}。")
    written = fields(data, place, FITS)
    if not written:
        raise Misshapen(place, f"这里是空的。请写 {_FITS_TOLD}。")
    # In one order however they were written, so that a script can be written again and read as the same.
    return WhenText(
        phrases=tuple(
            phrase
            for name, fit in FITS.items()
            if name in written
            for phrase in fit.read(written[name], f"{place}.{name}")
        )
    )


def fit_of(phrase: Phrase) -> str:
    """The name of the fit under which staff write a phrase."""
    return "contains_all" if phrase.also else str(phrase.how)


def _plain_text(text: WhenText) -> Data:
    written: dict[str, list[Data]] = {name: [] for name in FITS}
    for phrase in text.phrases:
        written[fit_of(phrase)].append([phrase.words, *phrase.also] if phrase.also else phrase.words)
    return {name: one_or_all(phrases) for name, phrases in written.items() if phrases}


def _phrases(how: How, read: Callable[[Data, str], tuple[str, ...]]) -> Callable[[Data, str], Iterator[Phrase]]:
    return lambda data, place: (Phrase(how, words) for words in read(data, place))


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


def _groups(data: Data, place: str) -> list[Phrase]:
    nested = isinstance(data, list) and any(isinstance(item, list) for item in data)
    groups = [_plain(group, place) for group in (items(data, place) if nested else [data])]
    # One word alone is contained like any other, and is written with those.
    return [Phrase(How.CONTAINS, words[0], words[1:]) for words in sorted(groups, key=lambda words: len(words) > 1)]


class Fit(msgspec.Struct, frozen=True):
    """A way for a text to fit. ``meaning`` tells staff, and ``read`` reads the phrases they wrote for it."""

    how: How
    meaning: str
    read: Callable[[Data, str], Iterable[Phrase]]


FITS: Mapping[str, Fit] = {
    "exact": Fit(How.EXACT, "整句就是", _phrases(How.EXACT, _plain)),
    "starts_with": Fit(How.STARTS_WITH, "开头是", _phrases(How.STARTS_WITH, _plain)),
    "contains": Fit(How.CONTAINS, "句中有", _phrases(How.CONTAINS, _plain)),
    "contains_all": Fit(How.CONTAINS, "句中这几个词都有", _groups),
    "pattern": Fit(How.PATTERN, "匹配式", _phrases(How.PATTERN, _patterns)),
    "similar": Fit(How.SIMILAR, "意思相近", _phrases(How.SIMILAR, _plain)),
}
"""In order of precedence, in which they are told and written."""
*_OTHERS, _LAST = (f"{name}（{fit.meaning}）" for name, fit in FITS.items())
_FITS_TOLD = f"{'、'.join(_OTHERS)}或 {_LAST}"
