"""What a shop changes in its first weeks: who works there, and which coupons there are."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from loyalty.kinds import list_kinds
from records.database import open_engine, reading, writing
from records.sessions import open_session, session_of
from records.staff import find_active
from tests.app.conftest import ACCOUNT
from tests.app.server import environment, open_shop
from tests.factories import NOON


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    open_shop(sqlite_url)
    monkeypatch.chdir(tmp_path)
    for name, value in environment(sqlite_url, ACCOUNT, tmp_path).items():
        monkeypatch.setenv(name, value)
    return sqlite_url


def huitou(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def test_a_kind_of_coupon_is_added_and_restocked(shop: str) -> None:
    assert huitou("account", "add-coupon-kind", "birthday", "生日蛋糕券", "--stock", "2").exit_code == 0
    assert huitou("account", "restock", "birthday", "50").stdout == "birthday: 生日蛋糕券, 0 given of 50.\n"
    assert huitou("account", "restock", "birthday").stdout == "birthday: 生日蛋糕券, 0 given of any number.\n"
    engine = open_engine(shop)
    with reading(engine) as connection:
        stocks = {kind.id: kind.stock for kind in list_kinds(connection, "main")}
    engine.dispose()
    assert stocks == {"birthday": None, "welcome": 100_000}


@pytest.mark.parametrize(
    "words",
    [
        ("add-coupon-kind", "birthday", "生日蛋糕券", "--stock", "-1"),
        ("add-coupon-kind", "birthday", "生日蛋糕券", "--valid-days", "0"),
        ("add-coupon-kind", "birthday", "生日蛋糕券", "--store", "nowhere"),
        ("add-coupon-kind", "Bad Name", "生日蛋糕券"),
        ("restock", "nothing", "5"),
        ("restock", "welcome", "-5"),
    ],
)
def test_a_coupon_kind_that_cannot_be_is_refused_with_a_sentence(shop: str, words: tuple[str, ...]) -> None:
    refused = huitou("account", *words)
    assert refused.exit_code == 2
    assert "Traceback" not in refused.output


def test_somebody_who_leaves_is_out_at_once(shop: str) -> None:
    assert huitou("staff", "add", "wang", "--store", "riverside").exit_code == 0
    engine = open_engine(shop)
    with writing(engine) as connection:
        member, _ = find_active(connection, "wang") or pytest.fail("wang cannot sign in")
        token = open_session(connection, member.id, NOON)
    assert huitou("staff", "remove", "Wang").exit_code == 0
    with reading(engine) as connection:
        assert session_of(connection, token, NOON) is None
        assert find_active(connection, "wang") is None
    engine.dispose()
    assert "wang" not in huitou("staff", "list").stdout
    assert huitou("staff", "remove", "wang").exit_code == 2
