"""Drafts: what is being written, any number for an account, also while it is not yet right."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, insert, select, update

from records.ids import new_id
from records.tables import script_drafts
from replies.language.rule import Script
from replies.language.script import read_script
from replies.language.source import MAX_BYTES, ScriptError
from replies.versions.log import Deed, record, record_save, sitting_of
from replies.versions.publishing import Prepared, load_source, publish_prepared, published_version
from replies.versions.refusals import DraftChanged, UnknownDraft, UnusableDraft

MAX_NAME = 60


class DraftHead(msgspec.Struct, frozen=True):
    """A draft without its text. ``revision`` rises with every save; ``based_on`` was live when it was begun."""

    id: str
    name: str
    based_on: int | None
    revision: int
    created_at: datetime
    updated_at: datetime
    updated_by: str


class Draft(msgspec.Struct, frozen=True):
    """A draft as it was last saved."""

    head: DraftHead
    source: str


_HEAD = tuple(script_drafts.c[name] for name in DraftHead.__struct_fields__)


def new_draft(
    connection: Connection, account_id: str, name: str, by: str, now: datetime, source: str | None = None
) -> Draft:
    """Begin a draft with a text, or with that of the live version. Raises ``UnusableDraft``."""
    live = published_version(connection, account_id)
    if source is None:
        source = "" if live is None else load_source(connection, account_id, live)
    head = DraftHead(new_id(), _named(name), live, 1, now, now, by)
    row = msgspec.structs.asdict(head) | {"account_id": account_id, "source": _kept(source)}
    connection.execute(insert(script_drafts), row)
    record(connection, account_id, by, Deed.DRAFT_MADE, head.id, head.name, now)
    return Draft(head, source)


def drafts_of(connection: Connection, account_id: str) -> list[DraftHead]:
    """The drafts of an account that were not discarded, the one last saved first."""
    of_account = (script_drafts.c.account_id == account_id) & script_drafts.c.discarded_at.is_(None)
    query = select(*_HEAD).where(of_account).order_by(script_drafts.c.updated_at.desc(), script_drafts.c.id.desc())
    return [DraftHead(*row) for row in connection.execute(query)]


def load_draft(connection: Connection, account_id: str, draft_id: str) -> Draft:
    """A draft. Raises ``UnknownDraft``."""
    return _draft(connection.execute(_one(account_id, draft_id)).first(), draft_id)


def script_of(draft: Draft) -> Script:
    """The draft, read. Raises ``ScriptError``, which says of which draft it speaks."""
    try:
        return read_script(draft.source)
    except ScriptError as error:
        raise ScriptError(f"草稿「{draft.head.name}」还读不了，请先改好：", *error.flaws) from error


def text_before_save(connection: Connection, account_id: str, draft_id: str, by: str, now: datetime) -> str:
    """The text that this person's next save is told apart from: that before their sitting. Raises ``UnknownDraft``."""
    draft = load_draft(connection, account_id, draft_id)
    sitting = sitting_of(connection, account_id, by, draft_id, now)
    return sitting.before if sitting else draft.source


def save_draft(
    connection: Connection,
    account_id: str,
    draft_id: str,
    revision: int,
    source: str,
    by: str,
    now: datetime,
    changes: str = "文字改了",
) -> int:
    """Save a text over the draft of that revision; the next revision. ``changes`` tells the log what is different.

    A save that is sent again is no second one. Raises ``DraftChanged`` when it has another revision by now,
    ``UnknownDraft`` and ``UnusableDraft``.
    """
    _kept(source)
    # Locked, so that the text which the log keeps is the one that is written over.
    present = _draft(connection.execute(_one(account_id, draft_id).with_for_update()).first(), draft_id)
    if present.head.revision != revision:
        if (present.source, present.head.updated_by) == (source, by):
            return present.head.revision
        raise _changed(present, now)
    saved = {"source": source, "revision": revision + 1, "updated_at": now, "updated_by": by}
    connection.execute(update(script_drafts).where(script_drafts.c.id == draft_id).values(saved))
    record_save(connection, account_id, by, draft_id, present.source, changes, now)
    return revision + 1


