"""``huitou scripts unanswered`` and ``stats``: what was missed, and how the rules do."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from app.accounts import MAIN
from app.cli.open import one_database
from app.cli.scripts.options import Account
from app.cli.terminal import harmless
from app.lessons import Lessons
from app.settings import Settings
from records.clock import utc_now
from replies.learning.statistics import RuleUse
from replies.learning.unanswered import UnansweredGroup
from replies.versions.library import ScriptLibrary

SHOWN = 3
"""Spellings of a group beside its newest."""


def unanswered(
    account: Account = MAIN,
    limit: Annotated[int, typer.Option(min=1, help="How many groups at most.")] = 30,
) -> None:
    """What people asked and no rule knew, of the last 20,000 messages; what was asked most often first."""
    settings = Settings()
    with one_database(settings) as engine:
        groups = Lessons(engine, ScriptLibrary()).unanswered(account, utc_now())
    print(f"{len(groups)} 组没答上的话，共 {sum(group.count for group in groups)} 条。")
    for number, group in enumerate(groups[:limit], 1):
        print(_line_of_group(number, group, ZoneInfo(settings.timezone)))


def stats(account: Account = MAIN) -> None:
    """How often each rule answered, of the last 20,000 messages, and what people said next within an hour."""
    settings = Settings()
    with one_database(settings) as engine:
        used = Lessons(engine, ScriptLibrary()).statistics(account, utc_now())
    for use in used:
        print(_line_of_use(use, ZoneInfo(settings.timezone)))


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
