"""What needs the owner today, and the pushes that nobody could read."""

import re
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update

from app.house import House
from records import outbox
from records.database import writing
from records.outbox import Announcement, Topic, announce
from records.tables import contacts
from records.touchpoints import remember
from tests.factories import NOON, make_account, make_contact, make_touch
from tests.pages.shop import open_browser, sign_in


@pytest.fixture
def console(address: str) -> Iterator[httpx.Client]:
    with open_browser(address) as browser:
        sign_in(browser, "boss")
        yield browser


def quarantine(house: House, *bodies: str, account_id: str = "main") -> None:
    with writing(house.engine) as connection:
        remember(
            connection,
            [
                make_touch(f"{account_id} {body[:20]}", "quarantined", account_id=account_id, text="no XML", body=body)
                for body in bodies
            ],
        )


def upset(house: House, openid: str, nickname: str, words: str, minutes: int = 0, account_id: str = "main") -> None:
    with writing(house.engine) as connection:
        contact = make_contact(connection, openid, account_id)
        at = NOON - timedelta(minutes=minutes)
        mood = {"nickname": nickname, "mood": "negative", "mood_score": 0.1, "mood_words": "难喝", "mood_at": at}
        connection.execute(update(contacts).where(contacts.c.id == contact.id).values(mood))
        said = make_touch(f"said {openid}", account_id=account_id, contact_id=contact.id, text=words)
        remember(connection, [said])


def test_a_quiet_day_says_so(console: httpx.Client) -> None:
    page = console.get("/console").text
    assert "现在没有不开心的顾客" in page
    assert "figure_bad" not in page
    assert "一条也没有" in console.get("/console/quarantine").text


def test_who_is_unhappy_is_named_with_their_last_words_the_latest_first(house: House, console: httpx.Client) -> None:
    upset(house, "o-lin", "林小满", "咖啡太难喝了", minutes=30)
    upset(house, "o-wang", "<b>王</b>", "等了一个小时", minutes=5)
    page = console.get("/console").text
    assert page.index("等了一个小时") < page.index("咖啡太难喝了")
    assert "依据：难喝" in page
    assert "今天 11:30" in page
    assert "&lt;b&gt;王" in page
    assert "<strong>2</strong>位顾客不开心" in page


def test_ten_are_named_and_all_are_counted(house: House, console: httpx.Client) -> None:
    for number in range(12):
        upset(house, f"o-{number}", f"客人{number}", "不好", minutes=number)
    page = console.get("/console").text
    assert "<strong>12</strong>" in page
    assert "客人9" in page
    assert "客人10" not in page


def test_another_account_s_troubles_are_not_shown(house: House, console: httpx.Client) -> None:
    with writing(house.engine) as connection:
        make_account(connection, "other")
    upset(house, "o-other", "别家的客人", "不好", account_id="other")
    quarantine(house, "<foreign/>", account_id="other")
    page = console.get("/console").text
    assert "别家的客人" not in page
    assert "figure_bad" not in page
    assert "foreign" not in console.get("/console/quarantine").text


def test_the_crm_s_lag_and_its_dead_rows_are_counted_with_the_mend(house: House, console: httpx.Client) -> None:
    with writing(house.engine) as connection:
        contact = make_contact(connection)
        announce(connection, [Announcement(Topic.CONTACT_CHANGED, contact.id)] * 3, NOON - timedelta(hours=2))
        (first, *_) = outbox.claim(connection, Topic.CONTACT_CHANGED, "me", 1, NOON, timedelta(minutes=1))
        outbox.settle_dead(connection, [first.id], "me", NOON, "no such field")
    page = console.get("/console").text
    assert "<strong>1</strong>位顾客同步失败" in page
    assert "<strong>2</strong>条变更待同步" in page
    assert "今天 10:00" in page
    assert "huitou sync retry" in page


def test_a_quarantined_push_is_shown_whole_and_as_text(house: House, console: httpx.Client) -> None:
    quarantine(house, "<xml><script>alert(1)</script>{{ 7 * 7 }}")
    page = console.get("/console/quarantine").text
    assert "&lt;xml&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}" in page
    assert "no XML" in page
    assert "今天 12:00" in page
    assert "<strong>1</strong>条消息没读懂" in console.get("/console").text


def test_older_pushes_are_on_the_next_page(house: House, console: httpx.Client) -> None:
    quarantine(house, *(f"push-{number:02}" for number in range(45)))
    seen = [console.get("/console/quarantine").text]
    while older := re.search(r'href="(/console/quarantine\?before=\d+)"', seen[-1]):
        seen.append(console.get(older[1]).text)
    assert len(seen) == 3
    assert "push-44" in seen[0]
    assert "push-25" in seen[0]
    assert "push-24" in seen[1]
    assert "push-00" in seen[2]


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 40, "１", "0"])
def test_an_odd_page_number_is_no_error(house: House, console: httpx.Client, before: str) -> None:
    quarantine(house, "push")
    assert console.get("/console/quarantine", params={"before": before}).status_code == 200
