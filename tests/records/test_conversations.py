"""What people said lately, read for many at once."""

from datetime import timedelta

from sqlalchemy import Engine, update

from records.contacts import add_tag
from records.conversations import backgrounds, last_heard
from records.database import reading, writing
from records.tables import contacts
from records.touchpoints import ANSWER, remember
from tests.factories import NOON, make_account, make_contact, make_touch

MINUTE = timedelta(minutes=1)


def test_the_last_things_that_people_said_are_told_newest_first(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        make_account(connection, "bakery")
        lin = make_contact(connection).id
        said = [make_touch(f"k{number}", contact_id=lin, text=f"{number}") for number in range(4)]
        others = [
            make_touch("nobody", text="from nobody"),
            make_touch("leaves", "unfollow", contact_id=lin),
            make_touch("elsewhere", contact_id=lin, account_id="bakery"),
            make_touch("out", contact_id=lin, direction="out"),
        ]
        remember(connection, [*said, *others])
    with reading(engine) as connection:
        assert [each.text for each in last_heard(connection, "main", 3)] == ["3", "2", "1"]
        assert len(last_heard(connection, "main", 100)) == 4


def test_the_rule_of_an_older_answer_is_that_of_the_answer_itself(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        lin = make_contact(connection).id
        remember(
            connection,
            [
                make_touch("old", contact_id=lin),
                make_touch("old" + ANSWER, contact_id=lin, direction="out", answers="old", rule="营业时间"),
                make_touch("unanswered", contact_id=lin),
                make_touch("new", contact_id=lin, rule="停车", matched_by="contains"),
                make_touch("new" + ANSWER, contact_id=lin, direction="out", answers="new", rule="停车"),
            ],
        )
    with reading(engine) as connection:
        told = [(each.key, each.rule, each.matched_by) for each in last_heard(connection, "main", 10)]
    assert told == [("new", "停车", "contains"), ("unanswered", None, None), ("old", "营业时间", None)]


def test_people_are_told_with_their_tags_and_when_they_wrote_before(engine: Engine) -> None:
    with writing(engine) as connection:
        make_account(connection)
        lin, wang = (make_contact(connection, openid).id for openid in ("o-lin", "o-wang"))
        add_tag(connection, lin, "会员", NOON)
        connection.execute(update(contacts).where(contacts.c.id == wang).values(source_scene="table-3", source_at=NOON))
        touches = [
            make_touch("a", contact_id=lin, occurred_at=NOON),
            make_touch("b", contact_id=lin, occurred_at=NOON + MINUTE),
            make_touch("taps", "menu_click", contact_id=lin, occurred_at=NOON + 2 * MINUTE),
            make_touch("c", contact_id=lin, occurred_at=NOON + 2 * MINUTE),
        ]
        remember(connection, touches)
    with reading(engine) as connection:
        known = backgrounds(connection, "main", [lin, wang], before="c")
        assert backgrounds(connection, "main", [], before="c") == {}
    assert (known[lin].tags, known[lin].last_message_at, known[lin].source) == ({"会员"}, NOON + MINUTE, None)
    assert (known[wang].tags, known[wang].last_message_at, known[wang].source) == (frozenset(), None, "table-3")
