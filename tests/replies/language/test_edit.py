"""One rule is changed in the text that staff wrote, and nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from replies.answers.reply import Text
from replies.language.edit import add_rule, remove_rule, replace_rule
from replies.language.rule import Rule, Script, When
from replies.language.script import read_script
from replies.language.source import ScriptError
from replies.language.write import write_script
from replies.starter import starter_script
from tests.replies.language.scripts import rules, scripts

SOURCE = """\
# 我们的脚本
facts: {店名: 😀咖啡}   # 以后再添

rules:
  # —— 白天 ——

  - name: 一
    when: fallback   # 别的都不是
    say: |
      好
      # 这一行也是要说的

  # 二的说明
  -   # 怪，但可以
    name: 二
    when: {text: {contains: [几点,
      开门]}}
    say: 八点 # 每天


  - {name: 三, when: picture, say: 好看,
     }
  # 到这里

examples:
  - {text: 几点, expect: 二}
"""
NEW = Rule(name="新", when=When(menus=("M",)), say=Text("好\n的"))
WRITTEN = """\
  - name: 新
    when: {menu: M}
    say: |
      好
      的
"""
ONE, TWO, THREE = SOURCE.index("  - name: 一"), SOURCE.index("  -   #"), SOURCE.index("  - {name: 三")


def test_a_rule_is_added_behind_the_others() -> None:
    end = SOURCE.index("  # 到这里")
    assert add_rule(SOURCE, NEW) == f"{SOURCE[:end]}\n{WRITTEN}{SOURCE[end:]}"


def test_a_rule_is_added_before_another_and_the_comment_that_belongs_to_it() -> None:
    comment = SOURCE.index("  # 二的说明")
    assert add_rule(SOURCE, NEW, before="二") == f"{SOURCE[:comment]}{WRITTEN}\n{SOURCE[comment:]}"
    assert add_rule(SOURCE, NEW, before="一") == f"{SOURCE[:ONE]}{WRITTEN}\n{SOURCE[ONE:]}"


@pytest.mark.parametrize(
    ("name", "begins", "ends"),
    [
        ("一", ONE, SOURCE.index("\n  # 二的说明")),
        ("二", TWO, SOURCE.index("\n\n  - {name: 三")),
        ("三", THREE, SOURCE.index("  # 到这里")),
    ],
)
def test_a_rule_is_replaced_where_it_stood(name: str, begins: int, ends: int) -> None:
    assert replace_rule(SOURCE, name, NEW) == f"{SOURCE[:begins]}{WRITTEN}{SOURCE[ends:]}"


def test_a_rule_is_removed_with_the_blank_line_that_kept_it_from_the_next() -> None:
    assert remove_rule(SOURCE, "一") == SOURCE[:ONE] + SOURCE[SOURCE.index("  # 二的说明") :]
    assert remove_rule(SOURCE, "三") == SOURCE[: THREE - 1] + SOURCE[SOURCE.index("  # 到这里") :]


def test_lines_stay_broken_and_set_in_as_they_were() -> None:
    windows = "rules:\r\n- name: 一\r\n  when: fallback\r\n  say: 好\r\n"
    assert add_rule(windows, NEW) == f"{windows}\r\n" + "".join(
        line[2:].replace("\n", "\r\n") for line in WRITTEN.splitlines(keepends=True)
    )


def test_rules_that_stand_close_together_stay_so() -> None:
    close = "rules:\n  - {name: 一, when: fallback, say: 好}\n  - {name: 二, when: picture, say: 好}"
    assert add_rule(close, NEW) == f"{close}\n{WRITTEN}"


@pytest.mark.parametrize("change", [lambda s: remove_rule(s, "四"), lambda s: replace_rule(s, "四", NEW)])
def test_a_rule_that_is_not_there_cannot_be_changed(change: object) -> None:
    with pytest.raises(ScriptError, match="没有叫「四」的规则"):
        change(SOURCE)  # type: ignore[operator]


def test_the_last_rule_stays_and_brackets_are_refused() -> None:
    with pytest.raises(ScriptError, match="最后一条规则"):
        remove_rule("rules:\n  - {name: 一, when: fallback, say: 好}\n", "一")
    with pytest.raises(ScriptError, match="方括号"):
        add_rule("rules: [{name: 一, when: fallback, say: 好}]\n", NEW)


STARTER = starter_script()
NAMES = [rule.name for rule in read_script(STARTER).rules]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(rules("新来的"), st.sampled_from([None, *NAMES]))
def test_a_rule_that_was_added_and_removed_leaves_no_trace(rule: Rule, before: str | None) -> None:
    added = add_rule(STARTER, rule, before)
    assert rule in read_script(added).rules
    assert remove_rule(added, "新来的") == STARTER


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(rules("新来的"), st.sampled_from(NAMES))
def test_the_other_rules_keep_their_text_and_their_meaning(rule: Rule, name: str) -> None:
    place = NAMES.index(name)
    begins = STARTER.index(f"  - name: {name}\n")
    changed = replace_rule(STARTER, name, rule)
    assert changed.startswith(STARTER[:begins])
    if place + 1 < len(NAMES):
        assert changed.endswith(STARTER[STARTER.index(f"\n  - name: {NAMES[place + 1]}\n") :])
    expected, read = list(read_script(STARTER).rules), list(read_script(changed.split("\nexamples:")[0]).rules)
    expected[place] = rule
    assert read == expected


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scripts(), st.data())
def test_in_any_script_one_rule_takes_the_place_of_another(script: Script, data: st.DataObject) -> None:
    script = replace(script, examples=())
    place = data.draw(st.integers(0, len(script.rules) - 1))
    rule = data.draw(rules("新来的"))
    changed = read_script(replace_rule(write_script(script), script.rules[place].name, rule))
    assert changed == replace(script, rules=(*script.rules[:place], rule, *script.rules[place + 1 :]))
