"""What a shop answers while a dialog waits for something else, and what the numbers of its choices mean."""

from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, select

from records.database import reading
from records.message import Kind
from records.tables import touchpoints
from replies.answers.reply import Picture, Silence, Text
from replies.language.rule import How, Script
from replies.matching.index import ScriptIndex
from tests.factories import make_follow
from tests.handlers.customer import Customer, OpenLibrary
from tests.handlers.talking_shop import SCRIPT, said

HOURS = "早八点到晚十点。"
FALLBACK = "没听懂，回「人工」找同事。"
DID_YOU_MEAN = "您是不是想问：\n1. 营业时间\n2. 地址\n回数字就行。都不是的话，换个说法再试试。"


@pytest.fixture
def library() -> OpenLibrary:
    library = OpenLibrary()
    library.put(SCRIPT)
    return library


@pytest.fixture
def lin(shop: Engine, library: OpenLibrary) -> Customer:
    return Customer(shop, library)


def inward(customer: Customer) -> tuple[Any, ...]:
    """What was kept of the last thing that the customer did: its text, and what answered it."""
    wanted = select(touchpoints.c.text, touchpoints.c.rule, touchpoints.c.matched_by)
    with reading(customer.engine) as connection:
        newest = wanted.where(touchpoints.c.direction == "in").order_by(touchpoints.c.id.desc()).limit(1)
        return tuple(connection.execute(newest).one())


def test_a_question_in_between_is_answered_and_the_open_one_said_again(lin: Customer) -> None:
    lin.talk("订位", "明天")
    assert lin.says("你们几点关门呀") == f"{HOURS}\n\n1月2日（周五），几位？"
    assert lin.says("3") == "坐哪儿？\n1. 大厅\n2. 露台"


def test_a_choice_is_said_again_with_its_items(lin: Customer) -> None:
    lin.talk("订位", "明天", "3")
    assert lin.says("几点关门") == f"{HOURS}\n\n坐哪儿？\n1. 大厅\n2. 露台"
    assert lin.says("2") == "手机号是？"


def test_a_question_in_between_is_no_wrong_answer(lin: Customer) -> None:
    lin.talk("绑定手机", "啊？", "啊？", "几点关门")
    assert "取消" in lin.says("啊？")


def test_an_answer_that_is_understood_is_not_looked_for_among_the_rules(lin: Customer, library: OpenLibrary) -> None:
    rules = tuple(replace(rule, when=said(How.EXACT, "1")) if rule.name == "地址" else rule for rule in SCRIPT.rules)
    library.put(replace(SCRIPT, rules=rules))
    assert lin.talk("1", "订位", "明天", "1")[::3] == ["滨江路 1 号。", "坐哪儿？\n1. 大厅\n2. 露台"]


def test_a_picture_in_between_leaves_the_question_open(lin: Customer) -> None:
    lin.talk("订位", "明天")
    lin.waits(minutes=20)
    assert lin.does(Kind.TEXT, text="菜单") == Picture("menu")
    lin.waits(minutes=20)
    assert lin.says("3") == "坐哪儿？\n1. 大厅\n2. 露台"


def test_neither_the_fallback_nor_a_likeness_interrupts(lin: Customer) -> None:
    lin.talk("绑定手机")
    assert lin.talk("会员卡怎么办", "呵呵") == ["请回 11 位手机号，如 13800138000。"] * 2


def test_a_free_text_is_interrupted_only_by_what_is_meant_exactly(lin: Customer) -> None:
    lin.talk("报问题")
    assert lin.says("地址") == "滨江路 1 号。\n\n出了什么问题？"
    assert lin.says("快到几点关门时没人理我") == "请发一张照片。"
    assert lin.kept == {"问题": "快到几点关门时没人理我"}


def test_a_voice_message_in_between_gets_the_rule_for_it(lin: Customer) -> None:
    lin.talk("报问题")
    assert lin.does(Kind.VOICE) == Text("请打字。\n\n出了什么问题？")


def test_taps_scans_and_follows_are_answered_with_the_question_behind(lin: Customer) -> None:
    lin.talk("报问题")
    behind = "\n\n出了什么问题？"
    assert lin.does(Kind.MENU_CLICK, subject="MENU_HOURS") == Text(HOURS + behind)
    assert lin.does(Kind.SCAN, subject="table-3") == Text("欢迎入座。" + behind)
    assert lin.sends(make_follow(at=900)) == Text("欢迎！" + behind)


def test_a_tap_that_no_rule_knows_gets_the_question(lin: Customer) -> None:
    lin.talk("绑定手机", "啊？")
    assert lin.does(Kind.MENU_CLICK, subject="MENU_OLD") == Text("请回手机号。")


@pytest.mark.parametrize("kind", [Kind.POSITION, Kind.UNFOLLOW, Kind.MENU_VIEW, Kind.SENT_REPORT])
def test_what_nobody_waits_for_leaves_the_conversation_alone(lin: Customer, kind: Kind) -> None:
    lin.talk("绑定手机", "啊？")
    before = lin.contact.conversation
    assert lin.does(kind) == Silence()
    assert lin.contact.conversation == before


