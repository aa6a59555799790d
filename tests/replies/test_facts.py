"""What stands for a fact is filled in once, safely, and reads well when there is nothing to tell."""

from hypothesis import given, settings
from hypothesis import strategies as st

from replies.answers.facts import BUILT_IN, facts_used
from replies.answers.render import render
from replies.answers.reply import Article, HandOver, News, Picture, Text, Video


def said(text: str, **facts: str) -> str:
    reply = render(Text(text), facts)
    assert isinstance(reply, Text)
    return reply.text


def test_facts_take_the_place_of_their_names() -> None:
    assert said("{nickname}，您有 {points} 积分", nickname="小林", points="120") == "小林，您有 120 积分"


def test_a_fact_may_be_told_twice_and_stand_beside_another() -> None:
    assert said("{points}{points}{nickname}", points="1", nickname="林") == "11林"


def test_somebody_without_a_nickname_is_still_addressed() -> None:
    assert said("{nickname}，您好", nickname="") == "朋友，您好"
    assert said("{nickname}，您好", nickname=" \n ") == "朋友，您好"
    assert said("{nickname}，您好") == "朋友，您好"


def test_every_built_in_fact_reads_well_when_there_is_nothing_to_tell() -> None:
    for name, fact in BUILT_IN.items():
        assert said(f"{{{name}}}") == fact.default != ""


def test_what_was_filled_in_is_never_read_again() -> None:
    assert said("{nickname}", nickname="{points}", points="9") == "{points}"
    assert said("{wifi}", wifi="p{nickname}w", nickname="林") == "p{nickname}w"


def test_a_nickname_cannot_smuggle_in_a_link_or_control_characters() -> None:
    assert said("{nickname}", nickname='<a href="http://evil">林</a>\x00\u202e') == '＜a href="http://evil"＞林＜/a＞'


def test_the_shop_may_put_a_link_into_its_own_fact() -> None:
    assert (
        said("{route}", route='<a href="https://m.example.com">导航</a>') == '<a href="https://m.example.com">导航</a>'
    )


def test_a_list_of_coupons_keeps_its_lines() -> None:
    assert said("您的券：\n{coupons}", coupons="拿铁券 A\n曲奇券 B") == "您的券：\n拿铁券 A\n曲奇券 B"


def test_a_reply_names_the_facts_it_needs() -> None:
    assert facts_used(Text("{nickname}有{points}分，{points}！")) == {"nickname", "points"}
    assert facts_used(Text("您好")) == frozenset()
    assert facts_used(HandOver()) == frozenset()
    assert facts_used(News((Article("{a}", "https://m.example.com"), Article("x", "y", "{b}")))) == {"a", "b"}


def test_titles_and_descriptions_are_filled_in_but_no_address_or_media() -> None:
    news = News((Article("{nickname}的会员日", "https://m.example.com/{nickname}", "{points} 分"),))
    facts = {"nickname": "林", "points": "5"}
    assert render(news, facts) == News((Article("林的会员日", "https://m.example.com/{nickname}", "5 分"),))
    assert render(Video("media-{points}", "{points}"), facts) == Video("media-{points}", "5")
    assert render(Picture("media-1"), facts) == Picture("media-1")


@settings(deadline=None, max_examples=200)
@given(st.text(), st.text())
def test_any_nickname_leaves_the_rest_of_the_text_alone(nickname: str, points: str) -> None:
    text = said("「{nickname}」有「{points}」", nickname=nickname, points=points)
    assert text.startswith("「")
    assert text.endswith("」")
    assert text.count("」有「") >= 1
