"""Answers within a dialog: the open question first, then what the script may say in between."""

from msgspec import UNSET
from msgspec.structs import replace
from sqlalchemy import Connection

from handlers.actions import carry_out
from handlers.asking import asked_behind, lead_on, put, put_again
from handlers.facts import gather
from handlers.scripted import answer_found_by
from handlers.situation import Answer, Situation
from records.message import SAID, Kind, Message
from replies.answers.render import render
from replies.answers.reply import HandOver, Reply, Text
from replies.dialogs.advance import Ask, AskAgain, Cancelled, Done, advance, ask_again, question, steer
from replies.dialogs.conversation import Talk, asked_step, going_on, open_dialog, park
from replies.dialogs.corrections import correct
from replies.dialogs.heard import Came, Reason
from replies.dialogs.telling import told
from replies.language.dialog import Dialog, Expect
from replies.language.rule import How
from replies.matching.index import TEXTS, WAITED_FOR

DIALOG = "dialog"
IN_BETWEEN = frozenset(How) - {How.SIMILAR, How.FALLBACK}
"""The rules that may speak within a dialog are those that are surely meant."""
IN_FREE_TEXT = IN_BETWEEN - {How.STARTS_WITH, How.CONTAINS, How.PATTERN}
"""Whoever may write anything uses a keyword now and then."""


def answer_in_dialog(connection: Connection, situation: Situation) -> Answer | None:
    """To somebody whom a dialog asked something. None where none did, or where nobody waits for an answer.

    A rule that answers in between is given first, and the question is said again behind it. A rule that starts a
    dialog, or hands over to a person, takes over.
    """
    talk = situation.conversation.talk
    dialog = open_dialog(situation.conversation, situation.script.index.script.dialogs)
    if talk is None or dialog is None:
        return None
    if situation.message.kind in SAID:
        return _answer_to_said(connection, dialog, talk, situation)
    between = _between(connection, dialog, talk, situation, IN_BETWEEN)
    if between is None and situation.message.kind in WAITED_FOR:
        return _said_next(connection, dialog, question(dialog, talk), situation)
    return between


def _answer_to_said(connection: Connection, dialog: Dialog, talk: Talk, situation: Situation) -> Answer:
    came, fold, today = _came(situation.message), situation.script.index.normaliser, situation.today
    if steered := steer(dialog, talk, came.text, fold):
        return _said_next(connection, dialog, steered, situation)
    step = asked_step(dialog, talk)
    # Any text would do for it, so what is surely meant otherwise is looked for first.
    is_free = step is not None and step.expect is Expect.TEXT
    if is_free and (between := _between(connection, dialog, talk, situation, IN_FREE_TEXT)):
        return between
    heard = advance(dialog, talk, came, today, fold)
    if not isinstance(heard, Reason):
        return _said_next(connection, dialog, heard, situation)
    if corrected := correct(dialog, talk, came, today, fold):
        return _said_next(connection, dialog, corrected, situation)
    if not is_free and (between := _between(connection, dialog, talk, situation, IN_BETWEEN)):
        return between
    return _said_next(connection, dialog, ask_again(dialog, talk, heard, today), situation)


def _came(message: Message) -> Came:
    """What may be an answer. A voice is none: the channel recognises what was said no more (protocol sheet 2.1)."""
    return Came(
        text=message.text if message.kind in TEXTS else "",
        picture=message.media if message.kind is Kind.PICTURE else "",
    )


def _between(
    connection: Connection, dialog: Dialog, talk: Talk, situation: Situation, ways: frozenset[How]
) -> Answer | None:
    """What a rule says in between, None where none does."""
    answer = answer_found_by(connection, situation, ways)
    if answer is None or answer.conversation is not UNSET:
        return answer
    conversation = situation.conversation
    match answer.reply:
        case Text():
            return asked_behind(connection, question(dialog, talk), answer, situation)
        case HandOver():
            return replace(answer, conversation=park(conversation))
        case _:
            return replace(answer, conversation=going_on(conversation, talk, situation.now))


def _said_next(
    connection: Connection, dialog: Dialog, following: Ask | AskAgain | Done | Cancelled, situation: Situation
) -> Answer:
    match following:
        case Ask(talk):
            return _asked(put(connection, following, situation), talk, situation)
        case AskAgain(talk):
            return _asked(put_again(connection, following, situation), talk, situation)
        case Done(talk):
            return _finished(connection, dialog, talk, situation)
        case Cancelled():
            left = replace(situation, conversation=replace(situation.conversation, talk=None))
            reply = render(dialog.cancelled, gather(connection, dialog.cancelled, left, None))
            return _answer(reply, dialog.name, left)


def _asked(reply: Reply, talk: Talk, situation: Situation) -> Answer:
    conversation = going_on(situation.conversation, talk, situation.now)
    return _answer(reply, talk.dialog, replace(situation, conversation=conversation))


def _finished(connection: Connection, dialog: Dialog, talk: Talk, situation: Situation) -> Answer:
    """What the dialog is for is done, then it says so. What was refused of it leaves the rest standing."""
    over = replace(situation.conversation, talk=None)
    ended = replace(situation, conversation=over, told=talk.kept, dialog=dialog.name)
    outcome = carry_out(connection, dialog.do, dialog.name, ended)
    ended = replace(outcome.upon(ended), told=told(dialog, talk.kept, situation.today))
    reply = render(dialog.say, gather(connection, dialog.say, ended, outcome.coupon))
    answer = replace(_answer(reply, dialog.name, ended), deeds=outcome.of(dialog.do))
    return lead_on(connection, dialog.do, answer, ended)


def _answer(reply: Reply, dialog: str, situation: Situation) -> Answer:
    return Answer(reply, dialog, situation.script.version, DIALOG, situation.conversation)
