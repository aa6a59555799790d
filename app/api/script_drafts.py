"""Drafts of scripts, for integrators and consoles."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field

from app import scripts
from app.api.access import integrators
from app.api.limits import NO_CONTROLS, SCRIPT_LIMIT
from app.api.problems import refusals
from app.api.script_checks import Finding, findings_of
from app.api.scripts import MAX_VERSION, Published
from app.house import House
from app.surroundings import checked_for
from records.database import reading, writing
from records.tokens import Integrator
from replies.language.source import MAX_BYTES
from replies.versions import drafts

DraftId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Name = Annotated[str, Field(max_length=drafts.MAX_NAME, pattern=NO_CONTROLS, examples=["春节"])]
Source = Annotated[str, Field(max_length=MAX_BYTES, description="YAML of at most 4 MB, which need not be right yet.")]
Revision = Annotated[int, Field(ge=1, le=MAX_VERSION, description="The revision that you have seen.")]


class DraftHead(BaseModel):
    id: str
    name: str
    based_on: int | None = Field(description="The version that was live when it was begun or last published.")
    revision: int
    created_at: datetime
    updated_at: datetime
    updated_by: str


class Draft(DraftHead):
    source: str


class CheckedDraft(Draft):
    findings: list[Finding] = Field(description="What is wrong with it, errors first: it need not be right yet.")


class Drafts(BaseModel):
    items: list[DraftHead]


class NewDraft(BaseModel):
    name: Name
    source: Source | None = Field(default=None, description="Without it, a copy of the live version.")


class NewName(BaseModel):
    name: Name


class SavedDraft(BaseModel):
    revision: Revision
    source: Source


class PublishDraft(BaseModel):
    note: str = Field(max_length=500, pattern=NO_CONTROLS, description="What changes, for whoever reads it later.")
    overrule: list[str] = Field(default=[], description="The names of examples that may be answered otherwise.")
    revision: Revision | None = None
    based_on: int | None = Field(
        default=None, ge=1, le=MAX_VERSION, description="The version whose changes you took in since you began."
    )


def script_drafts_router(house: House) -> APIRouter:
    """``/scripts/drafts`` and what can be done to one."""
    router = APIRouter(
        prefix="/scripts/drafts",
        tags=["scripts"],
        responses=refusals(401, 413, 422, 503),
        max_body_size=SCRIPT_LIMIT,
    )
    caller = Depends(integrators(house.engine))
    _keep(router, house, caller)
    _put_away(router, house, caller)
    _publish(router, house, caller)
    return router


def _keep(router: APIRouter, house: House, caller: Any) -> None:
    """Listing, beginning, reading and saving."""

    @router.get("")
    def list_drafts(asking: Annotated[Integrator, caller]) -> Drafts:
        """The drafts, the one last saved first."""
        with reading(house.engine) as connection:
            found = drafts.drafts_of(connection, asking.account_id)
        return Drafts(items=[DraftHead.model_validate(head, from_attributes=True) for head in found])

    @router.post("", status_code=201)
    def begin_draft(asking: Annotated[Integrator, caller], wish: NewDraft) -> Draft:
        """Begin a draft."""
        with writing(house.engine) as connection:
            made = drafts.new_draft(connection, asking.account_id, wish.name, asking.name, house.clock(), wish.source)
        return _draft(made)

    @router.get("/{draft_id}", responses=refusals(404))
    def get_draft(asking: Annotated[Integrator, caller], draft_id: DraftId) -> Draft:
        """A draft as it was last saved."""
        return _load(house, asking, draft_id)

    @router.put("/{draft_id}", responses=refusals(404, 409))
    def save_draft(asking: Annotated[Integrator, caller], draft_id: DraftId, wish: SavedDraft) -> CheckedDraft:
        """Save a draft, and say what is wrong with it.

        409 where somebody saved it since: the problem holds their `revision` and `source`.
        """
        scripts.save_draft(
            house.engine, asking.account_id, draft_id, wish.revision, wish.source, asking.name, house.clock
        )
        checked = checked_for(house.engine, asking.account_id, wish.source, house.clock(), house.zone)
        return CheckedDraft(**_load(house, asking, draft_id).model_dump(), findings=findings_of(checked))


def _put_away(router: APIRouter, house: House, caller: Any) -> None:
    """Discarding, bringing back and naming."""

    @router.delete("/{draft_id}", status_code=204, responses=refusals(404))
    def discard_draft(asking: Annotated[Integrator, caller], draft_id: DraftId) -> None:
        """Put a draft out of sight; `restore` brings it back."""
        with writing(house.engine) as connection:
            drafts.discard_draft(connection, asking.account_id, draft_id, asking.name, house.clock())

    @router.post("/{draft_id}/restore", responses=refusals(404))
    def restore_draft(asking: Annotated[Integrator, caller], draft_id: DraftId) -> Draft:
        """Bring back a draft that was discarded."""
        with writing(house.engine) as connection:
            drafts.restore_draft(connection, asking.account_id, draft_id, asking.name, house.clock())
        return _load(house, asking, draft_id)

    @router.post("/{draft_id}/name", responses=refusals(404))
    def rename_draft(asking: Annotated[Integrator, caller], draft_id: DraftId, wish: NewName) -> Draft:
        """Give a draft another name."""
        with writing(house.engine) as connection:
            drafts.rename(connection, asking.account_id, draft_id, wish.name, asking.name, house.clock())
        return _load(house, asking, draft_id)


def _publish(router: APIRouter, house: House, caller: Any) -> None:
    """Publishing."""

    @router.post("/{draft_id}/publish", status_code=201, responses=refusals(404, 409))
    def publish_draft(asking: Annotated[Integrator, caller], draft_id: DraftId, wish: PublishDraft) -> Published:
        """Let a draft answer from now on; it stays, for what comes next.

        422 where it has errors (`findings`), or answers its own examples otherwise (`examples`, to be mended or named
        in `overrule`); 409 where it was saved, or another version published, since you saw it.
        """
        version = scripts.publish_draft(
            house.engine,
            asking.account_id,
            draft_id,
            wish.note,
            asking.name,
            house.clock,
            house.zone,
            wish.overrule,
            wish.revision,
            wish.based_on,
        )
        return Published(version=version)


def _load(house: House, asking: Integrator, draft_id: str) -> Draft:
    with reading(house.engine) as connection:
        return _draft(drafts.load_draft(connection, asking.account_id, draft_id))


def _draft(known: drafts.Draft) -> Draft:
    head = DraftHead.model_validate(known.head, from_attributes=True)
    return Draft(**head.model_dump(), source=known.source)
