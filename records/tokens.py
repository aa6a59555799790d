"""Bearer tokens of integrators: shown once, kept as a hash."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select, update

from records.bearer import hash_secret, new_secret
from records.ids import new_id
from records.tables import api_tokens


class Integrator(msgspec.Struct, frozen=True):
    """Who a token speaks for."""

    token_id: str
    account_id: str
    name: str


def make_token(connection: Connection, account_id: str, name: str, now: datetime) -> str:
    """A new token, in the only moment in which it can be read."""
    token = f"ht_{new_secret()}"
    connection.execute(
        insert(api_tokens).values(
            id=new_id(), account_id=account_id, name=name, token_hash=hash_secret(token), created_at=now
        )
    )
    return token


def integrator_of(connection: Connection, token: str) -> Integrator | None:
    """Who a token speaks for; None for one that is unknown or revoked."""
    query = select(api_tokens.c.id, api_tokens.c.account_id, api_tokens.c.name).where(
        api_tokens.c.token_hash == hash_secret(token), api_tokens.c.revoked_at.is_(None)
    )
    row = connection.execute(query).one_or_none()
    return row and Integrator(row.id, row.account_id, row.name)


def tokens_of(connection: Connection, account_id: str) -> list[Integrator]:
    """The tokens of an account that are not revoked."""
    query = (
        select(api_tokens.c.id, api_tokens.c.account_id, api_tokens.c.name)
        .where(api_tokens.c.account_id == account_id, api_tokens.c.revoked_at.is_(None))
        .order_by(api_tokens.c.id)
    )
    return [Integrator(row.id, row.account_id, row.name) for row in connection.execute(query)]


def revoke_token(connection: Connection, token_id: str, now: datetime) -> bool:
    """Make a token worthless; False when there was no such token."""
    live = (api_tokens.c.id == token_id) & api_tokens.c.revoked_at.is_(None)
    return bool(connection.execute(update(api_tokens).where(live).values(revoked_at=now)).rowcount)