def test_another_dialog_takes_over_and_the_first_goes_on_later(lin: Customer) -> None:
    lin.talk("订位", "明天", "3")
    assert lin.talk("绑定手机", "13800138000")[0] == "请回手机号。"
    assert lin.says("订位").endswith("坐哪儿？\n1. 大厅\n2. 露台")


def test_of_several_that_were_left_each_goes_on_later(lin: Customer) -> None:
    lin.talk("订位", "明天", "报问题", "拿铁是凉的", "绑定手机")
    assert lin.says("订位").endswith("1月2日（周五），几位？")
    assert lin.says("报问题").endswith("请发一张照片。")


def test_starting_the_dialog_that_is_open_goes_on_with_it(lin: Customer) -> None:
    lin.talk("订位", "明天")
    assert lin.says("我要订位").endswith("1月2日（周五），几位？")
    assert lin.kept == {"日期": "2026-01-02"}


def test_a_word_of_the_dialog_comes_before_a_rule(lin: Customer, library: OpenLibrary) -> None:
    rules = tuple(replace(rule, when=said(How.EXACT, "取消")) if rule.name == "地址" else rule for rule in SCRIPT.rules)
    library.put(replace(SCRIPT, rules=rules))
    assert lin.talk("报问题", "取消", "取消")[1:] == ["好的，这次先不办了。想继续时随时找我。", "滨江路 1 号。"]


# Choices that rules offer.


@pytest.mark.parametrize("number", ["2", "２", "二", "第二个", "2."])
def test_a_number_means_the_item_that_was_offered(lin: Customer, number: str) -> None:
    assert lin.says("你好") == "您想问哪样？\n1. 营业时间\n2. 地址\n3. 绑定手机"
    assert lin.says(number) == "滨江路 1 号。"
    assert inward(lin) == (number, "地址", "exact")


def test_an_item_may_start_a_dialog(lin: Customer) -> None:
    assert lin.talk("你好", "3")[-1] == "请回手机号。"


def test_an_offer_is_good_for_the_next_message_only(lin: Customer) -> None:
    assert lin.talk("你好", "几点关门", "2")[-1] == FALLBACK


def test_an_offer_lapses_after_a_day(lin: Customer) -> None:
    lin.says("你好")
    lin.waits(hours=24)
    assert lin.says("2") == FALLBACK


def test_a_number_that_was_not_offered_is_what_was_typed(lin: Customer) -> None:
    assert lin.talk("你好", "4")[-1] == FALLBACK


def test_whoever_mistypes_the_number_may_type_it_again(lin: Customer) -> None:
    assert lin.talk("你好", "22", "2")[1:] == [FALLBACK, "滨江路 1 号。"]


def test_a_message_without_an_answer_drops_the_offer(lin: Customer, library: OpenLibrary) -> None:
    library.put(Script(rules=SCRIPT.rules[:-1]))
    assert lin.talk("你好", "呵呵", "2")[1:] == ["[Silence]", "[Silence]"]


def test_a_tap_on_a_menu_says_what_it_says(lin: Customer) -> None:
    lin.says("你好")
    assert lin.does(Kind.CHOICE, text="2", subject="102") == Text(FALLBACK)


def test_what_nobody_said_leaves_the_offer(lin: Customer) -> None:
    lin.says("你好")
    lin.does(Kind.POSITION)
    assert lin.says("2") == "滨江路 1 号。"


def test_an_offer_within_a_dialog_means_its_item_and_the_dialog_stays(lin: Customer) -> None:
    lin.talk("绑定手机", "你好")
    assert lin.says("2") == "滨江路 1 号。\n\n请回手机号。"


# What may have been meant.


class Suggesting(ScriptIndex):
    """Suggests the same two phrases for whatever is not understood."""

    def suggestions(self, text: str, know: object = None) -> tuple[str, ...]:
        return ("营业时间", "地址")


def test_where_only_the_fallback_answers_it_is_asked_what_was_meant(lin: Customer, library: OpenLibrary) -> None:
    library.put(SCRIPT, Suggesting)
    assert lin.says("开到啥时候") == DID_YOU_MEAN
    assert inward(lin) == ("开到啥时候", None, "suggested")
    assert lin.says("1") == HOURS


def test_without_a_fallback_it_is_asked_too(lin: Customer, library: OpenLibrary) -> None:
    library.put(Script(rules=SCRIPT.rules[:-1]), Suggesting)
    assert lin.says("开到啥时候") == DID_YOU_MEAN


def test_whoever_is_not_understood_again_hears_the_way_to_a_person(lin: Customer, library: OpenLibrary) -> None:
    library.put(SCRIPT, Suggesting)
    assert lin.talk("开到啥时候", "不是啦", "那是啥")[1:] == [FALLBACK, DID_YOU_MEAN]


def test_only_a_text_is_asked_what_it_meant(lin: Customer, library: OpenLibrary) -> None:
    library.put(SCRIPT, Suggesting)
    assert lin.does(Kind.UNSUPPORTED) == Text(FALLBACK)
