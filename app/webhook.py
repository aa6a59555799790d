"""The webhook: a plain ASGI endpoint, because the framework's own request handling costs more than a turn.

Nothing is acknowledged that was not committed: what cannot be kept is answered 503, so that the channel tries again.
"""

import asyncio
from time import perf_counter
from urllib.parse import parse_qsl

import msgspec
import structlog
from starlette.types import Receive, Scope, Send

from app.accounts import Doors
from app.channels.wechat.door import BODY_LIMIT, SUCCESS, WeChatDoor
from app.channels.wechat.refusals import Refused
from app.metrics import Metrics
from handlers.receive import Reception
from records.clock import Clock
from records.message import Message
from records.turns import Overloaded, TurnRunner

ANSWER_SECONDS = 4.8
"""The channel cuts the line after five (protocol sheet 1.6): until then it can still be told to try again."""

WEBHOOK = "/wechat/"
"""Where the webhook stands; behind it comes the account's name."""

TOO_LARGE = f"A push is at most {BODY_LIMIT} bytes."
PLAIN_TEXT = b"text/plain; charset=utf-8"
XML = b"text/xml; charset=utf-8"
ALLOWED = ((b"allow", b"GET, POST"),)


class HttpAnswer(msgspec.Struct, frozen=True, gc=False):
    """What goes back over HTTP; ``media`` is the content type."""

    status: int
    body: bytes
    media: bytes = PLAIN_TEXT


class Webhook:
    """Answers ``/wechat/{account}``."""

    def __init__(self, doors: Doors, reception: Reception, turns: TurnRunner, clock: Clock, metrics: Metrics) -> None:
        self._doors = doors
        self._reception = reception
        self._turns = turns
        self._clock = clock
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = perf_counter()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await self._answer(scope, receive)
        except Refused as refused:
            answer = HttpAnswer(refused.status, f"{refused}\n".encode())
        except TimeoutError:
            # The turn goes on: if it is kept, the retry gets its answer.
            answer = HttpAnswer(503, b"It took too long; send it again.\n")
        self._metrics.answered(answer.status, perf_counter() - started)
        await _send(answer, send)

    async def _answer(self, scope: Scope, receive: Receive) -> HttpAnswer:
        door = await self._doors.find(scope["path"].removeprefix(WEBHOOK))
        if door is None:
            raise Refused(404, "No such account. The address ends in the account's name, /wechat/main for the first.")
        query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        if scope["method"] == "GET":
            return HttpAnswer(200, door.verify(query).encode())
        if scope["method"] != "POST":
            raise Refused(405, "Only GET and POST are answered here.")
        return await self._take(door, query, await _read(scope, receive))

    async def _take(self, door: WeChatDoor, query: dict[str, str], body: bytes) -> HttpAnswer:
        opened = door.open(query, body, self._clock())
        message = opened.message
        try:
            reply = await self._turns.join(self._reception.receive, message, _turn_key(message))
        except Overloaded as error:
            raise Refused(503, "Too much at once; send it again.") from error
        except Exception as error:
            structlog.get_logger().exception("turn failed", kind=message.kind, key=message.key)
            raise Refused(503, "It could not be kept; send it again.") from error
        said = door.answer(opened, reply, self._clock())
        return HttpAnswer(200, said, b"text/plain" if said is SUCCESS else XML)


def _turn_key(message: Message) -> str:
    """Turns of one person go one after another; a push about nobody waits only for its own retry."""
    return ":".join(message.person) if message.sender else message.key


async def _read(scope: Scope, receive: Receive) -> bytes:
    """The body, refused as soon as it is known to be too large."""
    for name, value in scope["headers"]:
        if name == b"content-length" and (not value.isdigit() or int(value) > BODY_LIMIT):
            raise Refused(413, TOO_LARGE)
    body = b""
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise Refused(400, "The body broke off.")
        body += bytes(event.get("body", b""))
        if len(body) > BODY_LIMIT:
            raise Refused(413, TOO_LARGE)
        if not event.get("more_body"):
            return body


async def _send(answer: HttpAnswer, send: Send) -> None:
    headers = [
        (b"content-type", answer.media),
        (b"content-length", b"%d" % len(answer.body)),
        *(ALLOWED if answer.status == 405 else ()),
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
