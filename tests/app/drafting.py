"""Scripts over HTTP, as an integrator writes and publishes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from records.database import open_engine, writing
from tests.app.conftest import ACCOUNT
from tests.app.server import Server
from tests.app.standing import standing_server
from tests.factories import make_account


@contextmanager
def two_shops(request: pytest.FixtureRequest, folder: Path) -> Iterator[Server]:
    """A server on the kind of database that the fixture asks for, with the account ``bakery`` beside ``main``."""
    with standing_server(request.param, request, folder, ACCOUNT, HUITOU_CRM_CONNECTOR="none") as server:
        engine = open_engine(server.database_url)
        with writing(engine) as connection:
            make_account(connection, "bakery")
        engine.dispose()
        yield server


def ok(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


def script(answer: str) -> str:
    return f"rules:\n  - name: 时间\n    when: {{text: {{contains: 几点}}}}\n    say: {answer}\n"


def put(api: httpx.Client, draft: dict[str, Any], source: str, revision: int | None = None) -> httpx.Response:
    return api.put(f"/scripts/drafts/{draft['id']}", json={"revision": revision or draft["revision"], "source": source})


def publish(api: httpx.Client, draft: dict[str, Any], **more: Any) -> httpx.Response:
    return api.post(f"/scripts/drafts/{draft['id']}/publish", json={"note": "春节"} | more)


def live(api: httpx.Client, source: str) -> int:
    """Publish a source by way of a draft; its version."""
    made = ok(api.post("/scripts/drafts", json={"name": "x", "source": source}), 201)
    return int(ok(publish(api, made), 201)["version"])
