"""Drafts the next migration: what the tables in the code say beyond the last one.

``make migration NAME=what_it_does``
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from records.database import open_engine
from records.migrate import migrating


def main() -> None:
    """Draft against a database of this moment's migrations that is gone afterwards."""
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder, 'draft.db')}")
        with migrating(engine) as config:
            command.upgrade(config, "head")
            draft(config, sys.argv[1])
        engine.dispose()


def draft(config: Config, name: str) -> None:
    """Write the migration that the database of ``config`` needs, under the next number.

    ``name`` says in a few words, joined by ``_``, what it does. Where nothing has changed the migration does nothing.
    """
    latest = ScriptDirectory.from_config(config).get_current_head()
    config.set_section_option("post_write_hooks", "hooks", "ruff")
    config.set_section_option("post_write_hooks", "ruff.type", "module")
    config.set_section_option("post_write_hooks", "ruff.module", "ruff")
    config.set_section_option("post_write_hooks", "ruff.options", "format --quiet REVISION_SCRIPT_FILENAME")
    message = name.replace("_", " ").capitalize()
    command.revision(config, message, autogenerate=True, rev_id=f"{int(latest or 0) + 1:04}")


if __name__ == "__main__":
    main()
