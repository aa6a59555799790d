"""What a script asks about a person is looked up, and nothing besides."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, Engine, event, update

from handlers.known import know
from loyalty.coupons import issue
from loyalty.points import earn
from records.accounts import place_store
from records.contacts import Contact, add_tag
from records.database import writing
from records.fields import set_field
from records.message import Kind, Place, Source
from records.tables import contacts
from records.touchpoints import remember
from replies.matching.known import Ask, Known
from tests.factories import NOON, make_account, make_contact, make_coupon_kind, make_message, make_store, make_touch
from tests.handlers.situations import SHANGHAI, of

MINUTE = timedelta(minutes=1)
BUND, PEOPLES_SQUARE = Place(31.2400, 121.4900), Place(31.2304, 121.4737)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with writing(engine) as connection:
        make_account(connection)
        make_store(connection, "riverside", "滨江店")
        make_store(connection, "station", "车站店")
        place_store(connection, "main", "riverside", BUND)
        yield connection


@pytest.fixture
def lin(connection: Connection) -> Contact:
    return make_contact(connection)


def known(connection: Connection, lin: Contact, *asks: Ask) -> Known:
    return know(connection, of(lin), asks)


def test_what_comes_with_the_message_costs_no_query(connection: Connection, lin: Contact) -> None:
    came = replace(lin, source=Source("table-3", "qrscene_table-3"), source_at=NOON, last_touch_at=NOON)
    asked: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *args: asked.append(args[2]))
    found = known(connection, came)
    assert asked == []
    assert found == Known(now=NOON.astimezone(SHANGHAI), contact=lin.id, source="table-3")
    assert (found.now.hour, known(connection, lin).source) == (12, None)


def test_the_last_message_is_the_last_that_was_said_to_this_account(connection: Connection, lin: Contact) -> None:
    make_account(connection, "bakery")
    touches = [
        make_touch("said", "voice", contact_id=lin.id, occurred_at=NOON),
        make_touch("tapped", "menu_click", contact_id=lin.id, occurred_at=NOON + MINUTE),
        make_touch("answer", contact_id=lin.id, direction="out", occurred_at=NOON + MINUTE),
        make_touch("elsewhere", contact_id=lin.id, account_id="bakery", occurred_at=NOON + MINUTE),
    ]
    remember(connection, touches[1:])
    assert known(connection, lin, Ask.LAST_MESSAGE).last_message_at is None
    remember(connection, touches[:1])
    assert known(connection, lin, Ask.LAST_MESSAGE).last_message_at == NOON


def test_each_thing_that_is_asked_for_is_looked_up(connection: Connection, lin: Contact) -> None:
    add_tag(connection, lin.id, "会员", NOON)
    set_field(connection, lin.id, "tier", "金卡", NOON)
    earn(connection, lin.id, 120, "签到", "s-1", NOON)
    issue(connection, "main", lin.id, make_coupon_kind(connection), NOON, SHANGHAI)
    connection.execute(update(contacts).where(contacts.c.id == lin.id).values(mood="negative"))
    assert known(connection, lin, Ask.TAGS).tags == {"会员"}
    assert known(connection, lin, Ask.TIER).tier == "金卡"
    assert known(connection, lin, Ask.POINTS).points == 120
    assert known(connection, lin, Ask.HAS_COUPON).has_coupon
    assert known(connection, lin, Ask.MOOD).mood == "negative"
    nobody = make_contact(connection, "o-nobody")
    everything = known(connection, nobody, *Ask)
    assert everything == Known(now=everything.now, contact=nobody.id)


def test_distances_are_metres_to_the_stores_whose_place_is_known(connection: Connection, lin: Contact) -> None:
    sent = make_message(Kind.LOCATION, place=PEOPLES_SQUARE)
    found = know(connection, of(lin, sent), [Ask.DISTANCES]).distances
    # 0.0096° north are 1,067 m; 0.0163° east are 1,550 m so far north.
    assert found.keys() == {"riverside"}
    assert found["riverside"] == pytest.approx(1_882, abs=10)


def test_who_sends_no_place_is_near_no_store(connection: Connection, lin: Contact) -> None:
    assert know(connection, of(lin), [Ask.DISTANCES]).distances == {}
