"""A push, carried to our own webhook without a network: the same endpoint, the same bytes."""

from urllib.parse import urlencode

from starlette.types import ASGIApp, Message, Scope

from app.channels.wechat.phone import Push


async def carry(webhook: ASGIApp, account_id: str, push: Push) -> tuple[int, bytes]:
    """The status and the body that the webhook answers."""
    scope: Scope = {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "method": "POST",
        "path": f"/wechat/{account_id}",
        "path_params": {"account": account_id},
        "query_string": urlencode(push.query).encode(),
        "headers": [(b"content-type", b"text/xml"), (b"content-length", str(len(push.body)).encode())],
    }
    status, body = 0, bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": push.body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)
        body.extend(message.get("body", b""))

    await webhook(scope, receive, send)
    return status, bytes(body)
