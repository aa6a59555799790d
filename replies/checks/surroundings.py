"""What a script is checked against besides itself, as plain data."""

from collections.abc import Mapping
from datetime import date

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What the channel shows at most: a text's bytes in UTF-8, and the cards after a message and after an event.

    ``hands_over_events`` is whether a hand-over works after an event, such as a follow, a scan or a menu tap.
    """

    text_bytes: int
    message_articles: int
    event_articles: int
    hands_over_events: bool


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """``today`` is the day in the shop's zone. What is None is not known, and not checked.

    ``stores`` tells of each store's id whether it has a place on the map, ``media`` of each registered id its kind
    (``picture``, ``voice``, ``video`` or ``thumb``); ``removed_media`` were registered once.
    """

    today: date
    limits: Limits
    coupon_kinds: frozenset[str] | None = None
    stores: Mapping[str, bool] | None = None
    media: Mapping[str, str] | None = None
    removed_media: frozenset[str] = frozenset()
