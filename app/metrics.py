"""What /metrics tells: counts and durations of this process, never a person."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""The channel gives up after five seconds (protocol sheet 1.6)."""


class Metrics:
    """The counters of one process, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        answers = Counter("huitou_webhook_answers", "Answers of the webhook.", ["status"], registry=self._registry)
        self._answers = {status: answers.labels(str(status)) for status in (200, 400, 403, 404, 405, 413, 503)}
        self._seconds = Histogram(
            "huitou_webhook_seconds", "From push to answer.", buckets=SECONDS, registry=self._registry
        )
        self._waiting = Gauge("huitou_turns_waiting", "Turns that wait to be begun.", registry=self._registry)
        self._outbox = Gauge("huitou_outbox_rows", "Rows not yet done.", ["topic", "state"], registry=self._registry)
        self._lag = Gauge("huitou_outbox_lag_seconds", "Age of the oldest row.", ["topic"], registry=self._registry)

    def answered(self, status: int, seconds: float) -> None:
        """Count an answer of the webhook."""
        self._answers[status].inc()
        self._seconds.observe(seconds)

    def queue_is(self, waiting: int) -> None:
        """Note how many turns wait."""
        self._waiting.set(waiting)

    def backlog_is(self, topic: str, waiting: int, dead: int, lag_seconds: float) -> None:
        """Note how far behind the workers of a topic are."""
        self._outbox.labels(topic, "waiting").set(waiting)
        self._outbox.labels(topic, "dead").set(dead)
        self._lag.labels(topic).set(lag_seconds)

    def text(self) -> bytes:
        """All of it, in Prometheus' text format."""
        return generate_latest(self._registry)
