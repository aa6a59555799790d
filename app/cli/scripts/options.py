"""What several commands on scripts may be told."""

from typing import Annotated

import typer

from app.cli.terminal import whoever_types
from records.ids import LARGEST_NUMBER

Account = Annotated[str, typer.Option(help="The account whose script it is.")]
By = Annotated[str, typer.Option(default_factory=whoever_types, help="Who does it, for the log; you, unless told.")]
BasedOn = Annotated[
    int | None, typer.Option(min=1, max=2**31 - 1, help="The version it was begun from; refused when another is live.")
]
Note = Annotated[str, typer.Option(help="What changes, for whoever reads the list later.")]
Overrule = Annotated[
    list[str] | None, typer.Option(help="The name of an example that may be answered otherwise; may be repeated.")
]
Limit = Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")]
Before = Annotated[
    int | None, typer.Option(min=1, max=LARGEST_NUMBER, help="Only what is older than this number of the log.")
]
