"""A shop with its pages open: two stores, an owner, two cashiers, and guests who hold coupons."""

import re
from datetime import datetime, timedelta

import httpx
import msgspec
from sqlalchemy import update

from app.house import House
from app.passwords import hash_password
from loyalty.codes import show_code
from loyalty.coupons import issue
from loyalty.kinds import make_kind
from records.accounts import add_store, ensure_account
from records.database import writing
from records.staff import make_staff
from records.tables import contacts
from tests.factories import NOON, make_contact

PASSWORD = "a long password"


class ShopClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def furnish(house: House) -> None:
    """Stores riverside and station; 老板 the owner, 小王 and 小李 at riverside; one kind of coupon for both stores."""
    password_hash = hash_password(PASSWORD)
    with writing(house.engine) as connection:
        ensure_account(connection, "main", "wechat", NOON)
        add_store(connection, "main", "riverside", "滨江店", NOON)
        add_store(connection, "main", "station", "车站店", NOON + timedelta(seconds=1))
        make_kind(connection, "main", "latte", "拿铁券", None, 30, (), NOON)
        make_kind(connection, "main", "bagel", "贝果券", None, 30, ("station",), NOON)
        for username, name, role, store_id in (
            ("boss", "老板", "owner", None),
            ("wang", "小王", "cashier", "riverside"),
            ("li", "小李", "cashier", "riverside"),
        ):
            make_staff(
                connection,
                account_id="main",
                username=username,
                name=name,
                role=role,
                password_hash=password_hash,
                now=NOON,
                store_id=store_id,
            )


def give_coupon(house: House, nickname: str = "林小满", kind: str = "latte", openid: str = "o-lin") -> str:
    """The code, as people read it, of a new coupon that this guest holds."""
    with writing(house.engine) as connection:
        contact = make_contact(connection, openid)
        connection.execute(update(contacts).where(contacts.c.id == contact.id).values(nickname=nickname))
        return show_code(issue(connection, "main", contact.id, kind, house.clock(), house.zone).code)


def open_browser(address: str) -> httpx.Client:
    """A browser without JavaScript: it keeps cookies, follows redirects and reads Chinese."""
    return httpx.Client(base_url=address, follow_redirects=True, headers={"accept-language": "zh-CN"})


def sign_in(browser: httpx.Client, username: str = "wang", password: str = PASSWORD) -> None:
    answer = browser.post("/sign-in", data={"username": username, "password": password, "next": ""})
    assert answer.status_code == 200, answer.text


def hidden_fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to ``action``."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form, f"no form goes to {action}"
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))


class Offer(msgspec.Struct, frozen=True):
    """An offer on the screen, with what confirming it would send."""

    page: str
    fields: dict[str, str]


def look_up(browser: httpx.Client, code: str) -> Offer:
    page = browser.get("/store/offer", params={"code": code})
    assert page.status_code == 200, page.text
    return Offer(page.text, hidden_fields(page.text, "/store/redeem"))
