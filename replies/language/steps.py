"""One step of a dialog, as staff write it: a question, and what its answer is to be."""

from collections.abc import Mapping

from replies.answers.facts import BUILT_IN, NAME
from replies.language.dialog import Expect, Step
from replies.language.names import Names
from replies.language.say import read_items
from replies.language.shape import Misshapen, fields, flag, number, text
from replies.language.source import Data
from replies.language.telling import telling

FIELDS = ("ask", "expect", "keep", "again", "choices", "least", "most", "within_days", "may_skip")
ONLY_FOR: Mapping[str, tuple[Expect, ...]] = {
    "choices": (Expect.CHOICE,),
    "least": (Expect.NUMBER, Expect.TEXT),
    "most": (Expect.NUMBER, Expect.TEXT),
    "within_days": (Expect.DATE,),
}
"""What only some answers can be asked for."""
MAX_NUMBER = 1_000_000_000
MAX_CHARACTERS = 600
MAX_DAYS = 730


def read_step(data: Data, place: str, names: Names) -> Step:
    """The step, whose texts may tell the facts of ``names``. Raises ``Misshapen``."""
    written = fields(data, place, FIELDS)
    for needed in ("ask", "expect", "keep"):
        if needed not in written:
            raise Misshapen(place, f"少了 {needed}。每一步都要有 ask（怎么问）、expect（要什么）和 keep（记成什么）。")
    expect = _expect(written["expect"], f"{place}.expect")
    _check_fitting(written, expect, place)
    step = Step(
        ask=telling(written["ask"], f"{place}.ask", names.facts),
        expect=expect,
        keep=_keep(written["keep"], f"{place}.keep", names),
        again=telling(written["again"], f"{place}.again", names.facts) if "again" in written else "",
        choices=read_items(written["choices"], f"{place}.choices") if "choices" in written else (),
        least=_bound(written, "least", place, expect),
        most=_bound(written, "most", place, expect),
        within_days=number(written["within_days"], f"{place}.within_days", MAX_DAYS)
        if "within_days" in written
        else None,
        may_skip="may_skip" in written and flag(written["may_skip"], f"{place}.may_skip"),
    )
    if step.least is not None and step.most is not None and step.most < step.least:
        raise Misshapen(place, f"most（{step.most}）比 least（{step.least}）小，什么也填不进。请对调或改正。")
    return step


def _expect(data: Data, place: str) -> Expect:
    written = text(data, place, 40)
    if written not in list(Expect):
        raise Misshapen(place, f"不认识「{written}」。可以写的有：{'、'.join(Expect)}。")
    return Expect(written)


def _check_fitting(written: Mapping[str, Data], expect: Expect, place: str) -> None:
    for name, expects in ONLY_FOR.items():
        if name in written and expect not in expects:
            raise Misshapen(f"{place}.{name}", f"只有 expect 是 {' 或 '.join(expects)} 时才用得上它。请删掉它。")
    if expect is Expect.CHOICE and "choices" not in written:
        raise Misshapen(place, "少了 choices。请写上有哪几样可以选，如 choices: [大厅, 露台]。")


def _keep(data: Data, place: str, names: Names) -> str:
    keep = text(data, place)
    if not NAME.fullmatch(keep):
        raise Misshapen(place, f"「{keep[:40]}」不能当名字。请只用汉字、字母、数字和下划线，最多 32 个。")
    if keep in BUILT_IN:
        raise Misshapen(place, f"「{keep}」已经是{BUILT_IN[keep].meaning}的名字。请换一个。")
    if keep in names.facts:
        raise Misshapen(place, f"「{keep}」已经用过了：是 facts 里的，或前面一步记下的。请换一个名字。")
    return keep


def _bound(written: Mapping[str, Data], name: str, place: str, expect: Expect) -> int | None:
    if name not in written:
        return None
    of_text = expect is Expect.TEXT
    return number(written[name], f"{place}.{name}", MAX_CHARACTERS if of_text else MAX_NUMBER, int(of_text))
