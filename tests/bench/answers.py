"""Whether an answer is what it should be: to the right person, with the right words, sealed when the push was."""

from collections.abc import Callable, Iterable

from app.channels.wechat.answers import Rejected
from replies.answers.reply import Text
from tests.bench.pushes import Mode, Push, phone_of

Right = Callable[[Push, bytes], bool]
"""Whether the body of an answer is right for a push."""


def says(text: Callable[[int], str], mode: Mode) -> Right:
    """The check of a text reply; ``text`` gives the words that message ``number`` deserves."""

    def right(push: Push, body: bytes) -> bool:
        try:
            return phone_of(push.openid, mode).read(body) == Text(text(push.number))
        except Rejected:
            return False

    return right


def constant(_push: Push, body: bytes) -> bool:
    return body == b"success"


def wrong(samples: Iterable[tuple[Push, bytes]], right: Right) -> list[bytes]:
    """The sampled answers that are not right."""
    return [answer for push, answer in samples if not right(push, answer.partition(b"\r\n\r\n")[2])]
