"""Every no of this room: a stable code for programs, and a sentence for the person who hears it."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

import msgspec

from loyalty.moments import say_day, say_moment


class Sentence(msgspec.Struct, frozen=True):
    """The same in Chinese and in English."""

    zh: str
    en: str


class Refusal(Exception):
    """Why not, and what would work now.

    ``code`` never changes. Nothing was written when a refusal is raised, so the transaction may go on.
    ``concerns_staff`` is false where all is as it should be: that somebody has a gift already is no news to the shop.
    """

    code: ClassVar[str]
    concerns_staff: ClassVar[bool] = True

    def say(self, zone: ZoneInfo) -> Sentence:
        """What the person hears, moments as a clock in ``zone`` shows them."""
        raise NotImplementedError


class PlainRefusal(Refusal):
    """A refusal that names no moment: its sentence is the same in every zone."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.sentence = Sentence(zh, en)

    def say(self, zone: ZoneInfo) -> Sentence:
        return self.sentence


class MistypedCode(PlainRefusal):
    """What was typed cannot be any coupon's code."""

    code = "mistyped-code"


class UnknownCode(PlainRefusal):
    """The code is well formed, yet no coupon of this account has it."""

    code = "unknown-code"

    def __init__(self) -> None:
        super().__init__(
            "没有找到这张券，请核对券码是不是本店的。",
            "No coupon has this code. Please check that it was issued by this shop.",
        )


class UnknownStore(PlainRefusal):
    code = "unknown-store"

    def __init__(self) -> None:
        super().__init__("没有这家门店，请重新选择门店。", "There is no such store. Please choose the store again.")


class AlreadyRedeemed(Refusal):
    """Says when and where; ``at`` is in UTC."""

    code = "already-redeemed"

    def __init__(self, at: datetime, store_name: str) -> None:
        super().__init__(at, store_name)
        self.at = at
        self.store_name = store_name

    def say(self, zone: ZoneInfo) -> Sentence:
        zh, en = say_moment(self.at, zone)
        return Sentence(
            f"这张券已经在 {zh} 于{self.store_name}用过了，每张券只能用一次。",
            f"This coupon was already used on {en} at {self.store_name}. Each coupon works once.",
        )


class Expired(Refusal):
    """Says since when; ``expired_at`` was the last valid moment, in UTC."""

    code = "expired"

    def __init__(self, expired_at: datetime) -> None:
        super().__init__(expired_at)
        self.expired_at = expired_at

    def say(self, zone: ZoneInfo) -> Sentence:
        zh, en = say_day(self.expired_at, zone)
        return Sentence(
            f"这张券已经过期，最后可用日是 {zh}。", f"This coupon has expired. The last day to use it was {en}."
        )


class OtherStore(PlainRefusal):
    """Says which stores would work."""

    code = "other-store"

    def __init__(self, store_names: Sequence[str]) -> None:
        super().__init__(
            f"这张券不能在本店使用，可以到{'、'.join(store_names)}使用。",
            f"This coupon does not work in this store. It works at {', '.join(store_names)}.",
        )
        self.store_names = tuple(store_names)


class UnknownRedemption(PlainRefusal):
    code = "unknown-redemption"

    def __init__(self) -> None:
        super().__init__(
            "没有找到这笔核销，请刷新后再看。", "There is no such redemption. Please reload and look again."
        )


class AlreadyUndone(Refusal):
    """Says when; ``at`` is in UTC."""

    code = "already-undone"

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at

    def say(self, zone: ZoneInfo) -> Sentence:
        zh, en = say_moment(self.at, zone)
        return Sentence(
            f"这笔核销已经在 {zh} 撤销过了，不用再撤销。",
            f"This redemption was already undone on {en}. Nothing is left to do.",
        )


class NotYoursToUndo(PlainRefusal):
    """Says who could undo it."""

    code = "not-yours-to-undo"

    def __init__(self, redeemed_by: str) -> None:
        super().__init__(
            f"这笔核销是{redeemed_by}做的，只能由本人撤销。",
            f"This was redeemed by {redeemed_by}, and only they can undo it.",
        )
        self.redeemed_by = redeemed_by


class UndoTooLate(Refusal):
    """Says until when it could be undone; ``until`` is in UTC."""

    code = "undo-too-late"

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until

    def say(self, zone: ZoneInfo) -> Sentence:
        zh, en = say_moment(self.until, zone)
        return Sentence(
            f"核销后十分钟内可以撤销，这笔到 {zh} 为止，现在撤销不了。请找店长处理。",
            f"A redemption can be undone for ten minutes, this one until {en}. Please ask the manager.",
        )


class StockGone(PlainRefusal):
    code = "stock-gone"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}已经领完了，补货后就能再领。", f"{name} is all given out. It comes back when it is refilled."
        )


class UnknownKind(PlainRefusal):
    code = "unknown-coupon-kind"

    def __init__(self, kind_id: str) -> None:
        super().__init__(
            f"没有叫 {kind_id} 的券，请在券的设置里核对名称。",
            f"There is no coupon kind {kind_id}. Please check its name.",
        )


class BadKind(PlainRefusal):
    """A coupon kind cannot be made as it was asked for; the sentence says what to change."""

    code = "bad-coupon-kind"


class AlreadyGiven(PlainRefusal):
    code = "already-given"
    concerns_staff = False

    def __init__(self) -> None:
        super().__init__(
            "这份礼物您已经领过了，每人一份。", "You already have this gift. There is one for each person."
        )


class BadAmount(PlainRefusal):
    code = "bad-amount"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"积分要是整数，不能是 0，一次最多 {limit:,} 分。",
            f"Points are a whole number, not 0, and at most {limit:,} at a time.",
        )


class NotEnoughPoints(PlainRefusal):
    code = "not-enough-points"

    def __init__(self, balance: int) -> None:
        super().__init__(f"积分不够，现在有 {balance:,} 分。", f"Not enough points: the balance is {balance:,}.")
        self.balance = balance


class SourceReused(PlainRefusal):
    """A source that has counted already is named again for another person or amount."""

    code = "source-reused"

    def __init__(self, source: str) -> None:
        super().__init__(
            f"来源 {source} 已经记过另一笔积分，请换一个来源编号。",
            f"The source {source} already counted for another entry. Please name another source.",
        )
