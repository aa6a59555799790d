"""No integrator sends a long body, so a long one is refused before it is read."""

import sys
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import Message, Receive

from replies.language.source import MAX_BYTES

BODY_LIMIT = 16_384
"""Bytes; a wish to redeem has a hundred."""
SCRIPT_LIMIT = 2 * MAX_BYTES + BODY_LIMIT
"""Bytes; a script in JSON has a few more than in YAML, one whose letters are all escaped twice as many."""


class BoundedBody(APIRoute):
    """A route that reads so many bytes at most, and answers 413 as soon as there are more."""

    limit: ClassVar[int]

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        handle = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            length = request.headers.get("content-length", "0")
            if not length.isdigit() or int(length) > self.limit:
                raise HTTPException(413)
            return await handle(Request(request.scope, _bounded(request.receive, self.limit)))

        return bounded


class ShortBody(BoundedBody):
    """A route that reads 16 KiB at most."""

    limit = BODY_LIMIT


class ScriptBody(BoundedBody):
    """A route that reads a script of the largest size there may be, in JSON."""

    limit = SCRIPT_LIMIT

    def __init__(self, *told: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        # The faces' own limit is lower: it gives way to one that stands further in.
        self.app = RequestBodyLimitMiddleware(self.app, max_body_size=sys.maxsize)


def _bounded(receive: Receive, limit: int) -> Receive:
    read = 0

    async def receive_some() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise HTTPException(413)
        return message

    return receive_some
