"""From the elements of a push to a message in no channel's words."""

from datetime import UTC, datetime

from app.channels.wechat.details import Details
from app.channels.wechat.keys import body_key, event_key, message_key
from app.channels.wechat.kinds import EVENTS, MESSAGES, PERSON_IS_OPENID, SENT_BY_THE_PLATFORM
from app.channels.wechat.reader import Fields, one
from app.channels.wechat.refusals import NotUnderstood
from records.message import Kind, Message

ID_LIMIT = 64
LAST_SECOND = 4_102_444_799
"""The end of 2099: a later moment is a mistake, and would outrank every true one."""


def understand(account_id: str, fields: Fields, body: str) -> Message:
    """The message. Raises ``NotUnderstood`` when it does not say who did what and when."""
    origin = _required(fields, "FromUserName")
    moment = _moment(_required(fields, "CreateTime"))
    describe = _event if _required(fields, "MsgType").lower() == "event" else _message
    key, sender, details = describe(account_id, origin, moment, fields)
    return Message(
        account_id=account_id,
        key=key,
        kind=details.kind,
        occurred_at=datetime.fromtimestamp(moment, UTC),
        body=body,
        sender=_identifier("FromUserName", sender),
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


def _message(account_id: str, origin: str, moment: int, fields: Fields) -> tuple[str, str, Details]:
    """The key, the sender and the details of what is no event. An unknown type may have no MsgId."""
    message_type, message_id = one(fields, "MsgType").lower(), one(fields, "MsgId")
    reader = MESSAGES.get(message_type)
    if reader is None:
        details = Details(kind=Kind.UNKNOWN, subject=one(fields, "Event") or message_type)
    else:
        _required(fields, "MsgId")
        details = reader(fields)
    if message_id:
        return message_key(account_id, origin, message_id), origin, details
    return event_key(account_id, origin, moment, message_type, fields), origin, details


def _event(account_id: str, origin: str, moment: int, fields: Fields) -> tuple[str, str, Details]:
    """The key, the sender and the details of an event."""
    event = _required(fields, "Event").lower()
    if event == "scan":
        _required(fields, "EventKey")
    reader = EVENTS.get(event)
    details = reader(fields) if reader else Details(kind=Kind.UNKNOWN, subject=one(fields, "Event"))
    key = event_key(account_id, origin, moment, event, fields)
    return key, _sender(event, details.kind, origin, fields), details


def _sender(event: str, kind: Kind, origin: str, fields: Fields) -> str:
    if kind is Kind.PLATFORM_NOTICE or event in SENT_BY_THE_PLATFORM:
        return ""
    if event in PERSON_IS_OPENID:
        return _first(fields, "OpenID", "openid", "OpenId")
    return origin


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
