"""A CRM that listens on loopback, remembers what it was told, has limits, and can be as ugly as real ones are."""

import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler", Any], None]
HTML = "<!doctype html><title>正在维护</title>".encode()


class StandInCrm:
    """``contacts`` by their external key; ``requests`` in the order in which they came, bodies decoded."""

    def __init__(self) -> None:
        self.contacts: dict[str, Any] = {}
        self.requests: list[Any] = []
        self.headers: list[dict[str, str]] = []
        self.refused: dict[str, str] = {}
        self.token: str | None = None
        self.limit: int | None = None
        self.retry_after = "60"
        self.each_row = False
        self.moods: deque[Behaviour] = deque()
        self.lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.crm = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/contacts"

    def then(self, *moods: Behaviour) -> None:
        """The next requests are met with these, one each; afterwards all is well again."""
        self.moods.extend(moods)

    def refuse(self, key: str, words: str) -> None:
        self.refused[key] = words

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    crm: StandInCrm
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in the middle of its request is no news here."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        crm = self.server.crm
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with crm.lock:
            crm.requests.append(body)
            crm.headers.append(dict(self.headers))
            mood = crm.moods.popleft() if crm.moods else well
        mood(self, body)

    def answer(self, status: int, body: object, **headers: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Quiet."""


def well(handler: Handler, body: Any) -> None:
    """Take what is right, refuse what is not."""
    crm = handler.server.crm
    if crm.token and handler.headers.get("Authorization") != f"Bearer {crm.token}":
        return handler.answer(401, {"message": "token expired"})
    if crm.limit is not None and len(crm.requests) > crm.limit:
        return handler.answer(429, {"message": "quota"}, Retry_After=crm.retry_after)
    rows = body if isinstance(body, list) else [body]
    answers = [keep(crm, row) for row in rows]
    if crm.each_row:
        return handler.answer(207, answers)
    refused = [answer for answer in answers if answer["status"] != 200]
    return handler.answer(422, refused[0]) if refused else handler.answer(200, {"ok": True})


def keep(crm: StandInCrm, row: dict[str, Any]) -> dict[str, Any]:
    if row["id"] in crm.refused:
        return {"status": 422, "message": crm.refused[row["id"]]}
    with crm.lock:
        crm.contacts[row["id"]] = row
    return {"status": 200}


def says(status: int, body: object = b"", **headers: str) -> Behaviour:
    return lambda handler, _body: handler.answer(status, body, **headers)


def breaks_off(handler: Handler, body: Any) -> None:
    """Keep the contact, then reset the connection in the middle of saying so: was it taken or not?"""
    keep(handler.server.crm, body)
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"ok":')
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


@contextmanager
def held_up(crm: StandInCrm) -> Iterator[threading.Event]:
    """The next request is kept waiting (and its contact unkept) until the block ends; the event says it has come."""
    arrived, go_on = threading.Event(), threading.Event()

    def wait(handler: Handler, body: Any) -> None:
        arrived.set()
        go_on.wait(20)
        well(handler, body)

    crm.then(wait)
    try:
        yield arrived
    finally:
        go_on.set()
