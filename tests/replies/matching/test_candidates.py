"""Which rules could answer, and in which order."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from records.message import Kind
from replies.language.rule import How, Near, WhenFollow
from replies.matching.match import Trigger
from tests.replies.first import first
from tests.replies.matching.makers import a_text, index, names, rule, text_rule

MEMBERS = {"tags": ("会员",)}


def test_a_text_is_answered_in_the_order_that_staff_are_told() -> None:
    compiled = index(
        rule("不懂", fallback=True),
        text_rule("匹配", How.PATTERN, "几点.*门"),
        text_rule("含有", How.CONTAINS, "开门"),
        text_rule("含两样", How.CONTAINS, ("几点", "门")),
        text_rule("开头", How.STARTS_WITH, "几点"),
        text_rule("开头更长", How.STARTS_WITH, "几点开"),
        text_rule("整句", How.EXACT, "几点开门"),
    )
    assert names(compiled, a_text("几点开门？")) == [
        "整句", "开头更长", "开头", "含两样", "含有", "匹配", "不懂",
    ]  # fmt: skip


def test_a_text_that_has_only_some_of_the_words_does_not_fit() -> None:
    compiled = index(text_rule("改", How.CONTAINS, ("改", "地址"), ("换", "手机")))
    assert names(compiled, a_text("帮我把地址改了")) == ["改"]
    assert names(compiled, a_text("改手机")) == []
    assert [match.by for match in compiled.candidates(a_text("手机要换"))] == ["换、手机"]


@pytest.mark.parametrize(
    ("how", "words"), [(How.EXACT, "几点"), (How.STARTS_WITH, "几"), (How.CONTAINS, "点"), (How.PATTERN, "几.")]
)
def test_rules_with_one_phrase_stand_in_the_order_of_the_script(how: How, words: str) -> None:
    compiled = index(*(text_rule(str(number), how, words) for number in range(3)))
    assert names(compiled, a_text("几点")) == ["0", "1", "2"]


def test_patterns_of_several_rules_stand_in_the_order_of_the_script() -> None:
    compiled = index(*(text_rule(str(n), How.PATTERN, words) for n, words in enumerate(["拿.", ".铁", "拿."])))
    assert names(compiled, a_text("拿铁")) == ["0", "1", "2"]


def test_the_first_whose_conditions_hold_answers() -> None:
    compiled = index(
        text_rule("会员价", How.EXACT, "价格", only_if=MEMBERS),
        text_rule("价格", How.EXACT, "价格"),
        text_rule("价", How.CONTAINS, "价"),
    )
    member, stranger = (first(compiled, a_text("价格"), tags=tags) for tags in (frozenset({"会员"}), frozenset()))
    assert member is not None
    assert stranger is not None
    assert (member.rule.name, stranger.rule.name) == ("会员价", "价格")


@pytest.mark.parametrize(
    ("when", "trigger"),
    [
        ({"menus": ("M",)}, Trigger(kind=Kind.MENU_CLICK, subject="M")),
        ({"kinds": (Kind.PICTURE,)}, Trigger(kind=Kind.PICTURE)),
        ({"kinds": (Kind.LOCATION,)}, Trigger(kind=Kind.LOCATION)),
        ({"scans": ("bag",)}, Trigger(kind=Kind.SCAN, subject="bag")),
        ({"follows": (WhenFollow(),)}, Trigger(kind=Kind.FOLLOW)),
        ({"fallback": True}, Trigger(kind=Kind.TEXT, text="嗯")),
    ],
)
def test_whatever_a_rule_answers_it_gives_way_where_its_condition_fails(
    when: dict[str, object], trigger: Trigger
) -> None:
    compiled = index(rule("会员", only_if=MEMBERS, **when), rule("谁都行", **when))
    assert names(compiled, trigger) == ["会员", "谁都行"]
    found = first(compiled, trigger)
    assert found is not None
    assert found.rule.name == "谁都行"


def test_a_smaller_circle_comes_before_a_larger_and_before_any_place() -> None:
    compiled = index(
        rule("哪儿都行", kinds=(Kind.LOCATION,)),
        rule("远", nears=(Near(within=3000),)),
        rule("近", nears=(Near(within=500), Near(within=800, store="riverside"))),
    )
    assert names(compiled, Trigger(kind=Kind.LOCATION)) == ["近", "近", "远", "哪儿都行"]
    distances = {"riverside": 700.0, "north": 2900.0}
    found = first(compiled, Trigger(kind=Kind.LOCATION), distances=distances)
    assert found is not None
    assert (found.rule.name, found.by) == ("近", "riverside")


def test_a_place_is_near_nothing_where_no_store_has_a_place() -> None:
    compiled = index(rule("近", nears=(Near(within=500), Near(within=800, store="riverside"))))
    assert first(compiled, Trigger(kind=Kind.LOCATION)) is None


def test_a_follow_that_asks_for_the_contrary_of_its_rule_never_answers() -> None:
    compiled = index(rule("乱", only_if={"has_coupon": True}, follows=(WhenFollow(has_coupon=False),)))
    assert names(compiled, Trigger(kind=Kind.FOLLOW)) == []


def test_a_phrase_with_a_word_of_which_folding_leaves_nothing_finds_nothing() -> None:
    compiled = index(text_rule("空", How.CONTAINS, ("改", "\u200b")), text_rule("头", How.STARTS_WITH, "\u200b"))
    assert names(compiled, a_text("改")) == []


def test_many_threads_read_one_index_and_get_the_same_answers() -> None:
    ways = [How.EXACT, How.STARTS_WITH, How.CONTAINS, How.PATTERN, How.SIMILAR]
    compiled = index(*(text_rule(f"{how}{n}", how, f"{how}第{n}号怎么用") for how in ways for n in range(40)))
    asked = [f"{how}第{n}号怎么用{'呀' if how is How.SIMILAR else ''}" for how in ways for n in range(40)]
    alone = [(names(compiled, a_text(text)), compiled.suggestions(text)) for text in asked]
    with ThreadPoolExecutor(4) as pool:
        together = pool.map(lambda text: (names(compiled, a_text(text)), compiled.suggestions(text)), asked * 5)
        assert list(together) == alone * 5
    assert all(found for found, _ in alone)
