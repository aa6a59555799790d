"""A shop binds a phone number, books a table and takes in a report: one question after another."""

from itertools import count
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Engine, select

from records.database import reading
from records.message import Kind
from records.tables import cases, contact_fields, contact_tags, contacts, ledger_entries, rewards, touchpoints
from replies.answers.reply import Picture, Text
from replies.dialogs.conversation import NOTHING, Conversation
from replies.language.action import GivePoints, OpenCase, SetField, StartDialog
from replies.language.dialog import Expect, Step
from tests.factories import make_follow, make_message
from tests.handlers.customer import Customer, OpenLibrary
from tests.handlers.talking_shop import BIND, BOOK, REPORT, SCRIPT

ASK_DAY = "好的。\n\n哪天来回头咖啡？"
ASK_SEAT = "坐哪儿？\n1. 大厅\n2. 露台"
PHONE = "请回 11 位手机号，如 13800138000。"
RESUMED = "我们接着上次的说（想重来请回「重新开始」）。"


@pytest.fixture
def library() -> OpenLibrary:
    library = OpenLibrary()
    library.put(SCRIPT)
    return library


@pytest.fixture
def lin(shop: Engine, library: OpenLibrary) -> Customer:
    return Customer(shop, library)


def column(customer: Customer, wanted: Any) -> list[Any]:
    with reading(customer.engine) as connection:
        return list(connection.execute(select(wanted)).scalars())


def test_a_phone_number_is_bound_and_rewarded(lin: Customer) -> None:
    assert lin.talk("绑定手机", "138 0013 8000") == [
        "请回手机号。",
        "好了，13800138000 已经绑上，您现在有10积分。",
    ]
    assert column(lin, contacts.c.phone) == ["13800138000"]
    assert column(lin, contact_tags.c.tag) == ["已绑手机"]
    assert lin.contact.conversation is None


def test_a_table_is_booked(lin: Customer) -> None:
    assert lin.talk("我要订位", "周六晚上", "两位", "2", "13800138000", "靠窗") == [
        ASK_DAY,
        "1月3日（周六），几位？",
        ASK_SEAT,
        "手机号是？",
        "还有什么要交代的？",
        "订好了：1月3日（周六） 2 位，露台，13800138000。靠窗",
    ]
    assert column(lin, cases.c.subject) == ["订位 2026-01-03 2 位 13800138000"]
    assert column(lin, contact_tags.c.tag) == ["订过位"]


def test_a_problem_is_reported_with_a_photo_and_a_person_takes_over(lin: Customer) -> None:
    assert lin.talk("报问题", "拿铁是凉的") == ["出了什么问题？", "请发一张照片。"]
    assert lin.does(Kind.PICTURE, media="photo-1") == Text("收到，我们马上看：拿铁是凉的")
    assert column(lin, cases.c.subject) == ["拿铁是凉的 photo-1"]
    assert lin.says("还在吗") == "[HandOver]"


def test_what_may_be_skipped_is_left_out(lin: Customer) -> None:
    lin.talk("订位", "明天", "3", "大厅", "13800138000")
    assert lin.says("跳过") == "订好了：1月2日（周五） 3 位，大厅，13800138000。"


@pytest.mark.parametrize("word", ["没有了", "没有", "不用了。", "无", "不用了，谢谢", "没有啦"])
def test_whoever_has_nothing_more_to_tell_is_done(lin: Customer, word: str) -> None:
    lin.talk("订位", "明天", "3", "大厅", "13800138000")
    assert lin.says(word) == "订好了：1月2日（周五） 3 位，大厅，13800138000。"


def test_whoever_needs_it_no_more_cancels_where_the_answer_is_needed(lin: Customer) -> None:
    assert lin.talk("订位", "不用了")[-1] == "好的，这次先不办了。想继续时随时找我。"


def test_a_choice_that_may_be_skipped_is_skipped_by_whoever_does_not_mind(lin: Customer, library: OpenLibrary) -> None:
    seats = replace(BOOK.steps[2], choices=("没有烟味的", "露台"), may_skip=True)
    library.put(replace(SCRIPT, dialogs=(replace(BOOK, steps=(*BOOK.steps[:2], seats, *BOOK.steps[3:])),)))
    assert lin.talk("订位", "明天", "3", "都行")[-1] == "手机号是？"
    assert (
        lin.talk("上一步", "没有", "13800138000", "跳过")[-1]
        == "订好了：1月2日（周五） 3 位，没有烟味的，13800138000。"
    )


