"""Coupons at the till, for integrators whose own till speaks HTTP."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from app.api.access import integrators
from app.api.limits import ShortBody
from app.api.problems import PROBLEMS
from app.house import House
from loyalty import redemptions
from loyalty import refusals as loyalty
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
Act = Callable[[Connection], redemptions.Redemption]
RedemptionId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


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
        with reading(house.engine) as connection:
            offer = redemptions.look_up(connection, asking.account_id, code, store, house.clock(), house.zone)
        return _coupon(offer)

    @router.post("/redemptions", status_code=201)
    async def redeem(asking: Annotated[Integrator, caller], key: Key, wish: Redeem) -> Redemption:
        """Redeem a coupon: once, whoever asks and however often."""

        def act(connection: Connection) -> redemptions.Redemption:
            return redemptions.redeem(
                connection, asking.account_id, wish.code, wish.store, asking.name, house.clock(), house.zone
            )

        return await _once(house, asking, key, wish.model_dump_json(), act)

    @router.post("/redemptions/{redemption_id}/undo")
    async def undo(asking: Annotated[Integrator, caller], key: Key, redemption_id: RedemptionId) -> Redemption:
        """Take a redemption back within ten minutes."""

        def act(connection: Connection) -> redemptions.Redemption:
            return redemptions.undo(
                connection, asking.account_id, redemption_id, asking.name, house.clock(), house.zone
            )

        return await _once(house, asking, key, f"undo {redemption_id}", act)

    return router


async def _once(house: House, asking: Integrator, key: str, asked: str, act: Act) -> Redemption:
    """What came of the wish the first time it was sent. Raises the ``Refusal`` of the loyalty room."""

    def turn(connection: Connection) -> str | loyalty.Refusal:
        try:
            return once(
                connection,
                asking.token_id,
                key,
                asked,
                house.clock(),
                lambda: _redemption(act(connection)).model_dump_json(),
            )
        except loyalty.Refusal as refusal:
            # Handed over, not raised: it wrote nothing, and the turns beside it need not be run again.
            return refusal

    done = await house.turns.run(turn)
    if isinstance(done, loyalty.Refusal):
        raise done
    return Redemption.model_validate_json(done)


def _coupon(offer: Offer) -> Coupon:
    refusal = offer.refusal
    return Coupon(
        code=show_code(offer.coupon.code),
        name=offer.coupon.name,
        owner=offer.owner,
        contact=offer.coupon.contact_id,
        expires_at=offer.coupon.expires_at,
        stores=list(offer.coupon.store_ids),
        refusal=Refusal(code=refusal.code, zh=refusal.zh, en=refusal.en) if refusal else None,
    )


def _redemption(done: redemptions.Redemption) -> Redemption:
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
