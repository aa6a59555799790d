"""What we are in the middle of with a person, and how it is kept with them.

Everything here is data: what a conversation becomes is given back, and whoever asked keeps it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from msgspec.structs import replace

from replies.language.dialog import Dialog, Step

KEPT_FOR = timedelta(days=7)
"""How long the answers of a dialog that was left are kept, so that it can go on where it was."""
OFFERED_FOR = timedelta(hours=24)

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Talk(msgspec.Struct, frozen=True, omit_defaults=True):
    """A dialog that was begun. ``asked`` is the ``keep`` of the step that was asked, empty while none was.

    ``kept`` are the answers by ``keep``, an empty one for what was skipped. ``touched_at`` is when we last asked, and
    ``misses`` how many answers in a row were not understood.
    """

    dialog: str
    touched_at: Moment
    asked: str = ""
    kept: Mapping[str, str] = {}
    misses: int = 0


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Things to choose from that were said last; ``suggested`` by us, not written by the shop."""

    items: tuple[str, ...]
    offered_at: Moment
    suggested: bool = False


class Conversation(msgspec.Struct, frozen=True, omit_defaults=True):
    """``talk`` is the open question, ``parked`` are dialogs left before their end, the last left first.

    Until ``held_until`` a person of the shop answers.
    """

    talk: Talk | None = None
    parked: tuple[Talk, ...] = ()
    offer: Offer | None = None
    held_until: Moment | None = None


NOTHING = Conversation()
"""We are in the middle of nothing."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Conversation)


def to_json(conversation: Conversation) -> str | None:
    """The conversation as it is kept with the contact, None where nothing is left of it."""
    return None if conversation == NOTHING else _encoder.encode(conversation).decode()


def from_json(kept: str | None) -> Conversation:
    """The conversation that was kept. What cannot be read, such as an older form, is nothing."""
    if kept is None:
        return NOTHING
    try:
        return _decoder.decode(kept)
    except msgspec.DecodeError:
        return NOTHING


def lasting(conversation: Conversation, dialogs: Sequence[Dialog], now: datetime) -> Conversation:
    """What of it still stands at this moment with these dialogs.

    A dialog that timed out is parked, and so is one whose open question is no longer asked.
    """
    if conversation == NOTHING:
        return conversation
    if conversation.talk is not None and not _is_open(conversation.talk, dialogs, now):
        conversation = park(conversation)
    offer, held_until = conversation.offer, conversation.held_until
    return Conversation(
        talk=conversation.talk,
        parked=tuple(talk for talk in conversation.parked if now - talk.touched_at < KEPT_FOR),
        offer=offer if offer is not None and now - offer.offered_at < OFFERED_FOR else None,
        held_until=held_until if held_until is not None and now < held_until else None,
    )


def going_on(conversation: Conversation, talk: Talk, now: datetime) -> Conversation:
    """With this talk open, touched now. Another that was open is parked."""
    current = conversation.talk
    if current is not None and current.dialog != talk.dialog:
        conversation = park(conversation)
    return replace(conversation, talk=replace(talk, touched_at=now), parked=_others(conversation, talk.dialog))


def park(conversation: Conversation) -> Conversation:
    """With no dialog open: its answers are kept until it is started again."""
    talk = conversation.talk
    if talk is None or not talk.kept:
        return replace(conversation, talk=None)
    return replace(conversation, talk=None, parked=(talk, *_others(conversation, talk.dialog)))


def hold(conversation: Conversation, until: datetime) -> Conversation:
    """Handed to a person of the shop, who is not to be interrupted by our questions."""
    return replace(park(conversation), held_until=until)


def begun(conversation: Conversation, dialog: str) -> Talk | None:
    """What was begun of a dialog, open or parked."""
    talks = (conversation.talk, *conversation.parked)
    return next((talk for talk in talks if talk is not None and talk.dialog == dialog), None)


def named(dialogs: Sequence[Dialog], name: str) -> Dialog | None:
    """The dialog of this name."""
    return next((dialog for dialog in dialogs if dialog.name == name), None)


def open_dialog(conversation: Conversation, dialogs: Sequence[Dialog]) -> Dialog | None:
    """The dialog that is open, None where none is."""
    return None if conversation.talk is None else named(dialogs, conversation.talk.dialog)


def asked_step(dialog: Dialog, talk: Talk) -> Step | None:
    """The step whose question is open, None where nothing was asked yet."""
    return next((step for step in dialog.steps if step.keep == talk.asked), None)


def _is_open(talk: Talk, dialogs: Sequence[Dialog], now: datetime) -> bool:
    dialog = named(dialogs, talk.dialog)
    if dialog is None or (talk.asked and asked_step(dialog, talk) is None):
        return False
    return now - talk.touched_at < timedelta(minutes=dialog.time_out)


def _others(conversation: Conversation, dialog: str) -> tuple[Talk, ...]:
    return tuple(talk for talk in conversation.parked if talk.dialog != dialog)
