"""A situation: a new message, and all that a handler may look at to answer it."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from records.contacts import Contact
from records.message import Message
from replies.answers.reply import Reply, Silence
from replies.versions.library import Published


class Situation(msgspec.Struct, frozen=True):
    """``contact`` is the sender as this message leaves them, ``before`` as they were; ``script`` is what is live.

    ``zone`` is the shop's. ``told`` is what the person has told a dialog, by name, as they wrote it.
    """

    message: Message
    before: Contact
    contact: Contact
    script: Published
    now: datetime
    zone: ZoneInfo
    told: Mapping[str, str] = {}

    @property
    def shop_facts(self) -> Mapping[str, str]:
        """The shop's own facts by name, as they are told today."""
        today = self.now.astimezone(self.zone).date()
        return {name: fact.on(today) for name, fact in self.script.index.script.facts.items()}


class Answer(msgspec.Struct, frozen=True):
    """What is said, silence included, and which rule of which script version said it, where one did.

    ``matched_by`` is how the rule was found, or ``dialog``; None where nothing in the script matched.
    """

    reply: Reply = Silence()
    rule: str | None = None
    script_version: int | None = None
    matched_by: str | None = None
