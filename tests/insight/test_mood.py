"""A text is judged by the shop's words first; what only sounds angry is not anger."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.lexicon import TEXT_LIMIT, Lexicon, Tone, prepare, shop_lexicon
from insight.mood import MODEL_NEGATIVE, MODEL_POSITIVE, NOTHING_SAID, Mood, from_lexicon, from_model, without_model

LEXICON = shop_lexicon()


def mood_of(text: str) -> Mood | None:
    return without_model(prepare(text), LEXICON)


def feeling_of(text: str) -> str | None:
    mood = mood_of(text)
    return mood.feeling.value if mood else None


@pytest.mark.parametrize(
    "text",
    [
        "退款",
        "人工客服",
        "怎么办理会员",
        "发票",
        "可以开发票吗",
        "投诉电话是多少",
        "怎么投诉",
        "取消订单",
        "会员怎么退",
    ],
)
def test_service_words_are_not_anger(text: str) -> None:
    assert feeling_of(text) == "neutral"


@pytest.mark.parametrize("text", ["我要投诉", "投诉", "差评", "退款！等了一个小时都没人理", "怎么这么难喝", "垃圾"])
def test_anger_is_anger_also_beside_a_service_word_or_in_a_question(text: str) -> None:
    assert feeling_of(text) == "negative"


@pytest.mark.parametrize("text", ["垃圾桶在哪", "不好意思，请问几点开门", "差不多要等多久", "牛油果吐司还有吗"])
def test_a_harmless_phrase_may_hold_an_angry_or_a_happy_word(text: str) -> None:
    assert feeling_of(text) == "neutral"


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("好喝", "positive"),
        ("不好喝", "negative"),
        ("一点都不好喝", "negative"),
        ("不是很满意", "negative"),
        ("不太满意", "negative"),
        ("我不喜欢", "negative"),
        ("没有不好喝", "positive"),
        ("不错", "positive"),
        ("还不错", "positive"),
        ("从来没让我失望", "positive"),
        ("不难喝", "neutral"),
        ("没有生气", "neutral"),
    ],
)
def test_a_negator_turns_a_word_round(text: str, feeling: str) -> None:
    assert feeling_of(text) == feeling


@pytest.mark.parametrize("text", ["好喝吗", "哪款好喝", "好不好喝", "有什么推荐的吗", "请问外卖几点截止，谢谢"])
def test_praise_in_a_question_is_no_praise(text: str) -> None:
    assert feeling_of(text) == "neutral"


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("环境不错，但是咖啡太难喝", "negative"),
        ("好喝是好喝，就是太贵了", "negative"),
        ("有点贵，但是好喝", "positive"),
        ("好喝，太慢", "negative"),
    ],
)
def test_what_stands_behind_a_but_counts_more_and_a_tie_is_a_complaint(text: str, feeling: str) -> None:
    assert feeling_of(text) == feeling


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("店員態度很差", "店员态度很差"), ("太難喝了", "太难喝了"), ("好評！謝謝", "好评!谢谢")],
)
def test_traditional_text_is_judged_as_simplified(traditional: str, simplified: str) -> None:
    assert prepare(traditional) == simplified
    assert mood_of(traditional) == mood_of(simplified)


def test_full_width_and_capital_letters_and_skin_tones_make_no_difference() -> None:
    assert mood_of("ＮＩＣＥ") == mood_of("nice")
    assert mood_of("👍🏽") == mood_of("👍")
    assert mood_of("❤️") == mood_of("❤")


@pytest.mark.parametrize(
    "text", ["", "   ", "\n", "12345", "13800138000", "……", "？？！！", "🙂🙃", "abc", "嗯", "\x00", "苏"]
)
def test_where_nothing_is_said_the_mood_is_neutral_without_the_model(text: str) -> None:
    mood = mood_of(text)
    assert mood
    assert (mood.feeling, mood.score) == (NOTHING_SAID.feeling, NOTHING_SAID.score)


@pytest.mark.parametrize(("text", "feeling"), [("😡", "negative"), ("👎👎", "negative"), ("👍", "positive")])
def test_an_emoji_alone_may_tell_a_mood(text: str, feeling: str) -> None:
    assert feeling_of(text) == feeling


def test_the_words_that_decided_are_named_once_each() -> None:
    mood = mood_of("太慢了太慢了，不好喝，退款")
    assert mood
    assert mood.words == ("太慢", "不好喝")


def test_a_text_of_20000_characters_is_capped_and_quick() -> None:
    began = time.perf_counter()
    text = prepare("好喝" * 10_000)
    mood = from_lexicon(text, LEXICON)
    assert time.perf_counter() - began < 0.1
    assert len(text) == TEXT_LIMIT
    assert mood
    assert mood.feeling == "positive"


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=400) | st.text(alphabet="不没有好喝难投诉吗?,但是太慢谢👍 ", max_size=40))
def test_any_text_has_a_mood_whose_score_agrees_with_it(text: str) -> None:
    prepared = prepare(text)
    mood = without_model(prepared, LEXICON) or from_model(0.5)
    assert len(prepared) <= TEXT_LIMIT
    assert mood.feeling == _feeling_of_score(mood.score)


@settings(deadline=None, max_examples=200)
@given(st.floats(0, 1))
def test_the_models_score_keeps_its_order_and_agrees_with_the_mood(score: float) -> None:
    mood = from_model(score)
    assert mood.feeling == _feeling_of_score(mood.score)
    assert from_model(score / 2).score <= mood.score
    assert mood.words == ()


def test_the_model_decides_only_when_it_is_sure() -> None:
    assert [from_model(score).feeling.value for score in (MODEL_NEGATIVE, 0.5, MODEL_POSITIVE)] == [
        "negative",
        "neutral",
        "positive",
    ]


def test_a_lexicon_takes_the_longest_entry_and_counts_its_clauses() -> None:
    lexicon = Lexicon({Tone.PRAISE: ["好喝"], Tone.SERVICE: ["好喝的店"]}, ["不"])
    hits = lexicon.find("好喝的店，不好喝")
    assert [(hit.word, hit.tone.value, hit.clause, hit.negated) for hit in hits] == [
        ("好喝的店", "service", 0, False),
        ("好喝", "praise", 1, True),
    ]


def test_the_shops_lexicon_holds_each_word_under_one_tone_and_finds_every_one() -> None:
    lists = yaml.safe_load(Path("insight/lexicon.yaml").read_text())
    words = [prepare(word) for tone, entries in lists.items() if tone != "negators" for word in entries]
    assert len(words) == len(set(words)) == len(LEXICON) > 1_000
    assert [word for word in words if [hit.word for hit in LEXICON.find(word)] != [word]] == []


def test_an_entry_inside_the_beginning_of_a_longer_one_is_found() -> None:
    lexicon = Lexicon({Tone.PRAISE: ["好喝"], Tone.SERVICE: ["不好喝可以退"]}, ["不"])
    assert [(hit.word, hit.negated) for hit in lexicon.find("不好喝可以")] == [("好喝", True)]
    assert [(hit.word, hit.negated) for hit in lexicon.find("不好喝可以退")] == [("不好喝可以退", False)]


@pytest.mark.parametrize(
    "text", ["耶加雪菲", "开心果拿铁", "烟熏三文鱼贝果", "天冷了，来杯热的", "叫你们负责人", "会不会太甜"]
)
def test_food_weather_and_worries_are_no_moods(text: str) -> None:
    assert feeling_of(text) == "neutral"


def _feeling_of_score(score: float) -> str:
    assert 0 <= score <= 1
    return "negative" if score < 1 / 3 else "positive" if score > 2 / 3 else "neutral"
