"""The pages: staff sign in, cashiers redeem, owners see what needs them, and the sandbox has a phone."""

from starlette.routing import BaseRoute

from app.house import House
from app.i18n import load
from app.pages.assets import assets_base, assets_mount
from app.pages.console import console_routes
from app.pages.pages import open_pages
from app.pages.sandbox import sandbox_routes
from app.pages.sign_in import sign_in_routes
from app.pages.start import start_routes
from app.pages.store import store_routes


def routes(house: House) -> list[BaseRoute]:
    """Every page of a house, with the assets they need."""
    base = assets_base()
    pages = open_pages(house, load(), base)
    return [
        *start_routes(pages),
        *sign_in_routes(pages),
        *store_routes(pages),
        *console_routes(pages),
        *sandbox_routes(pages),
        assets_mount(base),
    ]
