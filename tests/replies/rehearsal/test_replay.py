"""A draft beside the live script: which answers change, and which of the changes is the worst."""

from collections.abc import Callable, Sequence
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from records.message import Kind
from replies.language.script import read_script
from replies.matching.index import ScriptIndex
from replies.matching.known import Known
from replies.matching.match import Trigger
from replies.matching.normalise import Normaliser
from replies.rehearsal.changes import ChangeKind
from replies.rehearsal.replay import LeftOut, Progress, Replayed, Report, replay
from tests.factories import NOON

SHANGHAI = ZoneInfo("Asia/Shanghai")
LIVE = """
facts: {时间: 八点到十点}
rules:
  - name: 营业时间
    when: {text: {contains: [几点, 营业]}}
    say: 我们{时间}，{nickname}。
  - name: 停车
    when: {text: {contains: 停车}}
    say: 楼下有停车场
  - name: 签到
    when: {text: {exact: 签到}}
    do: [{points: 5}]
    say: 签到成功
  - name: 听不懂
    when: fallback
    say: 没听懂
"""
Compare = Callable[[str, Sequence[Replayed]], Report]


def said(text: str, at: int = 0, contact: str = "lin", left_out: LeftOut | None = None, points: int = 0) -> Replayed:
    now = (NOON + timedelta(minutes=at)).astimezone(SHANGHAI)
    trigger = Trigger(kind=Kind.TEXT, text=text)
    return Replayed(trigger=trigger, known=Known(now=now, contact=contact, points=points), left_out=left_out)


@pytest.fixture
def compare(normaliser: Normaliser) -> Compare:
    def compared(draft: str, messages: Sequence[Replayed]) -> Report:
        scripts = (ScriptIndex(read_script(source), normaliser) for source in (LIVE, draft))
        *_, report = replay(*scripts, messages)
        assert isinstance(report, Report)
        return report

    return compared


def test_the_same_script_changes_nothing(compare: Compare) -> None:
    report = compare(LIVE, [said("几点关门"), said("停车"), said("随便")])
    assert (report.messages, report.unchanged, report.changed, report.groups) == (3, 3, 0, ())


def test_what_is_no_longer_answered_comes_first_and_what_is_newly_answered_last(compare: Compare) -> None:
    draft = (
        LIVE.replace("[几点, 营业]", "[营业]")
        .replace("楼下有停车场", "楼下停车场，两小时免费")
        .replace("do: [{points: 5}]", "do: [{points: 8}]")
        .replace(
            "  - name: 听不懂", "  - name: 宠物\n    when: {text: {contains: 狗}}\n    say: 欢迎\n  - name: 听不懂"
        )
    )
    asked = [said("能带狗吗"), said("狗狗"), said("带狗"), said("停车"), said("签到"), said("几点关门")]
    groups = compare(draft, asked).groups
    assert [(group.kind, group.rule_before, group.rule_after, group.count) for group in groups] == [
        (ChangeKind.NO_LONGER_ANSWERED, "营业时间", "听不懂", 1),
        (ChangeKind.OTHER_DEEDS, "签到", "签到", 1),
        (ChangeKind.OTHER_WORDS, "停车", "停车", 1),
        (ChangeKind.NOW_ANSWERED, "听不懂", "宠物", 3),
    ]


def test_both_answers_are_told_with_the_shop_s_facts_and_without_the_person_s(compare: Compare) -> None:
    report = compare(LIVE.replace("八点到十点", "九点到九点"), [said("几点关门", contact="wang")])
    (example,) = report.groups[0].examples
    assert (example.before, example.after) == ("我们八点到十点，{nickname}。", "我们九点到九点，{nickname}。")
    assert (example.text, example.contact_id, example.at) == ("几点关门", "wang", NOON)
    assert example.at.tzinfo is UTC


def test_a_rule_that_only_gets_another_name_changes_no_answer(compare: Compare) -> None:
    assert compare(LIVE.replace("name: 停车", "name: 车位"), [said("停车")]).changed == 0


