"""Rules that do more than speak, from the message to what is kept."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from records import cases, directory, notices
from records.accounts import place_store
from records.database import reading, writing
from records.message import Kind, Place
from replies.answers.reply import Choices, Silence, Text
from replies.versions.publishing import publish
from tests.factories import NOON, make_follow, make_message
from tests.handlers.conftest import Receive

SCRIPT = """
facts: {店名: 回头咖啡}
rules:
  - {name: 问好, when: {text: {exact: 您好}}, say: {in_turn: [您好, {silence: true}, 又见面了]}}
  - name: 投诉
    when: {text: {exact: 投诉}}
    do: [{case: '{nickname}有话说'}, {notify: '{店名}有投诉'}, {tag: 投诉过}, {set: {最近投诉: '{店名}'}}]
    say: 马上有人来
  - {name: 消气了, when: {text: {exact: 没事了}}, do: [{untag: 投诉过}], say: 谢谢}
  - {name: 在哪, when: {location: any}, say: '{store_name}，{store_distance}'}
"""


@pytest.fixture
def angry_shop(shop: Engine) -> Engine:
    """A shop whose live script is that of this file."""
    with writing(shop) as connection:
        publish(connection, "main", SCRIPT, "for tests", NOON)
    return shop


def test_replies_in_turn_are_each_persons_own_and_silence_takes_its_turn(angry_shop: Engine, receive: Receive) -> None:
    heard = [
        receive([make_message(text="您好", at=at), make_message(text="您好", at=at, sender="o-wang")])
        for at in range(4)
    ]
    assert heard == [[said, said] for said in (Text("您好"), Silence(), Text("又见面了"), Text("您好"))]


def test_a_retry_does_not_take_a_turn(angry_shop: Engine, receive: Receive) -> None:
    first = make_message(text="您好")
    assert receive([first]) == receive([first]) == [Text("您好")]
    assert receive([make_message(text="您好", at=1)]) == [Silence()]


def test_a_complaint_leaves_a_case_a_notice_a_tag_and_a_field_for_each_who_complains(
    angry_shop: Engine, receive: Receive
) -> None:
    complaints = [make_message(text="投诉", at=1, sender=sender) for sender in ("o-lin", "o-wang")]
    assert receive(complaints) == [Text("马上有人来")] * 2
    again = make_message(text="投诉", at=2)
    receive([again])
    with reading(angry_shop) as connection:
        opened = cases.newest_first(connection, "main", only_open=True)
        people = directory.page(connection, "main")
        left = notices.newest_first(connection, "main")
    assert {case.touchpoint_key for case in opened} == {complaints[1].key, again.key}
    assert [case.subject for case in opened] == ["朋友有话说"] * 2
    assert [person.tags for person in people] == [("投诉过",)] * 2
    assert [person.fields for person in people] == [{"最近投诉": "回头咖啡"}] * 2
    assert [notice.text for notice in left] == ["回头咖啡有投诉"] * 2


def test_who_complains_again_after_ten_minutes_is_told_of_again(
    angry_shop: Engine, receive: Receive, now: list[datetime]
) -> None:
    for at in (0, 599, 600):
        now[0] = NOON + timedelta(seconds=at)
        receive([make_message(text="投诉", at=at)])
    with reading(angry_shop) as connection:
        left = notices.newest_first(connection, "main")
    assert [notice.at for notice in left] == [NOON + timedelta(minutes=10), NOON]


def test_who_calms_down_loses_the_tag(angry_shop: Engine, receive: Receive) -> None:
    receive([make_message(text="投诉", at=1)])
    receive([make_message(text="没事了", at=2)])
    with reading(angry_shop) as connection:
        (lin,) = directory.page(connection, "main")
    assert lin.tags == ()


def test_who_sends_a_place_hears_which_store_is_nearest(angry_shop: Engine, receive: Receive) -> None:
    here = Place(31.2304, 121.4737, "人民广场")
    assert receive([make_message(Kind.LOCATION, place=here, at=1)]) == [Text("我们的门店，（距离未知）")]
    with writing(angry_shop) as connection:
        place_store(connection, "main", "riverside", Place(31.2400, 121.4900))
    assert receive([make_message(Kind.LOCATION, place=here, at=2)]) == [Text("滨江店，1.9 公里")]


FIRST = """
rules:
  - {name: 第一句, when: {text: {exact: 在吗}}, only_if: {first_message_in: 24}, say: 您好，第一次来问吗？}
  - {name: 又一句, when: {text: {exact: 在吗}}, say: 一直在}
"""


def test_who_followed_a_minute_ago_and_writes_for_the_first_time_is_told_so(shop: Engine, receive: Receive) -> None:
    with writing(shop) as connection:
        publish(connection, "main", FIRST, "for tests", NOON)
    receive([make_follow()])
    said = [receive([make_message(text="在吗", at=at)])[0] for at in (1, 2)]
    assert said == [Text("您好，第一次来问吗？"), Text("一直在")]


NAMING = """
rules:
  - {name: 要改名, when: {text: {exact: 改名}}, say: {silence: true}, do: [{start: 改名}]}
  - name: 叫老王
    when: {text: {exact: 老王}}
    do: [{case: '{nickname}来了'}, {set: {nickname: ' 老王 '}}, {notify: '{nickname}来了'}]
    say: 好的，{nickname}
dialogs:
  - name: 改名
    steps: [{ask: 怎么称呼您？, expect: text, keep: 称呼, most: 20}]
    do: [{set: {nickname: '{称呼}'}}, {start: 确认}]
    say: 好的，{nickname}
  - name: 确认
    steps: [{ask: '{nickname}，对吗？', expect: choice, choices: [对, 不对], keep: 对}]
    say: 好
"""


def test_whoever_gives_a_name_is_called_by_it_in_the_same_breath(shop: Engine, receive: Receive) -> None:
    with writing(shop) as connection:
        publish(connection, "main", NAMING, "for tests", NOON)
    assert receive([make_message(text="老王")]) == [Text("好的，老王")]
    receive([make_message(text="改名", at=1)])
    (asked,) = receive([make_message(text="阿明", at=2)])
    assert asked == Choices("好的，阿明\n\n阿明，对吗？", ("对", "不对"))
    with reading(shop) as connection:
        assert [case.subject for case in cases.newest_first(connection, "main")] == ["朋友来了"]
        assert [notice.text for notice in notices.newest_first(connection, "main")] == ["老王来了"]
