"""Coupons at the till, for integrators whose own till speaks HTTP."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Header, Path, Query
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from app.api.access import integrators
from app.api.limits import ShortBody
from app.api.problems import PROBLEMS
from app.house import House
from loyalty import model, redemptions, refusals
from loyalty.codes import show_code
from loyalty.redemptions import Offer
from records.database import reading
from records.idempotency import once
from records.tokens import Integrator

NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
"""PostgreSQL cannot even compare a text that holds a NUL."""

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=128,
        pattern=r"^[\x21-\x7e]*$",
        description="Made anew for every new wish, and sent again with every retry of it.",
    ),
]
Code = Annotated[str, Path(max_length=64, pattern=NO_CONTROLS, examples=["7Q2K-9XWD-M4TP"])]
StoreId = Annotated[str, Query(max_length=32, pattern=NO_CONTROLS, examples=["riverside"])]
RedemptionId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Act = Callable[[Connection, datetime], model.Redemption]
"""What the shop does when a wish is new."""


class Refusal(BaseModel):
    code: str
    zh: str
    en: str


class Coupon(BaseModel):
    code: str
    name: str
    owner: str
    contact: str
    expires_at: datetime
    stores: list[str] = Field(description="Where it is valid; empty means everywhere.")
    refusal: Refusal | None = Field(description="Why it cannot be redeemed in this store now.")


class Redeem(BaseModel):
    code: str = Field(max_length=64, pattern=NO_CONTROLS, examples=["7Q2K-9XWD-M4TP"])
    store: str = Field(max_length=32, pattern=NO_CONTROLS, examples=["riverside"])


class Redemption(BaseModel):
    id: str
    coupon: str
    contact: str
    store: str
    redeemed_by: str
    redeemed_at: datetime
    undone_by: str | None
    undone_at: datetime | None


def redemptions_router(house: House) -> APIRouter:
    """``/coupons/{code}``, ``/redemptions`` and ``/redemptions/{id}/undo``."""
    router = APIRouter(tags=["redemptions"], responses=PROBLEMS, route_class=ShortBody)
    caller = Depends(integrators(house.engine))

    @router.get("/coupons/{code}")
    def look_up(asking: Annotated[Integrator, caller], code: Code, store: StoreId) -> Coupon:
        """What a code stands for, whose it is, and whether this store may redeem it now."""
        return _look_up(house, asking, code, store)

    @router.post("/redemptions", status_code=201)
    async def redeem(asking: Annotated[Integrator, caller], key: Key, wish: Redeem) -> Redemption:
        """Redeem a coupon: once, whoever asks and however often."""
        return await _once(house, asking, key, wish.model_dump_json(), _redeeming(asking, wish))

    @router.post("/redemptions/{redemption_id}/undo")
    async def undo(asking: Annotated[Integrator, caller], key: Key, redemption_id: RedemptionId) -> Redemption:
        """Take a redemption back within ten minutes."""
        return await _once(house, asking, key, f"undo {redemption_id}", _undoing(asking, redemption_id))

    return router


def _look_up(house: House, asking: Integrator, code: str, store_id: str) -> Coupon:
    with reading(house.engine) as connection:
        offer = redemptions.look_up(connection, asking.account_id, code, store_id, house.clock())
    return _coupon(offer, house.zone)


def _redeeming(asking: Integrator, wish: Redeem) -> Act:
    return lambda connection, now: redemptions.redeem(
        connection, asking.account_id, wish.code, wish.store, asking.name, now
    )


def _undoing(asking: Integrator, redemption_id: str) -> Act:
    return lambda connection, now: redemptions.undo(connection, asking.account_id, redemption_id, asking.name, now)


async def _once(house: House, asking: Integrator, key: str, asked: str, act: Act) -> Redemption:
    """What came of the wish the first time it was sent. Raises the ``Refusal`` of the loyalty room."""

    def turn(connection: Connection) -> str:
        now = house.clock()
        return once(
            connection, asking.token_id, key, asked, now, lambda: _redemption(act(connection, now)).model_dump_json()
        )

    return Redemption.model_validate_json(await house.turns.run(turn))


def _coupon(offer: Offer, zone: ZoneInfo) -> Coupon:
    return Coupon(
        code=show_code(offer.coupon.code),
        name=offer.coupon.name,
        owner=_owner(offer),
        contact=offer.coupon.contact_id,
        expires_at=offer.coupon.expires_at,
        stores=list(offer.coupon.store_ids),
        refusal=_refusal(offer.refusal, zone) if offer.refusal else None,
    )


def _owner(offer: Offer) -> str:
    """The nickname, or a stand-in where we know none."""
    return offer.nickname.strip() or f"顾客 {offer.coupon.contact_id[-4:].upper()}"


def _refusal(refusal: refusals.Refusal, zone: ZoneInfo) -> Refusal:
    said = refusal.say(zone)
    return Refusal(code=refusal.code, zh=said.zh, en=said.en)


def _redemption(done: model.Redemption) -> Redemption:
    return Redemption(
        id=done.id,
        coupon=done.coupon_id,
        contact=done.contact_id,
        store=done.store.id,
        redeemed_by=done.redeemed_by,
        redeemed_at=done.redeemed_at,
        undone_by=done.undone_by,
        undone_at=done.undone_at,
    )
