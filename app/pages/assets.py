"""Style sheets and modules, at addresses that change with their contents."""

from hashlib import sha256
from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent.parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"


class _Immutable(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = FOR_EVER
        response.headers["x-content-type-options"] = "nosniff"
        return response


def assets_base() -> str:
    """The path under which the assets are served: one hash of all of them."""
    digest = sha256()
    for file in sorted(STATIC.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(STATIC).as_posix().encode())
            digest.update(file.read_bytes())
    return f"/static/{digest.hexdigest()[:12]}"


def assets_mount(base: str) -> Mount:
    """Serves the assets under ``base``, compressed, to be kept for ever."""
    return Mount(base, _Immutable(directory=STATIC), middleware=[Middleware(GZipMiddleware, minimum_size=500)])
