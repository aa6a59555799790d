"""Every reply reaches the person as it was meant, within the platform's limits and safe inside its XML."""

from typing import Any
from xml.etree import ElementTree

import pytest
from wechatpy.crypto import WeChatCrypto

from app.channels.wechat.crypto import is_signed
from app.channels.wechat.door import SUCCESS
from replies.answers.reply import Article, HandOver, Music, News, Picture, Reply, Silence, Text, Video, Voice
from tests.channels.wechat import (
    APP_ID,
    HERE,
    KEY,
    NOON_SECONDS,
    PERSON,
    PLAIN,
    PLAIN_DOOR,
    SHOP,
    TOKEN,
    answered,
    event_xml,
    make_phone,
    message_xml,
    sample,
    shown,
)
from tests.factories import NOON

SHOWN: dict[str, Reply] = {
    "text": Text("您好，您有 120 积分。\n  回复 1 查询优惠券"),
    "image": Picture("media-image-001"),
    "voice": Voice("media-voice-001"),
    "video": Video("media-video-001", title="新品介绍", description="一分钟看新品"),
    "music": Music(
        thumb="media-thumb-001",
        title="门店音乐",
        url="https://m.example.com/a.mp3",
        high_quality_url="https://m.example.com/a-hq.mp3",
    ),
    "news": News(
        (
            Article(
                title="会员日",
                description="本周五双倍积分",
                picture_url="https://m.example.com/p/360x200.jpg",
                url="https://m.example.com/member-day",
            ),
        )
    ),
    "transfer_customer_service": HandOver(),
    "transfer_customer_service_named": HandOver("anna@gh-sample"),
}

FAMILY = "👨\u200d👩\u200d👧\u200d👦"


def plain(element: ElementTree.Element) -> Any:
    """An element as nested dicts, in which the order of elements and the blanks between them are forgotten."""
    return {child.tag: plain(child) for child in element} if len(element) else element.text or ""


def content(reply: Reply, xml: str = "") -> str:
    text = shown(answered(xml or message_xml(), reply)).findtext("Content")
    assert text is not None
    return text


def articles(count: int) -> News:
    return News(tuple(Article(title=f"第 {n} 篇", url=f"https://m.example.com/{n}") for n in range(count)))


@pytest.mark.parametrize("name", SHOWN)
def test_a_reply_is_written_as_the_sheet_shows_it(name: str) -> None:
    published = ElementTree.fromstring((HERE / "replies" / f"{name}.xml").read_text("utf-8"))
    written = plain(shown(answered(message_xml(), SHOWN[name])))
    assert written == plain(published) | {"CreateTime": str(NOON_SECONDS)}


@pytest.mark.parametrize("name", SHOWN)
def test_a_reply_is_shown_on_the_phone_as_it_was_meant(name: str) -> None:
    assert make_phone().read(answered(message_xml(), SHOWN[name])) == SHOWN[name]


def test_every_reply_of_the_sheet_is_tried() -> None:
    assert {file.stem for file in (HERE / "replies").glob("*.xml")} == set(SHOWN)


def test_silence_is_acknowledged_in_the_clear() -> None:
    assert answered(message_xml(), Silence()) == b"success"


@pytest.mark.parametrize("reply", [Text(""), Text(" \n"), Text("\x00\x08"), News(())])
def test_a_reply_that_shows_nothing_is_silence(reply: Reply) -> None:
    assert answered(message_xml(), reply) == SUCCESS


def test_the_envelope_has_its_four_elements_and_a_fresh_nonce() -> None:
    first, second = (ElementTree.fromstring(answered(message_xml(), Text("您好"))) for _ in range(2))
    assert [child.tag for child in first] == ["Encrypt", "MsgSignature", "TimeStamp", "Nonce"]
    assert first.findtext("TimeStamp") == str(NOON_SECONDS)
    assert first.findtext("Nonce") != second.findtext("Nonce")
    assert first.findtext("Encrypt") != second.findtext("Encrypt")
    signed = [first.findtext(name, "") for name in ("TimeStamp", "Nonce", "Encrypt")]
    assert is_signed(first.findtext("MsgSignature", ""), TOKEN, *signed)


def test_wechatpy_reads_our_envelope() -> None:
    answer = answered(message_xml(), Text("您好"))
    parts = {child.tag: child.text for child in ElementTree.fromstring(answer)}
    theirs = WeChatCrypto(TOKEN, KEY, APP_ID)
    told = theirs.decrypt_message(answer, parts["MsgSignature"], parts["TimeStamp"], parts["Nonce"])
    assert ElementTree.fromstring(told).findtext("Content") == "您好"


