"""Which rule answers, and why."""

import threading
import time
from collections.abc import Sequence

import pytest

from records.message import Kind
from replies.answers.reply import Text
from replies.language.rule import How, Phrase, Rule, Script, When, WhenFollow, WhenText
from replies.language.script import read_script
from replies.language.when import FITS
from replies.matching.index import ScriptIndex
from replies.matching.match import Trigger
from replies.matching.normalise import Normaliser
from tests.replies.first import first

NORMALISE = Normaliser()


def rule(name: str, **when: object) -> Rule:
    return Rule(name=name, when=When(**when), say=Text(name))  # type: ignore[arg-type]


def text_rule(
    name: str, *, exact: Sequence[str] = (), contains: Sequence[str] = (), patterns: Sequence[str] = ()
) -> Rule:
    return rule(name, text=when_text(exact, contains, patterns))


def when_text(exact: Sequence[str], contains: Sequence[str], patterns: Sequence[str]) -> WhenText:
    written = ((How.EXACT, exact), (How.CONTAINS, contains), (How.PATTERN, patterns))
    return WhenText(phrases=tuple(Phrase(how, words) for how, phrases in written for words in phrases))


def index(*rules: Rule) -> ScriptIndex:
    return ScriptIndex(Script(rules=rules), NORMALISE)


def answer(compiled: ScriptIndex, trigger: Trigger) -> tuple[str, How, str] | None:
    match = first(compiled, trigger)
    return match and (match.rule.name, match.how, match.by)


def to_text(compiled: ScriptIndex, text: str) -> tuple[str, How, str] | None:
    return answer(compiled, Trigger(kind=Kind.TEXT, text=text))


def to_follow(compiled: ScriptIndex, scene: str, returning: bool = False, has_coupon: bool = False) -> str | None:
    trigger = Trigger(kind=Kind.FOLLOW, subject=scene, returning=returning)
    match = first(compiled, trigger, has_coupon=has_coupon)
    return match.rule.name if match else None


def test_exact_beats_contains_beats_pattern_beats_fallback() -> None:
    compiled = index(
        rule("不懂", fallback=True),
        text_rule("匹配", patterns=["几点.*门"]),
        text_rule("含有", contains=["开门"]),
        text_rule("整句", exact=["几点开门"]),
    )
    assert to_text(compiled, "几点开门？") == ("整句", How.EXACT, "几点开门")
    assert to_text(compiled, "请问几点开门") == ("含有", How.CONTAINS, "开门")
    assert to_text(compiled, "几点关门") == ("匹配", How.PATTERN, "几点.*门")
    assert to_text(compiled, "早") == ("不懂", How.FALLBACK, "any")


@pytest.mark.parametrize("name", FITS)
def test_whatever_way_staff_may_write_a_text_finds_its_rule(name: str) -> None:
    script = read_script(f"rules:\n  - name: 开\n    when: {{text: {{{name}: 开门}}}}\n    say: 八点\n")
    assert to_text(ScriptIndex(script, NORMALISE), "开门") == ("开", FITS[name].how, "开门")


@pytest.mark.parametrize("how", [How.EXACT, How.CONTAINS])
def test_a_phrase_of_which_folding_leaves_nothing_finds_nothing(how: How) -> None:
    compiled = index(rule("空", text=WhenText(phrases=(Phrase(how, "\u200b"),))))
    assert to_text(compiled, "你好") is None


def test_the_longest_keyword_wins_wherever_it_stands() -> None:
    compiled = index(text_rule("短", contains=["咖啡"]), text_rule("长", contains=["低因咖啡"]))
    assert to_text(compiled, "咖啡，我要低因咖啡，好咖啡") == ("长", How.CONTAINS, "低因咖啡")


def test_of_two_as_long_the_one_written_first_wins() -> None:
    first, second = text_rule("一", contains=["停车"]), text_rule("二", contains=["积分"])
    assert to_text(index(first, second), "积分能抵停车吗") == ("一", How.CONTAINS, "停车")
    assert to_text(index(second, first), "积分能抵停车吗") == ("二", How.CONTAINS, "积分")


def test_of_the_same_words_in_two_rules_the_first_answers() -> None:
    one = text_rule("一", exact=["好"], contains=["券"], patterns=["a+"])
    two = text_rule("二", exact=["好"], contains=["券"], patterns=["a+"])
    assert [to_text(index(one, two), text) for text in ("好", "我的券", "aaa")] == [
        ("一", How.EXACT, "好"),
        ("一", How.CONTAINS, "券"),
        ("一", How.PATTERN, "a+"),
    ]


def test_of_the_same_item_thing_or_scene_in_two_rules_the_first_answers() -> None:
    one, two = (
        rule(name, menus=("M",), kinds=(Kind.PICTURE,), scans=("bag",), follows=(WhenFollow(),), fallback=True)
        for name in ("一", "二")
    )
    compiled = index(one, two)
    assert answer(compiled, Trigger(kind=Kind.MENU_CLICK, subject="M")) == ("一", How.MENU, "M")
    assert answer(compiled, Trigger(kind=Kind.PICTURE)) == ("一", How.KIND, "picture")
    assert answer(compiled, Trigger(kind=Kind.SCAN, subject="bag")) == ("一", How.SCENE, "bag")
    assert answer(compiled, Trigger(kind=Kind.FOLLOW)) == ("一", How.SCENE, "*")
    assert to_text(compiled, "早") == ("一", How.FALLBACK, "any")


def test_words_in_a_script_are_folded_like_words_in_a_message() -> None:
    compiled = index(text_rule("网", contains=["Wi-Fi"], exact=["無線網"]), text_rule("时", patterns=["營業.*Time"]))
    assert to_text(compiled, "ＷＩ　ＦＩ密碼") == ("网", How.CONTAINS, "Wi-Fi")
    assert to_text(compiled, "无线网？") == ("网", How.EXACT, "無線網")
    assert to_text(compiled, "營業的TIME") == ("时", How.PATTERN, "營業.*Time")


