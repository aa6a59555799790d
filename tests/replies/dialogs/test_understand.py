"""What customers mean by an answer, and when we had better ask once more."""

import time
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replies.dialogs.heard import Came, Heard, Reason
from replies.dialogs.numerals import whole_number
from replies.dialogs.sentences import sentence
from replies.dialogs.understand import understand
from replies.language.dialog import Expect, Step
from replies.matching.normalise import Normaliser

WEDNESDAY = date(2027, 2, 3)
FOLD = Normaliser()


def step(expect: Expect, **bounds: Any) -> Step:
    return Step(ask="？", expect=expect, keep="答", **bounds)


def heard(expect: Expect, text: str, today: date = WEDNESDAY, **bounds: Any) -> Heard:
    return understand(step(expect, **bounds), Came(text), today, FOLD)


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "+86-138-0013-8000",
        "008613800138000",
        "１３８００１３８０００",
        "我的手机是 13800138000，谢谢",
        "13800138000，对，13800138000",
    ],
)
def test_a_mobile_number_is_kept_as_its_eleven_digits(text: str) -> None:
    assert heard(Expect.PHONE, text) == "13800138000"


@pytest.mark.parametrize("text", ["12345678901", "1380013800", "138001380001", "10086", "手机号", "一三八"])
def test_other_digits_are_no_mobile_number(text: str) -> None:
    assert heard(Expect.PHONE, text) is Reason.UNCLEAR


def test_of_two_mobile_numbers_none_is_guessed() -> None:
    assert heard(Expect.PHONE, "13800138000或13900139000") is Reason.AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1990-5-1", "1990-05-01"),
        ("1990/05/01", "1990-05-01"),
        ("1990.5.1", "1990-05-01"),
        ("1990年5月1日", "1990-05-01"),
        ("１９９０年５月１号", "1990-05-01"),
        ("一九九〇年五月一日", "1990-05-01"),
        ("19900501", "1990-05-01"),
        ("90年5月1日", "1990-05-01"),
        ("90.5.1", "1990-05-01"),
        ("00年5月1日", "2000-05-01"),
        ("我的生日是1990年5月1日", "1990-05-01"),
        ("5月1日", "05-01"),
        ("五月一号", "05-01"),
        ("十二月二十五日", "12-25"),
        ("2月29日", "02-29"),
        ("2027-02-03", "2027-02-03"),
    ],
)
def test_a_birthday_is_kept_in_one_form_whatever_it_was_typed_in(text: str, kept: str) -> None:
    assert heard(Expect.BIRTHDAY, text) == kept


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("05.6.7", Reason.AMBIGUOUS),
        ("17年5月1日", Reason.AMBIGUOUS),
        ("2027-02-04", Reason.ABOVE),
        ("1899-12-31", Reason.BELOW),
        ("1990-02-29", Reason.UNCLEAR),
        ("2月30日", Reason.UNCLEAR),
        ("农历五月初一", Reason.UNCLEAR),
        ("900501", Reason.UNCLEAR),
        ("保密", Reason.UNCLEAR),
    ],
)
def test_a_birthday_that_may_be_wrong_is_asked_again(text: str, reason: Reason) -> None:
    assert heard(Expect.BIRTHDAY, text) is reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", "2027-02-03"),
        ("明天", "2027-02-04"),
        ("后天", "2027-02-05"),
        ("大后天", "2027-02-06"),
        ("明晚七点半", "2027-02-04"),
        ("明天下午3:30", "2027-02-04"),
        ("我想明天来", "2027-02-04"),
        ("周三", "2027-02-03"),
        ("周六", "2027-02-06"),
        ("周二", "2027-02-09"),
        ("下周三", "2027-02-10"),
        ("下下周一", "2027-02-15"),
        ("这周日", "2027-02-07"),
        ("星期天", "2027-02-07"),
        ("礼拜五", "2027-02-05"),
        ("2月6日", "2027-02-06"),
        ("二月六号", "2027-02-06"),
        ("2/6", "2027-02-06"),
        ("2027-02-06", "2027-02-06"),
        ("1月1日", "2028-01-01"),
        ("6号", "2027-02-06"),
        ("2号", "2027-03-02"),
        ("31号", "2027-03-31"),
        ("2月29日", "2028-02-29"),
    ],
)
def test_a_day_is_the_next_such_day(text: str, day: str) -> None:
    assert heard(Expect.DATE, text) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("昨天", Reason.BELOW),
        ("2027-02-02", Reason.BELOW),
        ("这周一", Reason.BELOW),
        ("周末", Reason.AMBIGUOUS),
        ("2月30日", Reason.UNCLEAR),
        ("32号", Reason.UNCLEAR),
        ("6号桌", Reason.UNCLEAR),
        ("明天几点关门", Reason.UNCLEAR),
        ("随便", Reason.UNCLEAR),
    ],
)
def test_a_day_that_is_over_or_not_certain_is_asked_again(text: str, reason: Reason) -> None:
    assert heard(Expect.DATE, text) is reason


