"""What a rule does, as staff write it: a list of verbs, such as ``tag: 堂食``."""

from collections.abc import Callable, Mapping

import msgspec

from replies.language.action import Action, AddTag, GiveCoupon, GivePoints
from replies.language.shape import Misshapen, choice, items, number, text
from replies.language.source import Data

MAX_POINTS = 10_000


class Verb(msgspec.Struct, frozen=True):
    """Reads what stands behind the verb. ``reward`` names what a rule gives a person only once, if it is such."""

    read: Callable[[Data, str], Action]
    reward: str = ""


VERBS: Mapping[str, Verb] = {
    "tag": Verb(lambda data, place: AddTag(text(data, place, 30))),
    "coupon": Verb(lambda data, place: GiveCoupon(text(data, place, 32)), reward="券"),
    "points": Verb(lambda data, place: GivePoints(number(data, place, MAX_POINTS)), reward="积分"),
}


def read_do(data: Data) -> tuple[Action, ...]:
    """The actions of a rule, in order. Raises ``Misshapen``."""
    written = [choice(item, "do", tuple(VERBS)) for item in items(data, "do")]
    verbs = [verb for verb, _ in written]
    for verb in verbs:
        # A person is rewarded once for a rule, so the second of a sort would never be given.
        if VERBS[verb].reward and verbs.count(verb) > 1:
            raise Misshapen("do", f"一条规则只送一次{VERBS[verb].reward}。请只留一个，或分成两条规则。")
    return tuple(VERBS[verb].read(value, f"do.{verb}") for verb, value in written)
