"""Redemptions: what the till shows, does and takes back.

Everything that moves a coupon locks its row first. Whoever waited for the lock then reads what the winner wrote,
and is told when and where it was used.
"""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from loyalty.codes import normalise_code
from loyalty.coupons import find_by_code, lock_by_code
from loyalty.eligibility import may_redeem, may_undo
from loyalty.model import Coupon, CouponState, Redemption
from loyalty.refusals import Refusal, UnknownCode, UnknownRedemption, UnknownStore
from records.accounts import Store, find_store
from records.ids import new_id
from records.outbox import Announcement, Topic, announce
from records.tables import contacts, coupons, redemptions, stores


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What a code stands for. ``refusal`` says why it cannot be redeemed in this store now; None: it can.

    ``nickname`` is that of the person whose coupon it is; empty where we know none.
    """

    coupon: Coupon
    nickname: str
    standing: Redemption | None
    refusal: Refusal | None


class Disagreement(RuntimeError):
    """A coupon's state and its redemptions contradict each other: run ``loyalty.check``."""


def look_up(connection: Connection, account_id: str, typed_code: str, store_id: str, now: datetime) -> Offer:
    """What the code is, whose, until when and where, for a store of the account. Writes nothing, locks nothing.

    Raises ``MistypedCode``, ``UnknownCode`` or ``UnknownStore``, when there is nothing to show.
    """
    _known_store(connection, account_id, store_id)
    coupon = _known_coupon(find_by_code(connection, account_id, normalise_code(typed_code)))
    standing = _standing(connection, coupon)
    return Offer(
        coupon=coupon,
        nickname=_nickname(connection, coupon.contact_id),
        standing=standing,
        refusal=may_redeem(coupon, standing, store_id, now),
    )


def redeem(
    connection: Connection, account_id: str, typed_code: str, store_id: str, by: str, now: datetime
) -> Redemption:
    """Use the coupon up in this store. ``by`` says who did it; who undoes it must give the same words.

    Raises what ``look_up`` raises, and ``AlreadyRedeemed``, ``Expired`` or ``OtherStore``. However many try at
    once, one succeeds.
    """
    store = _known_store(connection, account_id, store_id)
    coupon = _known_coupon(lock_by_code(connection, account_id, normalise_code(typed_code)))
    if refusal := may_redeem(coupon, _standing(connection, coupon), store_id, now):
        raise refusal
    redemption = Redemption(
        id=new_id(),
        coupon_id=coupon.id,
        contact_id=coupon.contact_id,
        store=store,
        redeemed_by=by,
        redeemed_at=now,
    )
    _move(connection, coupon.id, CouponState.ISSUED, CouponState.REDEEMED)
    connection.execute(
        insert(redemptions).values(
            id=redemption.id, coupon_id=coupon.id, store_id=store.id, redeemed_by=by, redeemed_at=now
        )
    )
    announce(connection, [Announcement(Topic.CONTACT_CHANGED, coupon.contact_id)], now)
    return redemption


def undo(connection: Connection, account_id: str, redemption_id: str, by: str, now: datetime) -> Redemption:
    """Take a redemption back, so that the coupon is as it was before; the redemption stays on record as undone.

    Raises ``UnknownRedemption``, ``AlreadyUndone``, ``NotYoursToUndo`` or ``UndoTooLate`` (after ten minutes).
    """
    redemption = _locked(connection, account_id, redemption_id)
    if refusal := may_undo(redemption, by, now):
        raise refusal
    standing = (redemptions.c.id == redemption.id) & redemptions.c.undone_at.is_(None)
    _must_change_one(
        connection.execute(update(redemptions).where(standing).values(undone_by=by, undone_at=now)).rowcount,
        redemption.coupon_id,
    )
    _move(connection, redemption.coupon_id, CouponState.REDEEMED, CouponState.ISSUED)
    announce(connection, [Announcement(Topic.CONTACT_CHANGED, redemption.contact_id)], now)
    return msgspec.structs.replace(redemption, undone_by=by, undone_at=now)


_REDEMPTIONS = (
    select(*redemptions.c, coupons.c.contact_id, stores.c.name.label("store_name"))
    .join(coupons, coupons.c.id == redemptions.c.coupon_id)
    .join(stores, stores.c.id == redemptions.c.store_id)
)


def _known_store(connection: Connection, account_id: str, store_id: str) -> Store:
    store = find_store(connection, account_id, store_id)
    if store is None:
        raise UnknownStore
    return store


def _known_coupon(coupon: Coupon | None) -> Coupon:
    if coupon is None:
        raise UnknownCode
    return coupon


def _nickname(connection: Connection, contact_id: str) -> str:
    return str(connection.execute(select(contacts.c.nickname).where(contacts.c.id == contact_id)).scalar_one())


def _standing(connection: Connection, coupon: Coupon) -> Redemption | None:
    standing = (redemptions.c.coupon_id == coupon.id) & redemptions.c.undone_at.is_(None)
    row = connection.execute(_REDEMPTIONS.where(standing)).one_or_none()
    return None if row is None else _redemption(row)


def _locked(connection: Connection, account_id: str, redemption_id: str) -> Redemption:
    """The redemption as it is once its coupon is locked: what was read while waiting for the lock may be old."""
    of_it = (redemptions.c.id == redemption_id) & (coupons.c.account_id == account_id)
    lock = select(coupons.c.id).join(redemptions).where(of_it).with_for_update(of=coupons)
    if connection.execute(lock).one_or_none() is None:
        raise UnknownRedemption
    return _redemption(connection.execute(_REDEMPTIONS.where(redemptions.c.id == redemption_id)).one())


def _redemption(row: Row[*tuple[Any, ...]]) -> Redemption:
    return Redemption(
        id=row.id,
        coupon_id=row.coupon_id,
        contact_id=row.contact_id,
        store=Store(row.store_id, row.store_name),
        redeemed_by=row.redeemed_by,
        redeemed_at=row.redeemed_at,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )


def _move(connection: Connection, coupon_id: str, before: CouponState, after: CouponState) -> None:
    move = update(coupons).where(coupons.c.id == coupon_id, coupons.c.state == before.value).values(state=after.value)
    _must_change_one(connection.execute(move).rowcount, coupon_id)


def _must_change_one(changed: int, coupon_id: str) -> None:
    if changed != 1:
        raise Disagreement(f"the state of coupon {coupon_id} and its redemptions disagree; run loyalty.check")
