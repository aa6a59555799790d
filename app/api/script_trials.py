"""Scripts tried before they answer anybody, for integrators."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self

import msgspec
from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, Field, field_validator, model_validator
from starlette.responses import StreamingResponse

from app.api.access import integrators
from app.api.contacts import no_contact
from app.api.limits import NO_CONTROLS, ShortBody
from app.api.problems import refusals
from app.house import House
from app.rehearsals import YEARS, Rehearsals, UnknownContact
from handlers.rehearse import Doing, Trial
from records.message import Kind
from records.tokens import Integrator
from replies.answers.reply import kind_of
from replies.rehearsal.replay import Progress, Report
from replies.rehearsal.said import shown
from replies.versions.library import Published

NO_NUL = r"^[^\x00]*$"
"""No phone can send it, and PostgreSQL could not keep what a dialog learns from it."""

Version = Annotated[int | None, Field(ge=1, le=2**31 - 1)]
Id = Annotated[str | None, Field(pattern="^[0-9a-f]{32}$")]


class Happens(StrEnum):
    """What somebody may do in a trial."""

    TEXT = "text"
    FOLLOW = "follow"
    SCAN = "scan"
    MENU = "menu"


KINDS = {
    Happens.TEXT: Kind.TEXT,
    Happens.FOLLOW: Kind.FOLLOW,
    Happens.SCAN: Kind.SCAN,
    Happens.MENU: Kind.MENU_CLICK,
}


class Wish(BaseModel):
    """One of `text`, `follow`, `scan` and `menu` happens; `follow` and `scan` name a scene, which may be empty.

    `contact` does it, or a stranger; `at` is when, now unless told. `draft` or `version` answers, or the live script.
    """

    text: Annotated[str | None, Field(max_length=2_048, pattern=NO_NUL)] = None
    follow: Annotated[str | None, Field(max_length=64, pattern=NO_CONTROLS)] = None
    scan: Annotated[str | None, Field(max_length=64, pattern=NO_CONTROLS)] = None
    menu: Annotated[str | None, Field(max_length=128, pattern=NO_CONTROLS)] = None
    contact: Id = None
    at: AwareDatetime | None = None
    draft: Id = None
    version: Version = None

    @field_validator("at")
    @classmethod
    def a_year_that_can_be_tried(cls, at: datetime | None) -> datetime | None:
        if at is not None and at.year not in YEARS:
            raise ValueError(f"give a year from {YEARS[0]} to {YEARS[-1]}")
        return at

    @model_validator(mode="after")
    def one_thing_and_one_script(self) -> Self:
        if len(self._happening()) != 1:
            raise ValueError("give one of text, follow, scan and menu")
        if self.draft is not None and self.version is not None:
            raise ValueError("give a draft or a version, or neither for the live script")
        return self

    def doing(self) -> Doing:
        ((happens, said),) = self._happening()
        return Doing(KINDS[happens], **{"text" if happens is Happens.TEXT else "subject": said})

    def _happening(self) -> list[tuple[Happens, str]]:
        told = [(happens, getattr(self, happens.value)) for happens in Happens]
        return [(happens, said) for happens, said in told if said is not None]


class DraftToReplay(BaseModel):
    draft: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]


class Said(BaseModel):
    """`text` is the reply as a person reads it; what is no text stands in brackets."""

    kind: str
    text: str


class Deed(BaseModel):
    sentence: str
    refused: bool


class Rival(BaseModel):
    """A rule that does not answer; `lost` says why, in Chinese."""

    rule: str
    how: str
    by: str
    lost: str


class Tried(BaseModel):
    """`matched_by` is how the rule was found, or dialog, held or suggested."""

    reply: Said
    rule: str | None
    matched_by: str | None
    deeds: list[Deed]
    rivals: list[Rival]


def script_trials_router(house: House) -> APIRouter:
    """``/scripts/try`` and ``/scripts/replay``."""
    router = APIRouter(
        tags=["scripts"],
        route_class=ShortBody,
        responses=refusals(401, 404, 413, 422, 503),
    )
    caller = Depends(integrators(house.engine))
    rehearsals = Rehearsals(house.engine, house.library, house.zone)

    @router.post("/scripts/try")
    def try_script(asking: Annotated[Integrator, caller], wish: Wish) -> Tried:
        """What would be answered, by which rule, and why no other. Nothing is kept of it."""
        account = asking.account_id
        openid = None if wish.contact is None else _openid(rehearsals, account, wish.contact)
        script = _script(rehearsals, account, wish.draft, wish.version)
        return _tried(rehearsals.try_out(account, script, wish.doing(), openid, wish.at or house.clock()))

    @router.post("/scripts/replay", response_class=StreamingResponse, responses=NDJSON)
    def replay_draft(asking: Annotated[Integrator, caller], wish: DraftToReplay) -> StreamingResponse:
        """A draft over the last 1,000 real messages: lines of JSON, `{"done", "total"}` and at last `{"report"}`."""
        draft = rehearsals.draft(asking.account_id, wish.draft)
        words = rehearsals.replay(asking.account_id, draft, house.clock())
        return StreamingResponse(_lines(words), media_type="application/x-ndjson")

    return router


NDJSON: dict[int | str, dict[str, Any]] = {
    200: {"description": "Progress, then the report", "content": {"application/x-ndjson": {}}}
}


def _openid(rehearsals: Rehearsals, account: str, contact_id: str) -> str:
    try:
        return rehearsals.openid_of(account, contact_id)
    except UnknownContact as unknown:
        raise no_contact() from unknown


def _script(rehearsals: Rehearsals, account: str, draft: str | None, version: int | None) -> Published:
    if draft is not None:
        return rehearsals.draft(account, draft)
    return rehearsals.live(account) if version is None else rehearsals.version(account, version)


def _tried(trial: Trial) -> Tried:
    return Tried(
        reply=Said(kind=kind_of(trial.reply), text=shown(trial.reply)),
        rule=trial.rule,
        matched_by=trial.matched_by,
        deeds=[Deed(sentence=deed.sentence, refused=deed.refused) for deed in trial.deeds],
        rivals=[Rival.model_validate(rival, from_attributes=True) for rival in trial.verdict.rivals],
    )


def _lines(words: Iterator[Progress | Report]) -> Iterator[bytes]:
    for word in words:
        yield msgspec.json.encode({"report": word} if isinstance(word, Report) else word) + b"\n"
