"""Who is asking: the integrator behind a bearer token."""

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Engine

from app.api.problems import Problem
from records.database import reading
from records.tokens import Integrator, integrator_of

bearer = HTTPBearer(auto_error=False, description="A token made by `huitou token add NAME`.")

BEARER: Mapping[str, str] = {"WWW-Authenticate": "Bearer"}


def integrators(engine: Engine) -> Callable[..., Integrator]:
    """A dependency that gives the integrator who asks, or answers 401."""

    def integrator(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> Integrator:
        if credentials is None:
            raise Problem(401, "no-token", "Send your token: `Authorization: Bearer ht_…`.", BEARER)
        with reading(engine) as connection:
            known = integrator_of(connection, credentials.credentials)
        if known is None:
            raise Problem(
                401, "unknown-token", "This token is unknown or revoked. Make one: `huitou token add NAME`.", BEARER
            )
        return known

    return integrator
