"""Media that scripts may show, for integrators."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from app.api.access import integrators
from app.api.contacts import Limit
from app.api.limits import ShortBody
from app.api.problems import PROBLEMS, Problem
from app.api.redemptions import NO_CONTROLS
from app.house import House
from app.media import MediaInUse, refuse_used
from records import media
from records.database import reading
from records.tokens import Integrator

ID = f"^{media.ID.pattern}$"
MediaId = Annotated[str, Path(pattern=ID)]
AfterMedia = Annotated[str, Query(max_length=128, pattern=NO_CONTROLS, description="`next` of the page before.")]
Anyway = Annotated[bool, Query(description="Also while the live script shows it.")]


class MediaKind(StrEnum):
    PICTURE = "picture"
    VOICE = "voice"
    VIDEO = "video"
    THUMB = "thumb"


class NewMedia(BaseModel):
    id: str = Field(pattern=ID, description="The channel's media_id of it, of a permanent piece.")
    kind: MediaKind
    name: str = Field(min_length=1, max_length=200, pattern=NO_CONTROLS, description="What staff call it.")


class Media(BaseModel):
    id: str
    kind: MediaKind
    name: str
    created_at: datetime


class MediaPage(BaseModel):
    items: list[Media]
    next: str | None


def media_router(house: House) -> APIRouter:
    """``/media``."""
    router = APIRouter(tags=["media"], responses=PROBLEMS, route_class=ShortBody)
    caller = Depends(integrators(house.engine))

    @router.get("/media")
    def list_media(asking: Annotated[Integrator, caller], after: AfterMedia = "", limit: Limit = 50) -> MediaPage:
        """The media that are known, in the order of their ids."""
        with reading(house.engine) as connection:
            found = media.media_of(connection, asking.account_id, after, limit)
        items = [Media.model_validate(each, from_attributes=True) for each in found]
        return MediaPage(items=items, next=found[-1].id if len(found) == limit else None)

    @router.post("/media", status_code=204)
    async def add_media(asking: Annotated[Integrator, caller], new: NewMedia) -> None:
        """Make a piece of media known, or correct what is known of it."""
        await house.turns.run(_adding(house, asking, new))

    @router.delete("/media/{media_id}", status_code=204)
    async def remove_media(asking: Annotated[Integrator, caller], media_id: MediaId, anyway: Anyway = False) -> None:
        """Forget a piece of media; refused while the live script shows it."""
        if not anyway:
            # Before the turn: a script is long to read, and turns wait for one another.
            await asyncio.to_thread(_refuse_used, house, asking, media_id)
        if not await house.turns.run(_removing(house, asking, media_id)):
            raise Problem(404, "no-such-media", "This account knows no media of that id.")

    return router


def _adding(house: House, asking: Integrator, new: NewMedia) -> Callable[[Connection], None]:
    return lambda connection: media.register(
        connection, asking.account_id, new.id, new.kind.value, new.name, house.clock()
    )


def _removing(house: House, asking: Integrator, media_id: str) -> Callable[[Connection], bool]:
    return lambda connection: media.remove(connection, asking.account_id, media_id, house.clock())


def _refuse_used(house: House, asking: Integrator, media_id: str) -> None:
    try:
        with reading(house.engine) as connection:
            refuse_used(connection, asking.account_id, media_id)
    except MediaInUse as used:
        raise Problem(
            409, "media-in-use", f"The live script shows it in {used}. Change those rules first, or send anyway=true."
        ) from used
