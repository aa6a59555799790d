"""What contacts and the account said to one another, and what nobody could read, for integrators."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from sqlalchemy import Engine

from app.api.access import integrators
from app.api.contacts import ContactId, Limit, no_contact
from app.api.problems import refusals
from records import directory, touchpoints
from records.database import reading
from records.ids import LARGEST_NUMBER
from records.quarantine import quarantined_after
from records.tokens import Integrator
from records.touchpoints import KnownTouchpoint

After = Annotated[int, Query(ge=0, le=LARGEST_NUMBER, description="`next` of the page before.")]


class Touchpoint(BaseModel):
    id: int
    direction: Literal["in", "out"]
    kind: str
    text: str
    subject: str
    body: str
    rule: str | None
    script_version: int | None
    occurred_at: datetime
    recorded_at: datetime


class Touchpoints(BaseModel):
    items: list[Touchpoint]
    next: str | None


def touchpoints_router(engine: Engine) -> APIRouter:
    """``/contacts/{id}/touchpoints`` and ``/quarantine``."""
    router = APIRouter(tags=["contacts"], responses=refusals(401, 404, 422, 503))
    caller = Depends(integrators(engine))

    @router.get("/contacts/{contact_id}/touchpoints")
    def list_touchpoints(
        asking: Annotated[Integrator, caller],
        contact_id: ContactId,
        after: After = 0,
        limit: Limit = 50,
    ) -> Touchpoints:
        """What this contact and the account said to one another, oldest first."""
        with reading(engine) as connection:
            if directory.find(connection, asking.account_id, contact_id) is None:
                raise no_contact()
            found = touchpoints.of_contact(connection, asking.account_id, contact_id, after, limit)
        return _touchpoints(found, limit)

    @router.get("/quarantine")
    def list_quarantine(asking: Annotated[Integrator, caller], after: After = 0, limit: Limit = 50) -> Touchpoints:
        """What arrived rightly signed and could not be understood; `text` says why."""
        with reading(engine) as connection:
            found = quarantined_after(connection, asking.account_id, after, limit)
        return _touchpoints(found, limit)

    return router


def _touchpoints(found: list[KnownTouchpoint], limit: int) -> Touchpoints:
    items = [Touchpoint.model_validate(known, from_attributes=True) for known in found]
    return Touchpoints(items=items, next=str(found[-1].id) if len(found) == limit else None)
