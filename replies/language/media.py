"""Which media a script shows, and where."""

from collections.abc import Iterator

import msgspec

from replies.answers.reply import InTurn, Music, OneOf, Picture, Reply, Say, Video, Voice
from replies.language.rule import Script


class Use(msgspec.Struct, frozen=True):
    """A piece of media that the rule or dialog of the name ``by`` shows; ``kind`` is what it must be."""

    by: str
    kind: str
    media: str


def media_used(script: Script) -> Iterator[Use]:
    """Every use of a piece of media, in the script's order."""
    for rule in script.rules:
        yield from _uses(rule.name, rule.say)
        if rule.otherwise is not None:
            yield from _uses(rule.name, rule.otherwise)
    for dialog in script.dialogs:
        yield from _uses(dialog.name, dialog.say)
        yield from _uses(dialog.name, dialog.cancelled)


def _uses(by: str, say: Say) -> Iterator[Use]:
    for reply in say.replies if isinstance(say, OneOf | InTurn) else (say,):
        yield from (Use(by, kind, media) for kind, media in _media_of(reply))


def _media_of(reply: Reply) -> Iterator[tuple[str, str]]:
    match reply:
        case Picture(media):
            yield "picture", media
        case Voice(media):
            yield "voice", media
        case Video(media):
            yield "video", media
        case Music(thumb):
            yield "thumb", thumb
