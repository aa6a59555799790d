"""Whether a piece of media may go: not while customers are shown it."""

from sqlalchemy import Connection

from replies.language.media import media_used
from replies.language.source import ScriptError
from replies.versions.publishing import live_publication, load


class MediaInUse(Exception):
    """The live script shows it; ``rules`` are the names of its rules and dialogs that do."""

    def __init__(self, rules: tuple[str, ...]) -> None:
        super().__init__("、".join(rules))
        self.rules = rules


def refuse_used(connection: Connection, account_id: str, media_id: str) -> None:
    """Raises ``MediaInUse`` when the account's live script shows this piece of media."""
    if rules := _users_of(connection, account_id, media_id):
        raise MediaInUse(rules)


def _users_of(connection: Connection, account_id: str, media_id: str) -> tuple[str, ...]:
    live = live_publication(connection, account_id)
    if live is None:
        return ()
    try:
        script = load(connection, account_id, live.version)
    except ScriptError:
        # Nothing is shown from a script that cannot be read.
        return ()
    return tuple(dict.fromkeys(use.by for use in media_used(script) if use.media == media_id))
