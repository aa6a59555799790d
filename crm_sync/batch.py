"""One batch through a connector: whatever it does, every contact has a result afterwards."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec

from crm_sync.connector import Connector, Outgoing, RowResult, TryLater, Unavailable


class Outcome(msgspec.Struct, frozen=True):
    """The result of each contact by key, and whether to go on.

    ``trouble`` says why nothing more should be sent now; ``asked`` is how long the CRM wants to be left alone.
    """

    results: Mapping[str, RowResult]
    trouble: str | None = None
    asked: timedelta | None = None

    @property
    def fruitless(self) -> bool:
        """Whether not one contact could be settled."""
        return bool(self.results) and all(isinstance(result, TryLater) for result in self.results.values())

    @property
    def last_reason(self) -> str:
        """Why the last of those that must wait has to."""
        reasons = [result.reason for result in self.results.values() if isinstance(result, TryLater)]
        return reasons[-1] if reasons else ""


def attempt(connector: Connector, batch: Sequence[Outgoing]) -> Outcome:
    """Send the batch. Raises nothing: a fault in the connector is one more reason to try later."""
    if not batch:
        return Outcome({})
    try:
        results = connector.upsert(batch)
        return _outcome({contact.key: result for contact, result in zip(batch, results, strict=True)})
    except Unavailable as error:
        return Outcome(_all_later(batch, error.reason, error.retry_after), error.reason, error.retry_after)
    except Exception as error:
        # Its type only: the words of an unforeseen error may hold a person's data.
        return Outcome(_all_later(batch, f"the connector failed: {type(error).__name__}", None))


def _outcome(results: Mapping[str, RowResult]) -> Outcome:
    asking = [result for result in results.values() if isinstance(result, TryLater) and result.after is not None]
    longest = max(asking, key=lambda result: result.after or timedelta(), default=None)
    return Outcome(results) if longest is None else Outcome(results, longest.reason, longest.after)


def _all_later(batch: Sequence[Outgoing], reason: str, after: timedelta | None) -> dict[str, RowResult]:
    return {contact.key: TryLater(reason, after) for contact in batch}
