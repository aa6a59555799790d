"""The sandbox: a phone in the browser, whose owner scans, follows, types and taps, and whose shop is the real one."""

import operator
import re
from collections.abc import Callable
from functools import partial

import msgspec
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.channels.wechat.answers import UNAVAILABLE
from app.channels.wechat.phone import Phone, Rejected
from app.conversation import conversation
from app.i18n import Words
from app.pages.bubbles import Bubble, bubbles_of_reply, bubbles_of_touch, note
from app.pages.delivery import deliver
from app.pages.pages import Pages
from app.pages.visits import Visit, open_to_all
from app.sandbox import ORIGINAL_ID
from records.message import Kind

CUSTOMERS = ("lin", "wang", "chen", "zhao")
CUSTOMER = re.compile("[a-z0-9]{1,13}")
SCENES = (*(f"table-{number}" for number in range(1, 9)), "poster-riverside", "bag")
MENU = ("MENU_POINTS", "MENU_COUPON", "MENU_HOURS")
SQUARE = (31.230416, 121.473701, "人民广场")
FOLLOW_STATES = {"follow": True, "unfollow": False}
EVENTS = {"follow": Kind.FOLLOW, "unfollow": Kind.UNFOLLOW, "scan": Kind.SCAN, "click": Kind.MENU_CLICK}
TEXT_LIMIT = 600
"""As many characters as WeChat's own input takes, roughly."""


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


class Screen(msgspec.Struct, frozen=True):
    """What the phone shows from now on. ``following`` is None when this says nothing about it."""

    bubbles: tuple[Bubble, ...]
    following: bool | None = None


def sandbox_routes(pages: Pages) -> list[BaseRoute]:
    """The phone's routes; none outside the sandbox, where nobody may speak as a customer."""
    if not pages.house.settings.is_sandbox:
        return []
    return [
        open_to_all(pages, "/sandbox", show_phone),
        open_to_all(pages, "/sandbox/chat", show_chat),
        open_to_all(pages, "/sandbox/send", send, "POST"),
    ]


def openid_of(customer: str) -> str:
    """The id that WeChat would know a sample customer by: 28 characters."""
    return f"oHuitouSandbox-{customer:0>13}"


async def show_phone(pages: Pages, visit: Visit) -> Response:
    """The phone itself; its module fetches the chat."""
    return pages.show(
        visit.request,
        "sandbox.html",
        session=None,
        shop=pages.house.settings.shop_name or visit.words.say("sandbox.shop"),
        customers=CUSTOMERS,
        scenes=SCENES,
        menu=MENU,
        text_limit=TEXT_LIMIT,
        crm_folder=f"{pages.house.settings.data_dir}/crm/",
    )


async def show_chat(pages: Pages, visit: Visit) -> Response:
    """What was said so far, as it was remembered."""
    customer = visit.request.query_params.get("customer", "")
    if not CUSTOMER.fullmatch(customer):
        return _json(_unknown_gesture(visit.words), 400)
    find = partial(conversation, account_id=pages.house.account.id, openid=openid_of(customer))
    found = await pages.read(find)
    bubbles = [bubble for touch in found.touches for bubble in bubbles_of_touch(visit.words, touch)]
    return _json(Screen(tuple(bubbles), found.following))


async def send(pages: Pages, visit: Visit) -> Response:
    """Do as the customer does, and show what comes back."""
    house = pages.house
    try:
        gesture = msgspec.convert(dict(visit.form), Gesture)
        phone = Phone(house.account, openid_of(gesture.customer), ORIGINAL_ID, house.clock)
        xml = _xml(phone, gesture)
    except (msgspec.ValidationError, UnknownGesture):
        return _json(_unknown_gesture(visit.words), 400)
    status, answer = await deliver(house.webhook, house.account.id, phone.seal(xml, house.clock()))
    try:
        heard = _heard(visit.words, phone, status, answer)
    except Rejected:
        # WeChat's own words, and it says no more than this either.
        return _json(Screen((Bubble("note", UNAVAILABLE),)))
    return _json(Screen((*_done(visit.words, gesture), *heard), FOLLOW_STATES.get(gesture.action)))


def _done(words: Words, gesture: Gesture) -> list[Bubble]:
    """The grey line of what was done; what was said is on the screen already."""
    kind = EVENTS.get(gesture.action)
    return [] if kind is None else [Bubble("note", note(words, kind, gesture.value))]


def _heard(words: Words, phone: Phone, status: int, answer: bytes) -> list[Bubble]:
    if status != 200:
        raise Rejected(f"the webhook answered {status}")
    reply = phone.read(answer)
    return [] if reply is None else bubbles_of_reply(words, reply)


def _xml(phone: Phone, gesture: Gesture) -> str:
    """The XML of a gesture. Raises ``UnknownGesture``."""
    if not CUSTOMER.fullmatch(gesture.customer):
        raise UnknownGesture
    for action, takes, make in GESTURES:
        if gesture.action == action and takes(gesture.value):
            return make(phone, gesture.value)
    raise UnknownGesture


def _unknown_gesture(words: Words) -> Screen:
    return Screen((Bubble("note", words.say("sandbox.unknown_gesture")),))


def _json(screen: Screen, status: int = 200) -> Response:
    return Response(msgspec.json.encode(screen), status, media_type="application/json")
