"""What must be so before a script is published: no errors, and every example kept unless it is overruled by name."""

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import to_builtins
from sqlalchemy import Engine

from app.surroundings import of_account
from records.database import reading
from replies.checks.check import check_script
from replies.checks.finding import Finding, Severity
from replies.checks.located import located
from replies.matching.index import ScriptIndex
from replies.matching.normalise import Normaliser
from replies.rehearsal.examples import FailedExample, failing
from replies.versions.publishing import Prepared, prepare
from replies.versions.refusals import Refused


class HasErrors(Refused):
    """A script that can be read and would yet disappoint somebody."""

    code = "unusable-script"
    en = "The script has errors; `findings` lists them."

    def __init__(self, findings: Collection[Finding]) -> None:
        self._findings = findings
        super().__init__("\n".join((f"还不能发布，有 {len(findings)} 处错误：", *map(_line, findings))))

    @property
    def present(self) -> Mapping[str, object]:
        return {"findings": to_builtins(self._findings)}


class BreaksExamples(Refused):
    """A script that answers some of its own examples otherwise than they say."""

    code = "unusable-examples"
    en = "Some examples are answered otherwise than they say. Mend them, or name each in `overrule`."

    def __init__(self, failed: Collection[FailedExample]) -> None:
        self._failed = failed
        told = (f"{each.name}，实际是「{each.got}」" for each in failed)
        mend = "请改规则或例句；确实要这样发布，就逐条放过（--overrule 加例句的名字）。"
        super().__init__("\n".join((f"有 {len(failed)} 句例句不对：", *told, mend)))

    @property
    def present(self) -> Mapping[str, object]:
        return {"examples": to_builtins(self._failed)}


def ready(
    engine: Engine, account_id: str, source: str, now: datetime, zone: ZoneInfo, overruled: Collection[str]
) -> Prepared:
    """The source, ready to be published. Raises ``ScriptError``, ``HasErrors`` and ``BreaksExamples``."""
    prepared = prepare(source)
    with reading(engine) as connection:
        surroundings = of_account(connection, account_id, now, zone)
    findings = check_script(prepared.script, surroundings)
    if errors := [found for found in findings if found.severity is Severity.ERROR]:
        raise HasErrors(tuple(located(errors, prepared.script, source)))
    failed = failing(ScriptIndex(prepared.script, Normaliser()), now.astimezone(zone))
    if broken := [each for each in failed if each.name not in overruled]:
        raise BreaksExamples(broken)
    return prepared


def _line(finding: Finding) -> str:
    return finding.told if finding.line is None else f"第 {finding.line} 行，{finding.told}"
