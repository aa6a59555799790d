"""What a rule or a dialog does, as staff write it: a list of verbs, such as ``tag: 堂食``."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from replies.answers.facts import BUILT_IN, NAME
from replies.language.action import (
    Action,
    AddTag,
    GiveCoupon,
    GivePoints,
    Hold,
    NotifyStaff,
    OpenCase,
    RemoveTag,
    SetField,
    StartDialog,
)
from replies.language.names import Names
from replies.language.plain import plain_fields
from replies.language.shape import Misshapen, choice, items, number, text
from replies.language.source import Data
from replies.language.telling import telling

MAX_TAG = 30
MAX_POINTS = 10_000
MAX_VALUE = 200
MAX_SUBJECT = 200
MAX_NOTICE = 500
MAX_HOLD = 24 * 60


class Verb(msgspec.Struct, frozen=True):
    """Reads what stands behind the verb. ``once`` says what a rule does only once, if it is such."""

    read: Callable[[Data, str, Names], Action]
    once: str = ""


def read_do(data: Data, names: Names) -> tuple[Action, ...]:
    """The actions of a rule or dialog, in order. Raises ``Misshapen``."""
    if isinstance(data, dict) and len(data) > 1:
        raise Misshapen("do", "要做几件事，就写几行，每行前面加「- 」，如 - points: 5。")
    written = [choice(item, "do", VERBS) for item in items(data, "do")]
    verbs = [verb for verb, _ in written]
    for verb in verbs:
        # A person is rewarded once for a rule, so the second of a sort would never be given.
        if VERBS[verb].once and verbs.count(verb) > 1:
            raise Misshapen("do", f"一条规则只{VERBS[verb].once}。请只留一个，或分成两条规则。")
    return tuple(VERBS[verb].read(value, f"do.{verb}", names) for verb, value in written)


def plain_do(actions: Iterable[Action]) -> list[Data]:
    """What staff would write for them."""
    return [{verb_of(action): _plain_object(action)} for action in actions]


def verb_of(action: Action) -> str:
    """The verb that staff write for an action."""
    return str(type(action).__struct_config__.tag)


def _plain_object(action: Action) -> Data:
    if isinstance(action, SetField):
        return {action.field: action.value}
    (written,) = plain_fields(action).values()
    return written


def _set(data: Data, place: str, names: Names) -> SetField:
    if not isinstance(data, dict) or len(data) != 1:
        raise Misshapen(place, "这里要写一项资料和它的内容，如 phone: '{手机}'。要记几项，就写几个 set。")
    ((field, value),) = data.items()
    if not NAME.fullmatch(field):
        raise Misshapen(place, f"「{field[:40]}」不能当资料的名字。请只用汉字、字母、数字和下划线，最多 32 个。")
    if field in BUILT_IN and field != "nickname":
        raise Misshapen(place, f"「{field}」是{BUILT_IN[field].meaning}，由系统来记。请换一个名字。")
    return SetField(field, telling(value, f"{place}.{field}", names.facts, MAX_VALUE))


def _start(data: Data, place: str, names: Names) -> StartDialog:
    dialog = text(data, place)
    if dialog not in names.dialogs:
        known = f"现在有：{'、'.join(names.dialogs)}。请改成其中一个，或" if names.dialogs else "请"
        raise Misshapen(place, f"没有叫「{dialog[:60]}」的对话。{known}先把它写进 dialogs。")
    return StartDialog(dialog)


VERBS: Mapping[str, Verb] = {
    "tag": Verb(lambda data, place, _: AddTag(text(data, place, MAX_TAG))),
    "untag": Verb(lambda data, place, _: RemoveTag(text(data, place, MAX_TAG))),
    "points": Verb(lambda data, place, _: GivePoints(number(data, place, MAX_POINTS)), once="送一次积分"),
    "coupon": Verb(lambda data, place, _: GiveCoupon(text(data, place, 32)), once="送一次券"),
    "set": Verb(_set),
    "start": Verb(_start, once="开始一个对话"),
    "case": Verb(lambda data, place, names: OpenCase(telling(data, place, names.facts, MAX_SUBJECT))),
    "notify": Verb(lambda data, place, names: NotifyStaff(telling(data, place, names.facts, MAX_NOTICE))),
    "hand_over": Verb(lambda data, place, _: Hold(number(data, place, MAX_HOLD)), once="转一次人工"),
}
"""In the order in which they are told and written."""
