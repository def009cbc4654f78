"""What ``python -m geocode build`` tells: how far it is, what was built, what was refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from geocode.gazetteer.build import BuildSummary
from geocode.gazetteer.staging import staging_path
from geocode.terminal import bar, pace


def paced(show: Callable[[str], None]) -> Callable[[str, int, int], None]:
    """Shows each stage with a bar, its rate and the time left, from when it first spoke."""
    begun: dict[str, tuple[float, int]] = {}

    def tell(stage: str, done: int, total: int) -> None:
        now = time.perf_counter()
        since, before = begun.setdefault(stage, (now, done))
        show(f"{bar(done, total)} {stage}  {pace(done - before, total - before, now - since)}")

    return tell


def figures(summary: BuildSummary) -> list[tuple[str, object]]:
    """Names and figures of a build; two spaces before a name put it under the one before."""
    rows: list[tuple[str, object]] = [
        ("path", summary.path),
        ("digest", summary.digest),
        ("entries", summary.entries),
        ("names", summary.names),
        ("borders", summary.borders),
        ("shapes", summary.shapes),
        ("bytes", summary.bytes),
        ("seconds", f"{summary.seconds:.1f}"),
    ]
    for dump in summary.dumps:
        rows += [
            (f"dump {dump.file}: lines", dump.lines),
            ("  taken", dump.taken),
            ("  left out", dump.left_out),
            ("  refused", dump.refused),
        ]
    return rows + [(f"overlay {name}: places", places) for name, places in summary.overlays]


def remarks(summary: BuildSummary) -> Iterator[str]:
    """What a person should know besides: lines refused, and a dump that was read half-way."""
    for dump in summary.dumps:
        for example in dump.examples:
            yield f"refused {dump.file}, {example}"
        if dump.refused > len(dump.examples):
            yield f"and {dump.refused - len(dump.examples):,} more lines of {dump.file}"
    waiting = staging_path(summary.path)
    if not summary.dumps and waiting.exists():  # it may be gigabytes
        yield (
            f"{waiting} ({waiting.stat().st_size / 1e6:,.0f} MB) holds a dump read half-way; "
            "build with the same --geonames to go on, or delete it"
        )
