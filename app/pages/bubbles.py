"""What a chat shows: touches and replies as bubbles, said in the visitor's language."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import msgspec
import segno

from app.i18n import Words
from loyalty.codes import normalise_code, show_code
from loyalty.refusals import MistypedCode
from records.message import Kind
from records.touchpoints import KnownTouchpoint
from replies.answers.reply import Choices, HandOver, Music, News, Picture, Reply, Silence, Text, Video, Voice, from_json

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", re.ASCII)
_MEDIA: Mapping[type[Reply], str] = {
    Picture: "chat.picture",
    Voice: "chat.voice",
    Video: "chat.video",
    Music: "chat.music",
}
SENT_MEDIA = (Kind.PICTURE, Kind.VOICE, Kind.VIDEO, Kind.LOCATION)
SPOKEN = (Kind.TEXT, Kind.CHOICE)


class Card(msgspec.Struct, frozen=True):
    """A news card; its address is shown, never followed by the page itself."""

    title: str
    description: str
    url: str


class Voucher(msgspec.Struct, frozen=True):
    """A coupon code that was spoken of, with its QR code as an image and the till's page about it."""

    code: str
    qr: str
    till: str


class Bubble(msgspec.Struct, frozen=True):
    """One thing in the chat. ``side`` is ``me``, ``shop`` or ``note``, the grey line in the middle."""

    side: str
    text: str = ""
    media: str = ""
    cards: tuple[Card, ...] = ()
    vouchers: tuple[Voucher, ...] = ()


def bubbles_of_touch(words: Words, touch: KnownTouchpoint) -> list[Bubble]:
    """The bubbles of a touch that was remembered."""
    if touch.direction == "out":
        return bubbles_of_reply(words, from_json(touch.body))
    if touch.kind in SPOKEN:
        return [Bubble("me", touch.text)]
    if touch.kind in SENT_MEDIA:
        return [Bubble("me", media=words.say(f"chat.{touch.kind}"))]
    return [Bubble("note", note(words, touch.kind, touch.subject))]


def bubbles_of_reply(words: Words, reply: Reply) -> list[Bubble]:
    """The bubbles of what the shop says; none for silence."""
    match reply:
        case Silence():
            return []
        case Text() | Choices():
            reply = reply.numbered() if isinstance(reply, Choices) else reply
            return [Bubble("shop", reply.text, vouchers=tuple(_vouchers(reply.text)))]
        case News():
            return [
                Bubble("shop", cards=tuple(Card(each.title, each.description, each.url) for each in reply.articles))
            ]
        case HandOver():
            return [Bubble("note", words.say("chat.hand_over"))]
        case Picture() | Voice():
            return [Bubble("shop", media=words.say(_MEDIA[type(reply)]))]
        case Video() | Music():
            return [Bubble("shop", reply.title, media=words.say(_MEDIA[type(reply)]))]


def note(words: Words, kind: str, subject: str) -> str:
    """The grey line about something that was done rather than said."""
    if f"chat.note.{kind}" not in words.phrases:
        return words.say("chat.note.other", kind=kind)
    named = _named(words, subject)
    place = words.say("chat.by_scan", scene=named) if subject and kind == Kind.FOLLOW else ""
    return words.say(f"chat.note.{kind}", subject=named, place=place)


def _named(words: Words, subject: str) -> str:
    """What people call a scene or a menu key."""
    return words.phrases.get(f"sandbox.scene.{subject}") or words.phrases.get(f"sandbox.menu.{subject}", subject)


def _vouchers(text: str) -> Iterator[Voucher]:
    for typed in CODE.findall(text):
        try:
            code = show_code(normalise_code(typed))
        except MistypedCode:
            continue
        picture = segno.make(code, error="m", micro=False).svg_data_uri(scale=4, border=2, light="#fff", dark="#000")
        yield Voucher(code, picture, f"/store/offer?{urlencode({'code': code})}")
