"""``huitou serve``."""

from typing import Annotated

import typer
import uvicorn

from app.accounts import further_accounts
from app.cli.open import one_look
from app.preflight import check_settings
from app.sandbox import account_of, secret_key
from app.settings import Settings
from app.vault import Vault

verb = typer.Typer(add_completion=False)


@verb.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65_535, envvar="PORT", help="The port to listen at.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="How many processes answer.")] = 1,
) -> None:
    """Serve the webhook, the pages and the API."""
    # What cannot serve says so here, once, instead of in every worker.
    settings = Settings()
    check_settings(settings)
    account_of(settings)
    with one_look(settings) as connection:
        further_accounts(connection, Vault(secret_key(settings)))
    uvicorn.run(
        "app.main:serve",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
