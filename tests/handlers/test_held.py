"""While a person of the shop answers, the scripts are silent."""

import pytest
from sqlalchemy import Engine

from records.message import Kind
from replies.answers.reply import HandOver, Silence, Text
from tests.factories import make_follow
from tests.handlers.customer import Customer, OpenLibrary
from tests.handlers.talking_shop import SCRIPT


@pytest.fixture
def lin(shop: Engine) -> Customer:
    library = OpenLibrary()
    library.put(SCRIPT)
    return Customer(shop, library)


def test_the_hand_over_is_said_as_written_and_then_everything_goes_to_the_desk(lin: Customer) -> None:
    assert lin.says("人工") == "这就叫同事来。"
    assert lin.talk("几点关门", "订位") == ["[HandOver]", "[HandOver]"]
    assert lin.does(Kind.PICTURE, media="photo-1") == HandOver()


def test_after_its_minutes_the_scripts_answer_again(lin: Customer) -> None:
    lin.says("人工")
    lin.waits(minutes=29)
    assert lin.says("几点关门") == "[HandOver]"
    lin.waits(minutes=1)
    assert lin.says("几点关门") == "早八点到晚十点。"


def test_taps_and_scans_are_not_answered_while_a_person_talks(lin: Customer) -> None:
    lin.says("人工")
    assert lin.does(Kind.MENU_CLICK, subject="MENU_HOURS") == Silence()
    assert lin.does(Kind.SCAN, subject="table-3") == Silence()


def test_whoever_follows_anew_is_greeted_all_the_same(lin: Customer) -> None:
    lin.says("人工")
    assert lin.sends(make_follow(at=900)) == Text("欢迎！")
    assert lin.says("几点关门") == "[HandOver]"


def test_the_scripts_answer_again_when_the_desk_has_closed_its_session(lin: Customer) -> None:
    lin.says("人工")
    assert lin.does(Kind.HUMAN_LEFT, subject="anna") == Silence()
    assert lin.says("几点关门") == "早八点到晚十点。"


def test_a_hand_over_leaves_the_dialog_which_may_go_on_later(lin: Customer) -> None:
    lin.talk("订位", "明天")
    assert lin.says("人工") == "这就叫同事来。"
    lin.waits(minutes=30)
    assert lin.says("3") == "没听懂，回「人工」找同事。"
    assert lin.says("订位").endswith("1月2日（周五），几位？")


def test_whoever_is_passed_on_once_is_not_asked_by_the_dialog_any_more(lin: Customer) -> None:
    lin.talk("绑定手机")
    assert lin.talk("转人工", "喂？") == ["[HandOver]", "没听懂，回「人工」找同事。"]


def test_another_customer_is_answered_as_ever(lin: Customer) -> None:
    lin.says("人工")
    wang = Customer(lin.engine, lin.library, "o-wang")
    assert wang.says("几点关门") == "早八点到晚十点。"
