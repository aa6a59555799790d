"""Forms: read within a limit, and only when our own page sent them."""

from collections.abc import Mapping
from hmac import compare_digest
from urllib.parse import parse_qsl, urlsplit

import msgspec
from starlette.requests import Request

FORM_BYTES = 16_384
FORM_FIELDS = 50


class FormRefused(Exception):
    """The form was not read. ``status`` is the HTTP status, ``reason`` the key of the sentence to show."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


async def read_body(request: Request) -> bytes:
    """The body, up to 16 KiB. Raises ``FormRefused`` as soon as there is more."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > FORM_BYTES:
            raise FormRefused(413, "refused.too_large")
    return bytes(body)


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a form, URL-encoded or a flat JSON object; of a repeated one the last. Raises ``FormRefused``."""
    body = await read_body(request)
    try:
        fields = _fields(body, request.headers.get("content-type", ""))
    except ValueError as error:
        raise FormRefused(400, "refused.unreadable") from error
    # No keyboard types it, and PostgreSQL keeps no text that holds it.
    if any("\x00" in field for pair in fields.items() for field in pair):
        raise FormRefused(400, "refused.unreadable")
    return fields


def check_origin(request: Request, public_url: str) -> None:
    """Raise ``FormRefused`` when the browser says that another site sent the request.

    A browser that says nothing is believed: the form's own token still has to be right.
    """
    if (site := request.headers.get("sec-fetch-site")) is not None:
        if site in ("same-origin", "none"):
            return
        raise FormRefused(403, "refused.foreign")
    host, public = request.headers.get("host", ""), urlsplit(public_url)
    ours = (f"http://{host}", f"https://{host}", f"{public.scheme}://{public.netloc}")
    if request.headers.get("origin") not in (None, *ours):
        raise FormRefused(403, "refused.foreign")


def check_token(form: Mapping[str, str], csrf_token: str) -> None:
    """Raise ``FormRefused`` unless the form carries the session's token."""
    if not compare_digest(form.get("csrf", "").encode(), csrf_token.encode()):
        raise FormRefused(403, "refused.token")


def _fields(body: bytes, media_type: str) -> dict[str, str]:
    if media_type.startswith("application/json"):
        return msgspec.json.decode(body, type=dict[str, str])
    return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FORM_FIELDS, errors="strict"))