def test_a_tap_on_a_choice_is_read_as_its_text() -> None:
    compiled = index(text_rule("券", exact=["我的券"]))
    assert answer(compiled, Trigger(kind=Kind.CHOICE, text="我的券", subject="2")) == ("券", How.EXACT, "我的券")


def test_kinds_menus_and_scans_find_their_rules() -> None:
    compiled = index(
        rule("图", kinds=(Kind.PICTURE,)),
        rule("单", menus=("MENU_POINTS",)),
        rule("桌", scans=("table-*",)),
        rule("三", scans=("table-3",)),
    )
    assert answer(compiled, Trigger(kind=Kind.PICTURE)) == ("图", How.KIND, "picture")
    assert answer(compiled, Trigger(kind=Kind.MENU_CLICK, subject="MENU_POINTS")) == ("单", How.MENU, "MENU_POINTS")
    assert answer(compiled, Trigger(kind=Kind.SCAN, subject="table-12")) == ("桌", How.SCENE, "table-*")
    assert answer(compiled, Trigger(kind=Kind.SCAN, subject="table-3")) == ("三", How.SCENE, "table-3")
    assert answer(compiled, Trigger(kind=Kind.SCAN, subject="bag")) is None


def test_the_nearest_scene_wins_then_the_rule_that_asks_more() -> None:
    compiled = index(
        rule("谁都行", follows=(WhenFollow(),)),
        rule("回头", follows=(WhenFollow(returning=True),)),
        rule("回头有券", follows=(WhenFollow(returning=True, has_coupon=True),)),
        rule("桌", follows=(WhenFollow(scene="table-*", returning=False),)),
        rule("一楼", follows=(WhenFollow(scene="table-1*"),)),
        rule("七桌", follows=(WhenFollow(scene="table-7", returning=False),)),
    )
    assert to_follow(compiled, "") == "谁都行"
    assert to_follow(compiled, "", returning=True) == "回头"
    assert to_follow(compiled, "bag", returning=True, has_coupon=True) == "回头有券"
    assert to_follow(compiled, "table-3") == "桌"
    assert to_follow(compiled, "table-") == "桌"
    assert to_follow(compiled, "table-12", returning=True) == "一楼"
    assert to_follow(compiled, "table-7") == "七桌"
    assert to_follow(compiled, "table-7", returning=True) == "回头"
    assert to_follow(compiled, "table-71") == "桌"


@pytest.mark.parametrize(
    "kind", [Kind.MENU_SCAN_WAITING, Kind.TEXT, Kind.VOICE, Kind.FILE, Kind.UNSUPPORTED, Kind.MENU_CLICK]
)
def test_the_fallback_answers_what_was_sent_on_purpose(kind: Kind) -> None:
    assert answer(index(rule("不懂", fallback=True)), Trigger(kind=kind)) == ("不懂", How.FALLBACK, "any")


@pytest.mark.parametrize("kind", [Kind.FOLLOW, Kind.UNFOLLOW, Kind.SCAN, Kind.POSITION, Kind.MENU_VIEW, Kind.UNKNOWN])
def test_the_fallback_keeps_out_of_what_nobody_said(kind: Kind) -> None:
    assert answer(index(rule("不懂", fallback=True)), Trigger(kind=kind)) is None


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\ud800", "\x00"])
def test_an_empty_text_goes_to_the_fallback(text: str) -> None:
    assert to_text(index(rule("不懂", fallback=True), text_rule("空", patterns=[".*"])), text) == (
        "不懂",
        How.FALLBACK,
        "any",
    )


def test_an_empty_script_answers_nothing() -> None:
    empty = ScriptIndex(Script(), NORMALISE)
    assert all(first(empty, Trigger(kind=kind, text="你好")) is None for kind in Kind)


def test_a_staff_written_pattern_cannot_stall_the_shop() -> None:
    compiled = index(text_rule("慢", patterns=["(a+)+$", "(.*)(.*)(.*)(.*)b$", "(x+x+)+y"]))
    started = time.perf_counter()
    assert to_text(compiled, "a" * 300 + "x" * 299 + "!") is None
    assert time.perf_counter() - started < 0.1


def test_many_threads_read_one_index_and_get_the_same_answers() -> None:
    compiled = index(*(text_rule(f"r{n}", contains=[f"词{n}号"], patterns=[f"式{n}号.*样"]) for n in range(200)))
    wrong: list[object] = []

    def read(start: int) -> None:
        for n in range(start, 200, 4):
            if to_text(compiled, f"有词{n}号吗") != (f"r{n}", How.CONTAINS, f"词{n}号"):
                wrong.append(n)
            if to_text(compiled, f"式{n}号一样") != (f"r{n}", How.PATTERN, f"式{n}号.*样"):
                wrong.append(n)

    threads = [threading.Thread(target=read, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_ten_thousand_rules_compile_in_a_second_and_match_in_microseconds() -> None:
    rules = [text_rule(f"c{n}", contains=[f"词{n}号"]) for n in range(9_000)]
    rules += [text_rule(f"p{n}", patterns=[f"式{n}号.*样"]) for n in range(1_000)]
    started = time.perf_counter()
    compiled = index(*rules, rule("不懂", fallback=True))
    assert time.perf_counter() - started < 1
    started = time.perf_counter()
    for n in range(500):
        to_text(compiled, f"请问有没有词{n}号呢")
        to_text(compiled, "什么也不合的一句话")
    assert (time.perf_counter() - started) / 1_000 < 0.000_2