def test_another_rule_that_says_something_else_is_told(compare: Compare) -> None:
    draft = LIVE.replace("rules:\n", "rules:\n  - {name: 车, when: {text: {exact: 停车}}, say: 没有车位}\n")
    (group,) = compare(draft, [said("停车")]).groups
    assert (group.kind, group.rule_before, group.rule_after) == (ChangeKind.OTHER_RULE, "停车", "车")


def test_what_a_fallback_says_instead_is_no_new_answer(compare: Compare) -> None:
    (group,) = compare(LIVE.replace("没听懂", "请再说一遍"), [said("随便")]).groups
    assert group.kind is ChangeKind.STILL_UNANSWERED


def test_the_newest_three_stand_for_a_group_and_all_are_counted(compare: Compare) -> None:
    asked = [said(f"停车{number}", at=-number, contact=f"c{number % 2}") for number in range(5)]
    (group,) = compare(LIVE.replace("楼下有停车场", "对面有停车场"), asked).groups
    assert [example.text for example in group.examples] == ["停车0", "停车1", "停车2"]
    assert (group.count, group.people) == (5, 2)


def test_messages_within_a_dialog_or_held_are_counted_apart(compare: Compare) -> None:
    asked = [said("停车", left_out=LeftOut.DIALOG), said("停车", left_out=LeftOut.HELD), said("停车")]
    report = compare(LIVE.replace("楼下有停车场", "对面有停车场"), asked)
    assert (report.in_dialog, report.held, report.changed, report.messages) == (1, 1, 1, 3)


def test_both_scripts_weigh_their_conditions_for_the_same_person(compare: Compare) -> None:
    draft = LIVE.replace("    say: 楼下有停车场", "    only_if: {points: 10}\n    say: 楼下有停车场")
    report = compare(draft, [said("停车", points=10), said("停车", points=9)])
    assert [(group.kind, group.count) for group in report.groups] == [(ChangeKind.NO_LONGER_ANSWERED, 1)]


def test_what_is_asked_back_is_weighed_for_the_person_too(compare: Compare) -> None:
    draft = LIVE.replace("    do: [{points: 5}]", "    only_if: {points: 10}\n    do: [{points: 5}]")
    (group,) = compare(draft, [said("签到怎么弄", points=10), said("签到怎么弄", points=9)]).groups
    assert (group.kind, group.count) == (ChangeKind.STILL_UNANSWERED, 1)
    assert (group.examples[0].before, group.examples[0].after) == ("〔反问是不是想问：签到〕", "没听懂")


def test_a_rule_that_is_also_the_fallback_answers_only_where_it_was_asked_for(normaliser: Normaliser) -> None:
    both = "rules:\n  - {name: 帮助, when: {text: {exact: 帮助}, fallback: any}, say: 请问}\n"
    without = both.replace("text: {exact: 帮助}, ", "")
    indexes = (ScriptIndex(read_script(source), normaliser) for source in (both, without))
    *_, report = replay(*indexes, [said("随便"), said("帮助")])
    assert isinstance(report, Report)
    assert [(group.kind, group.count) for group in report.groups] == [(ChangeKind.NO_LONGER_ANSWERED, 1)]


def test_progress_is_told_on_the_way_and_ends_at_the_last_message(normaliser: Normaliser) -> None:
    index = ScriptIndex(read_script(LIVE), normaliser)
    *words, report = replay(index, index, [said("停车")] * 120)
    assert words == [Progress(0, 120), Progress(50, 120), Progress(100, 120), Progress(120, 120)]
    assert isinstance(report, Report)


def test_a_shop_to_which_nobody_has_spoken_has_nothing_to_replay(compare: Compare) -> None:
    assert compare(LIVE, []) == Report(messages=0, unchanged=0, changed=0, in_dialog=0, held=0, groups=())