def test_a_day_may_be_as_far_away_as_the_step_allows() -> None:
    assert heard(Expect.DATE, "3月5日", within_days=30) == "2027-03-05"
    assert heard(Expect.DATE, "3月6日", within_days=30) is Reason.ABOVE
    told = sentence(step(Expect.DATE, within_days=30), Reason.ABOVE, WEDNESDAY)
    assert told == "最远可以到 3月5日，请回这之前的日期。"


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.integers(0, 300))
def test_every_day_to_come_is_understood_by_its_date(today: date, away: int) -> None:
    day = today + timedelta(days=away)
    assert heard(Expect.DATE, f"{day:%Y-%m-%d}", today) == day.isoformat()
    assert heard(Expect.DATE, f"{day.month}月{day.day}日", today) == day.isoformat()


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)), st.sampled_from("一二三四五六日"))
def test_a_weekday_lies_within_the_next_seven_days(today: date, weekday: str) -> None:
    day = date.fromisoformat(str(heard(Expect.DATE, f"周{weekday}", today)))
    assert 0 <= (day - today).days < 7
    assert "一二三四五六日"[day.weekday()] == weekday


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", "3"),
        ("３", "3"),
        ("三", "3"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("一百零五", "105"),
        ("两位", "2"),
        ("3个人", "3"),
        ("我们3个人", "3"),
        ("大概5位左右吧。", "5"),
        ("007", "7"),
    ],
)
def test_a_number_is_understood_with_its_measure_word(text: str, number: str) -> None:
    assert heard(Expect.NUMBER, text) == number


@pytest.mark.parametrize("text", ["8点关门吗", "三四个", "3-4", "3.5", "一百二", "-3", "很多", "1" * 10, "十十"])
def test_what_is_not_one_number_is_not_guessed(text: str) -> None:
    assert heard(Expect.NUMBER, text) is Reason.UNCLEAR


def test_a_number_keeps_its_bounds_and_the_sentence_names_them() -> None:
    bounds = {"least": 2, "most": 20}
    assert heard(Expect.NUMBER, "两位", **bounds) == "2"
    assert heard(Expect.NUMBER, "20", **bounds) == "20"
    assert heard(Expect.NUMBER, "一个人", **bounds) is Reason.BELOW
    assert heard(Expect.NUMBER, "二十一", **bounds) is Reason.ABOVE
    assert sentence(step(Expect.NUMBER, **bounds), Reason.ABOVE, WEDNESDAY) == "请回 2 到 20 的数字，如 2。"


@given(st.integers(1, 9_999))
def test_every_number_below_ten_thousand_is_read_in_chinese(number: int) -> None:
    assert whole_number(in_chinese(number)) == number


def in_chinese(number: int) -> str:
    """A number below ten thousand as it is read out in full."""
    digits = dict(zip(range(10), "零一二三四五六七八九", strict=True))
    said = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            said += digits[digit] + unit
        elif said and number % place and not said.endswith("零"):
            said += "零"
    return said


