"""What is refused about scripts, as problems of the API: why in English, and in Chinese what staff should read."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.api.problems import Problem
from app.rehearsals import UnknownContact
from replies.language.source import ScriptError
from replies.versions.refusals import Refused


@contextmanager
def refusing() -> Iterator[None]:
    """A script that cannot be used is a 422, what is not there a 404, what somebody else changed a 409."""
    try:
        yield
    except ScriptError as error:
        raise Problem(422, "unusable-script", f"This script cannot be used. {error}") from error
    except UnknownContact as error:
        raise Problem(404, "no-such-contact", f"This account knows no contact of that id. {error}") from error
    except Refused as error:
        status = 404 if error.code.startswith("unknown-") else 409
        raise Problem(status, error.code, f"{error.en} {error}") from error
