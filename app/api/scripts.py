"""Scripts, for integrators and consoles: versions, the way back, differences, and who did what."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field

from app.api.access import integrators
from app.api.contacts import Limit
from app.api.limits import ShortBody
from app.api.problems import refusals
from app.house import House
from app.scripts import script_called
from records.database import reading, writing
from records.ids import LARGEST_NUMBER
from records.tokens import Integrator
from replies.versions import diff, log
from replies.versions.publishing import (
    ScriptVersion,
    history,
    load_source,
    published_version,
    roll_back,
    version_of,
)

MAX_VERSION = 2**31 - 1

Number = Annotated[int, Path(ge=1, le=MAX_VERSION)]
AfterVersion = Annotated[int | None, Query(ge=1, le=MAX_VERSION, description="`next` of the page before.")]
After = Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER, description="`next` of the page before.")]
EntryId = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
Side = Annotated[
    str, Query(pattern="^(live|[0-9]{1,9}|[0-9a-f]{32})$", description="A version's number, `live`, or a draft's id.")
]


class Version(BaseModel):
    version: int
    note: str
    published_by: str | None
    published_at: datetime
    live: bool


class WholeVersion(Version):
    source: str = Field(description="The script as it was written, YAML.")


class Versions(BaseModel):
    items: list[Version]
    next: str | None


class RollBack(BaseModel):
    version: int = Field(ge=1, le=MAX_VERSION, description="The version that is to answer again.")


class Published(BaseModel):
    version: int = Field(description="The number of the version that answers from now on.")


class Change(BaseModel):
    part: diff.Part
    how: diff.How
    name: str
    lines: list[str] = Field(
        description="Lines of YAML behind `+`, `-` or a blank; none for what moved and for examples."
    )


class Difference(BaseModel):
    changes: list[Change]


class Entry(BaseModel):
    id: int
    at: datetime
    actor: str
    deed: log.Deed
    subject: str = Field(description="A draft's id, or a version's number.")
    detail: str


class TextBefore(BaseModel):
    source: str = Field(description="The draft's text as it was before these saves.")


class Log(BaseModel):
    items: list[Entry]
    next: str | None


def scripts_router(house: House) -> APIRouter:
    """``/scripts``, ``/scripts/versions/{version}``, ``/scripts/rollback``, ``/scripts/diff`` and ``/scripts/log``."""
    router = APIRouter(tags=["scripts"], responses=refusals(401, 422, 503), route_class=ShortBody)
    caller = Depends(integrators(house.engine))
    _versions(router, house, caller)
    _histories(router, house, caller)
    return router


def _versions(router: APIRouter, house: House, caller: Any) -> None:
    """The versions, and the way back."""

    @router.get("/scripts")
    def list_versions(asking: Annotated[Integrator, caller], after: AfterVersion = None, limit: Limit = 50) -> Versions:
        """The versions, newest first."""
        with reading(house.engine) as connection:
            live = published_version(connection, asking.account_id)
            found = history(connection, asking.account_id, after, limit)
        items = [_version(each, live) for each in found]
        return Versions(items=items, next=str(found[-1].version) if len(found) == limit else None)

    @router.get("/scripts/versions/{version}", responses=refusals(404))
    def get_version(asking: Annotated[Integrator, caller], version: Number) -> WholeVersion:
        """A version with its source."""
        with reading(house.engine) as connection:
            live = published_version(connection, asking.account_id)
            found = version_of(connection, asking.account_id, version)
            source = load_source(connection, asking.account_id, version)
        return WholeVersion(**_version(found, live).model_dump(), source=source)

    @router.post("/scripts/rollback", status_code=201, responses=refusals(404, 409, 413))
    def go_back_to_version(asking: Annotated[Integrator, caller], wish: RollBack) -> Published:
        """Let an older version answer again, as a new version."""
        with writing(house.engine) as connection:
            new = roll_back(connection, asking.account_id, wish.version, asking.name, house.clock())
        return Published(version=new)


def _histories(router: APIRouter, house: House, caller: Any) -> None:
    """What is different, and who did what."""

    @router.get("/scripts/diff", responses=refusals(404))
    def compare_scripts(asking: Annotated[Integrator, caller], old: Side, new: Side) -> Difference:
        """What is different between two scripts, rule by rule."""
        before, after = (script_called(house.engine, asking.account_id, name) for name in (old, new))
        found = diff.difference(before, after)
        return Difference(changes=[Change.model_validate(each, from_attributes=True) for each in found.changes])

    @router.get("/scripts/log")
    def list_log(asking: Annotated[Integrator, caller], after: After = None, limit: Limit = 50) -> Log:
        """Who did what, newest first. Saves of a draft that one person makes in a sitting are one entry."""
        with reading(house.engine) as connection:
            found = log.log_of(connection, asking.account_id, after, limit)
        items = [Entry.model_validate(each, from_attributes=True) for each in found]
        return Log(items=items, next=str(found[-1].id) if len(found) == limit else None)

    @router.get("/scripts/log/{entry}/before", responses=refusals(404))
    def get_text_before_saves(asking: Annotated[Integrator, caller], entry: EntryId) -> TextBefore:
        """What a draft said before the saves of an entry, for who wants it back."""
        with reading(house.engine) as connection:
            return TextBefore(source=log.text_before(connection, asking.account_id, entry))


def _version(known: ScriptVersion, live: int | None) -> Version:
    return Version(
        version=known.version,
        note=known.note,
        published_by=known.published_by,
        published_at=known.created_at,
        live=known.version == live,
    )
