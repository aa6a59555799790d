"""Asking a dialog's questions, behind what else is said."""

from datetime import timedelta

from msgspec.structs import replace
from sqlalchemy import Connection

from handlers.facts import gather
from handlers.situation import Answer, Situation
from replies.answers.render import render
from replies.answers.reply import Choices, Reply, Silence, Text
from replies.dialogs.advance import Ask, AskAgain, begin
from replies.dialogs.conversation import Talk, begun, going_on, hold, named
from replies.dialogs.telling import told
from replies.language.action import Action, Hold, StartDialog
from replies.language.dialog import Step


def lead_on(connection: Connection, do: tuple[Action, ...], answer: Answer, situation: Situation) -> Answer:
    """The answer of a rule or a dialog, and what it does to the conversation: starts a dialog, or hands over."""
    for action in do:
        match action:
            case StartDialog(name):
                answer = _started(connection, name, answer, situation)
            case Hold(minutes):
                until = situation.now + timedelta(minutes=minutes)
                answer = replace(answer, conversation=hold(answer.conversation_in(situation), until))
    return answer


def asked_behind(connection: Connection, ask: Ask, answer: Answer, situation: Situation) -> Answer:
    """The answer with the question behind its text, or alone where nothing else is said.

    An answer is one message: to a picture, a card or the like nothing can be added. The question then waits, and is
    said to whatever the person says next.
    """
    talk, reply = ask.talk, answer.reply
    match reply:
        case Silence():
            reply = put(connection, ask, situation)
        case Text(text):
            reply = _behind(text, put(connection, ask, situation))
        case _:
            talk = replace(talk, asked="")
    conversation = going_on(answer.conversation_in(situation), talk, situation.now)
    return replace(answer, reply=reply, conversation=conversation)


def put(connection: Connection, ask: Ask, situation: Situation) -> Reply:
    """The question as this person is asked it."""
    asked = _said(connection, ask.step.ask, ask.talk, situation)
    return _with_choices("\n".join(part for part in (ask.lead, asked) if part), ask.step)


def put_again(connection: Connection, again: AskAgain, situation: Situation) -> Reply:
    """What this person is told whose answer was not understood."""
    own = _said(connection, again.step.again, again.talk, situation)
    return _with_choices("\n".join(part for part in (own or again.sentence, again.way_out) if part), again.step)


def _started(connection: Connection, name: str, answer: Answer, situation: Situation) -> Answer:
    dialog = named(situation.script.index.script.dialogs, name)
    if dialog is None:
        return answer
    former = begun(answer.conversation_in(situation), name)
    return asked_behind(connection, begin(dialog, former, situation.now), answer, situation)


def _said(connection: Connection, text: str, talk: Talk, situation: Situation) -> str:
    say = Text(text)
    dialog = named(situation.script.index.script.dialogs, talk.dialog)
    answers = told(dialog, talk.kept, situation.today) if dialog else talk.kept
    facts = gather(connection, say, replace(situation, told=answers), None)
    said = render(say, facts)
    return said.text if isinstance(said, Text) else ""


def _with_choices(text: str, step: Step) -> Reply:
    return Choices(text, step.choices) if step.choices else Text(text)


def _behind(first: str, asked: Reply) -> Reply:
    match asked:
        case Text(text):
            return Text(f"{first}\n\n{text}")
        case Choices(ask, items, after):
            return Choices(f"{first}\n\n{ask}", items, after)
        case _:
            return Text(first)
