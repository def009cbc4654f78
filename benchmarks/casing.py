"""Recognition where case says little: ``python benchmarks/casing.py FOLDER``.

LGL, TR-News and GeoWebNews as they are written, whole in capitals, and whole in title case (each
word with a capital but articles, prepositions and conjunctions). Strict F1, cross-validated and
with the document's set left out of training, by the weights of heldout.py, which never saw it.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from heldout import WAYS, train_taggers
from places_sets import TRAINING
from train_tagger import Labelled, found_spans, one_block

from geocode.gazetteer import open_gazetteer

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W_]+)*")
_LITTLE = frozenset({
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "of", "on", "or", "the", "to",
    "with",
})  # fmt: skip


def title_case(text: str) -> str:
    """The text with a capital on each word but little ones; as long as it was."""
    return _WORD.sub(lambda m: _with_capital(m.group()), text)


def _with_capital(word: str) -> str:
    capital = word[0].upper()
    return word if word.lower() in _LITTLE or len(capital) > 1 else capital + word[1:]


WRITTEN: Mapping[str, Callable[[str], str]] = {
    "as written": str,
    "in capitals": str.upper,
    "in title case": title_case,
}


def main() -> None:
    """Prints F1 of each set and of all, for each way of writing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    gazetteer = open_gazetteer()
    print(f"{'strict F1':32}" + "".join(f"{name:>12}" for name in (*TRAINING, "pooled")))
    for way in WAYS:
        counts = {(told, name): Counter[str]() for told in WRITTEN for name in TRAINING}
        for model, held in train_taggers(folder, way, gazetteer):
            for one in held:
                for told, write in WRITTEN.items():
                    copy = _copy(one, write)
                    if copy is None:
                        continue
                    found, gold = set(found_spans(copy, gazetteer, model)), set(one.gold)
                    sizes = {"hits": len(found & gold), "all": len(found) + len(gold)}
                    counts[told, one.set_name].update(sizes)
        for told in WRITTEN:
            rows = [counts[told, name] for name in TRAINING]
            figures = [2 * c["hits"] / max(1, c["all"]) for c in (*rows, sum(rows, Counter()))]
            print(f"{way + ', ' + told:32}" + "".join(f"{f:12.3f}" for f in figures))


def _copy(one: Labelled, write: Callable[[str], str]) -> Labelled | None:
    """The document written otherwise; None where that moves its words (a German ß)."""
    text = write(one.document.text)
    if len(text) != len(one.document.text):
        return None
    return replace(one, document=one_block(text, doc_id=one.doc_id))


if __name__ == "__main__":
    main()
