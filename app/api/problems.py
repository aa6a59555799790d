"""Errors as problem+json (RFC 9457): what went wrong, and what to do."""

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from loyalty.refusals import Refusal
from records.idempotency import KeyReused
from records.turns import Overloaded, Stopped

API = "/api/"


class Problem(Exception):
    """A refusal of the API: its status, a short stable code, and a sentence that says what to do."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail


def answer_problems(app: FastAPI) -> None:
    """Answer every error below ``/api/`` as problem+json."""
    app.exception_handler(Problem)(_problem)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(KeyReused)(_key_reused)
    app.exception_handler(Refusal)(_refusal)
    app.exception_handler(Overloaded)(_busy)
    app.exception_handler(Stopped)(_busy)


def response(status: int, code: str, detail: str) -> Response:
    """The answer for one problem."""
    body = msgspec.json.encode({"type": f"urn:huitou:{code}", "title": code, "status": status, "detail": detail})
    return Response(body, status, media_type="application/problem+json")


def _problem(_request: Request, error: Problem) -> Response:
    return response(error.status, error.code, error.detail)


def _invalid(_request: Request, error: RequestValidationError) -> Response:
    wrong = "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())
    return response(422, "invalid-request", wrong)


def _http(request: Request, error: HTTPException) -> Response:
    if not request.url.path.startswith(API):
        return Response(f"{error.detail}\n", error.status_code, headers=error.headers, media_type="text/plain")
    return response(error.status_code, "not-found" if error.status_code == 404 else "refused", str(error.detail))


def _refusal(_request: Request, error: Refusal) -> Response:
    """What the shop refuses is told in both languages; the status says whether the thing is there at all."""
    return response(404 if error.code.startswith("unknown-") else 409, error.code, f"{error.zh} {error.en}")


def _key_reused(_request: Request, error: Exception) -> Response:
    return response(409, "idempotency-key-reused", str(error))


def _busy(_request: Request, _error: Exception) -> Response:
    return response(503, "busy", "Too much at once, and nothing was done. Ask again in a moment.")
