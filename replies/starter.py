"""The script that a new account begins with."""

from datetime import datetime
from importlib.resources import files

from sqlalchemy import Connection

from replies.versions.publishing import publish, published_version


def starter_script() -> str:
    """What a coffee shop might say, YAML; staff put their own facts in the place of its."""
    return files("replies").joinpath("starter.yaml").read_text(encoding="utf-8")


def begin_with_starter(connection: Connection, account_id: str, now: datetime) -> bool:
    """Publish the starter as version 1 of an account that has published nothing; False when it has."""
    if published_version(connection, account_id) is not None:
        return False
    publish(connection, account_id, starter_script(), "The starter script", now)
    return True
