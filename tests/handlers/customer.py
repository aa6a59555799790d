"""A customer who chats with a shop: what they type goes through the whole reception, what they read comes back."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from sqlalchemy import Connection, Engine

from handlers.receive import Reception
from records.contacts import Contact, find
from records.database import reading, writing
from records.message import Kind, Message
from replies.answers.reply import Choices, Reply, Text
from replies.dialogs.conversation import Conversation, from_json
from replies.language.rule import Script
from replies.matching.index import ScriptIndex
from replies.matching.normalise import Normaliser
from replies.versions.library import Published, ScriptLibrary
from tests.factories import NOON, make_message

SHANGHAI = ZoneInfo("Asia/Shanghai")


class OpenLibrary(ScriptLibrary):
    """Hands out the script that was put into it last, as if it had just been published."""

    def __init__(self) -> None:
        super().__init__()
        self._fold = Normaliser()
        self._version = 0

    def put(self, script: Script, index: type[ScriptIndex] = ScriptIndex) -> None:
        self._version += 1
        self._live = Published(self._version, index(script, self._fold))

    def current(self, connection: Connection, account_id: str) -> Published:
        return self._live


class Customer:
    """Says one thing after another, a second apart unless time passes."""

    def __init__(self, engine: Engine, library: ScriptLibrary, openid: str = "o-lin") -> None:
        self.engine = engine
        self.openid = openid
        self.now = NOON
        self.library = library
        self._numbers = count()
        self.huitou_restarts()

    def huitou_restarts(self) -> None:
        self._reception = Reception(self.library, SHANGHAI, lambda: self.now)

    def waits(self, **time: float) -> None:
        self.now += timedelta(**time)

    def says(self, text: str) -> str:
        """What the customer reads when they type this."""
        return read(self.does(Kind.TEXT, text=text))

    def talk(self, *texts: str) -> list[str]:
        return [self.says(text) for text in texts]

    def does(self, kind: Kind, **fields: Any) -> Reply:
        return self.sends(self.message(kind, **fields))

    def message(self, kind: Kind = Kind.TEXT, **fields: Any) -> Message:
        self.now += timedelta(seconds=1)
        made = make_message(kind, at=next(self._numbers), sender=self.openid, **fields)
        return replace(made, occurred_at=self.now.replace(microsecond=0))

    def sends(self, message: Message) -> Reply:
        with writing(self.engine) as connection:
            (reply,) = self._reception.receive(connection, [message])
        return reply

    @property
    def knows_us(self) -> bool:
        with reading(self.engine) as connection:
            return find(connection, ("main", self.openid)) is not None

    @property
    def contact(self) -> Contact:
        with reading(self.engine) as connection:
            found = find(connection, ("main", self.openid))
        assert found is not None
        return found

    @property
    def conversation(self) -> Conversation:
        return from_json(self.contact.conversation)

    @property
    def kept(self) -> dict[str, str]:
        """The answers of the dialog that is open."""
        talk = self.conversation.talk
        return {} if talk is None else dict(talk.kept)


def read(reply: Reply) -> str:
    """The words of a reply that a person reads in the chat; otherwise which kind of reply it is, in brackets."""
    match reply:
        case Text(text):
            return text
        case Choices():
            return reply.numbered().text
        case _:
            return f"[{type(reply).__name__}]"


def at(moment: str) -> datetime:
    """A moment on the shop's clock, such as ``2027-02-03 12:00``."""
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI).astimezone(NOON.tzinfo)
