"""Contacts, for integrators."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field
from sqlalchemy import Engine

from app.api.access import integrators
from app.api.problems import Problem, refusals
from records import directory
from records.database import reading
from records.directory import KnownContact, KnownMood
from records.tokens import Integrator

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
ContactId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


class Identity(BaseModel):
    account: str
    openid: str
    unionid: str | None
    following: bool
    first_followed_at: datetime | None


class MoodName(StrEnum):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Mood(BaseModel):
    mood: MoodName
    score: float
    words: list[str]
    at: datetime


class Source(BaseModel):
    scene: str
    key: str
    at: datetime


class Contact(BaseModel):
    id: str
    nickname: str
    phone: str | None
    source: Source | None
    tags: list[str]
    fields: dict[str, str] = Field(description="What the shop knows under names of its own.")
    mood: Mood | None
    identities: list[Identity]
    last_touch_at: datetime | None
    created_at: datetime


class Contacts(BaseModel):
    items: list[Contact]
    next: str | None


def contacts_router(engine: Engine) -> APIRouter:
    """``/contacts`` and ``/contacts/{id}``."""
    router = APIRouter(tags=["contacts"], responses=refusals(401, 404, 422, 503))
    caller = Depends(integrators(engine))

    @router.get("/contacts")
    def list_contacts(
        asking: Annotated[Integrator, caller],
        after: Annotated[str, Query(pattern="^[0-9a-f]{0,32}$", description="`next` of the page before.")] = "",
        limit: Limit = 50,
        mood: MoodName | None = None,
    ) -> Contacts:
        """Contacts in the order in which they came; `mood=negative` lists who needs attention."""
        with reading(engine) as connection:
            found = directory.page(connection, asking.account_id, after, limit, mood)
        return Contacts(items=[_contact(known) for known in found], next=found[-1].id if len(found) == limit else None)

    @router.get("/contacts/{contact_id}")
    def get_contact(asking: Annotated[Integrator, caller], contact_id: ContactId) -> Contact:
        """One contact."""
        with reading(engine) as connection:
            found = directory.find(connection, asking.account_id, contact_id)
        if found is None:
            raise no_contact()
        return _contact(found)

    return router


def no_contact() -> Problem:
    """For an id that the account does not know."""
    return Problem(404, "no-such-contact", "This account knows no contact of that id.")


def _contact(known: KnownContact) -> Contact:
    source = None
    if known.source_at is not None:
        source = Source(scene=known.source_scene or "", key=known.source_key or "", at=known.source_at)
    return Contact(
        id=known.id,
        nickname=known.nickname,
        phone=known.phone,
        source=source,
        tags=list(known.tags),
        fields=dict(known.fields),
        mood=_mood(known.mood),
        identities=[
            Identity(
                account=each.account_id,
                openid=each.openid,
                unionid=each.unionid,
                following=each.following,
                first_followed_at=each.first_followed_at,
            )
            for each in known.identities
        ],
        last_touch_at=known.last_touch_at,
        created_at=known.created_at,
    )


def _mood(known: KnownMood | None) -> Mood | None:
    if known is None:
        return None
    return Mood(mood=MoodName(known.mood), score=known.score, words=known.words.split(), at=known.at)
