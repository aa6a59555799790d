"""Passwords of staff: kept only as Argon2id hashes, at a price that guessing cannot pay."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

PASSWORD_LENGTHS = range(8, 257)
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""19 MiB and two passes, OWASP's first choice for Argon2id; more memory would not fit beside a busy web worker."""
_NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$GmKpeaaPhm8ptpAnS/lAyw$KBjzBOMGvWcfOmKye+S92iAVS2kKV3aNHEtomciLmyQ"
"""Of a random password that nobody kept, so that an unknown name costs the same work as a known one."""


class WeakPassword(ValueError):
    """A password needs 8 to 256 characters."""


def hash_password(password: str) -> str:
    """The Argon2id hash to keep. Takes tens of milliseconds and 19 MiB. Raises ``WeakPassword``."""
    if len(password) not in PASSWORD_LENGTHS:
        raise WeakPassword(WeakPassword.__doc__)
    return _HASHER.hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed; None takes as long and is never right."""
    try:
        return _HASHER.verify(password_hash or _NOBODYS_HASH, password) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
