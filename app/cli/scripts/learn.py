"""``huitou scripts unanswered``, ``answer`` and ``stats``: what was missed, the mend, and how the rules do."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import Engine

from app.accounts import MAIN
from app.cli.open import one_shop
from app.cli.scripts.files import telling
from app.cli.scripts.options import Account, By, Limit
from app.cli.terminal import columns, harmless, on_the_clock, one_line, tell
from app.lessons import Lessons
from app.new_rules import put_into_draft, with_rule
from app.settings import Settings
from records.clock import utc_now
from records.database import reading
from replies.language.rule import How, Rule
from replies.language.script import read_script
from replies.learning.new_rule import rule_from
from replies.learning.statistics import RuleUse
from replies.learning.unanswered import UnansweredGroup
from replies.versions.library import ScriptLibrary
from replies.versions.publishing import live_version, load_source
from replies.versions.refusals import UnknownVersion

SHOWN = 3
"""Spellings that are told of a group."""
HEADS = ("规则", "次数", "人数", "最近一次", "道谢", "又问", "抱怨", "没再说", "别的")


def unanswered(account: Account = MAIN, limit: Limit = 30) -> None:
    """What people asked and no rule knew, of the last 20,000 messages; what was asked most often first."""
    settings = Settings()
    with one_shop(settings, account) as engine:
        groups = Lessons(engine, ScriptLibrary()).unanswered(account, utc_now())
    tell(_lines_of_groups(groups, limit, ZoneInfo(settings.timezone)))


def stats(account: Account = MAIN) -> None:
    """How often each rule answered, of the last 20,000 messages, and what people said next within an hour."""
    settings = Settings()
    with telling(), one_shop(settings, account) as engine:
        used = Lessons(engine, ScriptLibrary()).statistics(account, utc_now())
        if not used:
            raise UnknownVersion(account, None)
    tell(_lines_of_uses(used, ZoneInfo(settings.timezone)))


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
    with telling(), one_shop(Settings(), account) as engine:
        group = _numbered(Lessons(engine, ScriptLibrary()).unanswered(account, utc_now()), number)
        rule = rule_from(group.texts, name, say)
        if draft is not None:
            put_into_draft(engine, account, draft, rule, by, utc_now)
        elif out is not None:
            _write(out, _live_with(engine, account, rule))
    tell(_lines_of_rule(rule, f"--draft {draft}" if draft else f"--file {out}"))


def _numbered(groups: Sequence[UnansweredGroup], number: int) -> UnansweredGroup:
    if number > len(groups):
        raise typer.BadParameter(f"there are {len(groups)} groups; `huitou scripts unanswered` numbers them")
    return groups[number - 1]


def _live_with(engine: Engine, account: str, rule: Rule) -> str:
    with reading(engine) as connection:
        source = load_source(connection, account, live_version(connection, account))
    return with_rule(source, read_script(source), rule)


def _write(out: Path, source: str) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(source)
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}") from error


def _lines_of_groups(groups: Sequence[UnansweredGroup], limit: int, zone: ZoneInfo) -> Iterator[str]:
    if not groups:
        yield "最近的消息都答上了。"
        return
    yield f"{len(groups)} 组没答上的话，共 {sum(group.count for group in groups)} 条："
    for number, group in enumerate(groups[:limit], 1):
        trend = f"近 7 天 {group.this_week} 条，再前 7 天 {group.week_before} 条"
        yield f"\n{number}. {_quoted(group.texts[:SHOWN])}{_more(group.texts)}"
        yield f"   {group.count} 条，{group.people} 人；{trend}"
        yield f"   最近 {on_the_clock(group.at, zone)}{_quoted([group.newest])} {group.contact_id}"
    if len(groups) > limit:
        yield f"\n还有 {len(groups) - limit} 组，用 --limit {len(groups)} 都看。"
    yield "\n要答哪一组：huitou scripts answer 组号 --name 规则名 --say 怎么答 --draft 草稿编号"


def _lines_of_uses(used: Sequence[RuleUse], zone: ZoneInfo) -> Iterator[str]:
    yield "最近 20,000 条消息里每条规则答了几次；后五列是客人一小时内接着说了什么。"
    yield ""
    yield from columns([HEADS, *(_row_of_use(use, zone) for use in used if use.last_hit)])
    if never := [use.rule for use in used if use.last_hit is None]:
        yield f"\n还没用过的 {len(never)} 条：{_quoted(never)}"


def _row_of_use(use: RuleUse, zone: ZoneInfo) -> tuple[str, ...]:
    last = "" if use.last_hit is None else on_the_clock(use.last_hit, zone)
    counted = (use.thanks, use.repeat, use.complaint, use.silence, use.other)
    return use.rule, str(use.hits), str(use.people), last, *map(str, counted)


def _lines_of_rule(rule: Rule, where: str) -> Iterator[str]:
    asked = [phrase.words for phrase in rule.when.text.phrases if phrase.how is How.EXACT] if rule.when.text else []
    yield harmless(f"写好了规则「{rule.name}」，回答{_quoted(asked[:SHOWN])}{_more(asked)}，还有意思相近的话。")
    yield harmless(f"发布前看看会影响什么：huitou scripts replay {where}")


def _quoted(texts: Sequence[str]) -> str:
    return "".join(f"「{one_line(text)}」" for text in texts)


def _more(texts: Sequence[str]) -> str:
    return f"等 {len(texts)} 种说法" if len(texts) > SHOWN else ""
