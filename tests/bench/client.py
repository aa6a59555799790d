"""The load client: many keep-alive connections in one process, cheap enough not to be what is measured."""

import asyncio
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from time import perf_counter

import msgspec

from tests.bench.pushes import Push

GRACE_SECONDS = 30.0
"""How long after the last request an answer is still waited for."""
SAMPLES = 500


class Load(msgspec.Struct, frozen=True):
    """What a run brought. ``latencies`` and ``elapsed`` are in seconds, ``samples`` pairs a push with its answer."""

    latencies: Sequence[float]
    elapsed: float
    samples: Sequence[tuple[Push, bytes]]
    refused: Counter[int]
    broken: int

    @property
    def rate(self) -> float:
        """Messages answered 200 per second."""
        return len(self.latencies) / self.elapsed if self.elapsed else 0.0


class _Run:
    """What the connections of one run share."""

    def __init__(self, pushes: Sequence[Push], until: float) -> None:
        self.waiting: Iterator[Push] = iter(pushes)
        self.keep_every = max(1, len(pushes) // SAMPLES)
        self.until = until
        self.latencies = array("d")
        self.samples: list[tuple[Push, bytes]] = []
        self.refused: Counter[int] = Counter()
        self.broken = 0
        self.open = 0
        self.finished = asyncio.get_running_loop().create_future()

    def next(self) -> Push | None:
        return next(self.waiting, None) if perf_counter() < self.until else None

    def leave(self) -> None:
        self.open -= 1
        if not self.open and not self.finished.done():
            self.finished.set_result(None)


class _Connection(asyncio.Protocol):
    """Sends the next request as soon as the last one is answered."""

    def __init__(self, run: _Run) -> None:
        self._run = run
        self._received = b""
        self._push: Push | None = None
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._run.open += 1

    def begin(self) -> None:
        self._push = self._run.next()
        if self._push is None:
            self._transport.close()
            return
        self._sent = perf_counter()
        self._transport.write(self._push.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        if self._received:
            data = self._received + data
        if complete(data):
            self._received = b""
            self._settle(data)
            self.begin()
        else:
            self._received = data

    def _settle(self, answer: bytes) -> None:
        run, push = self._run, self._push
        assert push is not None
        if answer[9:12] == b"200":
            run.latencies.append(perf_counter() - self._sent)
        else:
            run.refused[int(answer[9:12])] += 1
        if push.number % run.keep_every == 0:
            run.samples.append((push, answer))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._push is not None:
            self._run.broken += 1
        self._run.leave()


def complete(answer: bytes) -> bool:
    """Whether the whole HTTP answer is there. Raises ``ValueError`` when it does not say how long it is."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return False
    at = answer.find(b"ontent-", 0, end)
    while answer[at + 7 : at + 14].lower() != b"length:":
        at = answer.find(b"ontent-", at + 7, end)
        if at < 0:
            raise ValueError(f"an answer without Content-Length: {answer[:end]!r}")
    return len(answer) >= end + 4 + int(answer[at + 14 : answer.index(b"\r", at)])


async def load(port: int, pushes: Sequence[Push], connections: int, seconds: float) -> Load:
    """Send ``pushes`` to ``127.0.0.1:port``, each once, and stop beginning new ones after ``seconds``."""
    loop = asyncio.get_running_loop()
    run = _Run(pushes, perf_counter() + seconds)
    opened = [await loop.create_connection(lambda: _Connection(run), "127.0.0.1", port) for _ in range(connections)]
    began = perf_counter()
    run.until = began + seconds
    for _, connection in opened:
        connection.begin()
    await asyncio.wait({run.finished}, timeout=seconds + GRACE_SECONDS)
    for transport, _ in opened:
        transport.abort()
    await run.finished
    return Load(run.latencies, perf_counter() - began, run.samples, run.refused, run.broken)
