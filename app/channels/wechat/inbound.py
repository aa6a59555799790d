"""From the elements of a push to a message in no channel's words."""

from datetime import UTC, datetime

import msgspec

from app.channels.wechat.details import Details
from app.channels.wechat.keys import body_key, event_key, message_key
from app.channels.wechat.kinds import EVENTS, MESSAGES, PERSON_IS_OPENID, SENT_BY_THE_PLATFORM
from app.channels.wechat.reader import Fields, one
from app.channels.wechat.refusals import NotUnderstood
from records.message import Kind, Message

ID_LIMIT = 64
LAST_SECOND = 4_102_444_799
"""The end of 2099: a later moment is a mistake, and would outrank every true one."""


class _Origin(msgspec.Struct, frozen=True):
    """Where a push comes from: to which account of ours, from whom by FromUserName, in which second since 1970."""

    account_id: str
    openid: str
    moment: int


class _Told(msgspec.Struct, frozen=True):
    """What a push tells: the key that its retries share, whom it is about, and the details of its kind."""

    key: str
    sender: str
    details: Details


def understand(account_id: str, fields: Fields, body: str) -> Message:
    """The message. Raises ``NotUnderstood`` when it does not say who did what and when."""
    origin = _Origin(account_id, _required(fields, "FromUserName"), _moment(_required(fields, "CreateTime")))
    is_event = _required(fields, "MsgType").lower() == "event"
    told = _event(origin, fields) if is_event else _message(origin, fields)
    details = told.details
    return Message(
        account_id=account_id,
        key=told.key,
        kind=details.kind,
        occurred_at=datetime.fromtimestamp(origin.moment, UTC),
        body=body,
        sender=_identifier("FromUserName", told.sender),
        unionid=_identifier("UnionID", _first(fields, "UnionID", "UnionId", "unionid")),
        text=details.text,
        subject=details.subject,
        media=details.media,
        place=details.place,
        source=details.source,
    )


def quarantined(account_id: str, body: bytes, reason: str, now: datetime) -> Message:
    """The message that keeps, for staff, what was not understood. NUL, which PostgreSQL cannot keep, is left out."""
    return Message(
        account_id=account_id,
        key=body_key(account_id, body),
        kind=Kind.QUARANTINED,
        occurred_at=now.replace(microsecond=0),
        body=body.decode(errors="backslashreplace").replace("\0", ""),
        text=reason,
    )


def _message(origin: _Origin, fields: Fields) -> _Told:
    """What is no event. An unknown type may have no MsgId."""
    message_type, message_id = one(fields, "MsgType").lower(), one(fields, "MsgId")
    reader = MESSAGES.get(message_type)
    if reader is None:
        details = Details(kind=Kind.UNKNOWN, subject=one(fields, "Event") or message_type)
    else:
        _required(fields, "MsgId")
        details = reader(fields)
    if message_id:
        return _Told(message_key(origin.account_id, origin.openid, message_id), origin.openid, details)
    return _Told(_event_key(origin, message_type, fields), origin.openid, details)


def _event(origin: _Origin, fields: Fields) -> _Told:
    event = _required(fields, "Event").lower()
    if event == "scan":
        _required(fields, "EventKey")
    reader = EVENTS.get(event)
    details = reader(fields) if reader else Details(kind=Kind.UNKNOWN, subject=one(fields, "Event"))
    return _Told(_event_key(origin, event, fields), _sender(event, details.kind, origin, fields), details)


def _event_key(origin: _Origin, event: str, fields: Fields) -> str:
    return event_key(origin.account_id, origin.openid, origin.moment, event, fields)


def _sender(event: str, kind: Kind, origin: _Origin, fields: Fields) -> str:
    if kind is Kind.PLATFORM_NOTICE or event in SENT_BY_THE_PLATFORM:
        return ""
    if event in PERSON_IS_OPENID:
        return _first(fields, "OpenID", "openid", "OpenId")
    return origin.openid


def _required(fields: Fields, name: str) -> str:
    value = one(fields, name)
    if not value:
        raise NotUnderstood(f"缺少 {name}")
    return value


def _moment(text: str) -> int:
    """Seconds since 1970."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(LAST_SECOND)) and int(text) <= LAST_SECOND:
        return int(text)
    raise NotUnderstood("CreateTime 不是合理的时间")


def _first(fields: Fields, *names: str) -> str:
    return next((value for name in names if (value := one(fields, name))), "")


def _identifier(name: str, value: str) -> str:
    if len(value) > ID_LIMIT or not value.isprintable():
        raise NotUnderstood(f"{name} 不像一个用户标识")
    return value