def test_a_plain_push_is_answered_plain() -> None:
    push = make_phone(PLAIN).seal(message_xml(), NOON)
    answer = PLAIN_DOOR.answer(PLAIN_DOOR.open(push.query, push.body, NOON), Text("您好"), NOON)
    told = plain(ElementTree.fromstring(answer))
    assert (told["ToUserName"], told["FromUserName"], told["Content"]) == (PERSON, SHOP, "您好")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a]]>b", "a]]>b"),
        ("]]>", "]]>"),
        ("]]]]>>", "]]]]>>"),
        ("a]]", "a]]"),
        ("<xml>&amp;&lt;</xml>", "<xml>&amp;&lt;</xml>"),
        ("<![CDATA[x]]>", "<![CDATA[x]]>"),
        ("{nickname} {0} {}", "{nickname} {0} {}"),
        ("a\0b\x08c\x0bd\x1be\ufffef\ud800g", "abcdefg"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\t你好 🎉", "\t你好 🎉"),
    ],
)
def test_a_text_cannot_break_the_xml_around_it(said: str, kept: str) -> None:
    assert content(Text(said)) == kept


@pytest.mark.parametrize(
    "reply",
    [
        Picture("a]]>b\0"),
        Voice("a]]>b\0"),
        Video("a]]>b\0", title="]]>{media_id}", description="\0"),
        Music("a]]>b\0", title="]]>", description="{title}", url="]]>", high_quality_url="]]>"),
        News((Article(title="]]>{url}\0", url="https://a/?b=]]>", description="<b>", picture_url="]]>"),)),
        HandOver("]]>\0</KfAccount>"),
    ],
)
def test_no_part_of_any_reply_can_break_the_xml_around_it(reply: Reply) -> None:
    answer = shown(answered(message_xml(), reply))
    assert "]]>" in "".join(answer.itertext())
    assert "\0" not in "".join(answer.itertext())
    assert make_phone().read(answered(message_xml(), reply)) is not None


def test_who_writes_from_a_hostile_name_is_answered_under_it_and_nothing_else() -> None:
    answer = answered(message_xml(FromUserName="<![CDATA[o]]]]><![CDATA[>Lin]]>"), Text("您好"))
    assert shown(answer).findtext("ToUserName") == "o]]>Lin"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a" * 2048, "a" * 2048),
        ("a" * 2049, "a" * 2048),
        ("好" * 700, "好" * 682),
        ("a" + "好" * 700, "a" + "好" * 682),
        ("🎉" * 600, "🎉" * 512),
        ("a" * 2040 + FAMILY, "a" * 2040),
        ("a" * 2045 + "é" * 9, "a" * 2045 + "é"),
        ("a" * 2046 + "e\u0301", "a" * 2046),
        ("a" * 2042 + "👍🏽", "a" * 2042),
        ("a" * 2045 + "❤\ufe0f", "a" * 2045),
        ("\u0301" * 2000, "\u0301" * 1024),
        ("a\0" * 2048, "a" * 2048),
        ("]]>" * 700, ("]]>" * 700)[:2048]),
    ],
)
def test_a_long_text_is_cut_at_2048_bytes_where_a_reader_would_cut_it(said: str, kept: str) -> None:
    assert content(Text(said)) == kept


@pytest.mark.parametrize("name", ["text", "image", "voice", "video", "location", "link", "text_choice"])
def test_after_a_message_one_article_is_sent(name: str) -> None:
    answer = shown(answered(sample(name), articles(3)))
    assert answer.findtext("ArticleCount") == "1"
    assert [item.findtext("Title") for item in answer.iter("item")] == ["第 0 篇"]


@pytest.mark.parametrize(("written", "sent"), [(1, 1), (8, 8), (12, 8)])
def test_after_an_event_up_to_eight_articles_are_sent(written: int, sent: int) -> None:
    answer = shown(answered(event_xml("CLICK", EventKey="A"), articles(written)))
    assert answer.findtext("ArticleCount") == str(sent)
    assert len(list(answer.iter("item"))) == sent


def test_a_hand_over_works_only_after_a_message() -> None:
    assert answered(event_xml("CLICK", EventKey="A"), HandOver()) == SUCCESS


def test_a_push_that_does_not_say_to_whom_it_went_is_only_acknowledged() -> None:
    assert answered(message_xml(ToUserName=""), Text("您好")) == SUCCESS
