"""Rehearsals, as a terminal shows them."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from app.cli.terminal import harmless, on_the_clock
from handlers.rehearse import Trial
from replies.language.rule import How
from replies.matching.behind import HOWS
from replies.rehearsal.changes import ChangedMessage, ChangeGroup, ChangeKind
from replies.rehearsal.replay import Report
from replies.rehearsal.said import shown

KINDS: Mapping[ChangeKind, str] = {
    ChangeKind.NO_LONGER_ANSWERED: "原来答得上，现在答不上",
    ChangeKind.OTHER_RULE: "换了一条规则来答",
    ChangeKind.OTHER_DEEDS: "同一条规则，做的事不同",
    ChangeKind.OTHER_WORDS: "同一条规则，话不同",
    ChangeKind.STILL_UNANSWERED: "还是答不上，说的不同",
    ChangeKind.NOW_ANSWERED: "原来答不上，现在答得上",
}
WITHOUT_A_RULE: Mapping[str | None, str] = {
    "suggested": "没有规则答得上，反问了可能的意思",
    "held": "现在由店员在答，脚本不说话",
}


def told_trial(trial: Trial) -> str:
    """The answer, the rule, what it would do, and why no other rule answered."""
    return harmless("\n".join(_lines_of_trial(trial)))


def _lines_of_trial(trial: Trial) -> Iterator[str]:
    yield shown(trial.reply)
    yield ""
    yield _by_whom(trial)
    yield from (f"会做：{deed.sentence}{'，但这位顾客现在会被拒绝' if deed.refused else ''}" for deed in trial.deeds)
    yield from (
        f"没选「{rival.rule}」（{_found(rival.how, rival.by)}）：{rival.lost}。" for rival in trial.verdict.rivals
    )


def _by_whom(trial: Trial) -> str:
    winner = trial.verdict.winner
    if trial.rule is None:
        return WITHOUT_A_RULE.get(trial.matched_by, "没有规则回答")
    if trial.matched_by == "dialog":
        return f"对话「{trial.rule}」"
    by = winner.by if winner is not None and winner.rule.name == trial.rule else ""
    return f"规则「{trial.rule}」（{_found(trial.matched_by or '', by)}）"


def _found(how: str, by: str) -> str:
    """How a rule was found, and by which of its phrases, scenes or keys."""
    return HOWS.get(how, how) + (f"「{by}」" if by and how != How.FALLBACK else "")


def told_report(report: Report, zone: ZoneInfo) -> str:
    """What would change, the worst first, moments as a clock in ``zone`` shows them."""
    return harmless("\n".join(_lines_of_report(report, zone)))


def _lines_of_report(report: Report, zone: ZoneInfo) -> Iterator[str]:
    left_out = f"另有 {report.in_dialog} 条在对话里、{report.held} 条由店员在答，没有重放。"
    yield (
        f"看了最近 {report.messages} 条消息：{report.changed} 条的回答会变，{report.unchanged} 条不变。"
        + (left_out if report.in_dialog or report.held else "")
    )
    if not report.changed:
        yield "没有人会听到不一样的话。"
    for group in report.groups:
        yield from _lines_of_group(group, zone)


def _lines_of_group(group: ChangeGroup, zone: ZoneInfo) -> Iterator[str]:
    rules = f"{_rule(group.rule_before)} → {_rule(group.rule_after)}"
    yield f"\n{KINDS[group.kind]}：{rules}，{group.count} 条，{group.people} 人"
    for message in group.examples:
        yield f"  「{message.text or message.kind}」{on_the_clock(message.at, zone)} {message.contact_id}"
    yield from _lines_of_answers(group.examples[0])


def _lines_of_answers(message: ChangedMessage) -> Iterator[str]:
    for mark, said in (("-", message.before), ("+", message.after)):
        yield from (f"  {mark} {line}" for line in said.rstrip().splitlines())


def _rule(name: str | None) -> str:
    return f"「{name}」" if name else "没有规则"
