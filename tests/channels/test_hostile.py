"""XML made to hurt is refused at once, wherever it hides."""

import tracemalloc
from time import perf_counter

import pytest

from app.channels.wechat.crypto import Cipher
from app.channels.wechat.door import BODY_LIMIT
from app.channels.wechat.phone import Push
from tests.channels.wechat import APP_ID, DOOR, KEY, PLAIN_DOOR, event_xml, plain_push, refusal, safe_push
from tests.factories import NOON

RANDOM = b"0123456789abcdef"

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "a document type": "<!DOCTYPE xml><xml><FromUserName>a</FromUserName></xml>",
    "an outside entity": '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><Content>&x;</Content></xml>',
    "a billion laughs": f'<!DOCTYPE xml [<!ENTITY l0 "ha">{LAUGHS}]><xml><Content>&l9;</Content></xml>',
    "nesting without end": "<xml>" + "<a>" * 10_000 + "</a>" * 6_000 + "</xml>",
    "nesting of 17": "<a>" * 17 + "</a>" * 17,
    "elements without end": "<xml>" + "<a/>" * 16_000 + "</xml>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_at_once_and_with_flat_memory(name: str) -> None:
    body = HOSTILE[name].encode()
    assert len(body) <= BODY_LIMIT
    tracemalloc.start()
    started = perf_counter()
    try:
        assert refusal(PLAIN_DOOR, plain_push(body))[0] == 400
        assert perf_counter() - started < 0.5
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_inside_and_around_the_seal_too(name: str) -> None:
    body = HOSTILE[name].encode()
    assert refusal(DOOR, safe_push(Cipher(KEY, APP_ID).encrypt(body, RANDOM)))[0] == 400
    assert refusal(DOOR, Push(safe_push("x").query, body))[0] == 400


def test_a_forged_plain_push_is_refused_before_it_is_read() -> None:
    assert refusal(PLAIN_DOOR, plain_push(HOSTILE["a billion laughs"].encode(), token="guessed"))[0] == 403


def test_nesting_of_sixteen_is_read() -> None:
    xml = event_xml("CLICK", EventKey="A", Deep="<a>" * 14 + "</a>" * 14)
    assert PLAIN_DOOR.open(plain_push(xml.encode()).query, xml.encode(), NOON).message.subject == "A"
