"""``corrections``: what people said against or beside what was read, listed, out and in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geocode.commands.options import STORE, store_file
from geocode.terminal import clean, print_table, say, source_stream, target_stream

if TYPE_CHECKING:
    from geocode.store import Store

_SHOWN = 20


@click.command()
@click.argument("what", type=click.Choice(["list"]), default="list")
@STORE
@click.option("--export", "target", metavar="FILE.jsonl", help="Write the log; - for stdout.")
@click.option("--import", "source", metavar="FILE.jsonl", help="Add a log's entries; - for stdin.")
def corrections(
    what: str,  # noqa: ARG001 - there is one thing to do without an option
    store_path: Path | None,
    *,
    target: str | None,
    source: str | None,
) -> None:
    """List the corrections that people made, write them to a file, or take those of a file in.

    \b
    Examples:  python -m geocode corrections
               python -m geocode corrections --export desk.jsonl
               python -m geocode corrections --import desk.jsonl --store other.sqlite

    The log only grows: undoing is an entry too. A file of it holds for any store with the same
    reports; taking it in twice adds nothing. An entry whose event is not in the store waits.
    """  # noqa: D301
    from geocode.store import open_store  # noqa: PLC0415 - shapely is slow to load

    if target is not None and source is not None:
        raise click.UsageError("give --export or --import, not both")
    with open_store(store_file(store_path), read_only=source is None) as store:
        if target is not None:
            _export(store, target)
        elif source is not None:
            _import(store, source)
        else:
            _list(store)


def _export(store: Store, target: str) -> None:
    from geocode.corrections import write_lines  # noqa: PLC0415 - shapely is slow to load

    with target_stream(target) as stream:
        count = write_lines(store.corrections(), stream)
    if target != "-":
        say(f"{count:,} corrections in {target}")


def _import(store: Store, source: str) -> None:
    from geocode.corrections import read_lines  # noqa: PLC0415 - shapely is slow to load

    with source_stream(source) as stream:
        found = store.import_corrections(read_lines(stream, name=source))
    for bad in found.rejected[:_SHOWN]:
        say(f"rejected {bad.where}: {bad.reason}")
    if len(found.rejected) > _SHOWN:
        say(f"and {len(found.rejected) - _SHOWN:,} more")
    print_table(
        (
            ("added", found.added),
            ("already there", found.known),
            ("rejected", len(found.rejected)),
            ("waiting for their event", len(store.waiting())),
        )
    )
    if found.rejected and not (found.added or found.known):
        raise SystemExit(1)


def _list(store: Store) -> None:
    from geocode.corrections import Undone, holding, name_of  # noqa: PLC0415 - as above

    log = store.corrections()
    waiting = {entry.number for entry in store.waiting()}
    held = {entry.number for entry in holding(log)}
    for entry in log:
        change, standing = name_of(entry.change), ""
        if isinstance(entry.change, Undone):
            change = f"undid {entry.change.number}"
        elif entry.number not in held:
            standing = "undone"
        elif entry.number in waiting:
            standing = "waiting"
        said = f"{entry.event.kind} {entry.event.event_id} in {entry.event.document_id}"
        parts = (
            str(entry.number), f"{entry.made:%Y-%m-%d %H:%M}", entry.who, change, said, standing,
            entry.why,
        )  # fmt: skip
        click.echo(clean("  ".join(part for part in parts if part)))
    sys.stdout.flush()
    say(f"{len(log):,} corrections, {len(waiting):,} of them waiting for their event")
