"""The till: a coupon redeemed once per wish, however often the wish is sent."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from loyalty.redemptions import redeem
from records.idempotency import once
from records.staff import Staff


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """To redeem a code in a store, once: every attempt at the same wish carries the same ``key``."""

    member: Staff
    code: str
    store_id: str
    key: str


def redeem_once(connection: Connection, wish: Wish, now: datetime) -> str:
    """The id of the redemption that the wish stands for, made now unless it was made before.

    Raises the refusals of ``loyalty.redemptions.redeem``, and ``records.idempotency.KeyReused``.
    """
    member = wish.member

    def act() -> str:
        return redeem(connection, member.account_id, wish.code, wish.store_id, member.signed_as, now).id

    return once(connection, f"till {member.id}", wish.key, f"{wish.store_id} {wish.code}", now, act)
