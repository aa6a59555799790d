"""Signing in: a user name and a password become a session."""

import asyncio
from functools import partial

from sqlalchemy import Engine
from starlette.concurrency import run_in_threadpool

from app.passwords import password_matches
from app.throttle import Limit, Throttle
from records.clock import Clock
from records.database import reading
from records.sessions import open_session
from records.staff import Staff, as_username, find_active
from records.turns import TurnRunner

HASHES_AT_ONCE = 2
"""Each takes a core and 19 MiB; more at once would only starve the webhook."""
NAME_LENGTH = 64
"""Longer names are nobody's, and are not worth remembering."""
TRIES_PER_NAME_AND_ADDRESS = 5
TRIES_PER_NAME = 50
"""From all addresses together: high, so that a stranger cannot easily lock a cashier out."""
TRIES_PER_ADDRESS = 40
"""A whole shop may stand behind one address."""


class WrongPassword(Exception):
    """The user name or the password is wrong; which of them is not said."""


class SignInDesk:
    """Lets staff in, at a bounded price, and slows down those who guess."""

    def __init__(self, engine: Engine, turns: TurnRunner, clock: Clock) -> None:
        self._engine = engine
        self._turns = turns
        self._clock = clock
        self._throttle = Throttle()
        self._hashing = asyncio.Semaphore(HASHES_AT_ONCE)

    async def sign_in(self, username: str, password: str, address: str) -> tuple[Staff, str]:
        """Who it is, and the token of their new session.

        Raises ``WrongPassword``, after the same work whether or not the user name exists, and
        ``app.throttle.TooManyAttempts`` before any work.
        """
        username = username[:NAME_LENGTH]
        own, *shared = _limits(as_username(username), address)
        now = self._clock()
        # Counted before the password is looked at, so that many guesses at the same moment count as many.
        self._throttle.count((own, *shared), now)
        member = await self._identify(username, password)
        self._throttle.take_back(shared)
        self._throttle.forgive(own)
        return member, await self._turns.run(lambda connection: open_session(connection, member.id, now))

    async def _identify(self, username: str, password: str) -> Staff:
        async with self._hashing:
            member = await run_in_threadpool(partial(_identify, self._engine, username, password))
        if member is None:
            raise WrongPassword
        return member


def _identify(engine: Engine, username: str, password: str) -> Staff | None:
    with reading(engine) as connection:
        found = find_active(connection, username)
    member, password_hash = found or (None, None)
    return member if password_matches(password_hash, password) else None


def _limits(username: str, address: str) -> tuple[Limit, Limit, Limit]:
    """The limit of this name at this address, then those that are shared with others."""
    return (
        Limit(f"{username} {address}", TRIES_PER_NAME_AND_ADDRESS),
        Limit(f"name {username}", TRIES_PER_NAME),
        Limit(f"address {address}", TRIES_PER_ADDRESS),
    )
