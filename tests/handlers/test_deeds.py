"""Rules that do more than speak, from the message to what is kept."""

import msgspec
import pytest
from sqlalchemy import Engine, insert, update

from records import cases, directory, notices
from records.accounts import place_store
from records.database import reading, writing
from records.message import Kind, Place
from records.tables import published_scripts, script_versions
from replies.answers.reply import Silence, Text
from replies.language.action import AddTag, NotifyStaff, OpenCase, RemoveTag, SetField
from replies.language.rule import Fact, How, InTurn, Phrase, Rule, Script, When, WhenText
from tests.factories import NOON, make_message
from tests.handlers.conftest import Receive


def on(words: str) -> When:
    return When(text=WhenText(phrases=(Phrase(How.EXACT, words),)))


SCRIPT = Script(
    facts={"店名": Fact(text="回头咖啡")},
    rules=(
        Rule(name="问好", when=on("您好"), say=InTurn((Text("您好"), Silence(), Text("又见面了")))),
        Rule(
            name="投诉",
            when=on("投诉"),
            say=Text("马上有人来"),
            do=(
                OpenCase("{nickname}有话说"),
                NotifyStaff("{店名}有投诉"),
                AddTag("投诉过"),
                SetField("最近投诉", "{店名}"),
            ),
        ),
        Rule(name="消气了", when=on("没事了"), say=Text("谢谢"), do=(RemoveTag("投诉过"),)),
        Rule(name="在哪", when=When(kinds=(Kind.LOCATION,)), say=Text("{store_name}，{store_distance}")),
    ),
)


@pytest.fixture
def angry_shop(shop: Engine) -> Engine:
    """A shop whose live script is that of this file."""
    kept = {"account_id": "main", "version": 2, "source": "", "note": "", "created_at": NOON}
    with writing(shop) as connection:
        connection.execute(insert(script_versions), kept | {"checked": msgspec.json.encode(SCRIPT).decode()})
        connection.execute(update(published_scripts).values(version=2))
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
    assert [notice.text for notice in left] == ["回头咖啡有投诉"] * 3


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
