"""Texts that are like what staff wrote: answered where that is sure, offered where it may be meant."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from replies.language.rule import How
from replies.matching.bare import bare
from replies.matching.index import ScriptIndex
from tests.replies.first import first
from tests.replies.matching.makers import NORMALISE, a_text, index, known, names, rule, text_rule

SENTENCES: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))
MEANT = {text: name for name, intent in SENTENCES["intents"].items() for text in intent["unseen"]}


@pytest.fixture(scope="module")
def shop() -> ScriptIndex:
    intents = SENTENCES["intents"].items()
    return index(*(text_rule(name, How.SIMILAR, *intent["phrases"]) for name, intent in intents))


def answered(compiled: ScriptIndex, text: str) -> str | None:
    found = first(compiled, a_text(text))
    return found and found.rule.name


def offered(compiled: ScriptIndex, text: str) -> list[str]:
    owners = {phrase.words: each.name for each in compiled.script.rules for phrase in each.when.text.phrases}
    return [owners[phrase] for phrase in compiled.suggestions(text)]


def test_what_is_answered_is_almost_always_what_was_meant(shop: ScriptIndex) -> None:
    answers = {text: name for text in MEANT if (name := answered(shop, text))}
    right = sum(MEANT[text] == name for text, name in answers.items())
    assert right / len(answers) >= 0.96
    assert right / len(MEANT) >= 0.6


def test_what_is_meant_is_mostly_among_what_is_offered(shop: ScriptIndex) -> None:
    hits = sum(MEANT[text] in offered(shop, text) for text in MEANT)
    assert hits / len(MEANT) >= 0.85


def test_what_means_nothing_is_not_answered_and_hardly_offered_anything(shop: ScriptIndex) -> None:
    nothing = SENTENCES["nothing"]["unseen"]
    assert [text for text in nothing if answered(shop, text)] == []
    assert sum(bool(shop.suggestions(text)) for text in nothing) <= 2


def test_the_likeness_and_the_phrase_are_told(shop: ScriptIndex) -> None:
    found = first(shop, a_text("請問你們店在哪裡呀？"))
    assert found is not None
    assert (found.rule.name, found.how, found.by, found.score) == ("地址", How.SIMILAR, "店在哪里", 100.0)


@pytest.mark.parametrize(
    ("said", "means"),
    [("请问你们可以停车吗", "能停车"), ("咋办会员", "怎办会员"), ("多少钱", "价"), ("请问你们", "请问你们")],
)
def test_manners_and_ways_of_asking_do_not_count(said: str, means: str) -> None:
    assert bare(said) == means


def test_likeness_comes_after_everything_but_the_fallback() -> None:
    compiled = index(
        rule("不懂", fallback=True),
        text_rule("像", How.SIMILAR, "怎么办会员卡"),
        text_rule("匹配", How.PATTERN, "会.卡"),
    )
    assert names(compiled, a_text("怎么办会员卡")) == ["匹配", "像", "不懂"]


def test_of_two_rules_about_as_like_neither_answers_and_both_are_offered() -> None:
    compiled = index(text_rule("查", How.SIMILAR, "我的积分怎么查"), text_rule("用", How.SIMILAR, "我的积分怎么用"))
    assert names(compiled, a_text("我的积分怎么弄")) == []
    assert compiled.suggestions("我的积分怎么弄") == ("我的积分怎么查", "我的积分怎么用")


def test_a_text_that_is_a_phrase_belongs_to_it_however_like_the_next_one_is() -> None:
    long = "我想知道怎么把去年没用完的积分转给我太太"
    compiled = index(text_rule("转", How.SIMILAR, f"{long}用"), text_rule("太太", How.SIMILAR, long))
    assert names(compiled, a_text(long)) == ["太太"]


def test_rules_that_share_a_phrase_do_not_stand_in_each_others_way() -> None:
    compiled = index(
        text_rule("会员价", How.SIMILAR, "拿铁卖多少钱", "拿铁的价钱", only_if={"tags": ("会员",)}),
        text_rule("价", How.SIMILAR, "拿铁卖多少钱", "拿铁的价格"),
    )
    asked = a_text("拿铁卖多少钱一杯")
    member, stranger = (first(compiled, asked, tags=frozenset(tags)) for tags in ({"会员"}, ()))
    assert member is not None
    assert stranger is not None
    assert (member.rule.name, stranger.rule.name) == ("会员价", "价")


def test_one_letter_in_common_is_chance() -> None:
    assert index(text_rule("取", How.SIMILAR, "做好了吗")).suggestions("好的") == ()


def test_a_slip_of_the_pen_is_offered_what_would_have_been_answered() -> None:
    compiled = index(
        text_rule("时间", How.EXACT, "营业时间"), text_rule("含", How.CONTAINS, "营业"), rule("不懂", fallback=True)
    )
    assert compiled.suggestions("营亚时间") == ("营业时间",)


def test_at_most_three_phrases_of_different_rules_are_offered() -> None:
    rules = [text_rule(str(n), How.EXACT, f"积分怎么{verb}", f"怎么{verb}积分") for n, verb in enumerate("查用转退")]
    compiled = index(*rules)
    assert compiled.suggestions("积分怎么丢") == ("积分怎么查", "积分怎么用", "积分怎么转")


def test_what_would_not_be_answered_is_not_offered_to_one_who_is_known() -> None:
    compiled = index(
        text_rule("会员价", How.SIMILAR, "拿铁会员价格", only_if={"tags": ("会员",)}),
        text_rule("价", How.SIMILAR, "拿铁价格表"),
    )
    assert compiled.suggestions("拿铁价钱") == ("拿铁价格表", "拿铁会员价格")
    assert compiled.suggestions("拿铁价钱", known) == ("拿铁价格表",)
    member = known(tags=frozenset({"会员"}))
    assert compiled.suggestions("拿铁价钱", lambda: member) == ("拿铁价格表", "拿铁会员价格")


@pytest.mark.parametrize("text", ["", "\u200b", "👍", "?" * 600, "a"])
def test_nothing_is_offered_for_nothing(text: str, shop: ScriptIndex) -> None:
    assert shop.suggestions(text) == ()


def test_no_sentence_of_the_tuning_half_is_measured_again() -> None:
    tuned = {NORMALISE(text) for intent in SENTENCES["intents"].values() for text in intent["tune"]}
    assert tuned.isdisjoint(map(NORMALISE, MEANT))
