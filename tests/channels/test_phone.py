"""The phone sends what WeChat would send, and accepts only what WeChat would show."""

import pytest

from app.channels.wechat.account import Mode, WeChatAccount
from app.channels.wechat.answers import Rejected
from app.channels.wechat.crypto import Cipher, sign
from app.channels.wechat.door import WeChatDoor
from app.channels.wechat.phone import Phone
from records.message import Kind, Place, Source
from replies.answers.reply import Article, News, Text
from tests.channels.wechat import (
    APP_ID,
    COMPATIBLE,
    COMPATIBLE_DOOR,
    DOOR,
    KEY,
    OTHER_KEY,
    PERSON,
    PLAIN,
    PLAIN_DOOR,
    SAFE,
    SHOP,
    TOKEN,
    make_phone,
    opened,
)
from tests.factories import NOON

SOUND = (
    f"<xml><ToUserName>{PERSON}</ToUserName><FromUserName>{SHOP}</FromUserName><CreateTime>1767225600</CreateTime>"
    "<MsgType>text</MsgType><Content>您好</Content></xml>"
)


def enveloped(xml: str, *, key: str = KEY, app_id: str = APP_ID, token: str = TOKEN, more: str = "") -> bytes:
    sealed = Cipher(key, app_id).encrypt(xml.encode(), b"0123456789abcdef")
    signature = sign(token, "1767225600", "1", sealed)
    return (
        f"<xml><Encrypt>{sealed}</Encrypt><MsgSignature>{signature}</MsgSignature>"
        f"<TimeStamp>1767225600</TimeStamp><Nonce>1</Nonce>{more}</xml>"
    ).encode()


@pytest.mark.parametrize(
    ("account", "door"), [(PLAIN, PLAIN_DOOR), (COMPATIBLE, COMPATIBLE_DOOR), (SAFE, DOOR)], ids=list(Mode)
)
def test_a_chat_works_in_every_mode(account: WeChatAccount, door: WeChatDoor) -> None:
    phone = make_phone(account)
    push = phone.seal(phone.text("营业时间"), NOON)
    assert push.query["openid"] == PERSON
    arrived = door.open(push.query, push.body, NOON)
    assert (arrived.message.text, arrived.message.sender, arrived.addressed) == ("营业时间", PERSON, SHOP)
    assert phone.read(door.answer(arrived, Text("8:00–22:00"), NOON)) == Text("8:00–22:00")


def test_in_safe_mode_nothing_of_the_message_is_in_the_clear() -> None:
    push = make_phone().seal(make_phone().text("secret"), NOON)
    assert b"secret" not in push.body
    assert PERSON.encode() not in push.body


def test_everything_that_a_phone_does_arrives_as_what_it_is() -> None:
    phone = make_phone()
    done = [
        phone.follow(),
        phone.follow("table-7"),
        phone.unfollow(),
        phone.scan("table-7"),
        phone.click("MENU_POINTS"),
        phone.picture(),
        phone.voice(),
        phone.location(31.2, 121.4, "人民广场"),
    ]
    messages = [opened(xml).message for xml in done]
    assert [message.kind for message in messages] == [
        Kind.FOLLOW,
        Kind.FOLLOW,
        Kind.UNFOLLOW,
        Kind.SCAN,
        Kind.MENU_CLICK,
        Kind.PICTURE,
        Kind.VOICE,
        Kind.LOCATION,
    ]
    assert messages[1].source == Source("table-7", "qrscene_table-7", "ticket-table-7")
    assert messages[3].source == Source("table-7", "table-7", "ticket-table-7")
    assert messages[4].subject == "MENU_POINTS"
    assert messages[7].place == Place(31.2, 121.4, "人民广场")
    assert {message.occurred_at for message in messages} == {NOON}


def test_two_messages_of_a_phone_have_two_ids_that_rise() -> None:
    phone = make_phone()
    keys = {opened(phone.text("hi")).message.key for _ in range(50)}
    assert len(keys) == 50


def test_two_phones_of_one_person_do_not_share_ids() -> None:
    assert opened(make_phone().text("hi")).message.key != opened(make_phone().text("hi")).message.key


def test_a_phone_runs_on_the_real_clock_when_none_is_given() -> None:
    phone = Phone(SAFE, PERSON, SHOP)
    assert opened(phone.text("hi")).message.occurred_at > NOON


@pytest.mark.parametrize("answer", [b"", b"success"])
def test_nothing_is_nothing(answer: bytes) -> None:
    assert make_phone().read(answer) is None


def test_a_sound_answer_is_shown() -> None:
    assert make_phone().read(enveloped(SOUND)) == Text("您好")
    assert make_phone(COMPATIBLE).read(SOUND.encode()) == Text("您好")


SENT_WRONG = {
    "plain in safe mode": (SOUND.encode(), "encrypted"),
    "JSON": (b'{"errcode":0}', "no XML"),
    "words": (b"Success", "no XML"),
    "an entity": (b'<!DOCTYPE x [<!ENTITY a "b">]><xml/>', "no XML"),
    "a fifth element": (enveloped(SOUND, more="<Extra>1</Extra>"), "exactly the elements"),
    "another token": (enveloped(SOUND, token="guessed"), "MsgSignature"),
    "another key": (enveloped(SOUND, key=OTHER_KEY), "another key"),
    "another AppID": (enveloped(SOUND, app_id="wxffffffffffffffff"), "AppID"),
    "broken XML inside": (enveloped("<xml>"), "no XML"),
    "names not swapped": (
        enveloped(SOUND.replace(PERSON, "x").replace(SHOP, PERSON).replace("x<", f"{SHOP}<")),
        "ToUserName",
    ),
    "milliseconds": (enveloped(SOUND.replace("1767225600", "1767225600000")), "seconds"),
    "no time": (enveloped(SOUND.replace("1767225600", "")), "seconds"),
    "an unknown type": (enveloped(SOUND.replace(">text<", ">hologram<")), "hologram"),
    "too long a text": (enveloped(SOUND.replace("您好", "好" * 683)), "2048"),
    "a picture without a picture": (enveloped(SOUND.replace(">text<", ">image<")), "MediaId"),
    "news without articles": (enveloped(SOUND.replace(">text<", ">news<")), "ArticleCount"),
    "an empty article": (
        enveloped(SOUND.replace(">text<", ">news<").replace("<Content>您好</Content>", "<Articles><item/></Articles>")),
        "article",
    ),
}


@pytest.mark.parametrize("name", SENT_WRONG)
def test_what_the_platform_would_not_show_is_rejected_with_the_reason(name: str) -> None:
    answer, reason = SENT_WRONG[name]
    with pytest.raises(Rejected, match=f"该公众号暂时无法提供服务.*{reason}"):
        make_phone().read(answer)


def test_in_plain_mode_a_sealed_answer_is_rejected() -> None:
    with pytest.raises(Rejected, match="plain mode"):
        make_phone(PLAIN).read(enveloped(SOUND))


def test_two_articles_are_shown_after_an_event_and_rejected_after_a_message() -> None:
    phone = make_phone()
    news = News((Article(title="一", url="https://a"), Article(title="二", url="https://b")))
    push = phone.seal(phone.click("A"), NOON)
    answer = DOOR.answer(DOOR.open(push.query, push.body, NOON), news, NOON)
    assert phone.read(answer) == news
    phone.seal(phone.text("hi"), NOON)
    with pytest.raises(Rejected, match="at most 1"):
        phone.read(answer)
