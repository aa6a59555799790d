"""Errors as problem+json (RFC 9457): what went wrong, and what to do."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from loyalty.refusals import Refusal
from records.idempotency import KeyReused
from records.turns import Overloaded, Stopped
from replies.language.source import ScriptError
from replies.versions.refusals import Refused

API = "/api/"
MEDIA = "application/problem+json"
REFUSED: Mapping[int, tuple[str, str]] = {
    400: ("unreadable", "The body cannot be read. Send JSON in UTF-8."),
    404: ("not-found", "There is nothing at this address. /api/v1/openapi.json lists what there is."),
    405: ("method-not-allowed", "This address does not answer that method; the header Allow names those it does."),
    413: ("too-large", "The body is too large. /api/v1/openapi.json says what belongs into it."),
}
"""What the framework refuses by itself, by its status."""

_TEXT: Mapping[str, str] = {"type": "string"}
_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": meaning, "content": {MEDIA: {"schema": _SCHEMA}}}
    for status, meaning in (
        (401, "No token, or one that is unknown or revoked"),
        (404, "There is no such thing in this account"),
        (409, "The shop refuses, or the Idempotency-Key was used for something else; `detail` says why"),
        (413, "The body is too large"),
        (422, "The request is not as described here"),
        (503, "Nothing was done; ask again"),
    )
}
"""How an operation may be refused, for its description."""


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How an operation may be refused that knows only these."""
    return {status: PROBLEMS[status] for status in statuses}


class Problem(Exception):
    """A refusal of the API: its status, a short stable code, and a sentence that says what to do."""

    def __init__(self, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers


def answer_problems(app: FastAPI, zone: ZoneInfo) -> None:
    """Answer every error below ``/api/`` as problem+json, moments as a clock in ``zone`` shows them."""
    app.exception_handler(Problem)(_problem)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(KeyReused)(_key_reused)
    app.exception_handler(Refusal)(partial(_refusal, zone))
    app.exception_handler(Refused)(_script_refused)
    app.exception_handler(ScriptError)(_script_unusable)
    app.exception_handler(Overloaded)(_busy)
    app.exception_handler(Stopped)(_busy)
    app.exception_handler(SQLAlchemyError)(_no_database)
    app.exception_handler(Exception)(_unforeseen)


def response(
    status: int,
    code: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Response:
    """The answer for one problem; ``more`` are members of its own."""
    told = {"type": f"urn:huitou:{code}", "title": code, "status": status, "detail": detail}
    return Response(msgspec.json.encode(told | dict(more or {})), status, headers, media_type=MEDIA)


def _problem(_request: Request, error: Problem) -> Response:
    return response(error.status, error.code, error.detail, error.headers)


def _invalid(_request: Request, error: RequestValidationError) -> Response:
    wrong = "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())
    return response(422, "invalid-request", f"{wrong}.")


def _http(request: Request, error: HTTPException) -> Response:
    if not request.url.path.startswith(API):
        return Response(f"{error.detail}\n", error.status_code, headers=error.headers, media_type="text/plain")
    code, detail = REFUSED.get(error.status_code, ("refused", str(error.detail)))
    return response(error.status_code, code, detail, error.headers)


def _refusal(zone: ZoneInfo, _request: Request, error: Refusal) -> Response:
    """What the shop refuses is told in both languages; the status says whether the thing is there at all."""
    said = error.say(zone)
    return response(404 if error.code.startswith("unknown-") else 409, error.code, f"{said.zh} {said.en}")


def _script_refused(_request: Request, refused: Refused) -> Response:
    """Why nothing was done to versions or drafts, and what is there instead."""
    status = 404 if refused.code.startswith("unknown-") else 422 if refused.code.startswith("unusable-") else 409
    return response(status, refused.code, f"{refused.en} {refused}", more=refused.present)


def _script_unusable(_request: Request, error: Exception) -> Response:
    return response(422, "unusable-script", f"The script cannot be used. {error}")


def _key_reused(_request: Request, error: Exception) -> Response:
    return response(409, "idempotency-key-reused", str(error))


def _busy(request: Request, _error: Exception) -> Response:
    return _failed(request, 503, "busy", "Too much at once, and nothing was done. Ask again in a moment.")


def _no_database(request: Request, error: Exception) -> Response:
    structlog.get_logger().error("database failed", exc_info=error)
    return _failed(request, 503, "database-away", "The database is away, and nothing was done. Ask again in a moment.")


def _unforeseen(request: Request, _error: Exception) -> Response:
    """The server logs the error itself."""
    return _failed(request, 500, "unforeseen", "Something went wrong here, and nothing was done. The log says what.")


def _failed(request: Request, status: int, code: str, detail: str) -> Response:
    if request.url.path.startswith(API):
        return response(status, code, detail)
    return Response(f"{detail}\n", status, media_type="text/plain")