def test_several_answers_at_once_are_not_asked_again(lin: Customer) -> None:
    assert lin.talk("订位", "周六晚上 4 个人")[-1] == ASK_SEAT
    assert lin.says("大厅，13800138000") == "还有什么要交代的？"
    assert lin.kept == {"日期": "2026-01-03", "人数": "4", "座位": "大厅", "手机": "13800138000"}


def test_a_field_and_a_case_get_the_day_as_it_is_kept(lin: Customer, library: OpenLibrary) -> None:
    step = Step(ask="哪天？", expect=Expect.DATE, keep="日期")
    do = (SetField("下次", "{日期}"), OpenCase("{日期}来"))
    library.put(replace(SCRIPT, dialogs=(replace(BOOK, steps=(step,), say=Text("{日期}见。"), do=do),)))
    assert lin.talk("订位", "2027年2月6日")[-1] == "2027年2月6日（周六）见。"
    assert column(lin, contact_fields.c.value) == ["2027-02-06"]
    assert column(lin, cases.c.subject) == ["2027-02-06来"]


def test_from_the_second_question_on_the_way_out_names_the_way_back(lin: Customer) -> None:
    assert lin.talk("订位", "明天", "啊？", "啊？", "啊？")[-1] == (
        "请回 1 到 20 的人数\n要改上一项，回「上一步」。想先不办了，回「取消」就行。"
    )


def test_whoever_is_not_understood_hears_that_it_may_be_skipped(lin: Customer) -> None:
    assert lin.talk("报问题", "拿铁是凉的", "照片没拍")[-1] == "请发一张图片。不填就回「跳过」。"


def test_what_is_needed_is_not_skipped(lin: Customer) -> None:
    assert lin.talk("绑定手机", "跳过")[-1] == f"这一项要填，不能跳过。{PHONE}"
    assert lin.talk("取消", "报问题", "跳过")[-1] == "这一项要填，不能跳过。请用文字回复。"


def test_a_wrong_answer_is_told_what_would_be_right_and_the_third_in_a_row_the_way_out(lin: Customer) -> None:
    assert lin.talk("绑定手机", "不知道呀", "1380013800", "啊？", "啊？")[1:] == [
        PHONE,
        PHONE,
        f"{PHONE}\n想先不办了，回「取消」就行。",
        f"{PHONE}\n想先不办了，回「取消」就行。",
    ]
    assert lin.says("13800138000").startswith("好了")


def test_patience_begins_anew_with_each_question(lin: Customer) -> None:
    lin.talk("订位", "啊？", "啊？", "明天")
    assert lin.talk("啊？", "啊？") == ["请回 1 到 20 的人数", "请回 1 到 20 的人数"]
    assert lin.talk("上一步", "啊？")[-1] == "请回日期，如 明天、周六 或 2月6日。"
    lin.talk("明天", "啊？", "啊？", "订位")
    assert lin.says("啊？") == "请回 1 到 20 的人数"


def test_a_wrong_choice_is_shown_the_choices_again(lin: Customer) -> None:
    lin.talk("订位", "明天", "3")
    assert lin.says("门口") == "请从下面选一样，回数字就行：\n1. 大厅\n2. 露台"


def test_whoever_does_not_mind_where_to_sit_is_told_the_shortest_answer(lin: Customer) -> None:
    lin.talk("订位", "明天", "3")
    assert lin.says("随便。") == "都可以的话，回 1 就好：\n1. 大厅\n2. 露台"


def test_whoever_changes_their_mind_need_not_go_back(lin: Customer) -> None:
    assert lin.talk("订位", "明天", "改成后天吧")[-1] == "好的，改成 1月3日（周六）。\n1月3日（周六），几位？"
    assert lin.talk("3", "四个人吧")[-1] == f"好的，改成 4。\n{ASK_SEAT}"
    assert lin.says("周六") == f"嗯，1月3日（周六）。\n{ASK_SEAT}"
    assert lin.kept == {"日期": "2026-01-03", "人数": "4"}


