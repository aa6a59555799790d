"""The route of a message: handlers in order, and the first that has an answer gives it."""

from collections.abc import Callable

from sqlalchemy import Connection

from handlers.dialogs import answer_in_dialog
from handlers.held import answer_held
from handlers.scripted import answer_from_script
from handlers.situation import Answer, Situation

Handler = Callable[[Connection, Situation], Answer | None]
"""Answers a situation, and does on the connection what belongs to the answer; or None, having written nothing."""

# A person of the shop is never talked over. An open question comes before the script, for its answer is often a text
# that some rule knows as well; what the script may say in between, the dialog asks it for.
ROUTE: tuple[Handler, ...] = (answer_held, answer_in_dialog, answer_from_script)


def answer(connection: Connection, situation: Situation) -> Answer:
    """What is said, silence where no handler knows an answer."""
    for handler in ROUTE:
        if found := handler(connection, situation):
            return found
    return Answer()
