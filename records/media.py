"""Media: pictures, voices and videos that lie with the channel, by the channel's ids of them."""

import re
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select, update

from records.insertion import put
from records.tables import media

KINDS = ("picture", "voice", "video", "thumb")
"""``thumb`` is the cover of a piece of music."""
ID = re.compile(r"[!-.0-z]{1,128}")
"""Letters, digits and signs without a blank or a stroke, so that it can stand in an address."""


class BadMedia(Exception):
    """What was written is no piece of media; the text says why."""


class Media(msgspec.Struct, frozen=True):
    """A piece of media that replies may show. ``created_at`` is in UTC."""

    id: str
    kind: str
    name: str
    created_at: datetime


_MEDIA = select(media.c.id, media.c.kind, media.c.name, media.c.created_at).where(media.c.removed_at.is_(None))


def register(connection: Connection, account_id: str, media_id: str, kind: str, name: str, now: datetime) -> None:
    """Make a piece known, or correct what is known of it; one that was removed is there again. Raises ``BadMedia``."""
    if not ID.fullmatch(media_id):
        raise BadMedia(f"{media_id[:40]!r} is no id of the channel's: at most 128 letters, digits and signs, no blank")
    if kind not in KINDS:
        raise BadMedia(f"{kind[:40]!r} is no kind of media: there are {', '.join(KINDS)}")
    row = {"account_id": account_id, "id": media_id, "kind": kind, "name": name.strip(), "created_at": now}
    put(connection, media, row | {"removed_at": None}, ("account_id", "id"), ("kind", "name", "removed_at"))


def media_of(connection: Connection, account_id: str, after: str = "", limit: int | None = None) -> list[Media]:
    """The media of an account in the order of their ids, those behind the id ``after``."""
    query = _MEDIA.where(media.c.account_id == account_id, media.c.id > after).order_by(media.c.id)
    return [Media(*row) for row in connection.execute(query if limit is None else query.limit(limit))]


def known_kinds(connection: Connection, account_id: str) -> dict[str, str]:
    """The kind of each piece of media of an account, by its id."""
    return {each.id: each.kind for each in media_of(connection, account_id)}


def remove(connection: Connection, account_id: str, media_id: str, now: datetime) -> bool:
    """Let a piece be known no more; False when the account knows none of that id."""
    ours = (media.c.account_id == account_id) & (media.c.id == media_id) & media.c.removed_at.is_(None)
    return bool(connection.execute(update(media).where(ours).values(removed_at=now)).rowcount)
