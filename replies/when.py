"""When a rule answers, as staff write it: ``text: {contains: [...]}``, ``menu: KEY``, ``follow: any``."""

from records.message import Kind
from replies.pattern import BadPattern, program_size
from replies.rule import ANY, When, WhenFollow, WhenText
from replies.shape import Misshapen, fields, flag, items, text, texts
from replies.source import Data

KINDS = {kind.value: kind for kind in (Kind.PICTURE, Kind.VOICE, Kind.VIDEO, Kind.LOCATION, Kind.LINK)}
FIELDS = ("follow", "scan", "menu", "text", *KINDS, "fallback")
MAX_KEYWORD = 100
MAX_PATTERN = 500
MAX_SCENE = 64


def read_when(data: Data, place: str = "when") -> When:
    """The condition. Raises ``Misshapen``."""
    written = fields({data: "any"} if isinstance(data, str) else data, place, FIELDS)
    if not written:
        raise Misshapen(place, f"这里是空的。请写这条规则回应什么：{'、'.join(FIELDS)}。")
    for name in (*KINDS, "fallback"):
        if written.get(name, "any") != "any":
            raise Misshapen(f"{place}.{name}", f"这里只能写 any，如 {name}: any。")
    follow, scan, menu = written.get("follow"), written.get("scan"), written.get("menu")
    return When(
        follows=()
        if follow is None
        else tuple(_follow(item, f"{place}.follow") for item in items(follow, f"{place}.follow")),
        scans=() if scan is None else tuple(_scene(item, f"{place}.scan") for item in items(scan, f"{place}.scan")),
        menus=() if menu is None else texts(menu, f"{place}.menu", 128),
        text=_text(written["text"], f"{place}.text") if "text" in written else WhenText(),
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
    written = fields(data, place, ("exact", "contains", "pattern"))
    if not written:
        raise Misshapen(place, "这里是空的。请写 exact（整句就是）、contains（句中有）或 pattern（匹配式）。")
    patterns = texts(written["pattern"], f"{place}.pattern", MAX_PATTERN) if "pattern" in written else ()
    for pattern in patterns:
        try:
            program_size(pattern)
        except BadPattern as bad:
            raise Misshapen(f"{place}.pattern「{pattern[:60]}」", str(bad)) from bad
    return WhenText(
        exact=texts(written["exact"], f"{place}.exact", MAX_KEYWORD) if "exact" in written else (),
        contains=texts(written["contains"], f"{place}.contains", MAX_KEYWORD) if "contains" in written else (),
        patterns=patterns,
    )
