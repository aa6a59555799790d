"""``huitou scripts``: what the account says, checked, published and exported."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from app.accounts import MAIN
from app.cli.open import one_transaction
from app.cli.scripts.check import check_file
from app.cli.scripts.files import read_file, refused
from app.settings import Settings
from records.clock import utc_now
from replies.language.source import ScriptError
from replies.versions.publishing import UnknownAccount, UnknownVersion, history, load_source, publish, published_version

verb = typer.Typer(
    help="What the account says: check, publish, show and export scripts.", no_args_is_help=True, add_completion=False
)

Account = Annotated[str, typer.Option(help="The account whose script it is.")]
ScriptFile = Annotated[Path, typer.Argument(help="A script, YAML in UTF-8.", exists=True, dir_okay=False)]


@verb.command("list")
def list_versions(account: Account = MAIN) -> None:
    """Every version, newest first; the live one has a star."""
    with one_transaction(Settings()) as connection:
        live = published_version(connection, account)
        for each in history(connection, account):
            star = "*" if each.version == live else " "
            print(f"{star} {each.version}  {each.created_at:%Y-%m-%d %H:%M}Z  {each.note}")


@verb.command()
def show(version: int, account: Account = MAIN) -> None:
    """A version as staff wrote it."""
    _print_source(account, version)


@verb.command()
def export(
    version: Annotated[int | None, typer.Option(help="The version; the live one when it is not given.")] = None,
    account: Account = MAIN,
) -> None:
    """A version as staff wrote it, the live one unless another is named."""
    _print_source(account, version)


@verb.command("publish")
def publish_file(
    file: ScriptFile,
    note: Annotated[str, typer.Option(help="What changes, for whoever reads the list later.")],
    account: Account = MAIN,
) -> None:
    """Check a script and let it answer from now on. A script that cannot be used changes nothing."""
    try:
        with one_transaction(Settings()) as connection:
            version = publish(connection, account, read_file(file), note, utc_now())
    except (ScriptError, UnknownAccount) as error:
        raise refused(error) from error
    print(f"第 {version} 版已发布。")


def _print_source(account: str, version: int | None) -> None:
    try:
        with one_transaction(Settings()) as connection:
            source = load_source(connection, account, version or _live(connection, account))
    except UnknownVersion as error:
        raise refused(error) from error
    sys.stdout.write(source)


def _live(connection: Connection, account: str) -> int:
    version = published_version(connection, account)
    if version is None:
        raise UnknownVersion(f"账号「{account}」还没有发布过脚本。用 huitou scripts publish 发布一份。")
    return version


verb.command("check")(check_file)
