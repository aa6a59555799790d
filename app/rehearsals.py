"""Rehearsals for every face: the script that is meant, the person who is meant, and how it goes."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from handlers.pasts import last_replayed
from handlers.rehearse import Doing, Trial, rehearse
from records import directory
from records.database import reading
from records.ids import new_id
from replies.language.rule import Script
from replies.language.script import read_script
from replies.matching.index import ScriptIndex
from replies.matching.normalise import Normaliser
from replies.rehearsal.replay import Progress, Report, replay
from replies.versions.drafts import load_draft, script_of
from replies.versions.library import Published, ScriptLibrary
from replies.versions.publishing import load
from replies.versions.refusals import UnknownVersion

YEARS = range(2000, 2200)
"""In which something can be tried: a calendar ends, and what is given then lasts for some while."""


class UnknownContact(Exception):
    """The account knows no contact of that id; the text says so."""

    def __init__(self, contact_id: str) -> None:
        super().__init__(f"没有编号是「{contact_id[:32]}」的顾客。用 huitou contacts list 看有哪些。")


class Rehearsals:
    """Scripts tried on one database. Shared by every thread of a process."""

    def __init__(self, engine: Engine, library: ScriptLibrary, zone: ZoneInfo) -> None:
        self._engine = engine
        self._library = library
        self._zone = zone
        self._normaliser = Normaliser()

    def live(self, account_id: str) -> Published:
        """What answers now. Raises ``UnknownVersion`` where nothing was ever published."""
        live = self._current(account_id)
        if live.version is None:
            raise UnknownVersion(account_id, None)
        return live

    def version(self, account_id: str, version: int) -> Published:
        """A version that was published. Raises ``UnknownVersion``, or ``ScriptError`` if it is no longer readable."""
        with reading(self._engine) as connection:
            script = load(connection, account_id, version)
        return self._compiled(script, version)

    def draft(self, account_id: str, draft_id: str) -> Published:
        """A draft as it was last saved. Raises ``UnknownDraft`` or ``ScriptError``."""
        with reading(self._engine) as connection:
            draft = load_draft(connection, account_id, draft_id)
        return self._compiled(script_of(draft), None)

    def source(self, source: str) -> Published:
        """A script as staff wrote it. Raises ``ScriptError``."""
        return self._compiled(read_script(source), None)

    def openid_of(self, account_id: str, contact_id: str) -> str:
        """Who a contact is on the channel. Raises ``UnknownContact``."""
        with reading(self._engine) as connection:
            contact = directory.find(connection, account_id, contact_id)
        if contact is None:
            raise UnknownContact(contact_id)
        return next(each.openid for each in contact.identities if each.account_id == account_id)

    def try_out(self, account_id: str, script: Published, doing: Doing, openid: str | None, at: datetime) -> Trial:
        """What the script would answer to this person at this moment; to a stranger where nobody is named."""
        return rehearse(self._engine, script, account_id, openid or f"stranger-{new_id()}", doing, at, self._zone)

    def replay(self, account_id: str, draft: Published, now: datetime) -> Iterator[Progress | Report]:
        """The draft beside the live script over the account's last messages: word of progress, then the report.

        Everything is read before the first word of progress. Where nothing is live, nothing was answered.
        """
        live = self._current(account_id).index
        with reading(self._engine) as connection:
            asks = live.asks | draft.index.asks
            messages = last_replayed(connection, account_id, asks, now, self._zone)
        return replay(live, draft.index, messages)

    def _current(self, account_id: str) -> Published:
        with reading(self._engine) as connection:
            return self._library.current(connection, account_id)

    def _compiled(self, script: Script, version: int | None) -> Published:
        return Published(version, ScriptIndex(script, self._normaliser))
