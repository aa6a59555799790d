"""What keeps a script from being published, whoever publishes it; what is live stays so."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from app.readiness import BreaksExamples, HasErrors
from app.scripts import publish_source
from records.database import reading, writing
from replies.language.source import ScriptError
from replies.starter import starter_script
from replies.versions.publishing import published_version
from tests.factories import NOON, make_account
from tests.replies.checks.checking import rule, script

HOURS = rule("营业时间", "{text: {contains: 几点}}")
EXAMPLES = "examples:\n  - {text: 几点, expect: 营业时间}\n  - {text: 在哪, expect: 营业时间}\n"


@pytest.fixture
def shop(engine: Engine) -> Engine:
    """An account that has neither coupons nor stores, where one version is live."""
    with writing(engine) as connection:
        make_account(connection)
    assert publish(engine, script(HOURS)) == 1
    return engine


def publish(shop: Engine, source: str, overruled: Collection[str] = ()) -> int:
    return publish_source(shop, "main", source, "", "店长", lambda: NOON, ZoneInfo("Asia/Shanghai"), overruled)


def live(shop: Engine) -> int | None:
    with reading(shop) as connection:
        return published_version(connection, "main")


def test_the_starter_can_be_published_where_there_are_no_coupons_yet(shop: Engine) -> None:
    assert publish(shop, starter_script()) == 2


def test_a_coupon_that_is_nowhere_stops_a_rule_that_has_nothing_else_to_say(shop: Engine) -> None:
    with pytest.raises(HasErrors, match="第 5 行，规则「送券」没有编号是「welcome」的券") as refused:
        publish(shop, script(HOURS, rule("送券", "{menu: A}", more="do: {coupon: welcome}")))
    (told,) = refused.value.present["findings"]
    assert (told["code"], told["line"]) == ("coupon-unknown", 5)
    assert live(shop) == 1


def test_what_cannot_be_read_is_not_published(shop: Engine) -> None:
    with pytest.raises(ScriptError):
        publish(shop, "rules: [")
    assert live(shop) == 1


def test_a_warning_stops_nothing(shop: Engine) -> None:
    assert publish(shop, script(HOURS, HOURS.replace("营业时间", "再问"))) == 2


def test_an_example_that_fails_stops_it_until_it_is_overruled_by_name(shop: Engine) -> None:
    with pytest.raises(BreaksExamples, match="有 1 句例句不对") as refused:
        publish(shop, script(HOURS, after=EXAMPLES))
    (failed,) = refused.value.present["examples"]
    with pytest.raises(BreaksExamples):
        publish(shop, script(HOURS, after=EXAMPLES), ["另一句"])
    assert live(shop) == 1
    assert publish(shop, script(HOURS, after=EXAMPLES), [failed["name"]]) == 2
