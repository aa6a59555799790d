"""What is known of the person and the moment when the conditions of rules are weighed."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec


class Ask(StrEnum):
    """Something that must be looked up before it is known; the rest comes with the message."""

    TAGS = "tags"
    TIER = "tier"
    POINTS = "points"
    HAS_COUPON = "has_coupon"
    MOOD = "mood"
    DISTANCES = "distances"
    LAST_MESSAGE = "last_message"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """``now`` is aware, in the shop's zone. What nobody asked for has its default.

    ``source`` is the scene that the contact first came from, None where it is not known. ``last_message_at`` is when
    the person last said something before this; a tap, a scan or a follow says nothing. ``mood`` is that of the last
    text that was judged: ``negative``, ``neutral``, ``positive`` or empty. ``distances`` are metres from the place that
    was sent to each store, by the store's id.
    """

    now: datetime
    contact: str
    source: str | None = None
    last_message_at: datetime | None = None
    tags: frozenset[str] = frozenset()
    tier: str = ""
    points: int = 0
    has_coupon: bool = False
    mood: str = ""
    distances: Mapping[str, float] = {}