def rename(connection: Connection, account_id: str, draft_id: str, name: str, by: str, now: datetime) -> None:
    """Give a draft another name. Raises ``UnknownDraft`` and ``UnusableDraft``."""
    present = load_draft(connection, account_id, draft_id)
    connection.execute(update(script_drafts).where(script_drafts.c.id == draft_id).values(name=_named(name)))
    told = f"「{present.head.name}」改叫「{_named(name)}」"
    record(connection, account_id, by, Deed.DRAFT_RENAMED, draft_id, told, now)


def discard_draft(connection: Connection, account_id: str, draft_id: str, by: str, now: datetime) -> None:
    """Put a draft out of sight; ``restore_draft`` brings it back. Raises ``UnknownDraft``."""
    present = load_draft(connection, account_id, draft_id)
    connection.execute(update(script_drafts).where(script_drafts.c.id == draft_id).values(discarded_at=now))
    record(connection, account_id, by, Deed.DRAFT_DISCARDED, draft_id, present.head.name, now)


def restore_draft(connection: Connection, account_id: str, draft_id: str, by: str, now: datetime) -> DraftHead:
    """Bring back a draft that was discarded; one that is there stays as it is. Raises ``UnknownDraft``."""
    of_draft = (script_drafts.c.account_id == account_id) & (script_drafts.c.id == draft_id)
    gone = of_draft & script_drafts.c.discarded_at.is_not(None)
    back = connection.execute(update(script_drafts).where(gone).values(discarded_at=None)).rowcount
    head = load_draft(connection, account_id, draft_id).head
    if back:
        record(connection, account_id, by, Deed.DRAFT_RESTORED, draft_id, head.name, now)
    return head


def publish_draft(
    connection: Connection,
    account_id: str,
    draft: Draft,
    prepared: Prepared,
    note: str,
    by: str,
    now: datetime,
    based_on: int | None = None,
) -> int:
    """Publish a draft as it was loaded and ``prepared`` since; the version, on which it is based from now on.

    ``based_on`` is the version whose changes were taken in since; without it, the one from which it was begun.
    Raises ``PublishedMeanwhile``, ``DraftChanged`` when it was saved meanwhile, ``UnknownDraft``.
    """
    begun_from = draft.head.based_on if based_on is None else based_on
    version = publish_prepared(connection, account_id, prepared, note, by, now, begun_from)
    rebased = update(script_drafts).where(_present(account_id, draft.head.id)).values(based_on=version)
    if connection.execute(rebased.where(script_drafts.c.revision == draft.head.revision)).rowcount == 0:
        raise _changed(load_draft(connection, account_id, draft.head.id), now)
    return version


def _one(account_id: str, draft_id: str) -> Select[*tuple[Any, ...]]:
    return select(*_HEAD, script_drafts.c.source).where(_present(account_id, draft_id))


def _present(account_id: str, draft_id: str) -> ColumnElement[bool]:
    of_draft = (script_drafts.c.account_id == account_id) & (script_drafts.c.id == draft_id)
    return of_draft & script_drafts.c.discarded_at.is_(None)


def _draft(row: Row[*tuple[Any, ...]] | None, draft_id: str) -> Draft:
    if row is None:
        raise UnknownDraft(draft_id)
    return Draft(DraftHead(*row[:-1]), row.source)


def _changed(present: Draft, now: datetime) -> DraftChanged:
    head = present.head
    return DraftChanged(head.revision, present.source, head.updated_by, head.updated_at, now)


def _named(name: str) -> str:
    kept = name.strip()
    if not kept or len(kept) > MAX_NAME or not kept.isprintable():
        raise UnusableDraft(f"草稿要有一个名字，最多 {MAX_NAME} 个字，不带换行。请换一个。")
    return kept


def _kept(source: str) -> str:
    """The text, which need not be right yet, but must fit into the database."""
    try:
        size = len(source.encode())
    except UnicodeEncodeError as error:
        raise _unreadable() from error
    if "\x00" in source:
        raise _unreadable()
    if size > MAX_BYTES:
        raise UnusableDraft(f"草稿有 {size / 1_000_000:.1f} MB，最多 4 MB。请删掉不用的规则，或把长文章改成链接。")
    return source


def _unreadable() -> UnusableDraft:
    return UnusableDraft("草稿里有存不下的控制字符。请删掉它们，再存成 UTF-8 的纯文本。")
