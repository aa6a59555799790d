"""What rules and dialogs leave for the shop to do and to read, for integrators."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from app.api.access import integrators
from app.api.contacts import Limit
from app.api.limits import ShortBody
from app.api.problems import PROBLEMS, Problem
from app.api.redemptions import NO_CONTROLS
from app.house import House
from records import cases, notices
from records.database import reading
from records.ids import LARGEST_NUMBER
from records.tokens import Integrator

CaseId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
AfterCase = Annotated[str, Query(pattern="^([0-9a-f]{32})?$", description="`next` of the page before.")]
NoticeId = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
AfterNotice = Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER, description="`next` of the page before.")]


class Case(BaseModel):
    id: str
    contact_id: str
    subject: str
    rule: str | None = Field(description="The rule or dialog that opened it.")
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    outcome: str | None


class Cases(BaseModel):
    items: list[Case]
    next: str | None


class Ending(BaseModel):
    outcome: str = Field(min_length=1, max_length=500, pattern=NO_CONTROLS, examples=["已经给顾客回电话"])


class Notice(BaseModel):
    id: int
    contact_id: str | None
    text: str
    rule: str | None = Field(description="The rule or dialog that left it.")
    at: datetime
    read_at: datetime | None
    read_by: str | None


class Notices(BaseModel):
    items: list[Notice]
    next: str | None


def cases_router(house: House) -> APIRouter:
    """``/cases`` and ``/notices``: lists, newest first, and what is done about one."""
    router = APIRouter(tags=["cases"], responses=PROBLEMS, route_class=ShortBody)
    caller = Depends(integrators(house.engine))
    _cases(router, house, caller)
    _notices(router, house, caller)
    return router


def _cases(router: APIRouter, house: House, caller: Any) -> None:
    """``/cases``."""

    @router.get("/cases")
    def list_cases(
        asking: Annotated[Integrator, caller],
        only_open: Annotated[
            bool | None, Query(alias="open", description="Only the open ones, or only the rest.")
        ] = None,
        after: AfterCase = "",
        limit: Limit = 50,
    ) -> Cases:
        """What customers wait for somebody of the shop to do, newest first."""
        with reading(house.engine) as connection:
            found = cases.newest_first(connection, asking.account_id, only_open, after, limit)
        return Cases(items=[_case(each) for each in found], next=found[-1].id if len(found) == limit else None)

    @router.post("/cases/{case_id}/close")
    async def close_case(asking: Annotated[Integrator, caller], case_id: CaseId, ending: Ending) -> Case:
        """Say how a case ended. It is closed once."""
        return await _close(house, asking, case_id, ending.outcome)


def _notices(router: APIRouter, house: House, caller: Any) -> None:
    """``/notices``."""

    @router.get("/notices")
    def list_notices(
        asking: Annotated[Integrator, caller],
        unread: Annotated[bool | None, Query(description="Only the unread ones, or only the rest.")] = None,
        after: AfterNotice = None,
        limit: Limit = 50,
    ) -> Notices:
        """What scripts want somebody of the shop to know, newest first."""
        with reading(house.engine) as connection:
            found = notices.newest_first(connection, asking.account_id, unread, after, limit)
        return Notices(items=[_notice(each) for each in found], next=str(found[-1].id) if len(found) == limit else None)

    @router.post("/notices/{notice_id}/read")
    async def read_notice(asking: Annotated[Integrator, caller], notice_id: NoticeId) -> Notice:
        """Put a notice away as read; who read it first stays."""
        return await _read(house, asking, notice_id)


async def _close(house: House, asking: Integrator, case_id: str, outcome: str) -> Case:
    def turn(connection: Connection) -> cases.Case:
        return cases.close(connection, asking.account_id, case_id, outcome, asking.name, house.clock())

    try:
        return _case(await house.turns.run(turn))
    except cases.UnknownCase as error:
        raise Problem(404, "no-such-case", "This account knows no case of that id.") from error
    except cases.ClosedAlready as error:
        closed = error.case
        raise Problem(
            409, "case-closed", f"{closed.closed_by} closed this case at {closed.closed_at}: {closed.outcome}."
        ) from error


async def _read(house: House, asking: Integrator, notice_id: int) -> Notice:
    def turn(connection: Connection) -> notices.Notice:
        return notices.mark_read(connection, asking.account_id, notice_id, asking.name, house.clock())

    try:
        return _notice(await house.turns.run(turn))
    except notices.UnknownNotice as error:
        raise Problem(404, "no-such-notice", "This account knows no notice of that number.") from error


def _case(known: cases.Case) -> Case:
    return Case.model_validate(known, from_attributes=True)


def _notice(known: notices.Notice) -> Notice:
    return Notice.model_validate(known, from_attributes=True)
