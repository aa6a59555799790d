"""A message that somebody sent, and what a handler may look at: for tests that need no reception."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.situation import Situation
from records.contacts import Contact
from records.message import Message
from replies.language.rule import Fact, Script
from replies.matching.index import ScriptIndex
from replies.matching.normalise import Normaliser
from replies.versions.library import Published
from tests.factories import NOON, make_message

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHOP = Published(1, ScriptIndex(Script(facts={"店名": Fact(text="回头咖啡")}), Normaliser()))
"""A script that says nothing and knows the name of the shop."""


def of(contact: Contact, message: Message | None = None, at: datetime = NOON) -> Situation:
    """The situation of a contact who sends a message, a text unless told."""
    return Situation(message or make_message(), contact, contact, SHOP, at, SHANGHAI)
