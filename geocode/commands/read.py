"""``read``: documents into the store."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geocode.commands.options import INTERRUPTED, STORE, Day, gazetteer_at_hand, store_file
from geocode.documents import ENDINGS
from geocode.settings import Settings
from geocode.terminal import (
    print_json,
    print_table,
    progress,
    say,
)

if TYPE_CHECKING:
    from geocode.intake import Tally
    from geocode.rows import Counts

_SHOWN = 20
"""Rejections named one by one; the rest are counted by reason."""


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@STORE
@click.option("--published", type=Day(), help="For documents that state no date of their own.")
@click.option("--json", "json_wanted", is_flag=True, help="Print the counts as one JSON object.")
@click.option(
    "--helper-url",
    envvar="DATELINE_HELPER_URL",
    help="A language model of yours that may propose words: http://127.0.0.1:8080/v1.",
)
@click.option("--helper-model", default="local", show_default=True, help="Its name there.")
@click.option("--helper-remote", is_flag=True, help="Reports may be sent to another machine.")
def read(
    paths: tuple[str, ...],
    store_path: Path | None,
    *,
    published: date | None,
    json_wanted: bool,
    helper_url: str | None,
    helper_model: str,
    helper_remote: bool,
) -> None:
    """Read documents into the store, and count what was found.

    \b
    Examples:  python -m geocode read reports/
               python -m geocode read report.txt --published 2022-02-14 --store my.sqlite

    Takes files, folders and .zip archives of them: .txt .md .html .pdf .docx .eml, news feeds
    saved as .rss .atom .xml, one report a line of .jsonl or a row of .csv. A .geojson or .csv
    that was exported here is opened again, its events as it has them. A text that opens with
    "date 2022-02-14" was published then; without any date a document stays undated. What was
    read before is not read again; stopped at any time, every document finished is kept.

    Nothing leaves this machine, and no language model is needed. With --helper-url (or
    DATELINE_HELPER_URL) one that speaks OpenAI's chat completions may propose words to look at;
    what it says is taken only where the report has it to the letter and our own rules agree.
    """  # noqa: D301
    from geocode.intake import Tally, counted, read_into  # noqa: PLC0415 - loads every room
    from geocode.store import open_store  # noqa: PLC0415

    settings = Settings(
        helper_url=helper_url or None,
        helper_model=helper_model,
        helper_may_be_remote=helper_remote,
    )
    gazetteer = gazetteer_at_hand()
    with open_store(store_file(store_path)) as store:
        tally = Tally()
        try:
            with progress("reading") as show:
                read_into(
                    store,
                    paths,
                    gazetteer=gazetteer,
                    published=published,
                    tally=tally,
                    show=show,
                    settings=settings,
                )
        except KeyboardInterrupt:
            kept = f"{tally.documents:,} documents are kept in {store.path}"
            say(f"stopped; {kept}; read again to go on")
            raise SystemExit(INTERRUPTED) from None
        if not tally.inputs:
            say(f"nothing to read in {', '.join(paths)}; give {' '.join(ENDINGS)} files")
        _print_counts(tally, counted(store, tally), json_wanted=json_wanted)
    if tally.rejected and not tally.documents:
        raise SystemExit(1)


def _print_counts(tally: Tally, counts: Counts, *, json_wanted: bool) -> None:
    from geocode.intake import counts_record, counts_table  # noqa: PLC0415 - loads every room

    if json_wanted:
        print_json(counts_record(tally, counts))
        return
    _say_first([f"noted {noted.where}: {noted.what}" for noted in tally.noted])
    _say_first([f"rejected {bad.where}: {bad.reason}" for bad in tally.rejected])
    print_table(counts_table(tally, counts))


def _say_first(lines: list[str]) -> None:
    for line in lines[:_SHOWN]:
        say(line)
    if len(lines) > _SHOWN:
        say(f"and {len(lines) - _SHOWN:,} more; --json lists them all")
