"""Scripts checked for integrators, and for whoever types a rule: nothing is kept."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from app.api.access import integrators
from app.api.limits import SCRIPT_LIMIT
from app.api.problems import PROBLEMS, Problem
from app.house import House
from app.surroundings import checked_for, of_account
from records.database import reading
from records.tokens import Integrator
from replies.checks.check import Checked
from replies.checks.finding import Severity
from replies.checks.surroundings import Surroundings
from replies.checks.typed import check_rule_source
from replies.language.source import MAX_BYTES, ScriptError


class Finding(BaseModel):
    severity: Severity
    code: str = Field(description="Never changes, so that programs may know it.")
    rule: str = Field(description="The rule that it is about, or empty.")
    dialog: str = Field(description="The dialog that it is about, or empty.")
    fact: str = Field(description="The shop's own fact that it is about, or empty.")
    place: str = Field(description="Where in it, such as `when.text.exact`.")
    line: int | None = Field(description="Counted from 1; null where it is not known.")
    sentence: str = Field(description="What is wrong and what to do, in Chinese, for staff.")


class Check(BaseModel):
    source: str = Field(max_length=MAX_BYTES, description="A script, YAML.")


class CheckRule(BaseModel):
    source: str = Field(max_length=MAX_BYTES, description="The script that the rule is to stand in, YAML.")
    rule: str = Field(
        max_length=MAX_BYTES,
        description="One rule, YAML: it takes the place of the one of its name, or comes last.",
        examples=["name: 停车\nwhen: {text: {contains: 停车}}\nsay: 楼下就能停。"],
    )


class Findings(BaseModel):
    usable: bool = Field(description="Whether there are no errors.")
    findings: list[Finding] = Field(description="Errors first.")


def script_checks_router(house: House) -> APIRouter:
    """``/scripts/check`` and ``/scripts/check-rule``."""
    router = APIRouter(tags=["scripts"], responses=PROBLEMS, max_body_size=SCRIPT_LIMIT)
    caller = Depends(integrators(house.engine))

    @router.post("/scripts/check")
    def check(asking: Annotated[Integrator, caller], wish: Check) -> Findings:
        """Everything that is wrong with a script, also against what the account has."""
        checked = checked_for(house.engine, asking.account_id, wish.source, house.clock(), house.zone)
        return _findings(checked)

    @router.post("/scripts/check-rule")
    def check_one(asking: Annotated[Integrator, caller], wish: CheckRule) -> Findings:
        """What is wrong with one rule, and as notes which other rules it meets and who answers then."""
        try:
            return _findings(check_rule_source(wish.source, wish.rule, _surroundings(house, asking)))
        except ScriptError as error:
            detail = f"The script in `source` cannot be read, so the rule cannot be checked against it. {error}"
            raise Problem(422, "script-unreadable", detail) from error

    return router


def _surroundings(house: House, asking: Integrator) -> Surroundings:
    with reading(house.engine) as connection:
        return of_account(connection, asking.account_id, house.clock(), house.zone)


def findings_of(checked: Checked) -> list[Finding]:
    """What was found, as it is told to integrators."""
    return [Finding.model_validate(each, from_attributes=True, extra="ignore") for each in checked.findings]


def _findings(checked: Checked) -> Findings:
    return Findings(usable=not checked.count(Severity.ERROR), findings=findings_of(checked))
