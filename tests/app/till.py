"""A till that speaks HTTP, and the coupons that people bring to it."""

from itertools import count
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx

from loyalty.coupons import issue
from records.clock import utc_now
from records.database import open_engine, writing
from tests.app.server import Server
from tests.factories import make_contact

SHANGHAI = ZoneInfo("Asia/Shanghai")
people = count()


def till_of(server: Server, headers: dict[str, str]) -> httpx.Client:
    """The API as a till calls it that has this token."""
    return httpx.Client(base_url=f"{server.address}/api/v1", headers=headers, timeout=20)


def new_coupon(shop: Server, kind: str = "welcome") -> str:
    """The code of a coupon that somebody new has just got."""
    engine = open_engine(shop.database_url)
    with writing(engine) as connection:
        owner = make_contact(connection, f"o-{next(people)}-{uuid4().hex[:6]}")
        coupon = issue(connection, "main", owner.id, kind, utc_now(), SHANGHAI)
    engine.dispose()
    return coupon.code


def redeem(api: httpx.Client, code: str, key: str | None = None, store: str = "riverside") -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return api.post("/redemptions", json={"code": code, "store": store}, headers=headers)


def undo(api: httpx.Client, redemption_id: str, key: str | None = None) -> httpx.Response:
    return api.post(f"/redemptions/{redemption_id}/undo", headers={"Idempotency-Key": key or uuid4().hex})
