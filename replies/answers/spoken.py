"""The texts of a reply that a person reads, as opposed to its addresses and media."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec

from replies.answers.reply import InTurn, News, OneOf, Reply, Say

Part = TypeVar("Part", bound=msgspec.Struct)

SPOKEN = ("text", "title", "description", "ask", "after")


def spoken(say: Say) -> Iterator[str]:
    """Every text, of every variant, that a person reads and that may hold facts."""
    for reply in say.replies if isinstance(say, OneOf | InTurn) else (say,):
        for part in reply.articles if isinstance(reply, News) else (reply,):
            yield from (getattr(part, name) for name in part.__struct_fields__ if name in SPOKEN)


def respoken(say: Reply, change: Callable[[str], str]) -> Reply:
    """The reply with each of these texts changed."""
    if isinstance(say, News):
        return News(tuple(_changed(article, change) for article in say.articles))
    return _changed(say, change)


def _changed(part: Part, change: Callable[[str], str]) -> Part:
    texts = {name: change(getattr(part, name)) for name in part.__struct_fields__ if name in SPOKEN}
    return msgspec.structs.replace(part, **texts)
