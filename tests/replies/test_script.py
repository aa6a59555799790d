"""Rules as staff write them, and the sentence when one cannot be used."""

import pytest

from records.message import Kind
from replies.answers.reply import Article, HandOver, Music, News, Picture, Silence, Text, Video, Voice
from replies.language.action import AddTag, GiveCoupon, GivePoints
from replies.language.rule import How, Phrase, Rule, When, WhenFollow, WhenText
from replies.language.script import read_script
from replies.language.source import ScriptError


def one_rule(body: str, facts: str = "") -> Rule:
    (rule,) = read_script(f"{facts}rules:\n  - name: 试试\n{body}").rules
    return rule


def refusal(source: str) -> str:
    with pytest.raises(ScriptError) as refused:
        read_script(source)
    return str(refused.value)


def refusal_of_rule(body: str) -> str:
    return refusal(f"rules:\n  - name: 试试\n{body}")


def test_a_rule_is_read_whole() -> None:
    rule = one_rule(
        """
    when:
      text: {exact: [营业时间, 几点], contains: 开门, pattern: '几点.*门'}
      menu: MENU_HOURS
      scan: [table-*, any]
    say: 我们 {hours} 都在
    do:
      - tag: 问过时间
      - coupon: welcome
      - points: 5
    otherwise: 稍等
""",
        facts="facts: {hours: 8:00}\n",
    )
    assert rule == Rule(
        name="试试",
        when=When(
            text=WhenText(
                phrases=(
                    Phrase(How.EXACT, "营业时间"),
                    Phrase(How.EXACT, "几点"),
                    Phrase(How.CONTAINS, "开门"),
                    Phrase(How.PATTERN, "几点.*门"),
                )
            ),
            menus=("MENU_HOURS",),
            scans=("table-*", "*"),
        ),
        say=Text("我们 {hours} 都在"),
        do=(AddTag("问过时间"), GiveCoupon("welcome"), GivePoints(5)),
        otherwise=Text("稍等"),
    )


@pytest.mark.parametrize(
    ("written", "follows"),
    [
        ("any", (WhenFollow(),)),
        ("table-*", (WhenFollow(scene="table-*"),)),
        ("{scene: bag, returning: true}", (WhenFollow(scene="bag", returning=True),)),
        ("{has_coupon: 否}", (WhenFollow(has_coupon=False),)),
        ("[bag, {returning: false}]", (WhenFollow(scene="bag"), WhenFollow(returning=False))),
    ],
)
def test_a_follow_is_asked_by_scene_return_and_coupon(written: str, follows: tuple[WhenFollow, ...]) -> None:
    assert one_rule(f"    when: {{follow: {written}}}\n    say: 好\n").when.follows == follows


def test_kinds_and_the_fallback_need_one_word() -> None:
    assert one_rule("    when: picture\n    say: 好\n").when == When(kinds=(Kind.PICTURE,))
    assert one_rule("    when: {voice: any, link: any}\n    say: 好\n").when == When(kinds=(Kind.VOICE, Kind.LINK))
    assert one_rule("    when: fallback\n    say: 好\n").when == When(fallback=True)


