"""What people asked in vain, and how the rules do, for integrators."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from app.api.access import integrators
from app.api.limits import NO_CONTROLS
from app.api.problems import Problem, refusals
from app.api.script_drafts import DraftId
from app.house import House
from app.lessons import Lessons
from app.new_rules import put_into_draft
from records.tokens import Integrator
from replies.learning.new_rule import NothingToAnswer, rule_from

Limit = Annotated[int, Query(ge=1, le=1_000, description="How many groups at most.")]


class Group(BaseModel):
    """Texts that are like one another, the most frequent spelling first; `newest` is the last of them."""

    texts: list[str]
    count: int
    people: int
    newest: str
    contact_id: str
    at: datetime
    this_week: int
    week_before: int


class Unanswered(BaseModel):
    """`groups` and `messages` count all, also those beyond `limit`."""

    items: list[Group]
    groups: int
    messages: int


class RuleUse(BaseModel):
    """How often a rule answered, and what people said next within an hour."""

    rule: str
    hits: int
    people: int
    last_hit: datetime | None
    repeat: int
    complaint: int
    thanks: int
    other: int
    silence: int


class Statistics(BaseModel):
    items: list[RuleUse]


class Missed(BaseModel):
    """`texts` are those of a group, the most frequent first: the rule answers them, and what is like the first."""

    texts: list[Annotated[str, Field(max_length=2_048)]] = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1, max_length=60, pattern=NO_CONTROLS)
    say: str = Field(min_length=1, max_length=2_048)


class Revision(BaseModel):
    revision: int


def script_learning_router(house: House) -> APIRouter:
    """``/scripts/unanswered``, ``/scripts/statistics``, and from the one to a rule."""
    router = APIRouter(tags=["scripts"], responses=refusals(401, 422, 503))
    caller = Depends(integrators(house.engine))
    lessons = Lessons(house.engine, house.library)

    @router.get("/scripts/unanswered")
    def list_unanswered(asking: Annotated[Integrator, caller], limit: Limit = 50) -> Unanswered:
        """Texts of the last 20,000 messages that no rule but the fallback answered, grouped, most frequent first."""
        found = lessons.unanswered(asking.account_id, house.clock())
        return Unanswered(
            items=[Group.model_validate(group, from_attributes=True) for group in found[:limit]],
            groups=len(found),
            messages=sum(group.count for group in found),
        )

    @router.post("/scripts/drafts/{draft_id}/rules", status_code=201, responses=refusals(404, 409))
    def add_rule_for_unanswered(asking: Annotated[Integrator, caller], draft_id: DraftId, wish: Missed) -> Revision:
        """A rule for a group of unanswered texts, put into a draft before its fallback."""
        try:
            rule = rule_from(wish.texts, wish.name, wish.say)
        except NothingToAnswer as error:
            raise Problem(422, "nothing-to-answer", f"These texts are too long for a rule. {error}") from error
        revision = put_into_draft(house.engine, asking.account_id, draft_id, rule, asking.name, house.clock)
        return Revision(revision=revision)

    @router.get("/scripts/statistics")
    def rule_statistics(asking: Annotated[Integrator, caller]) -> Statistics:
        """Every rule of the live script over the last 20,000 messages, the most used first."""
        used = lessons.statistics(asking.account_id, house.clock())
        return Statistics(items=[RuleUse.model_validate(use, from_attributes=True) for use in used])

    return router
