"""What a connector to a CRM promises: a batch of contacts in, a result for each of them out."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Protocol, TypeAlias

import msgspec

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""A value as JSON knows it."""


class Outgoing(msgspec.Struct, frozen=True):
    """A contact as the CRM is to see it.

    ``key`` is our contact's id and never changes: sent again under the same key, it is the same contact there.
    ``fields`` holds plain JSON values under the CRM's own field names.
    """

    key: str
    fields: Mapping[str, Json]


class Sent(msgspec.Struct, frozen=True):
    """The CRM has the contact as it was sent."""


class TryLater(msgspec.Struct, frozen=True):
    """Not now. ``after`` is how long the CRM asked everybody to wait, None when it did not say."""

    reason: str
    after: timedelta | None = None


class Hopeless(msgspec.Struct, frozen=True):
    """The CRM will never take this contact as it is; ``reason`` holds its own words."""

    reason: str


RowResult = Sent | TryLater | Hopeless


class Unavailable(Exception):
    """Nothing of a batch could be delivered, for a cause that lies in no single contact.

    Every contact of the batch is sent again later, so a connector may raise this even when the CRM took some.
    ``reason`` is for staff and says what to do; ``retry_after`` is how long the CRM asked to wait, if it did.
    """

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class Connector(Protocol):
    """A way to one CRM. It knows the wire format and nothing of outbox, schedule or retries."""

    @property
    def name(self) -> str:
        """A short name, at most 32 characters."""

    @property
    def batch_size(self) -> int:
        """How many contacts one call takes at most."""

    def upsert(self, batch: Sequence[Outgoing], /) -> Sequence[RowResult]:
        """Create or update each contact by its key. A result for each, in their order.

        Safe to repeat: a contact that was delivered before under the same key is updated, never doubled.
        Raises ``Unavailable``.
        """

    def close(self) -> None:
        """Give back what the connector holds open. Whoever made the connector calls it."""
