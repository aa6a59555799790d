"""What each type of message and each event says, element by element (protocol sheet 2)."""

from collections.abc import Callable

import msgspec

from app.channels.wechat.reader import Fields, one
from records.message import Kind, Place, Source

UNSUPPORTED_TEXT = "【收到不支持的消息类型，暂无法显示】"
"""What the platform delivers in place of something that it cannot deliver (protocol sheet 2.1)."""

QR_PREFIX = "qrscene_"


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a message that depends on its kind."""

    kind: Kind
    text: str = ""
    subject: str = ""
    media: str = ""
    place: Place | None = None
    source: Source | None = None


Reader = Callable[[Fields], Details]


def about(kind: Kind, subject: str = "", text: str = "", media: str = "") -> Reader:
    """A reader that takes the subject, the text and the media id from the elements of these names."""

    def read(fields: Fields) -> Details:
        return Details(kind=kind, subject=one(fields, subject), text=one(fields, text), media=one(fields, media))

    return read


def text(fields: Fields) -> Details:
    """A tap on a choice menu and the platform's own excuse arrive as text too."""
    content = one(fields, "Content")
    if content == UNSUPPORTED_TEXT:
        return Details(kind=Kind.UNSUPPORTED)
    if item := one(fields, "bizmsgmenuid"):
        return Details(kind=Kind.CHOICE, text=content, subject=item)
    return Details(kind=Kind.TEXT, text=content)


def location(fields: Fields) -> Details:
    """``Location_X`` is the latitude."""
    label = one(fields, "Label")
    place = _place(one(fields, "Location_X"), one(fields, "Location_Y"), label)
    return Details(kind=Kind.LOCATION, text=label, place=place)


def follow(fields: Fields) -> Details:
    """The prefix is cut off once, and only this one: a scene may hold it too, and other prefixes mean other things."""
    key = one(fields, "EventKey")
    if not key:
        return Details(kind=Kind.FOLLOW)
    scene = key.removeprefix(QR_PREFIX)
    return Details(kind=Kind.FOLLOW, subject=scene, source=Source(scene, key, one(fields, "Ticket")))


def scan(fields: Fields) -> Details:
    scene = one(fields, "EventKey")
    return Details(kind=Kind.SCAN, subject=scene, source=Source(scene, scene, one(fields, "Ticket")))


def position(fields: Fields) -> Details:
    return Details(kind=Kind.POSITION, place=_place(one(fields, "Latitude"), one(fields, "Longitude"), ""))


def menu_scan(fields: Fields) -> Details:
    result = one(fields, "ScanCodeInfo", "ScanResult")
    return Details(kind=Kind.MENU_SCAN, subject=one(fields, "EventKey"), text=result)


def menu_scan_waiting(fields: Fields) -> Details:
    """The phone shows "receiving message" until something arrives (protocol sheet 2.3)."""
    return msgspec.structs.replace(menu_scan(fields), kind=Kind.MENU_SCAN_WAITING)


def menu_location(fields: Fields) -> Details:
    info = "SendLocationInfo"
    label = one(fields, info, "Label") or one(fields, info, "Poiname")
    place = _place(one(fields, info, "Location_X"), one(fields, info, "Location_Y"), label)
    return Details(kind=Kind.MENU_LOCATION, subject=one(fields, "EventKey"), text=label, place=place)


def card(fields: Fields) -> Details:
    """Gift cards are told by their order."""
    return Details(kind=Kind.CARD, subject=one(fields, "CardId") or one(fields, "OrderId"))


def published(fields: Fields) -> Details:
    info = "PublishEventInfo"
    return Details(
        kind=Kind.SENT_REPORT, subject=one(fields, info, "publish_id"), text=one(fields, info, "publish_status")
    )


def notice_sent(fields: Fields) -> Details:
    """Some of these come without the ``List`` around (protocol sheet 2.5)."""
    info = "SubscribeMsgSentEvent"
    number = one(fields, info, "List", "MsgID") or one(fields, info, "MsgID")
    outcome = one(fields, info, "List", "ErrorStatus") or one(fields, info, "ErrorStatus")
    return Details(kind=Kind.SENT_REPORT, subject=number, text=outcome)


def _place(latitude: str, longitude: str, label: str) -> Place | None:
    """None where the numbers are none, or lie on no map."""
    try:
        place = Place(float(latitude), float(longitude), label)
    except ValueError:
        return None
    return place if abs(place.latitude) <= 90 and abs(place.longitude) <= 180 else None
