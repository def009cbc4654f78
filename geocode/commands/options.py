"""What the commands share: days, the store's file, the folder of the caches, exit statuses.

``DATELINE_CACHE`` names the folder of ``gazetteer.sqlite`` and ``events.sqlite``; without it they
lie in ``data/cache`` of the project.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from geocode.gazetteer import Index

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class Day(click.ParamType[date]):
    """An option that is a day."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day that somebody typed."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2022-02-14", param, ctx)


STORE = click.option(
    "--store",
    "store_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The store's file.  [default: data/cache/events.sqlite]",
)


def cached(name: str) -> Path | None:
    """A file in the folder that the environment names; None where it names none."""
    folder = os.environ.get("DATELINE_CACHE")
    return Path(folder) / name if folder else None


def store_file(given: Path | None) -> Path | None:
    """The store asked for; None for the usual one."""
    return given or cached("events.sqlite")


def gazetteer_at_hand() -> Index:
    """The gazetteer, opened."""
    from geocode.gazetteer import open_gazetteer  # noqa: PLC0415 - not for --help

    return open_gazetteer(cached("gazetteer.sqlite"))
