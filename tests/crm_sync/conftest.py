"""The outside world of the sync: a CRM on loopback, and a clock that obeys."""

from collections.abc import Iterator

import pytest

from tests.crm_sync.shop import StoppedClock
from tests.crm_sync.stand_in import StandInCrm


@pytest.fixture
def crm() -> Iterator[StandInCrm]:
    crm = StandInCrm()
    yield crm
    crm.close()


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()
