"""The web application: the faces put together over one house."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.cases import cases_router
from app.api.contacts import contacts_router
from app.api.limits import TooLongAsProblem
from app.api.media import media_router
from app.api.operations import operations
from app.api.problems import answer_problems
from app.api.redemptions import redemptions_router
from app.api.script_checks import script_checks_router
from app.api.script_drafts import script_drafts_router
from app.api.script_learning import script_learning_router
from app.api.script_trials import script_trials_router
from app.api.scripts import scripts_router
from app.api.touchpoints import touchpoints_router
from app.background import Background
from app.house import House, build_house
from app.logs import set_up_logs
from app.pages import routes
from app.settings import Settings
from app.webhook import WEBHOOK, Webhook

FACES_BODY_LIMIT = 64 * 1024
"""Bytes; no form and no wish of an integrator comes near."""


def serve() -> ASGIApp:
    """The application of one worker process, from the environment's settings."""
    set_up_logs()
    app = build_app(build_house(Settings()))
    _calm_collector()
    return app


class Entrance:
    """Lets pushes in by their own door: the way through the framework costs more than the turn itself."""

    def __init__(self, webhook: Webhook, faces: ASGIApp) -> None:
        self._webhook = webhook
        self._faces = faces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(WEBHOOK):
            await self._webhook(scope, receive, send)
        else:
            await self._faces(scope, receive, send)


def build_app(house: House) -> Entrance:
    """The application over a house, which it closes when it ends."""
    background = Background(house)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        background.start()
        try:
            yield
        finally:
            # In a thread: the sync finishes its batch, and meanwhile the loop still serves what is under way.
            await asyncio.to_thread(background.stop)
            await asyncio.to_thread(house.close)

    app = FastAPI(
        title="Huitou",
        summary="Contacts, touchpoints and redemptions of a shop's official account.",
        version="1",
        openapi_url="/api/v1/openapi.json",
        # The ready-made documentation pages load their scripts from outside.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    answer_problems(app, house.zone)
    app.include_router(_api(house))
    app.router.routes.extend([*operations(house), *routes(house)])
    faces = RequestBodyLimitMiddleware(app, max_body_size=FACES_BODY_LIMIT)
    return Entrance(house.webhook, TooLongAsProblem(faces))


def _calm_collector() -> None:
    """Look for lost cycles rarely: a turn leaves none, and what was made until now stays for good.

    Measured: the collector took a tenth of the webhook's time, most of it walking over compiled scripts.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _api(house: House) -> APIRouter:
    api = APIRouter(prefix="/api/v1")
    api.include_router(contacts_router(house.engine))
    api.include_router(touchpoints_router(house.engine))
    api.include_router(redemptions_router(house))
    api.include_router(script_trials_router(house))
    api.include_router(script_learning_router(house))
    api.include_router(cases_router(house))
    api.include_router(media_router(house))
    api.include_router(scripts_router(house))
    api.include_router(script_drafts_router(house))
    api.include_router(script_checks_router(house))
    return api
