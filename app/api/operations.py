"""For those who keep it running: is it alive, can it work, how much does it do."""

import asyncio

import msgspec
import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.house import House
from records import outbox
from records.database import reading
from records.outbox import Backlog, Topic
from records.schema import LEVEL, present_level

SYNC_LAG_SECONDS = 3_600.0
"""Contacts that wait for the CRM longer than this are a reason to look, and readiness says so."""


class Readiness(msgspec.Struct, frozen=True):
    """What readiness rests on."""

    ready: bool
    database: bool
    migrated: bool
    sync_lag_seconds: float
    sync_late: bool


def operations(house: House) -> list[Route]:
    """``/healthz``, ``/readyz`` and ``/metrics``."""

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def ready(_request: Request) -> Response:
        found = await asyncio.to_thread(_readiness, house)
        return Response(msgspec.json.encode(found), 200 if found.ready else 503, media_type="application/json")

    async def metrics(_request: Request) -> Response:
        await asyncio.to_thread(_note_backlogs, house)
        return Response(house.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]


def _readiness(house: House) -> Readiness:
    """Late contacts do not make the account unready: customers are still answered, so no balancer may drop us."""
    try:
        migrated = present_level(house.engine) == LEVEL
        lag = _backlog(house, Topic.CONTACT_CHANGED).lag(house.clock()).total_seconds() if migrated else 0.0
    except SQLAlchemyError:
        return Readiness(ready=False, database=False, migrated=False, sync_lag_seconds=0.0, sync_late=False)
    return Readiness(
        ready=migrated, database=True, migrated=migrated, sync_lag_seconds=lag, sync_late=lag > SYNC_LAG_SECONDS
    )


def _note_backlogs(house: House) -> None:
    """While the database is away the counts of this process are still told, beside the last known backlog."""
    house.metrics.queue_is(house.turns.waiting)
    try:
        for topic in Topic:
            found = _backlog(house, topic)
            house.metrics.backlog_is(topic.value, found.waiting, found.dead, found.lag(house.clock()).total_seconds())
    except SQLAlchemyError as error:
        structlog.get_logger().error("backlog not read", error=type(error).__name__)


def _backlog(house: House, topic: Topic) -> Backlog:
    with reading(house.engine) as connection:
        return outbox.backlog(connection, topic)