def test_of_two_days_that_were_answered_none_is_changed(lin: Customer, library: OpenLibrary) -> None:
    days = tuple(Step(ask=ask, expect=Expect.DATE, keep=ask) for ask in ("来？", "走？"))
    library.put(replace(SCRIPT, dialogs=(replace(BOOK, steps=(*days, *BOOK.steps[1:])),)))
    assert lin.talk("订位", "明天", "后天", "改成大后天")[-1] == "请回 1 到 20 的人数"
    assert lin.kept == {"来？": "2026-01-02", "走？": "2026-01-03"}


def test_a_bare_number_changes_nothing_that_was_answered(lin: Customer) -> None:
    lin.talk("订位", "明天", "3")
    assert lin.says("7") == "请从下面选一样，回数字就行：\n1. 大厅\n2. 露台"
    assert lin.kept == {"日期": "2026-01-02", "人数": "3"}


def test_a_note_changes_nothing_that_was_answered(lin: Customer) -> None:
    lin.talk("订位", "明天", "3", "大厅", "13800138000")
    assert lin.says("后天") == "订好了：1月2日（周五） 3 位，大厅，13800138000。后天"


def test_a_day_too_far_away_is_told_how_far_it_may_be(lin: Customer) -> None:
    assert lin.talk("订位", "3月1日")[-1] == "最远可以到 1月31日，请回这之前的日期。"


@pytest.mark.parametrize("word", ["取消", "取消！", "算了", " 退出 ", "算了吧", "取消了", "不用啦"])
def test_a_cancel_word_ends_it_and_forgets_the_answers(lin: Customer, word: str) -> None:
    lin.talk("订位", "明天", "3")
    assert lin.says(word) == "好的，这次先不办了。想继续时随时找我。"
    assert lin.contact.conversation is None
    assert lin.says("订位") == ASK_DAY


def test_the_way_back_leads_to_the_question_before_and_stops_at_the_first(lin: Customer) -> None:
    lin.talk("订位", "明天", "3")
    assert lin.talk("上一步", "返回", "上一步") == ["1月2日（周五），几位？", "哪天来回头咖啡？", "哪天来回头咖啡？"]
    assert lin.talk("后天", "4")[-1] == ASK_SEAT
    assert lin.kept == {"日期": "2026-01-03", "人数": "4"}


def test_a_new_beginning_forgets_the_answers(lin: Customer) -> None:
    lin.talk("订位", "明天", "3")
    assert lin.says("重新开始") == "哪天来回头咖啡？"
    assert lin.kept == {}


def test_after_the_time_out_a_message_is_what_it_would_be_without_the_dialog(lin: Customer) -> None:
    lin.talk("订位", "明天")
    lin.waits(minutes=30)
    assert lin.says("3") == "没听懂，回「人工」找同事。"


def test_each_question_has_its_own_time(lin: Customer) -> None:
    lin.says("订位")
    for answer in ("明天", "3", "大厅"):
        lin.waits(minutes=29)
        asked = lin.says(answer)
    assert asked == "手机号是？"


def test_a_dialog_goes_on_where_it_was_when_it_is_started_again_within_a_week(lin: Customer) -> None:
    lin.talk("订位", "1月20日", "3")
    lin.waits(days=6)
    assert lin.says("订位") == f"好的。\n\n{RESUMED}\n{ASK_SEAT}"
    assert lin.talk("1", "13800138000", "跳过")[-1] == "订好了：1月20日（周二） 3 位，大厅，13800138000。"


def test_after_a_week_a_dialog_begins_anew(lin: Customer) -> None:
    lin.talk("订位", "1月20日", "3")
    lin.waits(days=7)
    assert lin.says("订位") == ASK_DAY


def test_whoever_resumes_may_begin_anew(lin: Customer) -> None:
    lin.talk("订位", "明天", "3")
    lin.waits(hours=1)
    assert lin.talk("订位", "从头来")[-1] == "哪天来回头咖啡？"


