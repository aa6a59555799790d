"""Which media a script shows, and where."""

from collections.abc import Iterator

import msgspec

from replies.answers.reply import Music, Picture, Reply, Video, Voice
from replies.language.rule import Script
from replies.language.said import said_by_dialog, said_by_rule


class Shown(msgspec.Struct, frozen=True):
    """A piece of media of the account's, by the channel's id; it must be of one of ``kinds``, best of the first."""

    media: str
    kinds: tuple[str, ...]


class Use(msgspec.Struct, frozen=True):
    """A piece of media that the rule or dialog of the name ``by`` shows."""

    by: str
    media: str


def shown_by(reply: Reply) -> Shown | None:
    """What a reply shows; None where it shows nothing of the account's."""
    match reply:
        case Picture(media):
            return Shown(media, ("picture",))
        case Voice(media):
            return Shown(media, ("voice",))
        case Video(media):
            return Shown(media, ("video",))
        case Music(thumb):
            return Shown(thumb, ("thumb", "picture"))
    return None


def media_used(script: Script) -> Iterator[Use]:
    """Every use of a piece of media, in the script's order."""
    by_rules = ((rule.name, said) for rule in script.rules for said in said_by_rule(rule))
    by_dialogs = ((dialog.name, said) for dialog in script.dialogs for said in said_by_dialog(dialog))
    for by, (_, reply) in (*by_rules, *by_dialogs):
        if (shown := shown_by(reply)) is not None:
            yield Use(by, shown.media)
