"""A normaliser costs a few milliseconds: one serves every test."""

import pytest

from replies.matching.normalise import Normaliser


@pytest.fixture(scope="session")
def normaliser() -> Normaliser:
    return Normaliser()
