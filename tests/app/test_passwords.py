"""Passwords are kept as hashes, and weak ones not at all."""

import pytest

from app.passwords import WeakPassword, hash_password, password_matches

PASSWORD = "a long password"


def test_a_password_is_kept_only_as_a_hash_of_its_own() -> None:
    first, second = hash_password(PASSWORD), hash_password(PASSWORD)
    assert first != second
    assert PASSWORD not in first
    assert password_matches(first, PASSWORD)
    assert not password_matches(first, PASSWORD + " ")
    assert not password_matches(None, PASSWORD)
    assert not password_matches("no hash at all", PASSWORD)


@pytest.mark.parametrize("weak", ["", "1234567", "x" * 257])
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(WeakPassword, match="8 to 256"):
        hash_password(weak)
