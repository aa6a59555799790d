"""A script that is written is read again as the same script, and looks as if a person had written it."""

import re

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from replies.language.emit import emit
from replies.language.rule import Script
from replies.language.script import read_script
from replies.language.source import Data, read_source
from replies.language.write import write_dialog, write_rule, write_script
from replies.starter import starter_script
from tests.replies.language.scripts import ODD, scripts
from tests.replies.language.test_whole import SOURCE

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(lambda text: not CONTROL.search(text)),
    st.text(" \n\t#:-,[]{}'\"|>&*!%@`?ab\u2028\x85\ufeff好😀\u3000=~<", max_size=8),
    st.sampled_from([*ODD, " # x", "x  ", "", "<<", "---", "...", "a\nb", "  a\n\n b\n", "a \nb", "\na", "--- a"]),
)
ANY_DATA = st.dictionaries(
    ANY_TEXT,
    st.recursive(
        ANY_TEXT,
        lambda parts: st.one_of(
            st.lists(parts, min_size=1, max_size=4), st.dictionaries(ANY_TEXT, parts, min_size=1, max_size=3)
        ),
        max_leaves=8,
    ),
    min_size=1,
    max_size=3,
)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scripts())
def test_a_script_that_was_written_is_read_as_the_same(script: Script) -> None:
    assert read_script(write_script(script)) == script


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scripts())
def test_a_script_survives_the_form_in_which_it_is_published(script: Script) -> None:
    assert msgspec.json.decode(msgspec.json.encode(script), type=Script) == script


@settings(deadline=None, max_examples=200)
@given(ANY_DATA)
def test_every_text_comes_back_to_the_letter(data: Data) -> None:
    assert read_source(emit(data)) == data


def test_the_starter_and_all_that_there_is_are_written_without_loss() -> None:
    for source in (starter_script(), SOURCE):
        script = read_script(source)
        assert read_script(write_script(script)) == script
        assert write_script(read_script(write_script(script))) == write_script(script)


WRITTEN = """\
- name: 订位
  when:
    scan: any
    menu: MENU_BOOK
    text:
      exact: [订位, 订座]
      contains_all: [[改, 时间], [换, 位子]]
  only_if: {hours: 工作日 10:00–24:00, tag: 会员, points: 8}
  say: |
    好的，{nickname}。
    几位？
  do:
    - tag: no
    - set: {phone: 021-5555 0186}
  otherwise:
    choices: {ask: 您想问哪样？, items: [营业时间, 地址]}
"""


def test_a_rule_looks_as_a_person_would_write_it() -> None:
    (rule,) = read_script(f"rules:\n{WRITTEN}").rules
    assert write_rule(rule).replace("'", "") == WRITTEN


def test_a_dialog_tells_only_what_is_not_so_by_itself() -> None:
    written = "- name: 问\n  steps:\n    - {ask: 几位？, expect: number, keep: 人数}\n  say: 好\n"
    source = f"rules:\n  - name: 一\n    when: fallback\n    say: 好\ndialogs:\n{written}"
    assert write_dialog(read_script(source).dialogs[0]) == written


def test_words_go_on_in_the_next_line_and_sentences_stand_below_one_another() -> None:
    words = "、".join(f"关键词{number}" for number in range(40)).split("、")
    assert max(map(len, emit({"contains": list(words)}).splitlines())) < 110
    sentences = ["这是顾客会说的一句长话，长得一行放不下几句的那种"] * 4
    assert len(emit({"similar": list(sentences)}).splitlines()) == 5
