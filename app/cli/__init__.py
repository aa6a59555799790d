"""The ``huitou`` command: the same verbs as the console."""

import sys
from importlib import import_module
from typing import Any

import structlog
import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from app.channels.wechat.account import MalformedAccount
from app.preflight import NotReady
from app.vault import WrongSecretKey

VERBS = (
    *("serve", "migrate", "demo", "account", "staff", "token", "scripts", "chat", "sync", "contacts"),
    *("cases", "notices", "media"),
)


class Verbs(TyperGroup):
    """Loads a verb's module only when it is asked for: a serving process carries nothing of the others.

    The types of a context and a command are private to typer, so they go unnamed.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in VERBS:
            return None
        verb: typer.Typer = import_module(f"app.cli.{cmd_name}").verb
        command = typer.main.get_command(verb)
        command.name = cmd_name
        return command


cli = typer.Typer(cls=Verbs, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


@cli.callback()
def huitou() -> None:
    """Huitou 回头: scripted replies, loyalty and a CRM sync for a shop's official account."""


def main() -> None:
    """Run the command; what cannot be is told in a sentence, not in a traceback."""
    # What a command prints may be read by a program, so the log keeps out of it.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        cli()
    except (NotReady, MalformedAccount, WrongSecretKey) as error:
        sys.exit(f"huitou: {error}")
    except ValidationError as error:
        sys.exit(
            "\n".join(
                f"huitou: {_setting(each['loc'])}{each['msg'].removeprefix('Value error, ')}" for each in error.errors()
            )
        )


def _setting(place: tuple[int | str, ...]) -> str:
    return f"HUITOU_{str(place[0]).upper()}: " if place else ""
