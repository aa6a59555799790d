"""A rule about to answer: everything that doing and saying need."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from records.contacts import Contact
from records.message import Message
from replies.rule import Rule


class Deed(msgspec.Struct, frozen=True):
    """A rule that answers a contact's message at ``now``, in the shop's time zone, with the shop's own facts."""

    rule: Rule
    shop_facts: Mapping[str, str]
    message: Message
    contact: Contact
    now: datetime
    zone: ZoneInfo
