"""What a shop answers, remembers and announces when messages reach it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, delete, event, func, select

from loyalty.coupons import issue
from records.database import reading, writing
from records.message import Kind
from records.tables import (
    contact_tags,
    contacts,
    coupons,
    identities,
    outbox,
    published_scripts,
    script_versions,
    touchpoints,
)
from replies.answers.reply import Picture, Reply, Silence, Text
from replies.versions.publishing import publish
from tests.factories import NOON, make_contact, make_coupon_kind, make_follow, make_message
from tests.handlers.conftest import Receive

LATER = NOON + timedelta(minutes=1)


def said(reply: Reply) -> str:
    assert isinstance(reply, Text)
    return reply.text


def count(engine: Engine, table: object) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def topics(engine: Engine) -> list[str]:
    """What was announced, in its order."""
    with reading(engine) as connection:
        return list(connection.execute(select(outbox.c.topic).order_by(outbox.c.id)).scalars())


def forget_all_news(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(delete(outbox))


def test_a_question_is_answered_by_the_rule_that_knows(receive: Receive) -> None:
    (reply,) = receive([make_message(text="你们的营业时间？")])
    assert reply == Text("我们早八点到晚十点营业。")


def test_a_follower_is_greeted_by_the_script_of_the_table_and_given_a_coupon(shop: Engine, receive: Receive) -> None:
    (reply,) = receive([make_follow("table-3")])
    assert said(reply).startswith("欢迎光临！新朋友拿铁券：")
    with reading(shop) as connection:
        assert connection.execute(select(contact_tags.c.tag)).scalars().all() == ["堂食"]
        (coupon,) = connection.execute(select(coupons.c.state, coupons.c.expires_at)).all()
    # The end of a day in Shanghai.
    assert coupon == ("issued", datetime(2026, 1, 31, 15, 59, 59, 999_999, tzinfo=UTC))


def test_a_follower_is_told_of_the_new_coupon_although_another_expires_sooner(shop: Engine, receive: Receive) -> None:
    with writing(shop) as connection:
        make_coupon_kind(connection, "birthday", name="生日券", valid_days=3)
        issue(connection, "main", make_contact(connection).id, "birthday", NOON, ZoneInfo("Asia/Shanghai"))
    (reply,) = receive([make_follow("table-3")])
    assert said(reply).startswith("欢迎光临！新朋友拿铁券：")


def test_following_again_gives_no_second_coupon_and_names_the_one_that_is_left(shop: Engine, receive: Receive) -> None:
    (first,) = receive([make_follow("table-3")])
    receive([make_message(Kind.UNFOLLOW, at=10)])
    (again,) = receive([make_follow("table-7", at=20)])
    assert said(again).startswith("欢迎回来！您的新朋友拿铁券还在：")
    assert said(again)[-9:] == said(first)[-9:]
    assert count(shop, coupons) == 1


def test_who_comes_back_with_no_coupon_left_is_told_of_none(receive: Receive, now: list[datetime]) -> None:
    receive([make_follow()])
    now[0] = NOON + timedelta(days=40)
    assert receive([make_follow(at=20)]) == [Text("欢迎回来！")]


def test_when_the_stock_is_gone_a_follower_is_greeted_all_the_same(shop: Engine, receive: Receive) -> None:
    receive([make_follow(sender=f"o-{number}") for number in range(100)])
    (late,) = receive([make_follow(sender="o-late")])
    assert late == Text("您好！")
    assert count(shop, coupons) == 100


def test_a_retry_gets_the_first_answer_again_and_changes_nothing(shop: Engine, receive: Receive) -> None:
    message = make_follow("table-3")
    (first,) = receive([message])
    before = [count(shop, table) for table in (contacts, touchpoints, coupons, outbox)]
    assert receive([message]) == [first]
    assert [count(shop, table) for table in (contacts, touchpoints, coupons, outbox)] == before


def test_a_retry_of_what_was_met_with_silence_is_met_with_silence(receive: Receive) -> None:
    message = make_message(Kind.UNFOLLOW)
    assert receive([message]) == [Silence()]
    assert receive([message]) == [Silence()]


def test_a_group_holds_new_messages_and_retries_side_by_side(receive: Receive) -> None:
    old = make_message(text="积分", sender="o-wang")
    receive([old])
    replies = receive([make_message(text="营业时间"), old])
    assert replies == [Text("我们早八点到晚十点营业。"), Text("您有0积分。")]


def test_both_directions_are_remembered_with_the_rule_and_the_version_that_answered(
    shop: Engine, receive: Receive
) -> None:
    message = make_message(text="几点关门呀")
    receive([message])
    with reading(shop) as connection:
        inward, outward = connection.execute(select(touchpoints).order_by(touchpoints.c.id)).all()
    assert (inward.direction, inward.text, inward.body) == ("in", "几点关门呀", message.body)
    assert (outward.direction, outward.kind, outward.answers) == ("out", "text", message.key)
    assert outward.text == "我们早八点到晚十点营业。"
    assert (outward.rule, outward.script_version) == ("营业时间", 1)
    assert inward.contact_id == outward.contact_id


def test_what_was_answered_is_remembered_under_the_name_that_scripts_give_it(shop: Engine, receive: Receive) -> None:
    with writing(shop) as connection:
        publish(connection, "main", "rules: [{name: 人工, when: {fallback: any}, say: {hand_over: any}}]", "", LATER)
    receive([make_message(text="转人工")])
    with reading(shop) as connection:
        outward = connection.execute(select(touchpoints.c.kind).where(touchpoints.c.direction == "out"))
        assert outward.scalar_one() == "hand_over"


def test_an_answer_without_words_is_remembered_as_what_it_was(shop: Engine, receive: Receive) -> None:
    with writing(shop) as connection:
        source = "rules: [{name: 菜单, when: {text: {exact: [菜单]}}, say: {picture: menu-2026}}]"
        publish(connection, "main", source, "for tests", NOON)
    assert receive([make_message(text="菜单")]) == [Picture("menu-2026")]
    with reading(shop) as connection:
        outward = connection.execute(select(touchpoints).where(touchpoints.c.direction == "out")).one()
    assert (outward.kind, outward.text) == ("picture", "")


def test_a_push_about_nobody_is_remembered_and_credited_to_nobody(shop: Engine, receive: Receive) -> None:
    message = make_message(Kind.QUARANTINED, sender="", text="没有 FromUserName")
    assert receive([message]) == [Silence()]
    with reading(shop) as connection:
        (kept,) = connection.execute(select(touchpoints)).all()
    assert (kept.contact_id, kept.kind, kept.text) == (None, "quarantined", "没有 FromUserName")
    assert count(shop, contacts) == 0


def test_an_unknown_event_is_kept_whole_and_met_with_silence(shop: Engine, receive: Receive) -> None:
    message = make_message(Kind.UNKNOWN)
    assert receive([message]) == [Silence()]
    with reading(shop) as connection:
        assert connection.execute(select(touchpoints.c.body)).scalar_one() == message.body


def test_the_first_source_is_kept_for_ever(shop: Engine, receive: Receive) -> None:
    receive([make_follow("table-3", at=1)])
    scan = make_message(Kind.SCAN, at=2, subject="bag", source=make_follow("bag").source)
    receive([scan])
    with reading(shop) as connection:
        contact = connection.execute(select(contacts)).one()
    assert (contact.source_scene, contact.source_key, contact.source_ticket) == ("table-3", "qrscene_table-3", "ticket")


def test_who_followed_without_a_code_stays_without_a_source(shop: Engine, receive: Receive) -> None:
    receive([make_follow(at=1)])
    receive([make_message(Kind.SCAN, at=2, subject="bag", source=make_follow("bag").source)])
    with reading(shop) as connection:
        assert connection.execute(select(contacts.c.source_scene)).scalar_one() == ""


def test_every_text_asks_for_its_mood_and_every_touch_tells_the_crm(shop: Engine, receive: Receive) -> None:
    message = make_message(text="太好喝了")
    receive([message])
    with reading(shop) as connection:
        told = connection.execute(select(outbox.c.topic, outbox.c.subject).order_by(outbox.c.id)).all()
    assert [tuple(row) for row in told] == [("contact_changed", None), ("text_received", message.key)]


def test_points_are_given_once_per_rule(receive: Receive) -> None:
    assert receive([make_message(text="签到", at=1)]) == [Text("签到成功，您有5积分。")]
    assert receive([make_message(text="签到", at=2)]) == [Text("已经签过到了，您有5积分。")]


def test_each_rule_gives_its_own_points_once(shop: Engine, receive: Receive) -> None:
    with writing(shop) as connection:
        rule = "{{name: {0}, when: {{text: {{exact: {0}}}}}, do: [{{points: 5}}], say: '{{points}}'}}"
        source = f"rules: [{rule.format('签到')}, {rule.format('打卡')}]"
        publish(connection, "main", source, "for tests", LATER)
    texts = ["签到", "打卡", "签到"]
    assert [said(*receive([make_message(text=text, at=at)])) for at, text in enumerate(texts)] == ["5", "10", "10"]


def test_whoever_is_greeted_by_another_rule_later_is_given_no_second_coupon(shop: Engine, receive: Receive) -> None:
    with writing(shop) as connection:
        rule = "{{name: {0}, when: {{follow: {0}}}, do: [{{coupon: welcome}}], say: 送您一张, otherwise: 又见面了}}"
        publish(connection, "main", f"rules: [{rule.format('bag')}, {rule.format('poster')}]", "for tests", LATER)
    scenes = ["bag", "poster", "bag"]
    heard = [said(*receive([make_follow(scene, at=at)])) for at, scene in enumerate(scenes)]
    assert heard == ["送您一张", "又见面了", "又见面了"]
    assert count(shop, coupons) == 1


def test_an_unfollow_is_no_touch_of_the_person(shop: Engine, receive: Receive) -> None:
    receive([make_follow(at=1)])
    receive([make_message(Kind.UNFOLLOW, at=500)])
    with reading(shop) as connection:
        touched = connection.execute(select(contacts.c.last_touch_at)).scalar_one()
        state = connection.execute(select(identities.c.following)).scalar_one()
    assert (touched - NOON).total_seconds() == 1
    assert state is False


def test_an_account_without_a_script_is_silent_and_remembers(shop: Engine, receive: Receive) -> None:
    with writing(shop) as connection:
        connection.execute(delete(published_scripts))
    assert receive([make_message(text="营业时间")]) == [Silence()]
    assert count(shop, touchpoints) == 1


def test_a_version_checked_by_an_older_huitou_is_read_again(shop: Engine, receive: Receive) -> None:
    with writing(shop) as connection:
        connection.execute(script_versions.update().values(checked='{"rules":[{"of":"another form"}]}'))
    assert receive([make_message(text="营业时间")]) == [Text("我们早八点到晚十点营业。")]


def test_a_script_that_can_no_longer_be_read_is_silent_and_everything_is_remembered(
    shop: Engine, receive: Receive
) -> None:
    with writing(shop) as connection:
        connection.execute(script_versions.update().values(checked="{}}", source="rules: ["))
    assert receive([make_message(text="营业时间")]) == [Silence()]
    assert count(shop, touchpoints) == 1


def test_who_is_first_heard_of_through_an_event_is_told_to_the_crm(shop: Engine, receive: Receive) -> None:
    receive([make_message(Kind.UNKNOWN)])
    assert topics(shop) == ["contact_changed"]


def test_what_changes_nothing_about_a_person_is_not_told_to_the_crm(shop: Engine, receive: Receive) -> None:
    receive([make_message(text="积分", at=60)])
    forget_all_news(shop)
    receive([make_message(Kind.SENT_REPORT, at=70)])
    receive([make_message(text="积分", at=50)])
    assert topics(shop) == ["text_received"]
    receive([make_message(Kind.PICTURE, at=61)])
    assert topics(shop) == ["text_received", "contact_changed"]


def test_a_tag_is_told_to_the_crm_even_when_nothing_else_changed(shop: Engine, receive: Receive) -> None:
    receive([make_message(text="积分", at=60)])
    forget_all_news(shop)
    receive([make_follow("table-3", at=60)])
    assert "contact_changed" in topics(shop)


def test_a_text_whose_rule_asks_nothing_costs_these_statements_and_no_other(shop: Engine, receive: Receive) -> None:
    receive([make_message(text="营业时间")])
    asked: list[str] = []
    event.listen(shop, "before_cursor_execute", lambda *call: asked.append(call[2]))
    receive([make_message(text="营业时间", at=60)])
    named = (re.match(r"(?:SELECT .*?FROM|INSERT INTO|UPDATE) (\w+)", statement, re.S) for statement in asked)
    assert [(found[0][:6], found[1]) for found in named if found] == [
        ("SELECT", "identities"),
        ("SELECT", "touchpoints"),
        ("SELECT", "published_scripts"),
        ("UPDATE", "contacts"),
        ("INSERT", "touchpoints"),
        ("INSERT", "outbox"),
    ]
