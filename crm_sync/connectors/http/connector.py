"""Any CRM that takes JSON over HTTP: address, headers and template come from the settings."""

from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from types import MappingProxyType

import httpx
import msgspec

from crm_sync.connector import Json, Outgoing, RowResult, TryLater, Unavailable
from crm_sync.connectors.http.answers import Answer, result_of, results_of
from crm_sync.connectors.http.template import KEY, Template, filled
from records.clock import Clock, utc_now

BATCH = 100
ANSWER_LIMIT = 1_048_576
"""Bytes of an answer that are read; no CRM has more to say about a hundred contacts."""
WHOLE_ANSWER_SECONDS = 30.0
TIMEOUT = httpx.Timeout(10.0, connect=5.0)

HEADERS = MappingProxyType(
    {
        "Accept": "application/json",
        # An answer is cut off by its size, so it must not grow while it is unpacked.
        "Accept-Encoding": "identity",
        "Content-Type": "application/json; charset=utf-8",
    }
)


class MappedHttp:
    """Sends a contact per request, or up to a hundred in one where the template is a list.

    Redirects are not followed: they would carry the authentication elsewhere. An answer is read for half a minute at
    most. ``clock`` is only used to understand a Retry-After that is a date.
    """

    name = "http"

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        template: Template,
        *,
        timeout: httpx.Timeout = TIMEOUT,
        clock: Clock = utc_now,
        stopwatch: Callable[[], float] = monotonic,
    ) -> None:
        self.batch_size = BATCH if template.batched else 1
        self._template = template
        self._url = url
        self._clock = clock
        self._stopwatch = stopwatch
        self._client = httpx.Client(headers={**HEADERS, **headers}, timeout=timeout, follow_redirects=False)

    def upsert(self, batch: Sequence[Outgoing]) -> Sequence[RowResult]:
        """Send the contacts, and find the bad ones where the CRM refuses a batch as a whole.

        Raises ``Unavailable`` when the CRM cannot be reached or does not let us in.
        """
        rows = [filled(self._template.contact, {**contact.fields, KEY: contact.key}) for contact in batch]
        return self._send_list(rows) if self._template.batched else [self._send(row) for row in rows]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _send(self, row: Json) -> RowResult:
        answer = self._ask(row)
        return result_of(answer, self._clock()) if isinstance(answer, Answer) else answer

    def _send_list(self, rows: list[Json]) -> list[RowResult]:
        answer = self._ask(rows)
        if not isinstance(answer, Answer):
            return [answer] * len(rows)
        results = results_of(answer, len(rows), self._clock())
        if results is not None:
            return results
        half = len(rows) // 2
        return self._send_list(rows[:half]) + self._send_list(rows[half:])

    def _ask(self, body: Json) -> Answer | TryLater:
        try:
            with self._client.stream("POST", self._url, content=msgspec.json.encode(body)) as response:
                return Answer(response.status_code, self._read(response), response.headers.get("Retry-After"))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            host = httpx.URL(self._url).host
            raise Unavailable(f"cannot reach {host}, check the address and the network: {error}") from error
        except httpx.TimeoutException:
            return TryLater("the CRM did not answer in time")
        except httpx.RequestError as error:
            return TryLater(f"the connection broke before the whole answer was there ({type(error).__name__})")

    def _read(self, response: httpx.Response) -> bytes:
        """The body, as much of it as we want. Raises ``httpx.ReadTimeout`` when it trickles for too long."""
        deadline = self._stopwatch() + WHOLE_ANSWER_SECONDS
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > ANSWER_LIMIT:
                break
            if self._stopwatch() > deadline:
                raise httpx.ReadTimeout("the answer trickled", request=response.request)
        return bytes(body)
