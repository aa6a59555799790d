"""``huitou demo``."""

import socket
from typing import Annotated

import typer

from app.cli.migrate import bring_up
from app.cli.open import one_transaction
from app.demo import Demo, set_up_demo
from app.preflight import NotReady
from app.settings import Settings
from records.clock import utc_now

verb = typer.Typer(add_completion=False)


@verb.command()
def demo(
    port: Annotated[
        int, typer.Option(min=1, max=65_535, envvar="PORT", help="The port that `huitou serve` will listen at.")
    ] = 8000,
) -> None:
    """Migrate and, in the sandbox, open a demo shop; says where everything is."""
    settings = Settings()
    _check_port(port)
    bring_up(settings)
    if not settings.is_sandbox:
        print("A real account is set, so there is no demo shop. The database is ready.")
        return
    with one_transaction(settings) as connection:
        opened = set_up_demo(connection, utc_now())
    _welcome(opened, f"http://127.0.0.1:{port}")


def _check_port(port: int) -> None:
    """Told before the passwords are, which are shown only once."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise NotReady(f"Port {port} is taken. Choose another: `PORT={port + 1} make run`.") from error


def _welcome(opened: Demo, address: str) -> None:
    print(f"\n  Huitou 回头 · {opened.shop}\n")
    print(f"  a phone to chat with    {address}/sandbox")
    print(f"  the till, for cashiers  {address}/store")
    print(f"  the console, for staff  {address}/console")
    print(f"  the API                 {address}/api/v1/openapi.json\n")
    for member in opened.new_staff:
        print(f"  sign in as {member.username:<8} with {member.password}  ({member.name}, {member.role})")
    if opened.new_staff:
        print("  These passwords are shown only now; `huitou staff password NAME` makes a new one.\n", flush=True)
