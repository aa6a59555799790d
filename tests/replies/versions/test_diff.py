"""The difference of two scripts, and how it is told."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replies.answers.reply import Text
from replies.language.dialog import Dialog, Expect, Step
from replies.language.rule import Budget, Example, Fact, How, Phrase, Rule, Script, When, WhenText
from replies.language.script import read_script
from replies.versions import diff
from replies.versions.diff import Change, Difference, Part, difference, text, what_changed

ADDED, REMOVED, CHANGED, MOVED = diff.How.ADDED, diff.How.REMOVED, diff.How.CHANGED, diff.How.MOVED


def rule(name: str, answer: str = "好") -> Rule:
    return Rule(name=name, when=When(text=WhenText(phrases=(Phrase(How.CONTAINS, name),))), say=Text(answer))


def rules(names: str) -> Script:
    return Script(rules=tuple(rule(name) for name in names))


def deeds(old: Script, new: Script) -> list[tuple[diff.How, str]]:
    return [(change.how, change.name) for change in difference(old, new).changes]


def test_a_script_does_not_differ_from_itself() -> None:
    assert difference(rules("甲乙"), rules("甲乙")) == Difference()
    assert text(Difference()) == "没有不同。\n"


def test_rules_that_came_went_and_changed_are_told_by_name() -> None:
    old = Script(rules=(rule("甲"), rule("乙", "八点"), rule("丙")))
    new = Script(rules=(rule("乙", "九点"), rule("丙"), rule("丁")))
    assert deeds(old, new) == [(REMOVED, "甲"), (CHANGED, "乙"), (ADDED, "丁")]


def test_what_changed_in_a_rule_is_shown_line_by_line() -> None:
    (change,) = difference(Script(rules=(rule("乙", "八点"),)), Script(rules=(rule("乙", "九点"),))).changes
    marked = [line for line in change.lines if line[0] in "+-"]
    assert [line[0] for line in marked] == ["-", "+"]
    assert "八点" in marked[0]
    assert "九点" in marked[1]


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        ("甲乙丙丁", "乙丙丁甲", "甲"),
        ("甲乙丙丁", "丁甲乙丙", "丁"),
        ("甲乙丙", "乙丙", ""),
        ("甲乙丙", "甲戊乙丙", ""),
    ],
)
def test_the_fewest_rules_are_said_to_have_moved(old: str, new: str, moved: str) -> None:
    assert [name for how, name in deeds(rules(old), rules(new)) if how is MOVED] == list(moved)


@settings(max_examples=60, deadline=None)
@given(st.permutations("甲乙丙丁戊己"))
def test_what_did_not_move_kept_its_order_and_nothing_longer_did(order: list[str]) -> None:
    names = "甲乙丙丁戊己"
    moved = {name for _, name in deeds(rules(names), rules("".join(order)))}
    stayed = [name for name in order if name not in moved]
    assert stayed == [name for name in names if name not in moved]
    assert [row for row in combinations(order, len(stayed) + 1) if list(row) == sorted(row, key=names.index)] == []


def test_dialogs_facts_examples_and_the_budget_are_compared_too() -> None:
    step = Step(ask="几位？", expect=Expect.NUMBER, keep="人数")
    old = Script(
        facts={"店名": Fact(text="回头咖啡"), "电话": Fact(text="1")}, examples=(Example(text="几点", expect="甲"),)
    )
    new = Script(
        facts={"店名": Fact(text="街角咖啡"), "电话": Fact(text="1")},
        dialogs=(Dialog(name="订位", steps=(step,), say=Text("好")),),
        examples=(Example(text="几点", expect="乙"),),
        budget=Budget(points=5),
    )
    found = [(change.part, change.how) for change in difference(old, new).changes]
    assert found == [
        (Part.DIALOG, ADDED),
        (Part.FACT, CHANGED),
        (Part.EXAMPLE, REMOVED),
        (Part.EXAMPLE, ADDED),
        (Part.BUDGET, CHANGED),
    ]


def test_a_difference_is_told_in_words() -> None:
    old, new = Script(rules=(rule("甲"), rule("乙", "八点"))), Script(rules=(rule("乙", "九点"), rule("丁")))
    told = text(difference(old, new)).splitlines()
    assert told[0] == "删了规则「甲」"
    assert "改了规则「乙」" in told
    assert "加了规则「丁」" in told
    assert any(line.startswith("    -") and "八点" in line for line in told)


BEFORE = """\
rules:
  - {name: 时间, when: {text: {contains: 几点}}, say: 八点}
  - {name: 地址, when: {text: {contains: 在哪}}, say: 江边}
"""
LATER = f"""\
facts:
  店名: {{text: 回头, until: 2027-02-12}}
budget: {{points: 5}}
{BEFORE.replace("几点", "[几点, 营业]").replace("八点", "{picture: door}")}
dialogs:
  - name: 订位
    steps: [{{ask: 几位？, expect: number, keep: 人数}}]
    say: 好的
examples:
  - {{text: 几点, expect: 时间}}
"""


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (BEFORE, "没有改动"),
        (f"# 冬天\n{BEFORE}", "只改了注释或写法"),
        (BEFORE.replace("八点", "九点"), "改了「时间」"),
        (BEFORE.replace("八点", "九点").replace("地址", "位置"), "加了「位置」；删了「地址」；改了「时间」"),
        (BEFORE.replace("}}", "}"), "文字改了"),
        (BEFORE.replace("时间", "钟点").replace("地址", "位置"), "加了「钟点」「位置」；删了「时间」「地址」"),
    ],
)
def test_what_a_save_changed_is_one_sentence(after: str, told: str) -> None:
    assert what_changed(BEFORE, after) == told


def test_what_differs_is_shown_as_staff_would_write_it() -> None:
    old, new = read_script(BEFORE), read_script(LATER)
    lines = {change.name: change.lines for change in difference(old, new).changes}
    assert lines == {
        "时间": (
            " - name: 时间",
            "   when:",
            "-    text: {contains: 几点}",
            "-  say: 八点",
            "+    text: {contains: [几点, 营业]}",
            "+  say: {picture: door}",
        ),
        "订位": (
            "+- name: 订位",
            "+  steps:",
            "+    - {ask: 几位？, expect: number, keep: 人数}",
            "+  say: 好的",
        ),
        "店名": ("+店名: {text: 回头, until: 2027-02-12}",),
        "{text: 几点, expect: 时间}": (),
        "上限": ("-budget: {points: 1000, coupons: 5}", "+budget: {points: 5, coupons: 5}"),
    }


def test_many_names_are_counted() -> None:
    more = "".join(f"  - {{name: r{n}, when: {{text: {{contains: w{n}}}}}, say: x}}\n" for n in range(300))
    assert what_changed(BEFORE, BEFORE + more).endswith("「r9」等 300 处")


def test_ten_thousand_rules_in_another_order_are_compared_at_once() -> None:
    names = [f"r{number}" for number in range(10_000)]
    old = Script(rules=tuple(rule(name) for name in names))
    new = Script(rules=tuple(rule(name) for name in reversed(names)))
    assert len(difference(old, new).changes) == 9_999


def test_a_change_without_lines_is_one_line() -> None:
    assert text(Difference((Change(Part.RULE, MOVED, "甲"),))) == "挪了规则「甲」\n"