@pytest.mark.parametrize(
    ("written", "reply"),
    [
        ("您好", Text("您好")),
        ("'123'", Text("123")),
        ("{picture: media-1}", Picture("media-1")),
        ("{voice: media-2}", Voice("media-2")),
        ("{video: media-3}", Video("media-3")),
        ("{video: {media: media-3, title: '{nickname}的片子'}}", Video("media-3", "{nickname}的片子")),
        (
            "{music: {thumb: media-4, url: 'https://m.example.com/a.mp3'}}",
            Music("media-4", url="https://m.example.com/a.mp3"),
        ),
        ("{news: {title: 会员日, url: 'https://m.example.com'}}", News((Article("会员日", "https://m.example.com"),))),
        ("{hand_over: any}", HandOver()),
        ("{hand_over: anna@shop}", HandOver("anna@shop")),
        ("{silence: true}", Silence()),
    ],
)
def test_every_kind_of_reply_can_be_said(written: str, reply: object) -> None:
    assert one_rule(f"    when: fallback\n    say: {written}\n").say == reply


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("    when: fallback\n", "第 2 行起，规则「试试」的 say：少了 say。"),
        (
            "    when: fallback\n    say: 好\n    sya: 好\n",
            "不认识「sya」。是不是想写 say？可以写的名字：name、when、only_if、say、do、otherwise。",
        ),
        (
            "    when: fallback\n    say: 好\n    do: [{coupon: a}, {points: 1}, {coupon: b}]\n",
            "的 do：一条规则只送一次券。请只留一个，或分成两条规则。",
        ),
        (
            "    when: fallback\n    say: 好\n    do: [{points: 1}, {points: 2}]\n",
            "的 do：一条规则只送一次积分。请只留一个，或分成两条规则。",
        ),
        (
            f"    when: fallback\n    say: 好\n    do: [{{tag: {'长' * 31}}}]\n",
            "的 do.tag：这里有 31 个字，最多 30 个。",
        ),
        ("    when: fallback\n    say: 好\n    do: []\n", "的 do：这个列表是空的。"),
        ("    when: fallback\n    say: {video: {title: 片}}\n", "的 say.video：少了 media。请补上。"),
        (
            f"    when: fallback\n    say: {{news: [{', '.join(['{title: 好, url: https://m.example.com/}'] * 9)}]}}\n",
            "的 say.news：这里有 9 张卡片，最多 8 张。",
        ),
        ("    when: {texts: 好}\n    say: 好\n", "的 when：不认识「texts」。"),
        ("    when: {text: {containz: 好}}\n    say: 好\n", "的 when.text：不认识「containz」。"),
        ("    when: {text: {contains: []}}\n    say: 好\n", "的 when.text.contains：这个列表是空的。"),
        ("    when: {text: {contains: ' '}}\n    say: 好\n", "的 when.text.contains：这里是空的。"),
        ("    when: {text: {}}\n    say: 好\n", "的 when.text：这里是空的。请写 exact（整句就是）、"),
        ("    when: {text: {}}\n    say: 好\n", "、pattern（匹配式）或 similar（意思相近）。"),
        ("    when: {}\n    say: 好\n", "请写这条规则回应什么"),
        ("    when: [picture]\n    say: 好\n", "的 when：这里要写成「名字: 内容」。"),
        ("    when: {picture: 红的}\n    say: 好\n", "的 when.picture：这里只能写 any"),
        ("    when: {scan: a*b}\n    say: 好\n", "星号只能放在最后"),
        (
            "    when: {follow: {returning: 也许}}\n    say: 好\n",
            "的 when.follow.returning：这里只能写 true（是）或 false（否）。",
        ),
        ("    when: fallback\n    say:\n", "的 say：这里是空的。"),
        ("    when: fallback\n    say: {points}\n", "的 say：不认识「points」。"),
        ("    when: fallback\n    say: {picture: a, voice: b}\n", "这里要写一样，也只写一样"),
        ("    when: fallback\n    say: {picture: '{nickname}'}\n", "网址和素材编号里不能放 {…}"),
        ("    when: fallback\n    say: {news: {title: 只有标题}}\n", "卡片少了 url"),
        ("    when: fallback\n    say: {silence: false}\n", "silence: true"),
        ("    when: fallback\n    say: 好\n    do: {points: 0}\n", "的 do.points：这里要写 1 到 10000 的整数。"),
        ("    when: fallback\n    say: 好\n    do: {points: 1e3}\n", "1 到 10000 的整数"),
        ("    when: fallback\n    say: 好\n    do: {points: ²}\n", "1 到 10000 的整数"),
        (
            "    when: fallback\n    say: 好\n    do: {coupons: welcome}\n",
            "的 do：不认识「coupons」。是不是想写 coupon？可以写的名字：tag、untag、points、coupon、set、",
        ),
        ("    when: fallback\n    say: 好\n    otherwise: 坏\n", "只有写了 do（做什么）才用得上它"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named_with_its_place_and_the_way_out(body: str, sentence: str) -> None:
    assert sentence in refusal_of_rule(body)


def test_the_sentence_names_the_line_where_the_rule_begins() -> None:
    source = "rules:\n  - name: 一\n    when: fallback\n    say: 好\n\n  - name: 二\n    when: fallback\n"
    assert refusal(source).startswith("第 6 行起，规则「二」的 say：少了 say。")


def test_a_rule_without_a_name_is_found_by_its_number() -> None:
    assert refusal("rules:\n  - when: fallback\n    say: 好\n").startswith("第 2 行起，第 1 条规则的 name：少了 name。")


def test_two_rules_of_one_name_are_refused() -> None:
    rule = "  - name: 试试\n    when: fallback\n    say: 好\n"
    assert (
        refusal(f"rules:\n{rule}{rule}") == "第 5 行起，规则「试试」的 name：和第 1 条规则重名。请给其中一条换个名字。"
    )


@pytest.mark.parametrize("source", ["", "[]", "rules: []", "rules: {name: x}", "rule: []", "facts: {}\n", "rules: x"])
def test_a_script_without_rules_is_refused(source: str) -> None:
    assert "请" in refusal(source) or "可以写的名字" in refusal(source)


@pytest.mark.parametrize("pattern", [r"(a)\1", "(?=a)", "[", "a{1001}", "(((a{100}){100}){100})", "(.{50}){20}"])
def test_a_pattern_that_cannot_run_in_linear_time_or_small_space_is_refused(pattern: str) -> None:
    sentence = refusal_of_rule(f"    when: {{text: {{pattern: '{pattern}'}}}}\n    say: 好\n")
    assert f"规则「试试」的 when.text.pattern「{pattern}」：这个匹配式" in sentence


def test_patterns_that_are_too_large_together_are_refused() -> None:
    patterns = ", ".join(f"'a{{1000}}{number}'" for number in range(500))
    sentence = refusal_of_rule(f"    when: {{text: {{pattern: [{patterns}]}}}}\n    say: 好\n")
    assert sentence.startswith("所有 pattern 加起来太大了")


def test_the_refusal_of_a_pattern_says_what_is_wrong_with_it_and_nothing_is_logged(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert "missing ]" in refusal_of_rule("    when: {text: {pattern: '[停车'}}\n    say: 好\n")
    assert capfd.readouterr() == ("", "")


def test_a_pattern_may_take_two_thousand_steps_and_no_more() -> None:
    longest = "(a{998})a{998}"
    assert one_rule(f"    when: {{text: {{pattern: '{longest}'}}}}\n    say: 好\n").when.text.patterns == (longest,)
    assert "2001 步，最多 2000 步" in refusal_of_rule(f"    when: {{text: {{pattern: '{longest}a'}}}}\n    say: 好\n")


def test_a_pattern_that_would_hang_a_backtracking_engine_is_fine() -> None:
    assert one_rule("    when: {text: {pattern: '(a+)+$'}}\n    say: 好\n").when.text.patterns == ("(a+)+$",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("您有 {x.__class__}", "没有「{x.__class__}」可以填"),
        ("{{7*7}}", "没有「{7*7}」可以填"),
        ("{points:>10}", "没有「{points:>10}」可以填"),
        ("{points!r}", "没有「{points!r}」可以填"),
        ("{0}", "没有「{0}」可以填"),
        ("{}", "没有「{}」可以填"),
        ("{{points}}", "花括号要成对，里面只放一个名字"),
        ("您有 {points", "花括号要成对，里面只放一个名字"),
    ],
)
def test_braces_hold_a_known_name_and_nothing_else(text: str, sentence: str) -> None:
    assert sentence in refusal_of_rule(f"    when: fallback\n    say: '{text}'\n")


def test_an_unknown_fact_is_answered_with_the_list_of_those_there_are() -> None:
    sentence = refusal("facts: {停车: 免费}\nrules:\n  - name: 试试\n    when: fallback\n    say: '{停东}'\n")
    assert "{nickname}、{points}、{coupon_code}" in sentence
    assert "{停车}" in sentence


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ("{points: 九}", "「points」已经是现有积分的名字。请换一个。"),
        ("{'a b': 九}", "「a b」不能当名字"),
        ("{a.b: 九}", "「a.b」不能当名字"),
        ("[a]", "facts：这里要写成「名字: 内容」"),
        ("{a: [1]}", "facts.a：这里要写一段文字"),
        ("{a: }", "facts.a：这里是空的"),
    ],
)
def test_a_fact_of_the_shop_has_a_plain_name_of_its_own(facts: str, sentence: str) -> None:
    assert sentence in refusal(f"facts: {facts}\nrules:\n  - name: 试试\n    when: fallback\n    say: 好\n")
