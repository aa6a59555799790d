"""What was known of people when they wrote, looked up for all of them at once."""

from datetime import timedelta

from sqlalchemy import Engine, event, update

from handlers.pasts import last_replayed
from loyalty.points import earn
from records.contacts import add_tag
from records.database import reading, writing
from records.fields import set_field
from records.message import Kind
from records.tables import contacts, touchpoints
from replies.matching.known import Ask
from replies.rehearsal.replay import LeftOut, Replayed
from tests.factories import NOON, make_contact, make_follow, make_message
from tests.talk import SHANGHAI, chatter, talk

MINUTE = timedelta(minutes=1)


def past(engine: Engine, *asks: Ask) -> list[Replayed]:
    with reading(engine) as connection:
        return last_replayed(connection, "main", asks, NOON + timedelta(days=1), SHANGHAI)


def test_messages_are_told_newest_first_at_their_own_moment_in_the_shop_s_zone(shop: Engine) -> None:
    talk(shop, [make_message(text="一"), make_message(text="二", at=60)])
    assert [(each.trigger.text, each.at) for each in past(shop)] == [("二", NOON + MINUTE), ("一", NOON)]
    assert past(shop)[0].at.tzinfo is SHANGHAI


def test_each_message_knows_when_its_sender_had_written_before(shop: Engine) -> None:
    talk(shop, [make_message(text=text, at=60 * at) for at, text in enumerate("一二三")])
    assert [each.known.last_message_at for each in past(shop)] == [NOON + MINUTE, NOON, None]


def test_a_follow_and_a_tap_are_no_messages(shop: Engine) -> None:
    talk(shop, [make_follow(), make_message(Kind.MENU_CLICK, at=60, subject="X"), make_message(text="在吗", at=120)])
    assert [each.known.last_message_at for each in past(shop)] == [None, None, None]


def test_the_message_before_the_oldest_that_is_replayed_is_known_too(shop: Engine) -> None:
    talk(shop, [make_message(text=f"{at}", at=at) for at in range(1_001)])
    replayed = past(shop)
    assert (len(replayed), replayed[-1].known.last_message_at) == (1_000, NOON)


def test_what_a_person_is_and_has_is_told_where_it_is_asked_for(shop: Engine) -> None:
    talk(shop, [make_follow("table-3"), make_message(text="签到", at=60)])
    with writing(shop) as connection:
        lin = make_contact(connection, "o-lin")
        add_tag(connection, lin.id, "会员", NOON)
        set_field(connection, lin.id, "tier", "金卡", NOON)
        earn(connection, lin.id, 10, "for tests", "tests", NOON)
        connection.execute(update(contacts).values(mood="negative"))
    known = past(shop, *Ask)[0].known
    assert (known.tags, known.tier, known.points) == ({"会员", "堂食"}, "金卡", 15)
    assert (known.has_coupon, known.mood, known.source) == (True, "negative", "table-3")
    unasked = past(shop)[0].known
    assert (unasked.points, unasked.has_coupon, unasked.tier) == (0, False, "")


def test_the_follow_that_brought_somebody_is_no_return_and_the_next_is(shop: Engine) -> None:
    leaves = make_message(Kind.UNFOLLOW, at=60)
    talk(shop, [make_follow("table-3"), leaves, make_follow("table-3", at=120)])
    again, first = past(shop)
    assert (first.trigger.returning, again.trigger.returning) == (False, True)
    assert (first.known.source, again.known.source) == (None, "table-3")


def test_what_a_dialog_or_a_person_answered_is_marked(shop: Engine) -> None:
    talk(shop, [make_message(text=text, at=at) for at, text in enumerate("一二三")])
    with writing(shop) as connection:
        for text, matched_by in (("一", "dialog"), ("二", "held")):
            of_text = (touchpoints.c.text == text) & (touchpoints.c.direction == "in")
            connection.execute(update(touchpoints).where(of_text).values(matched_by=matched_by))
    assert [each.left_out for each in past(shop)] == [None, LeftOut.HELD, LeftOut.DIALOG]


def test_nobody_spoke_so_there_is_nothing(shop: Engine) -> None:
    assert past(shop, *Ask) == []


def test_the_number_of_queries_does_not_grow_with_the_people(shop: Engine) -> None:
    talk(shop, chatter(people=40, each=5))
    asked: list[str] = []
    event.listen(shop, "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert len(past(shop, *Ask)) == 200
    assert len(asked) <= 8
