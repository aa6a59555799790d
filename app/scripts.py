"""What the commands and the API do to scripts. Whatever must be so before anything is published is asked here."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from app.readiness import ready
from records.clock import Clock
from records.database import reading, writing
from replies.language.rule import Script
from replies.versions import drafts
from replies.versions.diff import what_changed
from replies.versions.drafts import Draft, load_draft, script_of, text_before_save
from replies.versions.publishing import Kept, decode, live_version, load_kept, publish_prepared
from replies.versions.refusals import DraftChanged

LIVE = "live"


def publish_source(
    engine: Engine,
    account_id: str,
    source: str,
    note: str,
    by: str,
    clock: Clock,
    zone: ZoneInfo,
    overruled: Collection[str] = (),
    based_on: int | None = None,
) -> int:
    """Publish a source; its version. Nothing waits while it is read and checked.

    Raises what ``ready`` and ``publish_prepared`` raise; then nothing is changed.
    """
    prepared = ready(engine, account_id, source, clock(), zone, overruled)
    with writing(engine) as connection:
        return publish_prepared(connection, account_id, prepared, note, by, clock(), based_on)


def publish_draft(
    engine: Engine,
    account_id: str,
    draft_id: str,
    note: str,
    by: str,
    clock: Clock,
    zone: ZoneInfo,
    overruled: Collection[str] = (),
    revision: int | None = None,
    based_on: int | None = None,
) -> int:
    """Publish a draft as it is now, or only if it is still at ``revision``; its version.

    Raises what ``ready`` and ``drafts.publish_draft`` raise; then nothing is changed.
    """
    draft = _at(engine, account_id, draft_id, revision, clock)
    prepared = ready(engine, account_id, draft.source, clock(), zone, overruled)
    with writing(engine) as connection:
        return drafts.publish_draft(connection, account_id, draft, prepared, note, by, clock(), based_on)


def save_draft(
    engine: Engine, account_id: str, draft_id: str, revision: int, source: str, by: str, clock: Clock
) -> int:
    """Save a draft and tell the log which rules are different; the next revision. Raises what ``drafts`` raises."""
    with reading(engine) as connection:
        before = text_before_save(connection, account_id, draft_id, by, clock())
    changes = what_changed(before, source)
    with writing(engine) as connection:
        return drafts.save_draft(connection, account_id, draft_id, revision, source, by, clock(), changes)


def script_called(engine: Engine, account_id: str, name: str) -> Script:
    """The script of a version's number, of ``live``, or of a draft's id.

    Raises ``UnknownVersion``, ``UnknownDraft``, or ``ScriptError`` for one that cannot be read.
    """
    with reading(engine) as connection:
        if name == LIVE:
            found: Kept | Draft = load_kept(connection, account_id, live_version(connection, account_id))
        elif name.isascii() and name.isdigit() and len(name) < 10:
            found = load_kept(connection, account_id, int(name))
        else:
            found = load_draft(connection, account_id, name)
    return decode(found) if isinstance(found, Kept) else script_of(found)


def _at(engine: Engine, account_id: str, draft_id: str, revision: int | None, clock: Clock) -> Draft:
    with reading(engine) as connection:
        draft = load_draft(connection, account_id, draft_id)
    head = draft.head
    if revision not in (None, head.revision):
        raise DraftChanged(head.revision, draft.source, head.updated_by, head.updated_at, clock())
    return draft
