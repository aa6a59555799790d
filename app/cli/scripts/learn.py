"""``huitou scripts unanswered``, ``answer`` and ``stats``: what was missed, the mend, and how the rules do."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Engine

from app.accounts import MAIN
from app.cli.open import known_account, one_database
from app.cli.scripts.files import refused
from app.cli.scripts.options import Account, By
from app.cli.terminal import harmless
from app.lessons import Lessons
from app.new_rules import answer_in_draft, with_rule
from app.settings import Settings
from records.clock import utc_now
from records.database import reading
from replies.language.source import ScriptError
from replies.learning.new_rule import NothingToAnswer, rule_from
from replies.learning.statistics import RuleUse
from replies.learning.unanswered import UnansweredGroup
from replies.versions.library import ScriptLibrary
from replies.versions.publishing import load_source, published_version
from replies.versions.refusals import Refused, UnknownVersion

SHOWN = 3
"""Spellings of a group beside its newest."""


def unanswered(
    account: Account = MAIN,
    limit: Annotated[int, typer.Option(min=1, help="How many groups at most.")] = 30,
) -> None:
    """What people asked and no rule knew, of the last 20,000 messages; what was asked most often first."""
    with _open_shop(account) as engine:
        groups = Lessons(engine, ScriptLibrary()).unanswered(account, utc_now())
    print(f"{len(groups)} 组没答上的话，共 {sum(group.count for group in groups)} 条。")
    for number, group in enumerate(groups[:limit], 1):
        print(_line_of_group(number, group, _zone()))


def stats(account: Account = MAIN) -> None:
    """How often each rule answered, of the last 20,000 messages, and what people said next within an hour."""
    with _open_shop(account) as engine:
        used = Lessons(engine, ScriptLibrary()).statistics(account, utc_now())
    for use in used:
        print(_line_of_use(use, _zone()))


def answer(
    number: Annotated[int, typer.Argument(min=1, help="A group, as `scripts unanswered` numbers it.")],
    name: Annotated[str, typer.Option(help="What the new rule is called.")],
    say: Annotated[str, typer.Option(help="What it answers.")],
    by: By,
    draft: Annotated[str | None, typer.Option(help="The draft that it goes into.")] = None,
    out: Annotated[Path | None, typer.Option(help="Or a new file: the live script and this rule.")] = None,
    account: Account = MAIN,
) -> None:
    """Make a rule for a group of unanswered texts, before the fallback. Nothing is published."""
    if (draft is None) == (out is None):
        raise typer.BadParameter("name one place for the rule: --draft ID or --out FILE")
    try:
        with _open_shop(account) as engine:
            group = _numbered(Lessons(engine, ScriptLibrary()).unanswered(account, utc_now()), number)
            if out is None:
                answer_in_draft(engine, account, draft or "", group.texts, name, say, by, utc_now)
            else:
                _write(out, with_rule(_live_source(engine, account), rule_from(group.texts, name, say)))
    except (NothingToAnswer, ScriptError, Refused) as error:
        raise refused(error) from error
    print(
        harmless(
            f"规则「{name}」写好了，回答「{group.texts[0]}」等 {len(group.texts)} 种说法。发布前可以用 replay 看看。"
        )
    )


def _numbered(groups: Sequence[UnansweredGroup], number: int) -> UnansweredGroup:
    if number > len(groups):
        raise typer.BadParameter(f"there are {len(groups)} groups; `huitou scripts unanswered` numbers them")
    return groups[number - 1]


def _live_source(engine: Engine, account: str) -> str:
    with reading(engine) as connection:
        version = published_version(connection, account)
        if version is None:
            raise UnknownVersion(account, None)
        return load_source(connection, account, version)


def _write(out: Path, source: str) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(source)
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}") from error


def _zone() -> ZoneInfo:
    return ZoneInfo(Settings().timezone)


@contextmanager
def _open_shop(account: str) -> Iterator[Engine]:
    with one_database(Settings()) as engine:
        with reading(engine) as connection:
            known_account(connection, account)
        yield engine


def _line_of_group(number: int, group: UnansweredGroup, zone: ZoneInfo) -> str:
    also = "、".join(f"「{text}」" for text in group.texts[:SHOWN])
    when = f"最近 {group.at.astimezone(zone):%m-%d %H:%M} {group.contact_id}"
    trend = f"近 7 天 {group.this_week} 条，前 7 天 {group.week_before} 条"
    return harmless(f"{number}. {also}  {group.count} 条，{group.people} 人；{trend}；{when}".replace("\n", " "))


def _line_of_use(use: RuleUse, zone: ZoneInfo) -> str:
    if use.last_hit is None:
        return harmless(f"「{use.rule}」 从没用过")
    nexts = f"道谢 {use.thanks}，又问 {use.repeat}，抱怨 {use.complaint}，没再说 {use.silence}，别的 {use.other}"
    last = f"{use.last_hit.astimezone(zone):%m-%d %H:%M}"
    return harmless(f"「{use.rule}」 {use.hits} 次，{use.people} 人，最近 {last}；之后：{nexts}")
