"""No integrator sends a long body, so a long one is refused before it is read."""

from collections.abc import Awaitable, Callable

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import API, REFUSED, response
from replies.language.source import MAX_BYTES

NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
"""PostgreSQL cannot even compare a text that holds a NUL."""
BODY_LIMIT = 16_384
"""Bytes; a wish to redeem has a hundred."""
SCRIPT_LIMIT = 2 * MAX_BYTES + BODY_LIMIT
"""Bytes; JSON may write a Chinese character of three in six."""


class ShortBody(APIRoute):
    """A route that reads 16 KiB at most, and answers 413 as soon as there is more."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            length = request.headers.get("content-length", "0")
            if not length.isdigit() or int(length) > BODY_LIMIT:
                raise HTTPException(413)
            return await handle(Request(request.scope, _bounded(request.receive)))

        return bounded


def _bounded(receive: Receive) -> Receive:
    read = 0

    async def receive_some() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > BODY_LIMIT:
            raise HTTPException(413)
        return message

    return receive_some


class TooLongAsProblem:
    """Around the framework's own limits, which answer a long body with a plain text: below ``/api/`` a problem."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answered = False

        async def send_problem(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start" and message["status"] == 413:
                answered = True
                await response(413, *REFUSED[413])(scope, receive, send)
            elif not answered:
                await send(message)

        is_api = scope["type"] == "http" and scope["path"].startswith(API)
        await self._app(scope, receive, send_problem if is_api else send)
