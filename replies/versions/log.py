"""Who did what to an account's scripts, and when.

Nothing is edited, except that one person's saves of one draft run together while nobody else touches it.
"""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, insert, select, update

from records.tables import script_log
from replies.versions.refusals import UnknownSave

SITTING = timedelta(minutes=10)
"""For so long from the first on, saves are one deed."""


class Deed(StrEnum):
    """What can be done. The subject of those on drafts is the draft's id, of the others the version's number."""

    DRAFT_MADE = "draft_made"
    DRAFT_SAVED = "draft_saved"
    DRAFT_RENAMED = "draft_renamed"
    DRAFT_DISCARDED = "draft_discarded"
    DRAFT_RESTORED = "draft_restored"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"


class Entry(msgspec.Struct, frozen=True):
    """A deed. ``at`` is in UTC, of saves that run together the first; ``detail`` is a sentence, a name or a note."""

    id: int
    at: datetime
    actor: str
    deed: Deed
    subject: str
    detail: str


class Sitting(msgspec.Struct, frozen=True):
    """Saves that may still grow: their entry, and the draft's text before the first of them."""

    entry: int
    before: str


def record(
    connection: Connection, account_id: str, actor: str, deed: Deed, subject: str, detail: str, now: datetime
) -> None:
    """Append a deed."""
    _append(connection, account_id, actor, deed, subject, detail, now, None)


def record_save(
    connection: Connection, account_id: str, actor: str, draft_id: str, before: str, detail: str, now: datetime
) -> None:
    """Append a save of a draft whose text was ``before``, or tell what the sitting has changed by now."""
    sitting = sitting_of(connection, account_id, actor, draft_id, now)
    if sitting is None:
        _append(connection, account_id, actor, Deed.DRAFT_SAVED, draft_id, detail, now, before)
    else:
        of_sitting = update(script_log).where(script_log.c.id == sitting.entry)
        connection.execute(of_sitting.values(detail=detail))


def sitting_of(connection: Connection, account_id: str, actor: str, draft_id: str, now: datetime) -> Sitting | None:
    """The saves that the next one of this person belongs to, None where it begins anew."""
    of_draft = (script_log.c.account_id == account_id) & (script_log.c.subject == draft_id)
    last = connection.execute(select(script_log).where(of_draft).order_by(script_log.c.id.desc()).limit(1)).first()
    if last is None or (last.deed, last.actor) != (Deed.DRAFT_SAVED, actor) or now - last.at >= SITTING:
        return None
    return Sitting(last.id, last.before)


def text_before(connection: Connection, account_id: str, entry: int) -> str:
    """What a draft said before the saves of an entry. Raises ``UnknownSave`` for any other entry."""
    of_entry = (script_log.c.account_id == account_id) & (script_log.c.id == entry)
    text: str | None = connection.execute(select(script_log.c.before).where(of_entry)).scalar()
    if text is None:
        raise UnknownSave(entry)
    return text


def log_of(connection: Connection, account_id: str, before: int | None = None, limit: int = 50) -> list[Entry]:
    """What was done, newest first; only what is older than the entry ``before``."""
    columns = (script_log.c[name] for name in Entry.__struct_fields__)
    query = select(*columns).where(script_log.c.account_id == account_id)
    if before is not None:
        query = query.where(script_log.c.id < before)
    rows = connection.execute(query.order_by(script_log.c.id.desc()).limit(limit))
    return [Entry(row.id, row.at, row.actor, Deed(row.deed), row.subject, row.detail) for row in rows]


def _append(
    connection: Connection,
    account_id: str,
    actor: str,
    deed: Deed,
    subject: str,
    detail: str,
    now: datetime,
    before: str | None,
) -> None:
    row = {"account_id": account_id, "at": now, "actor": actor, "deed": deed.value, "subject": subject}
    connection.execute(insert(script_log), row | {"detail": detail, "before": before})
