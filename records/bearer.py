"""Bearer secrets: whoever shows one is let in, so what is kept is only its hash."""

import secrets
from hashlib import sha256

SECRET_BYTES = 32
"""Beyond guessing, so that a plain hash keeps them safe: nothing has to make it slow."""


def new_secret() -> str:
    """A secret that nobody can guess: 43 characters that an address or a cookie may hold."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_secret(secret: str) -> str:
    """What is kept of a secret: its SHA-256, 64 hexadecimal characters."""
    return sha256(secret.encode()).hexdigest()
