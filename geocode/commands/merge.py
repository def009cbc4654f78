"""``merge``: the events that several reports tell of, joined or apart."""

from __future__ import annotations

from pathlib import Path

import click

from geocode.commands.options import STORE, store_file
from geocode.terminal import print_table


@click.command()
@STORE
@click.option("--undo", is_flag=True, help="Let each report's events stand by themselves again.")
def merge(store_path: Path | None, *, undo: bool) -> None:
    """Join the events that several reports tell of, as `read` does at its end.

    \b
    Examples:  python -m geocode merge
               python -m geocode merge --undo

    It changes no reading and loses none: the links stand beside the events, each with its reasons,
    and can be found anew at any time.
    """  # noqa: D301
    from geocode.intake import join_events  # noqa: PLC0415 - loads every room
    from geocode.store import open_store  # noqa: PLC0415 - shapely is slow to load

    with open_store(store_file(store_path)) as store:
        _ = store.keep_joined(()) if undo else join_events(store)
        counts = store.counts()
    rows = (("told", counts.told), ("joined", counts.joined), ("events", counts.events))
    print_table(rows)
