"""The storm: more messages than anybody sends, as fast as they can be sent, then counted in SQL."""

from collections.abc import Mapping

import msgspec

from tests.bench import answers, huitou, pushes
from tests.bench.client import Load, load
from tests.bench.contestants import Contestant
from tests.bench.processes import Server

PATIENCE_MS = 5_000
"""As long as WeChat waits for an answer (protocol sheet 1.6)."""
STORM_SECONDS = 120.0


class Storm(msgspec.Struct, frozen=True, kw_only=True):
    """How many messages, how fast, and what SQL held afterwards."""

    messages: int
    people: int
    rate: float
    longest: float
    unanswered: int
    wrong: int
    rss: float
    kept: Mapping[str, int]

    @property
    def passed(self) -> bool:
        whole = {"touchpoints in", "different keys", "touchpoints out"}
        counted = all(count == (self.messages if name in whole else self.people) for name, count in self.kept.items())
        return counted and not self.unanswered and not self.wrong and self.longest < PATIENCE_MS


async def storm(
    contestant: Contestant, server: Server, database_url: str, messages: int, people: int, connections: int
) -> Storm:
    """Send the messages to an empty Huitou and count."""
    prepared = pushes.prepare(range(messages), contestant.mode, people)
    done: Load = await load(server.port, prepared, connections, STORM_SECONDS)
    return Storm(
        messages=messages,
        people=people,
        rate=done.rate,
        longest=max(done.latencies, default=0.0) * 1_000,
        unanswered=messages - len(done.latencies),
        wrong=len(answers.wrong(done.samples, contestant.right)),
        rss=server.usage().rss,
        kept=huitou.kept(database_url),
    )


def sentence(name: str, told: Storm) -> str:
    """What came of it, on one line."""
    counts = ", ".join(f"{count:,} {what}" for what, count in told.kept.items())
    return (
        f"storm {name}: {told.messages:,} messages of {told.people:,} people at {told.rate:,.0f}/s, "
        f"longest answer {told.longest:,.0f} ms, {told.unanswered} unanswered, {told.wrong} wrong, "
        f"RSS {told.rss:.0f} MB; in SQL {counts}: {'passed' if told.passed else 'FAILED'}"
    )
