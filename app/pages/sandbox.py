"""The sandbox: a phone in the browser, whose owner scans, follows, types and taps, and whose shop is the real one."""

from collections.abc import Mapping
from functools import partial

import msgspec
from sqlalchemy import Connection
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.channels.wechat.answers import UNAVAILABLE, Rejected
from app.channels.wechat.phone import Phone
from app.crm import csv_path
from app.i18n import Words
from app.pages.bubbles import Bubble, bubbles_of_reply, bubbles_of_touch, note
from app.pages.gestures import CUSTOMERS, MENU, SCENES, TEXT_LIMIT, Gesture, UnknownGesture, openid_of, xml_of
from app.pages.loopback import carry
from app.pages.pages import Pages
from app.pages.visits import Visit, open_to_all
from app.sandbox import ORIGINAL_ID
from records import contacts
from records.contacts import Contact
from records.message import Kind, Person
from records.touchpoints import KnownTouchpoint, latest_of_contact

FOLLOW_STATES: Mapping[str, bool] = {"follow": True, "unfollow": False}
EVENTS: Mapping[str, Kind] = {
    "follow": Kind.FOLLOW,
    "unfollow": Kind.UNFOLLOW,
    "scan": Kind.SCAN,
    "click": Kind.MENU_CLICK,
}
TOUCHES_SHOWN = 60


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


async def show_phone(pages: Pages, visit: Visit) -> Response:
    """The phone itself; its module fetches the chat."""
    settings = pages.house.settings
    return pages.show(
        visit.request,
        "sandbox.html",
        session=None,
        shop=settings.shop_name or visit.words.say("sandbox.shop"),
        customers=CUSTOMERS,
        scenes=SCENES,
        menu=MENU,
        text_limit=TEXT_LIMIT,
        connector=settings.crm_connector,
        csv_file=csv_path(settings),
        every_seconds=int(settings.sync_every.total_seconds()),
    )


async def show_chat(pages: Pages, visit: Visit) -> Response:
    """What was said so far, as it was remembered."""
    try:
        openid = openid_of(visit.request.query_params.get("customer", ""))
    except UnknownGesture:
        return _json(_unknown_gesture(visit.words), 400)
    contact, touches = await pages.read(partial(_chat, person=(pages.house.account.id, openid)))
    bubbles = [bubble for touch in touches for bubble in bubbles_of_touch(visit.words, touch)]
    return _json(Screen(tuple(bubbles), contact is not None and contact.following))


async def send(pages: Pages, visit: Visit) -> Response:
    """Do as the customer does, and show what comes back."""
    house = pages.house
    try:
        gesture = msgspec.convert(dict(visit.form), Gesture)
        phone = Phone(house.account, openid_of(gesture.customer), ORIGINAL_ID, house.clock)
        xml = xml_of(phone, gesture)
    except (msgspec.ValidationError, UnknownGesture):
        return _json(_unknown_gesture(visit.words), 400)
    status, answer = await carry(house.webhook, house.account.id, phone.seal(xml, house.clock()))
    try:
        heard = _heard(visit.words, phone, status, answer)
    except Rejected:
        # WeChat's own words, and it says no more than this either.
        return _json(Screen((Bubble("note", UNAVAILABLE),)))
    return _json(Screen((*_done(visit.words, gesture), *heard), FOLLOW_STATES.get(gesture.action)))


def _chat(connection: Connection, person: Person) -> tuple[Contact | None, list[KnownTouchpoint]]:
    """The customer and their latest touches, oldest first; nothing of somebody who has never been here."""
    contact = contacts.find(connection, person)
    if contact is None:
        return None, []
    return contact, latest_of_contact(connection, contact.account_id, contact.id, TOUCHES_SHOWN)


def _done(words: Words, gesture: Gesture) -> list[Bubble]:
    """The grey line of what was done; what was said is on the screen already."""
    kind = EVENTS.get(gesture.action)
    return [] if kind is None else [Bubble("note", note(words, kind, gesture.value))]


def _heard(words: Words, phone: Phone, status: int, answer: bytes) -> list[Bubble]:
    if status != 200:
        raise Rejected(f"the webhook answered {status}")
    reply = phone.read(answer)
    return [] if reply is None else bubbles_of_reply(words, reply)


def _unknown_gesture(words: Words) -> Screen:
    return Screen((Bubble("note", words.say("sandbox.unknown_gesture")),))


def _json(screen: Screen, status: int = 200) -> Response:
    return Response(msgspec.json.encode(screen), status, media_type="application/json")
