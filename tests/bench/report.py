"""The arithmetic of the figures, and the one table they are printed in."""

import math
from collections.abc import Mapping, Sequence
from statistics import median

import msgspec


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """One contestant in one round. Latencies are in milliseconds, memory in MB after the load.

    ``cpu`` is microseconds a message of the serving process, ``helper_cpu`` of the processes beside it,
    ``client_cpu`` of the load client.
    """

    rate: float
    p50: float
    p99: float
    longest: float
    cpu: float
    helper_cpu: float
    client_cpu: float
    rss: float
    helper_rss: float
    flaws: int


class Goal(msgspec.Struct, frozen=True):
    """The rate of ``above`` is to be at least ``at_least`` times the rate of ``below``."""

    above: str
    below: str
    at_least: float


class Ratio(msgspec.Struct, frozen=True):
    """Rates compared within each round, so that noise hits both alike: their median, and the worst round."""

    goal: Goal
    middle: float
    worst: float

    @property
    def reached(self) -> bool:
        return self.middle >= self.goal.at_least

    @property
    def share(self) -> float:
        """The middle as a share of what was asked for."""
        return self.middle / self.goal.at_least


VARIANTS = ("sqlite-aes", "sqlite-plain", "postgresql-aes", "postgresql-plain")

GOALS = (
    Goal("huitou-sqlite-aes", "wechatpy-aes", 1.0),
    Goal("huitou-sqlite-plain", "wechatpy-plain", 1.0),
    Goal("huitou-postgresql-aes", "wechatpy-aes", 1.0),
    Goal("huitou-postgresql-plain", "wechatpy-plain", 1.0),
    Goal("huitou-sqlite-aes", "naive-sqlite-aes", 30.0),
    Goal("huitou-postgresql-aes", "naive-sqlite-aes", 30.0),
    Goal("huitou-sqlite-aes", "huitou-sqlite-aes-10", 0.9),
    Goal("huitou-postgresql-aes", "huitou-postgresql-aes-10", 0.9),
    *(Goal(f"huitou-{one}", f"beside-{one}", 1.0) for one in VARIANTS),
)

LIMITED = "huitou-"
START_LIMIT_S = 1.5
RSS_LIMIT_MB = 120

HEADS = (
    "",
    "messages/s",
    "worst",
    "p50 ms",
    "p99 ms",
    "max ms",
    "CPU µs",
    "helpers",
    "client",
    "RSS MB",
    "start s",
    "flaws",
)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` (0 to 1) of the values do not exceed; NaN of nothing."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def ratios(rounds: Mapping[str, Sequence[Round]], goals: Sequence[Goal] = GOALS) -> list[Ratio]:
    """The ratios of all goals whose two contestants ran."""
    found = []
    for goal in goals:
        pairs = zip(rounds.get(goal.above, ()), rounds.get(goal.below, ()), strict=False)
        if quotients := [above.rate / below.rate for above, below in pairs if below.rate]:
            found.append(Ratio(goal, median(quotients), min(quotients)))
    return found


def table(rounds: Mapping[str, Sequence[Round]], starts: Mapping[str, float]) -> str:
    """Medians over the rounds; ``worst`` is the slowest round's rate, ``max`` the longest answer of all rounds."""
    rows = [HEADS, *(_row(name, ran, starts[name]) for name, ran in rounds.items() if ran)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    return "\n".join(_line(row, widths) for row in rows)


def ratio_table(found: Sequence[Ratio]) -> str:
    """Each ratio against its goal; the one that falls furthest short, or clears it by least, is marked."""
    worst = min(found, key=lambda ratio: ratio.share, default=None)
    lines = []
    for ratio in found:
        verdict = "reached" if ratio.reached else "MISSED"
        mark = "   <- worst figure" if ratio is worst else ""
        lines.append(
            f"{ratio.goal.above} / {ratio.goal.below}: {ratio.middle:.2f} (worst round {ratio.worst:.2f}), "
            f"goal {ratio.goal.at_least:g}: {verdict}{mark}"
        )
    return "\n".join(lines)


def limits(rounds: Mapping[str, Sequence[Round]], starts: Mapping[str, float]) -> str:
    """Start-up and memory of those that have a limit, the worst of them."""
    own = [name for name in rounds if rounds[name] and name.startswith(LIMITED)]
    if not own:
        return ""
    slowest = max(own, key=lambda name: starts[name])
    largest = max(own, key=lambda name: rounds[name][-1].rss)
    start, rss = starts[slowest], rounds[largest][-1].rss
    in_time, in_size = _kept(start < START_LIMIT_S), _kept(rss < RSS_LIMIT_MB)
    return (
        f"first answer after start-up: {start:.2f} s ({slowest}), limit {START_LIMIT_S} s: {in_time}\n"
        f"memory of a worker: {rss:.0f} MB ({largest}), limit {RSS_LIMIT_MB} MB: {in_size}"
    )


def _kept(within: bool) -> str:
    return "kept" if within else "BROKEN"


def _row(name: str, ran: Sequence[Round], start: float) -> tuple[str, ...]:
    def middle(field: str) -> float:
        return float(median(getattr(one, field) for one in ran))

    return (
        name,
        f"{middle('rate'):,.0f}",
        f"{min(one.rate for one in ran):,.0f}",
        f"{middle('p50'):.1f}",
        f"{middle('p99'):.1f}",
        f"{max(one.longest for one in ran):.0f}",
        f"{middle('cpu'):.0f}",
        f"{middle('helper_cpu'):.0f}",
        f"{middle('client_cpu'):.0f}",
        f"{ran[-1].rss:.0f}" + (f"+{ran[-1].helper_rss:.0f}" if ran[-1].helper_rss else ""),
        f"{start:.2f}",
        str(sum(one.flaws for one in ran)),
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    numbers = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
    return "  ".join((row[0].ljust(widths[0]), *numbers))
