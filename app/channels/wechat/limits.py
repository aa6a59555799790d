"""What the platform shows of a reply at most (protocol sheet 3)."""

from replies.checks.surroundings import Limits

TEXT_LIMIT_BYTES = 2_048
"""The longest text of a reply, in UTF-8 (protocol sheet 3.1)."""
MESSAGE_ARTICLES = 1
"""Cards after something that a person said (protocol sheet 3.1)."""
EVENT_ARTICLES = 8
"""Cards after something that a person did, such as a follow (protocol sheet 3.1)."""

LIMITS = Limits(
    text_bytes=TEXT_LIMIT_BYTES,
    message_articles=MESSAGE_ARTICLES,
    event_articles=EVENT_ARTICLES,
    # Protocol sheet 3.3: a hand-over works only as a reply to what a person said.
    hands_over_events=False,
)
"""The same, for checking scripts."""
