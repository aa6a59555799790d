"""What the door does not take, and what it takes without understanding it."""


class Refused(Exception):
    """A push that is not taken. ``status`` is the HTTP status to answer, the sentence says what to do about it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class NotUnderstood(ValueError):
    """Something that came from the platform and cannot be read; the sentence, for staff, says why."""
