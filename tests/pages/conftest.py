"""A house with the shop of ``tests.pages.shop`` in it, and a browser at its door."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from app.house import House, build_house
from app.pages import routes
from app.settings import Settings
from tests.pages.server import Stage, serving
from tests.pages.shop import ShopClock, furnish, open_browser, sign_in


@pytest.fixture
def clock() -> ShopClock:
    return ShopClock()


@pytest.fixture
def url(sqlite_url: str) -> str:
    """The database of the house; a test file that cares runs on both kinds."""
    return sqlite_url


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    return Settings(_env_file=None, database_url=url, data_dir=str(tmp_path), crm_connector="none")


@pytest.fixture
def house(settings: Settings, clock: ShopClock) -> Iterator[House]:
    house = build_house(settings, clock)
    furnish(house)
    yield house
    house.close()


@pytest.fixture(scope="session")
def stage() -> Iterator[tuple[Stage, str]]:
    """A server that waits for an application, and its address."""
    stage = Stage()
    with serving(stage) as address:
        yield stage, address


@pytest.fixture
def address(house: House, stage: tuple[Stage, str]) -> str:
    """Where the pages of the house are served."""
    server, address = stage
    server.app = Starlette(routes=routes(house))
    return address


@pytest.fixture
def browser(address: str) -> Iterator[httpx.Client]:
    """A browser that nobody has signed in with."""
    with open_browser(address) as browser:
        yield browser


@pytest.fixture
def till(address: str) -> Iterator[httpx.Client]:
    """The till where 小王 has signed in."""
    with open_browser(address) as browser:
        sign_in(browser)
        yield browser
