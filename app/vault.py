"""Secrets at rest: what is kept in SQL is sealed with the key from the settings."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken


class WrongSecretKey(Exception):
    """HUITOU_SECRET_KEY is not the one that sealed the accounts in this database. Set the former one again."""


class Vault:
    """Seals and opens short texts with a key made from the secret key."""

    def __init__(self, secret_key: str) -> None:
        self._fernet = Fernet(urlsafe_b64encode(sha256(b"huitou vault " + secret_key.encode()).digest()))

    def seal(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text that was sealed. Raises ``WrongSecretKey`` when another key sealed it."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise WrongSecretKey(WrongSecretKey.__doc__) from error