SEATS = ("大厅", "露台", "靠窗包间")


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("大厅", "大厅"),
        ("大廳", "大厅"),
        ("我要大厅吧", "大厅"),
        ("1", "大厅"),
        ("２", "露台"),
        ("二", "露台"),
        ("第三个", "靠窗包间"),
        ("选1", "大厅"),
        ("2.", "露台"),
        ("包间", "靠窗包间"),
        ("靠窗的", "靠窗包间"),
    ],
)
def test_a_choice_is_named_whole_by_number_or_by_a_part(text: str, item: str) -> None:
    assert heard(Expect.CHOICE, text, choices=SEATS) == item


@pytest.mark.parametrize("text", ["不要大厅", "4", "0", "随便", "第四个", "。。。"])
def test_what_names_no_choice_is_asked_again(text: str) -> None:
    assert heard(Expect.CHOICE, text, choices=SEATS) is Reason.UNCLEAR


def test_a_part_of_several_choices_is_not_guessed() -> None:
    assert heard(Expect.CHOICE, "包间", choices=("大包间", "小包间")) is Reason.AMBIGUOUS


def test_a_number_that_may_also_be_meant_as_the_text_of_another_item_is_not_guessed() -> None:
    tables = ("2人", "4人", "6人")
    assert heard(Expect.CHOICE, "2", choices=tables) is Reason.AMBIGUOUS
    assert heard(Expect.CHOICE, "2人", choices=tables) == "2人"
    assert heard(Expect.CHOICE, "第二个", choices=tables) == "4人"
    assert heard(Expect.CHOICE, "6", choices=tables) == "6人"
    assert heard(Expect.CHOICE, "1", choices=("12点", "13点")) == "12点"


def test_a_text_is_kept_as_it_was_written_within_its_bounds() -> None:
    assert heard(Expect.TEXT, "  靠窗，谢谢！ ") == "靠窗，谢谢！"
    assert heard(Expect.TEXT, "好", least=2) is Reason.BELOW
    assert heard(Expect.TEXT, "好的呀", most=2) is Reason.ABOVE
    assert heard(Expect.TEXT, "长" * 1_001) is Reason.ABOVE
    assert heard(Expect.TEXT, " \n ") is Reason.UNCLEAR


def test_a_picture_is_kept_as_its_id_and_a_text_is_none() -> None:
    photo = step(Expect.PICTURE)
    assert understand(photo, Came(picture="media-1"), WEDNESDAY, FOLD) == "media-1"
    assert understand(photo, Came("图片"), WEDNESDAY, FOLD) is Reason.UNCLEAR
    assert understand(step(Expect.PHONE), Came(picture="media-1"), WEDNESDAY, FOLD) is Reason.UNCLEAR


EVERY_STEP = st.sampled_from(
    [step(expect, choices=SEATS if expect is Expect.CHOICE else (), least=1, most=20) for expect in Expect]
)
TRICKY = st.text(alphabet="0123456789一二十百零年月日号周星期大后天今明第个-/.+ 　吧的我要生", max_size=30)


@settings(max_examples=300, deadline=None)
@given(EVERY_STEP, st.one_of(st.text(max_size=60), TRICKY), st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_whatever_is_answered_is_understood_or_has_a_sentence(asked: Step, text: str, today: date) -> None:
    found = understand(asked, Came(text), today, FOLD)
    if isinstance(found, Reason):
        assert sentence(asked, found, today)
    else:
        assert found


@pytest.mark.parametrize("text", ["生的" * 49 + "x", "我的" * 49 + "x", "大约" * 49, "1-" * 49, "吧的" * 49 + "！"])
def test_no_answer_keeps_us_thinking(text: str) -> None:
    began = time.perf_counter()
    for expect in Expect:
        heard(expect, text, choices=SEATS if expect is Expect.CHOICE else ())
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("text", ["大厅吧，谢谢", "大厅啦，谢谢哈", "我要大厅。谢谢！", "1️⃣", "就大厅，好了"])
def test_courtesies_and_emojis_around_a_choice_are_no_part_of_it(text: str) -> None:
    assert heard(Expect.CHOICE, text, choices=("大厅", "露台")) == "大厅"


def test_whoever_changes_their_mind_names_the_new_answer() -> None:
    assert heard(Expect.DATE, "改成后天吧") == "2027-02-05"
    assert heard(Expect.NUMBER, "改成 6 位") == "6"
