"""What those who keep it running see: alive, ready or not and why, and how much it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, delete, make_url, text

from app.channels.wechat.phone import Phone
from records.clock import utc_now
from records.database import open_engine, writing
from records.outbox import Announcement, Topic, announce
from records.tables import outbox
from tests.app.conftest import ACCOUNT
from tests.app.server import Server
from tests.app.standing import standing_server
from tests.factories import make_contact

pytestmark = pytest.mark.xdist_group("operations")
"""Run by one process, because the server is started once for all of them."""

KINDS = ["sqlite", "postgresql"]


@pytest.fixture(scope="module", params=KINDS)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("operations")
    with standing_server(request.param, request, folder, ACCOUNT, HUITOU_CRM_CONNECTOR="none") as server:
        yield server


@contextmanager
def at_the_database(shop: Server) -> Iterator[Engine]:
    engine = open_engine(shop.database_url)
    yield engine
    engine.dispose()


def samples(shop: Server) -> dict[tuple[str, tuple[str, ...]], float]:
    """Everything that /metrics tells, read as Prometheus reads it: by name and labels in their order."""
    answer = shop.wire.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_alive_is_answered_whatever_else_is_wrong(shop: Server) -> None:
    answer = shop.wire.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_ready_says_what_it_rests_on(shop: Server) -> None:
    answer = shop.wire.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"ready": True, "database": True, "migrated": True, "sync_lag_seconds": 0.0, "sync_late": False},
    )


def test_a_late_crm_is_told_and_does_not_close_the_shop(shop: Server) -> None:
    with at_the_database(shop) as engine, writing(engine) as connection:
        late = make_contact(connection, "o-late")
        announce(connection, [Announcement(Topic.CONTACT_CHANGED, late.id)], utc_now() - timedelta(hours=2))
    answer = shop.wire.get("/readyz")
    told = answer.json()
    assert (answer.status_code, told["ready"], told["sync_late"]) == (200, True, True)
    assert 7_200 <= told["sync_lag_seconds"] < 7_300
    assert samples(shop)["huitou_outbox_lag_seconds", ("contact_changed",)] >= 7_200
    assert samples(shop)["huitou_outbox_rows", ("waiting", "contact_changed")] == 1
    with at_the_database(shop) as engine, writing(engine) as connection:
        connection.execute(delete(outbox))


def test_a_database_of_another_level_is_not_ready(shop: Server) -> None:
    with at_the_database(shop) as engine:
        with writing(engine) as connection:
            level = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        answer = shop.wire.get("/readyz")
        assert (answer.status_code, answer.json()["migrated"], answer.json()["database"]) == (503, False, True)
        with writing(engine) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :level"), {"level": level})
    assert shop.wire.get("/readyz").status_code == 200


def test_metrics_are_prometheus_text_and_name_nobody(shop: Server, lin: Phone) -> None:
    before = samples(shop)["huitou_webhook_answers_total", ("200",)]
    shop.tell(lin, lin.follow("table-3"))
    shop.push(lin.seal(lin.text("营业时间"), utc_now()))
    shop.wire.post("/wechat/main", content=b"forged")
    told = samples(shop)
    assert told["huitou_webhook_answers_total", ("200",)] == before + 2
    assert told["huitou_webhook_answers_total", ("403",)] >= 1
    assert told["huitou_webhook_seconds_count", ()] >= 3
    assert told["huitou_turns_waiting", ()] == 0
    assert "o-lin" not in shop.wire.get("/metrics").text


@contextmanager
def out_of_reach(server: Engine, url: str) -> Iterator[None]:
    """A PostgreSQL database that has gone away, and is back after the block."""
    name = make_url(url).database
    with server.connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    yield
    with server.connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@pytest.mark.parametrize("shop", ["postgresql"], indirect=True)
def test_while_the_database_is_away_nothing_is_acknowledged_and_afterwards_all_is_received(
    shop: Server, postgresql: Engine, lin: Phone
) -> None:
    greeting = lin.text("营业时间")
    with out_of_reach(postgresql, shop.database_url):
        assert shop.wire.get("/healthz").status_code == 200
        for _ in range(2):
            answer = shop.wire.get("/readyz")
            assert (answer.status_code, answer.json()["database"]) == (503, False)
            assert shop.push(lin.seal(greeting, utc_now())).status_code == 503
        assert samples(shop)["huitou_webhook_answers_total", ("503",)] >= 2
        refused = shop.wire.get("/api/v1/contacts", headers={"Authorization": "Bearer ht_x"})
        assert (refused.status_code, refused.json()["title"]) == (503, "database-away")
    assert shop.wire.get("/readyz").status_code == 200
    assert shop.tell(lin, greeting) is not None
    assert "Bearer" not in shop.log


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_only_reading_is_answered(shop: Server, path: str) -> None:
    answer = shop.wire.post(path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
