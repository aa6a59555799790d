"""Chinese first, English complete, every string keyed."""

import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import httpx
import pytest

from app.i18n import choose, load
from app.i18n.moments import midnight, say_exactly, say_when

APP = Path(__file__).parents[2] / "app"
LANGUAGES = load()
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def names(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


def test_both_languages_say_the_same_things() -> None:
    zh, en = LANGUAGES["zh"].phrases, LANGUAGES["en"].phrases
    assert set(zh) == set(en)
    assert all(zh.values())
    assert all(en.values())


def test_only_a_moment_has_other_blanks_to_fill_in_another_language() -> None:
    for key, phrase in LANGUAGES["zh"].phrases.items():
        if not key.startswith("moment."):
            assert names(phrase) == names(LANGUAGES["en"].phrases[key]), key


def used_keys() -> set[str]:
    sources = [*APP.joinpath("templates").rglob("*.html"), *APP.joinpath("pages").rglob("*.py"), *APP.glob("i18n/*.py")]
    quoted = re.compile(r"""["']([a-z_]+(?:\.[a-z_A-Z0-9-]+)+)["']""")
    found = {key for source in sources for key in quoted.findall(source.read_text(encoding="utf-8"))}
    return {key for key in found if not key.endswith((".html", ".css", ".js", ".svg", ".response.start"))}


def test_every_key_that_a_page_uses_is_there() -> None:
    sections = {key.partition(".")[0] for key in LANGUAGES["zh"].phrases}
    used = {key for key in used_keys() if key.partition(".")[0] in sections}
    assert len(used) > 80
    assert used - set(LANGUAGES["zh"].phrases) == set()


def test_no_phrase_is_left_that_nobody_says() -> None:
    joined = (
        "sandbox.crm.",
        "sandbox.customers.",
        "sandbox.action.",
        "sandbox.menu.",
        "sandbox.scene.",
        "chat.",
        "moment.",
    )
    spare = {key for key in LANGUAGES["zh"].phrases if not key.startswith(joined)} - used_keys() - {"brand"}
    assert spare == set()


@pytest.mark.parametrize("template", sorted(APP.joinpath("templates").rglob("*.html")), ids=lambda file: file.name)
def test_no_template_speaks_by_itself(template: Path) -> None:
    source = re.sub(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", "", template.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert not re.search(r"[\u4e00-\u9fff]", source)


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "spoken"),
    [
        (None, None, "", "zh"),
        (None, None, "fr-FR,fr;q=0.9", "zh"),
        (None, None, "en-GB,en;q=0.9,zh;q=0.1", "en"),
        (None, None, "en;q=0.2,zh-TW;q=0.8", "zh"),
        (None, None, "en;q=oops,zh", "zh"),
        (None, "en", "zh", "en"),
        ("zh", "en", "en", "zh"),
        ("xx", "en", "zh", "en"),
        ("__class__", "../en", ";;q=,,", "zh"),
    ],
)
def test_the_language_asked_for_wins_over_the_remembered_and_the_accepted(
    asked: str | None, remembered: str | None, accepted: str, spoken: str
) -> None:
    assert choose(asked, remembered, accepted) == spoken


def test_a_language_asked_for_once_is_remembered(browser: httpx.Client) -> None:
    assert "员工登录" in browser.get("/sign-in").text
    assert "Staff sign-in" in browser.get("/sign-in?lang=en").text
    assert "Staff sign-in" in browser.get("/sign-in").text
    assert 'lang="en"' in browser.get("/sign-in").text


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        (datetime(2026, 3, 2, 6, 3, tzinfo=UTC), "今天 14:03", "today 14:03"),
        (datetime(2026, 3, 1, 15, 59, tzinfo=UTC), "昨天 23:59", "yesterday 23:59"),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), "今天 00:00", "today 00:00"),
        (datetime(2026, 1, 31, 6, 3, tzinfo=UTC), "1月31日 14:03", "31 Jan, 14:03"),
        (datetime(2025, 12, 31, 15, 0, tzinfo=UTC), "2025年12月31日 23:00", "31 Dec 2025, 23:00"),
    ],
)
def test_moments_are_said_as_the_shop_s_clock_shows_them(moment: datetime, zh: str, en: str) -> None:
    assert say_when(LANGUAGES["zh"], moment, NOON, SHANGHAI) == zh
    assert say_when(LANGUAGES["en"], moment, NOON, SHANGHAI) == en


def test_the_shop_s_day_begins_at_its_own_midnight() -> None:
    assert midnight(NOON, SHANGHAI) == datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
    assert say_exactly(NOON, SHANGHAI) == "2026-03-02 12:00:00 +0800"
