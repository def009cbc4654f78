"""The worst hundred errors by cause: ``python benchmarks/errors.py FOLDER [--worst 100] [--all]``.

Every document of LGL, TR-News and GeoWebNews is read by weights that never saw it (heldout.py);
GeoVirus is not read. An error is a gold name missed, a name found where the gold has none, one
found with other edges, or one found exactly and put more than 161 km from its gold point (or left
unplaced). Its cause is the first rule of a fixed list that fits (causes.py): from the sentence, the
gazetteer and the gold, never by hand. Sorted by how sure we were: the worst is the surest; a name
wrong in the same way again and again in one report is shown once. The ten largest causes come
first, with counts; with ``--all`` every cause does.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from causes import Finder, Misplaced, is_near
from heldout import WAYS, Read, read_held_out

from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions.evidence import read_pages
from geocode.mentions.tagger import open_model
from geocode.records import Document, Span
from geocode.settings import Settings

CONTEXT = 60
"""Code points shown on either side of a name."""
LARGEST = 10


@dataclass(frozen=True, slots=True)
class Error:
    """One error; ``sure`` is the probability we gave to what is wrong."""

    cause: str
    sure: float
    corpus: str
    document: str
    name: str
    shown: str
    """The name in its context, between brackets."""
    told: str
    """What was said, and what is right."""


def errors_of(read: Read, gazetteer: Gazetteer, settings: Settings) -> Iterator[Error]:
    """The errors of one document, in no order."""
    document, gold = read.gold.document, read.gold
    lexicon = open_model("en").lexicon
    pages = read_pages(document, gazetteer, lexicon)
    finder = Finder(document, pages, gazetteer, lexicon.marks)
    found = {m.span: m for m in read.mentions}
    wanted = {m.span: i for i, m in enumerate(gold.mentions)}
    said = frozenset(m.surface for m in read.mentions)
    meant = frozenset(m.surface for m in gold.mentions)

    def error(cause: str, sure: float, span: Span, told: str) -> Error:
        shown = _shown(document, span)
        name = span.of(document.text)
        return Error(cause, sure, gold.corpus, document.id, name, shown, told)

    for span, mention in found.items():
        if span in wanted:
            continue
        crossed = [g for g in wanted if g.overlaps(span)]
        if crossed:
            told = f"gold: {' | '.join(g.of(document.text) for g in crossed)}"
            yield error(finder.of_boundary(span, crossed), mention.confidence, span, told)
        else:
            yield error(finder.of_spurious(mention, meant), mention.confidence, span, "gold: none")
    for span, sure in read.passed_over.items():
        yield error(finder.of_missed(span, said), sure, span, "found: nothing")
    homes = _homes(read, gazetteer)
    for mention, candidates in zip(read.mentions, read.candidates, strict=True):
        at = wanted.get(mention.span)
        truth = gold.truth[at] if at is not None else None
        if at is None or truth is None:
            continue
        placed = bool(candidates) and candidates[0].score >= settings.min_confidence
        if placed and is_near(candidates[0].entry, truth):
            continue
        case = Misplaced(mention, candidates, truth, gold.ids[at], homes[at], placed=placed)
        cause, told = finder.of_misplaced(case)
        sure = candidates[0].score if candidates else 0.0
        yield error(cause, sure, mention.span, told)


def _homes(read: Read, gazetteer: Gazetteer) -> list[str | None]:
    """For each gold mention the division in which most other names of its document truly lie."""
    division: list[str | None] = []
    for key in read.gold.ids:
        entry = gazetteer.entry(key) if key else None
        division.append(entry.admin1 if entry else None)
    names = [m.surface for m in read.gold.mentions]
    out: list[str | None] = []
    for name in names:
        count = Counter(d for d, other in zip(division, names, strict=True) if d and other != name)
        out.append(min(count, key=lambda d: (-count[d], d), default=None))
    return out


def _shown(document: Document, span: Span) -> str:
    text = document.text
    before = text[max(0, span.start - CONTEXT) : span.start]
    after = text[span.end : span.end + CONTEXT]
    return " ".join(f"{before}[{span.of(text)}]{after}".split())


def print_errors(errors: Sequence[Error], *, worst: int, every: bool) -> None:
    """The largest causes with their counts, then the worst errors by cause."""
    count = Counter(e.cause for e in errors)
    corpora = list(dict.fromkeys(e.corpus for e in errors))
    by_corpus = Counter((e.cause, e.corpus) for e in errors)
    print(f"| cause | errors | share | sure ≥ .7 | {' | '.join(corpora)} |")
    print("|---" * (4 + len(corpora)) + "|")
    order = sorted(count, key=lambda cause: (-count[cause], cause))
    for cause in order if every else order[:LARGEST]:
        certain = sum(e.cause == cause and e.sure >= 0.7 for e in errors)
        cells = " | ".join(str(by_corpus[cause, c]) for c in corpora)
        share = count[cause] / len(errors)
        print(f"| {cause} | {count[cause]} | {share:.3f} | {certain} | {cells} |")
    print(f"| all {len(count)} causes | {len(errors)} | 1 | | |")
    times = Counter((e.cause, e.document, e.name) for e in errors)
    first: dict[tuple[str, str, str], Error] = {}
    for e in sorted(errors, key=lambda e: (-e.sure, e.document, e.shown)):
        first.setdefault((e.cause, e.document, e.name), e)
    top = list(first.values())[:worst]
    top.sort(key=lambda e: (-count[e.cause], e.cause, -e.sure, e.document, e.shown))
    for cause, group in groupby(top, key=lambda e: e.cause):
        rows = list(group)
        print(f"\n{cause} ({len(rows)} of the worst {len(top)}, {count[cause]} in all)")
        for e in rows:
            often = times[e.cause, e.document, e.name]
            again = f" ({often} times)" if often > 1 else ""
            print(f"  {e.sure:.3f} {e.document}: {e.told}{again}\n        … {e.shown} …")


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the causes and the worst errors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=100)
    parser.add_argument("--way", choices=WAYS, default=WAYS[0])
    parser.add_argument("--all", action="store_true", help="every cause, not the ten largest alone")
    options = parser.parse_args(arguments)
    gazetteer, settings = open_gazetteer(), Settings()
    read = read_held_out(options.folder, [options.way])[options.way]
    errors = [e for one in read for e in errors_of(one, gazetteer, settings)]
    print_errors(errors, worst=options.worst, every=options.all)


if __name__ == "__main__":
    main()
