"""Labels of words for the tagger's training: from gold spans, from two readers, in one style."""

from __future__ import annotations

from collections.abc import Sequence

from geocode.mentions.evidence import Cues, Pages, Sentence, plain
from geocode.mentions.tagger import spans
from geocode.records import Span


def labels_of(pages: Pages, gold: Sequence[Span]) -> list[list[str]]:
    """B, I, O for each word of each sentence."""
    rows: list[list[str]] = []
    for page in pages.sentences:
        row = ["O"] * len(page.words)
        for span in gold:
            inside = [
                i for i, w in enumerate(page.words) if w.start < span.end and w.end > span.start
            ]
            for n, i in enumerate(inside):
                row[i] = "I" if n else "B"
        rows.append(row)
    return rows


def merged(guess: Sequence[str], gold: Sequence[str]) -> list[str]:
    """The teacher's labels with the gold laid over them."""
    merged = [g if g != "O" else t for t, g in zip(guess, gold, strict=True)]
    for i in range(1, len(merged)):
        if merged[i] == "I" and gold[i] == "O" and gold[i - 1] != "O":
            merged[i] = "B" if guess[i - 1] == "O" else "O"
    return merged


def in_house_style(page: Sentence, labels: Sequence[str], cue: Cues) -> list[str]:
    """The labels, where an institution's whole name is marked, with only its place marked.

    The sets differ: of "Paris High School" LGL marks the place, as we do (``nested``), GeoWebNews
    often the whole. Taught both ways, a tagger does either by chance. A name with no place before
    the institution's word ("Redeemer Church") is unmarked; one the gazetteer knows ("West Bank",
    where a bank is no institution) stays whole. What is counted as right is never changed.
    """
    out = list(labels)
    ends = {m.start: m.end for m in page.matches}
    for start, end in spans(labels):
        last = page.words[end - 1].text
        if end - start == 1 or not last[0].isupper() or cue.classes.get(plain(last)) != "org":
            continue
        kept = min(ends.get(start, start), end)
        out[kept:end] = ["O"] * (end - kept)
    return out
