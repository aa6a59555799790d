"""Lessons for every face: what people asked in vain, and how the rules of the live script do."""

from datetime import datetime

from sqlalchemy import Engine

from records.conversations import last_heard
from records.database import reading
from replies.learning.statistics import RuleUse, statistics
from replies.learning.unanswered import UnansweredGroup, unanswered
from replies.matching.normalise import Normaliser
from replies.versions.library import ScriptLibrary

MESSAGES = 20_000
"""How many of an account's last messages are looked at."""


class Lessons:
    """What one database teaches. Shared by every thread of a process."""

    def __init__(self, engine: Engine, library: ScriptLibrary) -> None:
        self._engine = engine
        self._library = library
        self._normaliser = Normaliser()

    def unanswered(self, account_id: str, now: datetime) -> tuple[UnansweredGroup, ...]:
        """What no rule knew an answer to, what was asked most often first."""
        with reading(self._engine) as connection:
            rules = self._library.current(connection, account_id).index.script.rules
            heard = last_heard(connection, account_id, MESSAGES)
        fallbacks = {rule.name for rule in rules if rule.when.fallback}
        return unanswered(heard, fallbacks, self._normaliser, now)

    def statistics(self, account_id: str, now: datetime) -> tuple[RuleUse, ...]:
        """How each rule of the live script did, the most used first."""
        with reading(self._engine) as connection:
            rules = self._library.current(connection, account_id).index.script.rules
            heard = last_heard(connection, account_id, MESSAGES)
        return statistics(heard, [rule.name for rule in rules], self._normaliser, now)
