"""One example, as staff write it: what a person does, and the rule that is to answer."""

from collections.abc import Callable, Mapping

from replies.language.days import read_moment
from replies.language.do import MAX_TAG
from replies.language.names import Names
from replies.language.plain import plain_fields
from replies.language.rule import Example
from replies.language.shape import Misshapen, fields, text, texts
from replies.language.source import Data
from replies.language.when import MAX_KEY, MAX_SCENE

MAX_TEXT = 600


def read_example(data: Data, names: Names) -> Example:
    """The example. Raises ``Misshapen``."""
    written = fields(data, "", FIELDS)
    done = [name for name in DONE if name in written]
    if len(done) != 1:
        raise Misshapen("", f"请写顾客做了什么，也只写一样：{'、'.join(DONE)}。")
    if "expect" not in written:
        raise Misshapen("", '少了 expect。请写上该由哪条规则来答；该什么也不答，就写 expect: ""。')
    return Example(
        **{done[0]: DONE[done[0]](written[done[0]], done[0])},
        expect=_expect(written["expect"], names),
        at=read_moment(written["at"], "at") if "at" in written else None,
        tags=texts(written["tags"], "tags", MAX_TAG) if "tags" in written else (),
    )


def plain_example(example: Example) -> dict[str, Data]:
    """What staff would write for it."""
    return {
        name: value or "any" if name in ("scan", "follow") else value
        for name, value in plain_fields(example, FIELDS).items()
    }


def _scene(data: Data, place: str) -> str:
    """The scene somebody came through; ``any`` is none in particular."""
    scene = text(data, place, MAX_SCENE)
    if "*" in scene:
        raise Misshapen(place, "例子里要写一个完整的场景，如 table-3，不能带星号。")
    return "" if scene == "any" else scene


def _expect(data: Data, names: Names) -> str:
    if isinstance(data, str) and not data.strip():
        return ""
    expected = text(data, "expect")
    if expected not in names.rules and expected not in names.dialogs:
        raise Misshapen("expect", f"没有叫「{expected[:60]}」的规则或对话。请照着它的 name 写，或先把它写进去。")
    return expected


DONE: Mapping[str, Callable[[Data, str], str]] = {
    "text": lambda data, place: text(data, place, MAX_TEXT),
    "menu": lambda data, place: text(data, place, MAX_KEY),
    "scan": _scene,
    "follow": _scene,
}
"""What a person may do in an example."""
FIELDS = (*DONE, "at", "tags", "expect")
