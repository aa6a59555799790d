"""Idempotency keys: a write that moves value happens once, however often it is asked for."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, delete, select, update

from records.insertion import insert_new
from records.tables import idempotency_keys


class KeyReused(Exception):
    """This Idempotency-Key was used before for something else. Make a new key for every new request."""


def once(connection: Connection, caller: str, key: str, asked: str, now: datetime, act: Callable[[], str]) -> str:
    """What ``act`` answered the first time that ``caller`` asked for ``asked`` under ``key``.

    The answer is kept in the transaction that acts. When ``act`` raises, nothing is kept and the key stays free.
    Raises ``KeyReused`` when the key was used with another input.
    """
    input_hash = sha256(asked.encode()).hexdigest()
    row = {"caller": caller, "key": key, "input_hash": input_hash, "answer": "", "created_at": now}
    mine = (idempotency_keys.c.caller == caller) & (idempotency_keys.c.key == key)
    with connection.begin_nested():
        # Before anything else: whoever asks the same at this moment, in whichever process, waits here for the answer.
        if insert_new(connection, idempotency_keys, [row], idempotency_keys.c.key):
            answer = act()
            connection.execute(update(idempotency_keys).where(mine).values(answer=answer))
            return answer
    kept = connection.execute(select(idempotency_keys.c.input_hash, idempotency_keys.c.answer).where(mine)).one()
    if kept.input_hash != input_hash:
        raise KeyReused(KeyReused.__doc__)
    return str(kept.answer)


def forget_keys(connection: Connection, before: datetime) -> int:
    """Delete the keys that were first used before that moment. How many there were."""
    return connection.execute(delete(idempotency_keys).where(idempotency_keys.c.created_at < before)).rowcount
