"""The gazetteer: every place there is to mean, offline, in one read-only file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geocode.gazetteer.index import Index
from geocode.gazetteer.protocol import Gazetteer, NameEvidence

if TYPE_CHECKING:
    from geocode.gazetteer.build import BuildSummary

__all__ = [
    "DEFAULT_PATH",
    "Gazetteer",
    "Index",
    "NameEvidence",
    "build_gazetteer",
    "open_gazetteer",
]

DEFAULT_PATH = Path(__file__).resolve().parents[2] / "data" / "cache" / "gazetteer.sqlite"


def open_gazetteer(path: Path | None = None) -> Index:
    """The cache at ``path`` (by default ``data/cache/gazetteer.sqlite`` in the project), read-only.

    Raises:
        GazetteerError: It is missing, corrupt, half-built or of another version; says to build it.

    """
    return Index(path or DEFAULT_PATH)


def build_gazetteer(
    path: Path | None = None,
    *,
    dumps: Sequence[Path] = (),
    classes: str | None = None,
    overlays: Sequence[Path] = (),
    with_kept: bool = True,
    progress: Callable[[str, int, int], None] | None = None,
) -> BuildSummary:
    """Builds the cache from the installed packages and ``data/``, with no network.

    ``dumps`` are files of GeoNames (``UA.zip``), of which the feature ``classes`` are added; None
    takes those of ``sources.dump``.
    ``overlays`` are files of places of one's own, which win over all else and are in every later
    build too, unless ``with_kept`` is False. ``progress(stage, done, total)`` is called as the
    build goes on. An interrupted build leaves the old cache as it was; of a dump it goes on where
    it stopped.

    Raises:
        InputError: A dump or an overlay cannot be read; says where and why.
        GazetteerError: A reference file contradicts the sources, or the folder cannot be written.

    """
    # The sources take as long to import as all else, and reading needs none of them.
    from geocode.gazetteer.build import build  # noqa: PLC0415
    from geocode.gazetteer.sources.dump import CLASSES  # noqa: PLC0415

    return build(
        path or DEFAULT_PATH,
        dumps=dumps,
        classes=CLASSES if classes is None else classes,
        overlays=overlays,
        with_kept=with_kept,
        progress=progress,
    )
