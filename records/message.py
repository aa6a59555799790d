"""What reached us, in no channel's words."""

from datetime import datetime
from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What a person, or the platform on their behalf, did."""

    TEXT = "text"
    CHOICE = "choice"
    """A tap on an item of a choice menu that we sent; ``subject`` is the item."""
    PICTURE = "picture"
    VOICE = "voice"
    VIDEO = "video"
    LOCATION = "location"
    """A place that the person sent on purpose."""
    LINK = "link"
    FILE = "file"
    APP_CARD = "app_card"
    UNSUPPORTED = "unsupported"
    """Something the channel itself could not deliver, such as an animated sticker."""

    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    SCAN = "scan"
    POSITION = "position"
    """A position that the person's phone reported by itself."""
    MENU_CLICK = "menu_click"
    MENU_VIEW = "menu_view"
    MENU_SCAN = "menu_scan"
    """A code scanned from a menu item; ``text`` is what the code said."""
    MENU_SCAN_WAITING = "menu_scan_waiting"
    """The same, and the person's screen shows that it waits for an answer."""
    MENU_PICTURE = "menu_picture"
    MENU_LOCATION = "menu_location"

    HUMAN_JOINED = "human_joined"
    HUMAN_LEFT = "human_left"
    HUMAN_CHANGED = "human_changed"

    SENT_REPORT = "sent_report"
    """The outcome of something that we sent."""
    NOTICE_CONSENT = "notice_consent"
    PROFILE_CHANGED = "profile_changed"
    CONSENT_REVOKED = "consent_revoked"
    PERSON_GONE = "person_gone"
    CARD = "card"
    PLATFORM_NOTICE = "platform_notice"
    """News about the account itself, not about a person."""
    UNKNOWN = "unknown"
    QUARANTINED = "quarantined"
    """Rightly signed, yet not to be understood; ``text`` says why."""


SAID = frozenset(
    {
        Kind.TEXT,
        Kind.CHOICE,
        Kind.PICTURE,
        Kind.VOICE,
        Kind.VIDEO,
        Kind.LOCATION,
        Kind.LINK,
        Kind.FILE,
        Kind.APP_CARD,
        Kind.UNSUPPORTED,
    }
)
"""What a person says in the chat, as against what they do."""


class Place(msgspec.Struct, frozen=True):
    """A point on the map in degrees, as the channel gives it (``records.places`` says on which map), with its label."""

    latitude: float
    longitude: float
    label: str = ""


class Source(msgspec.Struct, frozen=True):
    """Where a follower came from: our scene, and the channel's own key and ticket, untouched."""

    scene: str
    key: str
    ticket: str = ""


Person = tuple[str, str]
"""Somebody on an account: its id, and the channel's id of the person there."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that reached an account.

    ``key`` is equal for a message and each of its retries, and for nothing else: 32 hexadecimal characters.
    ``sender`` is the channel's id of the person, or empty when it is about no person.
    ``occurred_at`` is the channel's own time of it, aware, to the second. ``body`` is the whole of it as received.
    """

    account_id: str
    key: str
    kind: Kind
    occurred_at: datetime
    body: str
    sender: str = ""
    unionid: str = ""
    text: str = ""
    subject: str = ""
    media: str = ""
    place: Place | None = None
    source: Source | None = None

    @property
    def person(self) -> Person:
        """Whom it is from; nobody has an empty id."""
        return self.account_id, self.sender