def test_a_dialog_without_any_answer_yet_has_nothing_to_go_on_with(lin: Customer) -> None:
    lin.says("订位")
    lin.waits(hours=1)
    assert lin.says("订位") == ASK_DAY


def test_huitou_may_be_restarted_in_the_middle(lin: Customer) -> None:
    lin.talk("订位", "明天", "3")
    lin.huitou_restarts()
    assert lin.says("露台") == "手机号是？"


def test_a_retry_gets_the_same_question_and_changes_nothing(lin: Customer) -> None:
    lin.says("订位")
    answer = lin.message(text="明天")
    first = lin.sends(answer)
    before = lin.contact
    assert lin.sends(answer) == first == Text("1月2日（周五），几位？")
    assert lin.contact == before
    lin.says("3")
    assert lin.sends(answer) == first
    assert lin.says("大厅") == "手机号是？"


def test_what_a_dialog_gives_it_gives_once(lin: Customer) -> None:
    lin.talk("绑定手机", "13800138000")
    assert lin.talk("绑定手机", "13900139000")[-1] == "好了，13900139000 已经绑上，您现在有10积分。"
    assert column(lin, ledger_entries.c.points) == [10]


def test_a_dialog_and_a_rule_of_one_name_both_give(lin: Customer, library: OpenLibrary) -> None:
    rules = tuple(
        replace(rule, do=(GivePoints(5), *rule.do)) if rule.name == "绑手机" else rule for rule in SCRIPT.rules
    )
    library.put(replace(SCRIPT, rules=rules))
    assert lin.talk("绑定手机", "13800138000")[-1] == "好了，13800138000 已经绑上，您现在有15积分。"
    assert sorted(column(lin, rewards.c.rule)) == ["dialog:绑手机", "rule:绑手机"]


def test_the_touchpoints_tell_which_dialog_answered(lin: Customer) -> None:
    lin.talk("绑定手机", "啊？")
    with reading(lin.engine) as connection:
        inward = select(touchpoints.c.rule, touchpoints.c.matched_by, touchpoints.c.script_version)
        told = connection.execute(inward.where(touchpoints.c.direction == "in").order_by(touchpoints.c.id)).all()
    assert told == [("绑手机", "exact", 1), ("绑手机", "dialog", 1)]


def test_what_a_customer_typed_is_told_as_it_is_and_never_as_markup(lin: Customer) -> None:
    lin.talk("订位", "明天", "3", "大厅", "13800138000")
    told = lin.says('{手机} {x.__class__} {{7*7}} <a href="weixin://x">点我</a>')
    assert told.endswith('。{手机} {x.__class__} {{7*7}} ＜a href="weixin://x"＞点我＜/a＞')


def test_a_step_that_a_new_version_adds_is_asked_too(lin: Customer, library: OpenLibrary) -> None:
    lin.talk("订位", "明天")
    added = replace(BOOK, steps=(Step(ask="贵姓？", expect=Expect.TEXT, keep="姓"), *BOOK.steps))
    library.put(replace(SCRIPT, dialogs=(added,)))
    assert lin.talk("3", "林", "大厅") == ["贵姓？", ASK_SEAT, "手机号是？"]


def test_a_question_that_a_new_version_no_longer_asks_is_dropped_and_the_answers_go_on(
    lin: Customer, library: OpenLibrary
) -> None:
    lin.talk("订位", "明天")
    library.put(replace(SCRIPT, dialogs=(replace(BOOK, steps=(BOOK.steps[0], *BOOK.steps[2:])),)))
    assert lin.says("3") == "没听懂，回「人工」找同事。"
    assert lin.says("订位") == f"好的。\n\n{RESUMED}\n{ASK_SEAT}"


def test_a_dialog_that_is_no_longer_there_is_dropped(lin: Customer, library: OpenLibrary) -> None:
    lin.talk("订位", "明天")
    library.put(replace(SCRIPT, dialogs=(BIND,)))
    assert lin.says("3") == "没听懂，回「人工」找同事。"
    assert lin.says("订位") == "好的。"
    assert lin.says("绑定手机") == "请回手机号。"


