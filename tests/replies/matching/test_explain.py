"""Which rule answers, and why each of the others does not."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from records.message import Kind
from replies.answers.reply import Text
from replies.language.condition import Dates, Hours, OnlyIf, Share
from replies.language.rule import Fact, How, Near, Rule, Script, WhenFollow
from replies.matching.conditions import CONDITIONS
from replies.matching.explain import Rival, explain
from replies.matching.index import ScriptIndex
from replies.matching.match import Trigger
from replies.matching.reasons import REASONS
from tests.replies.matching.makers import NORMALISE, a_text, index, known, rule, text_rule

SATURDAY = datetime(2027, 2, 6, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
OFFICE = Hours((0, 1, 2, 3, 4), 9 * 60, 18 * 60)


def lost(compiled: ScriptIndex, trigger: Trigger, **told: Any) -> dict[str, str]:
    """Why each rival lost, by its rule."""
    return {rival.rule: rival.lost for rival in explain(compiled, trigger, known(**told)).rivals}


def test_the_winner_is_told_and_every_rival_in_order() -> None:
    compiled = index(
        rule("不懂", fallback=True),
        text_rule("匹配", How.PATTERN, "几点.*门"),
        text_rule("含", How.CONTAINS, "开门"),
        text_rule("整句", How.EXACT, "几点开门"),
    )
    verdict = explain(compiled, a_text("几点开门"), known())
    assert verdict.winner is not None
    assert verdict.winner.rule.name == "整句"
    assert verdict.rivals == (
        Rival("含", "contains", "开门", "“包含”排在“整句相同”后面"),
        Rival("匹配", "pattern", "几点.*门", "“匹配式”排在“整句相同”后面"),
        Rival("不懂", "fallback", "any", "“别的都不合”排在“整句相同”后面"),
    )


def test_a_shorter_word_and_a_later_place_are_told() -> None:
    compiled = index(
        text_rule("长", How.CONTAINS, "低因咖啡"),
        text_rule("短", How.CONTAINS, "咖啡"),
        text_rule("也长", How.CONTAINS, ("低因", "咖啡")),
    )
    assert lost(compiled, a_text("低因咖啡")) == {
        "短": "「咖啡」比「低因咖啡」短，字多的先答",
        "也长": "写在规则「长」后面，一样合适时先写的先答",
    }


@pytest.mark.parametrize(
    ("only_if", "told", "sentence"),
    [
        ({"hours": (OFFICE,)}, {"now": SATURDAY}, "只在工作日 09:00–18:00，现在是周六 12:00"),
        (
            {"dates": (Dates(date(2027, 1, 1), date(2027, 1, 3)), Dates(first=date(2028, 1, 1)))},
            {"now": SATURDAY},
            "只在 2027-01-01 起到 2027-01-03 止、2028-01-01 起，今天是 2027-02-06",
        ),
        ({"tags": ("会员", "常客")}, {}, "只答有标签「会员」或「常客」的人，他没有标签"),
        ({"tags": ("会员",)}, {"tags": frozenset({"新客"})}, "只答有标签「会员」的人，他的标签是新客"),
        (
            {"without_tags": ("黑名单", "同行")},
            {"tags": frozenset({"同行"})},
            "不答有标签「同行」的人，他有",
        ),
        ({"tiers": ("金卡",)}, {"tier": "银卡"}, "只答等级是「金卡」的人，他是「银卡」"),
        ({"tiers": ("金卡",)}, {}, "只答等级是「金卡」的人，他没有等级"),
        ({"sources": ("table-*",)}, {"source": "bag"}, "只答从「table-*」来的人，他从「bag」来"),
        ({"sources": ("table-*",)}, {}, "只答从「table-*」来的人，不知道他从哪里来"),
        ({"points": 100}, {"points": 30}, "至少要有 100 积分，他有 30"),
        ({"has_coupon": True}, {}, "只答手上有券的人，他没有"),
        ({"has_coupon": False}, {"has_coupon": True}, "只答手上没有券的人，他有"),
        (
            {"first_message_in": 24},
            {"now": SATURDAY, "last_message_at": SATURDAY - timedelta(hours=3)},
            "只答 24 小时没说过话的人，他 3 小时前说过",
        ),
        ({"moods": ("negative",)}, {"mood": "positive"}, "只答心情是「不高兴」的人，他的是「高兴」"),
        ({"share": Share("新文案", 50, 100)}, {}, "只给试验「新文案」里排在 50 到 100 之间的人，他排在 21"),
        ({"points": 1, "has_coupon": True}, {}, "至少要有 1 积分，他有 0；只答手上有券的人，他没有"),
    ],
)
def test_the_condition_that_fails_is_told_with_what_is_so_instead(
    only_if: dict[str, Any], told: dict[str, Any], sentence: str
) -> None:
    compiled = index(text_rule("条件", How.EXACT, "好", only_if=only_if), rule("不懂", fallback=True))
    assert lost(compiled, a_text("好"), **told) == {"条件": sentence}


def test_every_condition_there_is_has_its_sentence() -> None:
    assert list(REASONS) == [*(condition.name for condition in CONDITIONS), "location", "facts"]
    assert {condition.field for condition in CONDITIONS} == set(OnlyIf.__struct_fields__)


def test_what_has_ended_is_told() -> None:
    asked = text_rule("春节", How.EXACT, "几点").when
    fact = Fact(text="十点", until=date(2027, 2, 5))
    script = Script(rules=(Rule(name="春节", when=asked, say=Text("{春节}")),), facts={"春节": fact})
    verdict = explain(ScriptIndex(script, NORMALISE), a_text("几点"), known(now=SATURDAY))
    assert verdict.winner is None
    assert [rival.lost for rival in verdict.rivals] == ["它说到的事只到 2027-02-05 为止，今天是 2027-02-06"]


@pytest.mark.parametrize(
    ("near", "distances", "sentence"),
    [
        (Near(within=500), {"north": 800.4, "south": 9000.0}, "要离门店 500 米以内，离「north」有 800 米"),
        (
            Near(within=500, store="south"),
            {"north": 3.0, "south": 9000.0},
            "要离门店「south」 500 米以内，离「south」有 9000 米",
        ),
        (Near(within=500, store="south"), {"north": 3.0}, "要离门店「south」 500 米以内，不知道有多远"),
        (Near(within=500), {}, "要离门店 500 米以内，不知道有多远"),
    ],
)
def test_a_place_too_far_is_told_with_its_distance(near: Near, distances: dict[str, float], sentence: str) -> None:
    place = Trigger(kind=Kind.LOCATION)
    assert lost(index(rule("近", nears=(near,))), place, distances=distances) == {"近": sentence}


def test_a_wider_circle_a_vaguer_scene_and_a_follow_that_asks_less_are_told() -> None:
    near = index(rule("大", nears=(Near(within=900),)), rule("小", nears=(Near(within=100),)))
    place = Trigger(kind=Kind.LOCATION)
    assert lost(near, place, distances={"n": 5.0}) == {"大": "900 米的范围比 100 米的大，小的先答"}
    follows = index(
        rule("谁都行", follows=(WhenFollow(),)),
        rule("桌", follows=(WhenFollow(scene="table-*"),)),
        rule("回头桌", follows=(WhenFollow(scene="table-*", returning=True),)),
    )
    assert lost(follows, Trigger(kind=Kind.FOLLOW, subject="table-3", returning=True)) == {
        "桌": "规则「回头桌」问得更多，问得多的先答",
        "谁都行": "场景「*」没有「table-*」具体",
    }


@pytest.mark.parametrize(
    ("returning", "sentence"), [(False, "只答再次关注的人，他是第一次"), (True, "只答第一次关注的人，他以前关注过")]
)
def test_a_rule_for_those_who_come_back_is_told_to_be_for_others(returning: bool, sentence: str) -> None:
    compiled = index(
        rule("谁都行", follows=(WhenFollow(),)), rule("另一种", follows=(WhenFollow(returning=not returning),))
    )
    assert lost(compiled, Trigger(kind=Kind.FOLLOW, returning=returning)) == {"另一种": sentence}


def test_rules_that_the_text_nearly_fits_are_told_with_what_is_missing() -> None:
    compiled = index(
        text_rule("整句", How.EXACT, "营业时间"),
        text_rule("开头", How.STARTS_WITH, "营业时间是"),
        text_rule("两样", How.CONTAINS, ("营业时间", "周末")),
        text_rule("无关", How.CONTAINS, "停车"),
        rule("不懂", fallback=True),
    )
    assert lost(compiled, a_text("问问营业时间")) == {
        "整句": "要整句就是「营业时间」",
        "开头": "要以「营业时间是」开头",
        "两样": "句中没有「周末」",
    }


def test_a_rule_that_is_not_like_enough_is_told_with_its_likeness() -> None:
    compiled = index(text_rule("像", How.SIMILAR, "积分能兑换礼品吗"), rule("不懂", fallback=True))
    assert lost(compiled, a_text("积分换点什么东西")) == {"像": "和「积分能兑换礼品吗」只有 43 分像，到 56 分才答"}


def test_rules_between_which_the_text_stands_are_told_so() -> None:
    compiled = index(text_rule("查", How.SIMILAR, "我的积分怎么查"), text_rule("用", How.SIMILAR, "我的积分怎么用"))
    verdict = explain(compiled, a_text("我的积分怎么弄"), known())
    assert verdict.winner is None
    assert [rival.lost for rival in verdict.rivals] == [
        f"和「我的积分怎么{verb}」有 75 分像，但和别的规则也差不多像，分不清就不猜" for verb in "查用"
    ]


def test_at_most_three_near_misses_are_told() -> None:
    compiled = index(*(text_rule(str(n), How.EXACT, f"营业时间{n}") for n in range(9)))
    assert len(explain(compiled, a_text("营业时间"), known()).rivals) == 3


def test_a_rule_that_could_answer_in_two_ways_is_told_once_and_by_the_one_that_holds() -> None:
    compiled = index(rule("近", nears=(Near(within=500), Near(within=5000))), rule("更近", nears=(Near(within=1000),)))
    verdict = explain(compiled, Trigger(kind=Kind.LOCATION), known(distances={"n": 900.0}))
    assert verdict.winner is not None
    assert verdict.winner.rule.name == "更近"
    assert [(rival.rule, rival.lost) for rival in verdict.rivals] == [("近", "5000 米的范围比 1000 米的大，小的先答")]
