"""What the till shows of the redemptions behind it."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from loyalty.coupons import issue
from loyalty.model import Redemption
from loyalty.receipts import LATEST, Day, Receipt, day_of, receipt_of
from loyalty.redemptions import redeem, undo
from loyalty.refusals import UnknownRedemption
from records.database import reading, writing
from records.tables import contacts
from tests.factories import NOON, make_account, make_coupon_kind
from tests.loyalty.conftest import SHANGHAI, Shop

MINUTE = timedelta(minutes=1)


@pytest.fixture
def open_shop(shop: Shop) -> Shop:
    """The shop with a coupon to give away, where Lin's nickname is known."""
    with writing(shop.engine) as connection:
        make_coupon_kind(connection)
        connection.execute(update(contacts).where(contacts.c.id == shop.lin).values(nickname="林小姐"))
    return shop


def used(connection: Connection, person: str, minutes: int, store_id: str = "riverside") -> Redemption:
    """A coupon of the person's, redeemed by 小周 so many minutes after noon."""
    coupon = issue(connection, "main", person, "welcome", NOON, SHANGHAI)
    return redeem(connection, "main", coupon.code, store_id, "小周", NOON + minutes * MINUTE)


def test_a_receipt_says_what_whose_where_by_whom_and_whether_it_was_taken_back(open_shop: Shop) -> None:
    with writing(open_shop.engine) as connection:
        done = used(connection, open_shop.lin, 0)
        undo(connection, "main", done.id, "小周", NOON + MINUTE)
    with reading(open_shop.engine) as connection:
        assert receipt_of(connection, "main", done.id) == Receipt(
            id=done.id,
            coupon_name="新朋友拿铁券",
            contact_id=open_shop.lin,
            nickname="林小姐",
            store_name="滨江店",
            redeemed_by="小周",
            redeemed_at=NOON,
            undone_by="小周",
            undone_at=NOON + MINUTE,
        )


def test_a_redemption_of_nobody_or_of_another_account_has_no_receipt(open_shop: Shop) -> None:
    with writing(open_shop.engine) as connection:
        make_account(connection, "other")
        done = used(connection, open_shop.lin, 0)
    with reading(open_shop.engine) as connection:
        for account_id, redemption_id in (("main", "nothing"), ("other", done.id)):
            with pytest.raises(UnknownRedemption):
                receipt_of(connection, account_id, redemption_id)


def test_a_day_counts_what_stands_and_shows_the_latest_of_its_store_undone_or_not(open_shop: Shop) -> None:
    with writing(open_shop.engine) as connection:
        early, *late = (used(connection, open_shop.lin, minutes) for minutes in range(LATEST + 1))
        used(connection, open_shop.wang, LATEST + 1, "westside")
        undo(connection, "main", late[-1].id, "小周", NOON + LATEST * MINUTE)
    with reading(open_shop.engine) as connection:
        whole, later = (day_of(connection, "main", "riverside", since) for since in (NOON, early.redeemed_at + MINUTE))
        tomorrow = day_of(connection, "main", "riverside", NOON + timedelta(days=1))
    assert [each.id for each in whole.latest] == [each.id for each in reversed(late)]
    assert (whole.count, later.count) == (LATEST, LATEST - 1)
    assert later.latest == whole.latest
    assert tomorrow == Day(0, ())
