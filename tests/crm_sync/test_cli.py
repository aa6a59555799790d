"""``huitou sync`` says what it did, and what to do when it could not."""

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from app.cli.sync import REFUSED, SOMEBODY_ELSE, STOPPED_EARLY, verb
from app.crm import CONNECTORS, sync_from
from app.preflight import NotReady
from app.settings import Settings
from crm_sync.delivery import LEASE, LEASE_LASTS
from records.clock import utc_now
from records.database import writing
from records.leases import acquire
from tests.crm_sync.shop import open_shop, states
from tests.crm_sync.stand_in import StandInCrm, says

Huitou = Callable[..., Result]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path) -> pytest.MonkeyPatch:
    """The environment of a shop whose contacts go to a CSV file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUITOU_DATABASE_URL", database_url)
    monkeypatch.setenv("HUITOU_DATA_DIR", str(tmp_path))
    return monkeypatch


@pytest.fixture
def into_the_crm(environment: pytest.MonkeyPatch, crm: StandInCrm) -> StandInCrm:
    """The environment of a shop whose contacts go to a CRM."""
    environment.setenv("HUITOU_CRM_CONNECTOR", "http")
    environment.setenv("HUITOU_CRM_HTTP_URL", crm.url)
    environment.setenv("HUITOU_CRM_HTTP_HEADERS", '{"Authorization": "Bearer s3cret"}')
    crm.token = "s3cret"
    return crm


def huitou_sync(*words: str) -> Result:
    return CliRunner().invoke(verb, words)


@pytest.mark.usefixtures("environment")
def test_a_newcomer_sees_the_contacts_arrive_in_a_file(engine: Engine, tmp_path: Path) -> None:
    ids = open_shop(engine, 3)
    result = huitou_sync("run")
    assert (result.exit_code, result.output) == (0, "3 contacts sent, 0 to be tried again, 0 dead.\n")
    text = (tmp_path / "crm" / "contacts.csv").read_text(encoding="utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()] == ["编号", *ids]


def test_dead_letters_are_shown_by_reason_and_get_a_second_chance(engine: Engine, into_the_crm: StandInCrm) -> None:
    ids = open_shop(engine, 3)
    into_the_crm.refuse(ids[0], "手机号格式不对")
    into_the_crm.refuse(ids[1], "no name")
    assert huitou_sync("run").output == "1 contacts sent, 0 to be tried again, 2 dead.\n"
    shown = huitou_sync("status").output
    assert "dead     2" in shown
    assert "422 手机号格式不对" in shown
    into_the_crm.refused.clear()
    assert huitou_sync("retry", "--reason", "422 手机号格式不对").output == "1 changes wait again.\n"
    assert huitou_sync("run").output == "1 contacts sent, 0 to be tried again, 0 dead.\n"
    assert huitou_sync("retry", "--all").output == "1 changes wait again.\n"
    assert huitou_sync("run").output == "1 contacts sent, 0 to be tried again, 0 dead.\n"
    assert sorted(into_the_crm.contacts) == sorted(ids)
    assert set(states(engine)) == {"sent"}


def test_a_run_that_stops_early_says_why(engine: Engine, into_the_crm: StandInCrm) -> None:
    open_shop(engine, 2)
    into_the_crm.then(says(429, {"message": "quota"}, Retry_After="3600"))
    result = huitou_sync("run")
    assert result.exit_code == STOPPED_EARLY
    assert "Stopped early: 429 quota" in result.output
    assert "The CRM wants to be left alone until" in result.output
    shown = huitou_sync("status").output
    assert "waiting  2" in shown
    assert "busy     until" in shown
    assert "429 quota" in shown


@pytest.mark.usefixtures("environment")
def test_a_second_runner_says_that_another_is_at_it(engine: Engine) -> None:
    open_shop(engine, 1)
    with writing(engine) as connection:
        acquire(connection, LEASE, "somebody", utc_now(), LEASE_LASTS)
    result = huitou_sync("run")
    assert result.exit_code == SOMEBODY_ELSE
    assert "Another process is at it" in result.output
    assert states(engine) == ["waiting"]


@pytest.mark.usefixtures("environment")
def test_retry_wants_to_know_which(engine: Engine) -> None:
    for words in (["retry"], ["retry", "--all", "--reason", "422"]):
        result = huitou_sync(*words)
        assert result.exit_code == REFUSED
        assert "--all, or --reason" in result.output


def test_no_connector_means_nobody_to_tell(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("HUITOU_CRM_CONNECTOR", "none")
    result = huitou_sync("run")
    assert result.exit_code == REFUSED
    assert "HUITOU_CRM_CONNECTOR is none" in result.output
    assert [name for name in CONNECTORS if name not in result.output] == []


def test_every_connector_that_may_be_set_can_be_made() -> None:
    assert {*CONNECTORS, "none"} == set(get_args(Settings.model_fields["crm_connector"].annotation))


@pytest.mark.parametrize(
    ("wrong", "mend"),
    [
        ({"crm_http_url": ""}, "HUITOU_CRM_HTTP_URL is missing"),
        ({"crm_http_url": "crm.example/contacts"}, "must look like https://"),
        ({"crm_http_url": "http://[::1"}, "must look like https://"),
        ({"crm_http_template": "{id}"}, "HUITOU_CRM_HTTP_TEMPLATE: the template is not JSON"),
        ({"crm_http_template": '{"id": "{id}", "age": "{age}"}'}, "names age"),
        ({"crm_http_headers": {"Authorization": "令牌"}}, "plain ASCII"),
        ({"crm_http_headers": {"X-Key": "a\nb"}}, "plain ASCII"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_the_mend(
    sqlite_engine: Engine, wrong: dict[str, object], mend: str
) -> None:
    right: dict[str, object] = {"crm_connector": "http", "crm_http_url": "https://crm.example/contacts"}
    with pytest.raises(NotReady, match=mend) as refusal:
        sync_from(Settings(_env_file=None, **right | wrong), sqlite_engine)  # type: ignore[call-arg, arg-type]
    assert "令牌" not in str(refusal.value)
