"""Who may do what at the till: plain data in, a refusal or None out. No clock, no database."""

from datetime import datetime, timedelta

from loyalty.model import Coupon, Redemption
from loyalty.refusals import (
    AlreadyRedeemed,
    AlreadyUndone,
    Expired,
    NotYoursToUndo,
    OtherStore,
    Refusal,
    UndoTooLate,
)

UNDO_WITHIN = timedelta(minutes=10)


def may_redeem(coupon: Coupon, standing: Redemption | None, store_id: str, now: datetime) -> Refusal | None:
    """Why the coupon cannot be redeemed in this store now, or None when it can.

    ``standing`` is the coupon's redemption that was not undone, if it has one. The refusal that nothing would mend
    comes first.
    """
    if standing is not None:
        return AlreadyRedeemed(standing.redeemed_at, standing.store.name)
    if now > coupon.expires_at:
        return Expired(coupon.expires_at)
    if coupon.stores and store_id not in coupon.store_ids:
        return OtherStore(coupon.store_names)
    return None


def may_undo(redemption: Redemption, by: str, now: datetime) -> Refusal | None:
    """Why ``by`` cannot undo the redemption now, or None: the same cashier can, up to exactly ten minutes."""
    if redemption.undone_at is not None:
        return AlreadyUndone(redemption.undone_at)
    if redemption.redeemed_by != by:
        return NotYoursToUndo(redemption.redeemed_by)
    until = redemption.redeemed_at + UNDO_WITHIN
    return UndoTooLate(until) if now > until else None
