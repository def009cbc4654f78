"""``parse``: every place name in a file of documents."""

from __future__ import annotations

from pathlib import Path

import click

from geocode.commands.options import gazetteer_at_hand
from geocode.errors import InputError
from geocode.records import Rejected
from geocode.terminal import as_json, progress, say, source_stream, target_stream


@click.command()
@click.argument("source", metavar="IN.jsonl")
@click.argument("target", metavar="OUT.jsonl")
def parse(source: str, target: str) -> None:
    """Find and resolve every place name in a file of documents, one a line.

    \b
    Examples:  python -m geocode parse documents.jsonl places.jsonl
               python -m geocode parse - - < documents.jsonl

    In: {"doc_id", "text", "date"?, "source"?, "url"?}. Out, in the same order: {"doc_id",
    "toponyms": [{"start", "end", "text", "lat", "lon", "id", "feature", "kind", "relation",
    "role", "confidence"}]}; start and end count code points of the text as given, lat and lon are
    null where a name stays unresolved. A bad line gives a line with an "error" and no toponyms.
    """  # noqa: D301
    from geocode.toponyms import parse_lines  # noqa: PLC0415 - loads every room

    both = "-" not in {source, target} and Path(source).exists() and Path(target).exists()
    if both and Path(source).samefile(target):
        raise InputError(f"{target} is the file to read; name another to write")
    bad: list[Rejected] = []
    done = 0
    gazetteer = gazetteer_at_hand()
    with source_stream(source) as lines, target_stream(target) as out, progress("parsing") as show:
        for record, rejected in parse_lines(lines, gazetteer=gazetteer):
            out.write(as_json(record) + b"\n")
            bad += [rejected] if rejected else []
            done += 1
            show(f"{done:,} documents")
    for rejected in bad:
        say(f"{rejected.where}: {rejected.reason}")
    say(f"{done:,} documents, {len(bad):,} of them rejected")
