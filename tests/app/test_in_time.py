"""The webhook answers in time whatever holds it up: the platform tries again, and then gets the first answer."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.channels.wechat.phone import Phone
from app.house import House, build_house
from app.pages.loopback import carry
from app.settings import Settings
from records.clock import utc_now
from records.database import open_engine, writing
from replies.answers.reply import Text
from tests.app.conftest import ACCOUNT
from tests.app.server import open_shop


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    open_shop(sqlite_url)
    house = build_house(
        Settings(
            database_url=sqlite_url,
            data_dir=str(tmp_path),
            secret_key="a long random text",
            wechat_app_id=ACCOUNT.app_id,
            wechat_token=ACCOUNT.token,
            wechat_aes_key=ACCOUNT.aes_keys[0],
        )
    )
    yield house
    house.close()


def test_a_database_that_is_held_up_is_told_and_the_retry_gets_the_answer_that_was_kept(
    house: House, lin: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.webhook.ANSWER_SECONDS", 0.5)
    push = lin.seal(lin.text("营业时间"), utc_now())
    other = open_engine(house.settings.database_url)

    async def push_while_it_is_held_up() -> tuple[int, bytes]:
        with writing(other):
            first = await carry(house.webhook, "main", push)
        assert first == (503, b"It took too long; send it again.\n")
        return await carry(house.webhook, "main", push)

    status, answer = asyncio.run(push_while_it_is_held_up())
    other.dispose()
    assert status == 200
    assert lin.read(answer) == Text("我们早八点到晚十点营业。")
