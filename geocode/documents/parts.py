"""Paragraphs that a file tells apart, put together as one text that keeps what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from geocode.documents.layout import Kinds
from geocode.records import BlockKind

_TITLE_MAX, _HEAD = 300, 2_000
_HEADED = 3
"""Paragraphs among which a headline is looked for."""
_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint) - |untitled|document\d*$|word document$)"
    r"|\.(?:docx?|pdf|indd|rtf|odt|qxp)$",
    re.IGNORECASE,
)
"""What programs write where nobody gave a title."""
_TITLED = "has no headline; the title that its file carries is taken for one"


class Part(NamedTuple):
    """A paragraph, and what its marks or its looks say it is."""

    text: str
    kind: BlockKind | None


class Whole(NamedTuple):
    """Parts as one text, an empty line between them."""

    text: str
    kinds: Kinds
    notes: tuple[str, ...] = ()


def put_together(parts: Sequence[Part], *, title: str = "") -> Whole:
    """The text of all parts, headed by the file's ``title`` where they have no headline.

    >>> put_together([Part("Troops moved.", None)], title="News of the day").text.split()[-2:]
    ['Troops', 'moved.']
    """
    title = " ".join(title.split())[:_TITLE_MAX]
    opening = " ".join(part.text for part in parts[:_HEAD])[:_HEAD].casefold()
    headed = any(part.kind == "headline" for part in parts[:_HEADED])
    named = title and not _NO_TITLE.search(title) and title.casefold() not in opening
    listed = [Part(title, "headline"), *parts] if named and not headed else [*parts]
    kinds: dict[int, BlockKind] = {}
    start = 0
    for part in listed:
        if part.kind:
            kinds[start] = part.kind
        start += len(part.text) + 2
    text = "\n\n".join(part.text for part in listed)
    return Whole(text, kinds, (_TITLED,) if len(listed) > len(parts) else ())