def test_a_rule_that_says_a_picture_leaves_the_first_question_for_what_is_said_next(lin: Customer) -> None:
    assert lin.does(Kind.TEXT, text="活动") == Picture("poster")
    assert lin.talk("我要参加", "13800138000") == ["请回手机号。", "好了，13800138000 已经绑上，您现在有10积分。"]


def test_a_choice_that_a_rule_asks_for_is_understood_as_carefully_as_any(lin: Customer, library: OpenLibrary) -> None:
    seats = Step(ask="几人桌？", expect=Expect.CHOICE, keep="桌", choices=("2人", "4人"))
    library.put(replace(SCRIPT, dialogs=(replace(BOOK, steps=(seats, *BOOK.steps)),)))
    assert lin.talk("订位", "2") == [
        "好的。\n\n几人桌？\n1. 2人\n2. 4人",
        "请再具体一点，回其中一项的全文：\n1. 2人\n2. 4人",
    ]


def test_a_dialog_may_end_in_another(lin: Customer, library: OpenLibrary) -> None:
    first = replace(BIND, say=Text("绑好了。"), do=(StartDialog("报问题"),))
    library.put(replace(SCRIPT, dialogs=(first, REPORT)))
    assert lin.talk("绑定手机", "13800138000")[-1] == "绑好了。\n\n出了什么问题？"


def test_two_answers_at_once_are_taken_one_after_the_other(shop: Engine, library: OpenLibrary) -> None:
    lin = Customer(shop, library)
    lin.talk("订位", "明天")
    start, replies = Barrier(2), []

    def send(answer: str) -> None:
        message = lin.message(text=answer)
        start.wait()
        replies.append(lin.sends(message))

    threads = [Thread(target=send, args=(answer,)) for answer in ("3", "2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The number that came second is taken for the number of a seat, unless there is none such.
    assert len(replies) == 2
    assert lin.kept["人数"] in {"2", "3"}
    assert lin.kept.get("座位") in {"露台", None}
    assert (lin.kept["人数"] == "3") == ("座位" in lin.kept)


ANSWERS = ["明天", "3", "露台", "13800138000", "2", "跳过"]
QUESTIONS = ["订位", "绑定手机", "报问题", "几点关门", "你好", "菜单", "转人工", "人工"]
CHATTER = st.one_of(
    st.sampled_from(ANSWERS + QUESTIONS), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
)
STEERING = {"取消", "算了", "不用了", "退出", "上一步", "返回", "重新填", "重新开始", "从头来"}
THE_END = ("好了，", "订好了：", "收到，")
GUESTS = count()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(CHATTER.filter(lambda text: text not in STEERING), max_size=12))
def test_no_chatter_breaks_a_dialog_or_loses_an_answer(shop: Engine, library: OpenLibrary, texts: list[str]) -> None:
    guest = Customer(shop, library, f"o-{next(GUESTS)}")
    for text in texts:
        before = answers_of(guest.conversation if guest.knows_us else NOTHING)
        told = guest.says(text)
        after = answers_of(guest.conversation)
        if not told.startswith(THE_END):
            assert after.items() >= before.items()


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.permutations(range(5)))
def test_what_the_platform_tells_leaves_the_open_question_alone_in_any_order(
    shop: Engine, library: OpenLibrary, order: list[int]
) -> None:
    guest = Customer(shop, library, f"o-{next(GUESTS)}")
    guest.talk("订位", "明天")
    talk, now = guest.conversation.talk, guest.now
    pushes = [
        make_follow(at=10, sender=guest.openid),
        make_message(Kind.UNFOLLOW, at=20, sender=guest.openid),
        make_follow("table-3", at=30, sender=guest.openid),
        make_message(Kind.SCAN, at=40, sender=guest.openid, subject="table-3"),
        make_message(Kind.POSITION, at=50, sender=guest.openid),
    ]
    for place in order:
        guest.sends(pushes[place])
    assert (guest.conversation.talk, guest.now) == (talk, now)
    assert guest.says("3") == ASK_SEAT


def answers_of(conversation: Conversation) -> dict[tuple[str, str], str]:
    """Every answer that is kept, of any dialog, by dialog and name."""
    talks = [talk for talk in (conversation.talk, *conversation.parked) if talk]
    return {(talk.dialog, name): value for talk in talks for name, value in talk.kept.items()}
