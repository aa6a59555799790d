"""``huitou scripts check``: everything that is wrong with a script, a line for each."""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.cli.open import known_account, one_look
from app.cli.scripts.files import read_file
from app.settings import Settings
from app.surroundings import of_account, of_any_account
from records.clock import utc_now
from replies.checks.check import Checked, check_source
from replies.checks.finding import IN_CHINESE, Finding, Severity
from replies.checks.located import unreadable
from replies.checks.surroundings import Surroundings
from replies.language.source import ScriptError

ScriptFile = Annotated[Path, typer.Argument(help="A script, YAML in UTF-8.", exists=True, dir_okay=False)]


def check_file(
    file: ScriptFile,
    account: Annotated[
        str | None, typer.Option(help="Check against what this account has: its coupons, stores and media.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as errors.")] = False,
) -> None:
    """Say what is wrong with a script, and whether it could be published. Nothing is changed.

    Ends with 1 where there are errors, with --strict also where there are warnings.
    """
    checked = _check(file, _surroundings(account))
    tell_findings(str(file), checked)
    if checked.count(Severity.ERROR) or (strict and checked.findings):
        raise typer.Exit(1)


def tell_findings(name: str, checked: Checked) -> None:
    """Print what was found in the script of this name, a line for each, and whether it could be published."""
    for finding in checked.findings:
        typer.echo(_line(name, finding))
    typer.echo(_closing(checked))


def _check(file: Path, surroundings: Surroundings) -> Checked:
    try:
        source = read_file(file)
    except ScriptError as error:
        return Checked(None, tuple(unreadable(error)))
    return check_source(source, surroundings)


def _surroundings(account: str | None) -> Surroundings:
    settings = Settings()
    zone = ZoneInfo(settings.timezone)
    if account is None:
        return of_any_account(utc_now(), zone)
    with one_look(settings) as connection:
        known_account(connection, account)
        return of_account(connection, account, utc_now(), zone)


def _line(name: str, finding: Finding) -> str:
    place = name if finding.line is None else f"{name}:{finding.line}"
    return f"{place}: {IN_CHINESE[finding.severity]}: {finding.told}"


def _closing(checked: Checked) -> str:
    errors, warnings = checked.count(Severity.ERROR), checked.count(Severity.WARNING)
    counted = ((errors, "错误"), (warnings, "提醒"))
    told = "、".join(f"{count} 处{what}" for count, what in counted if count)
    if checked.script is None:
        return f"还不能用：{told}。"
    if errors:
        return f"有 {told}，请先改好再发布。"
    size = f"{len(checked.script.rules)} 条规则，{len(checked.script.facts)} 条店里的信息"
    return f"可以用：{size}{'；' if told else ''}{told}。"
