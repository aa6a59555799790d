"""A situation: a new message, and all that a handler may look at to answer it."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType

from records.contacts import Contact
from records.message import Message
from replies.answers.reply import Reply, Silence
from replies.dialogs.conversation import NOTHING, Conversation
from replies.language.action import Action
from replies.versions.library import Published


class Situation(msgspec.Struct, frozen=True):
    """``contact`` is the sender as this message leaves them, ``before`` as they were; ``script`` is what is live.

    ``zone`` is the shop's. ``conversation`` is what we are in the middle of with the sender, as far as it still stands.
    ``told`` is what the sender answered in a dialog, to be told as facts, and ``dialog`` the name of the one that has
    just come to its end.
    """

    message: Message
    before: Contact
    contact: Contact
    script: Published
    now: datetime
    zone: ZoneInfo
    conversation: Conversation = NOTHING
    told: Mapping[str, str] = {}
    dialog: str = ""

    @property
    def today(self) -> date:
        """The shop's day."""
        return self.now.astimezone(self.zone).date()

    @property
    def shop_facts(self) -> Mapping[str, str]:
        """The shop's own facts by name, as they are told today."""
        today = self.today
        return {name: fact.on(today) for name, fact in self.script.index.script.facts.items()}


class Deed(msgspec.Struct, frozen=True):
    """Something that a rule or a dialog does, and whether it was refused to this person now."""

    action: Action
    refused: bool = False


class Answer(msgspec.Struct, frozen=True):
    """What is said, silence included, and which rule of which script version said it, where one did.

    ``matched_by`` is how the rule was found; ``dialog`` where a dialog answers, whose name is then ``rule``; ``held``
    while a person of the shop answers; ``suggested`` where we offer what may have been meant; None for nothing at all.
    ``conversation`` is what we are in the middle of after this answer, None for nothing; UNSET leaves it as it was.
    ``deeds`` are what the rule, or the dialog at its end, did.
    """

    reply: Reply = Silence()
    rule: str | None = None
    script_version: int | None = None
    matched_by: str | None = None
    conversation: Conversation | UnsetType | None = UNSET
    deeds: tuple[Deed, ...] = ()

    def conversation_in(self, situation: Situation) -> Conversation:
        """What we are in the middle of after this answer was given in a situation."""
        after = self.conversation
        return situation.conversation if after is UNSET else after or NOTHING
