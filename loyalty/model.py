"""The plain data of the room: coupons and redemptions as the tables hold them."""

from datetime import datetime
from enum import StrEnum

import msgspec

from records.accounts import Store


class CouponState(StrEnum):
    """Where a coupon stands. Whether it has expired is not a state: its last moment and the clock say so."""

    ISSUED = "issued"
    REDEEMED = "redeemed"


class Coupon(msgspec.Struct, frozen=True, kw_only=True):
    """A person's right to ``name``, once. Moments are in UTC.

    ``code`` is canonical; ``loyalty.codes.show_code`` groups it for people. ``expires_at`` is the last moment at
    which it is valid. ``stores`` is where it is valid; empty means in every store of the account.
    """

    id: str
    account_id: str
    kind_id: str
    name: str
    contact_id: str
    code: str
    state: CouponState
    issued_at: datetime
    expires_at: datetime
    stores: tuple[Store, ...] = ()

    @property
    def store_ids(self) -> tuple[str, ...]:
        return tuple(store.id for store in self.stores)

    @property
    def store_names(self) -> tuple[str, ...]:
        return tuple(store.name for store in self.stores)


class Redemption(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon used in a store, and perhaps taken back. It stands while ``undone_at`` is None. Moments are in UTC."""

    id: str
    coupon_id: str
    contact_id: str
    store: Store
    redeemed_by: str
    redeemed_at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None
