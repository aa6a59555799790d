"""What a customer can do with the sandbox phone, and the XML that a real one would send for it."""

import operator
import re
from collections.abc import Callable

import msgspec

from app.channels.wechat.phone import Phone

CUSTOMERS = ("lin", "wang", "chen", "zhao")
SCENES = (*(f"table-{number}" for number in range(1, 9)), "poster-riverside", "bag")
MENU = ("MENU_POINTS", "MENU_COUPON", "MENU_HOURS")
SQUARE = (31.230416, 121.473701, "人民广场")
TEXT_LIMIT = 600
"""As many characters as WeChat's own input takes, roughly."""
_CUSTOMER = re.compile("[a-z0-9]{1,13}")

GESTURES: tuple[tuple[str, Callable[[str], bool], Callable[[Phone, str], str]], ...] = (
    ("text", lambda text: 0 < len(text.strip()) <= TEXT_LIMIT, Phone.text),
    ("follow", SCENES.__contains__, Phone.follow),
    ("follow", operator.not_, lambda phone, _: phone.follow()),
    ("unfollow", operator.not_, lambda phone, _: phone.unfollow()),
    ("scan", SCENES.__contains__, Phone.scan),
    ("click", MENU.__contains__, Phone.click),
    ("picture", operator.not_, lambda phone, _: phone.picture()),
    ("voice", operator.not_, lambda phone, _: phone.voice()),
    ("location", operator.not_, lambda phone, _: phone.location(*SQUARE)),
)
"""Each action, the values it takes, and its XML."""


class UnknownGesture(Exception):
    """No phone can do this here."""


class Gesture(msgspec.Struct, frozen=True):
    """What a customer does with the phone; ``value`` is the text, the scene or the menu's key."""

    customer: str
    action: str
    value: str = ""


def openid_of(customer: str) -> str:
    """The id that WeChat would know a sample customer by: 28 characters. Raises ``UnknownGesture``."""
    if not _CUSTOMER.fullmatch(customer):
        raise UnknownGesture
    return f"oHuitouSandbox-{customer:0>13}"


def xml_of(phone: Phone, gesture: Gesture) -> str:
    """What the phone sends for a gesture. Raises ``UnknownGesture``."""
    for action, takes, make in GESTURES:
        if gesture.action == action and takes(gesture.value):
            return make(phone, gesture.value)
    raise UnknownGesture
