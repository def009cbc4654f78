"""A piece of HTML that is all text, such as a feed's entry: its paragraphs, nothing weighed."""

from __future__ import annotations

from collections.abc import Iterator

from geocode.documents.elements import Element, html_piece, walk
from geocode.documents.parts import Part
from geocode.documents.webpages import too_large, words_of
from geocode.records import BlockKind, Rejected

_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
_NO_TEXT = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "object", "svg", "math", "form",
        "button", "select", "textarea", "audio", "video", "canvas", "head", "title",
    }
)  # fmt: skip
_KINDS: dict[str, BlockKind] = {
    "figcaption": "caption", "caption": "caption", "blockquote": "quote", "h1": "headline",
    "h2": "headline", "h3": "headline", "h4": "headline", "h5": "headline", "h6": "headline",
}  # fmt: skip


def paragraphs_of(markup: str) -> tuple[Part, ...] | Rejected:
    """The paragraphs of a piece of HTML, with what its tags say of them.

    A rejection has an empty ``where``, for the caller to fill.

    >>> [part.text for part in paragraphs_of("<p>They <b>left</b>.</p>Then<br>they came back.")]
    ['They left.', 'Then', 'they came back.']
    """
    wrong = too_large(markup)
    if wrong:
        return Rejected("", wrong)
    root = html_piece(markup)
    if root is None:
        return Rejected("", "is no HTML; save its text as .txt first")
    return tuple(part for part in _parts(root) if part.text)


def _parts(root: Element) -> Iterator[Part]:
    held: list[str] = []
    kinds: list[BlockKind | None] = [None]
    hidden = 0
    for event, part in walk(root):
        tag = part.tag if isinstance(part.tag, str) else ""
        starts = event == "start"
        if tag and tag not in _INLINE:
            yield Part(words_of("".join(held)), kinds[-1])
            held = []
            if starts:
                kinds.append(_KINDS[tag] if tag in _KINDS else kinds[-1])
            else:
                kinds.pop()
            hidden += (tag in _NO_TEXT) * (1 if starts else -1)
        if hidden == 0:
            held.append((part.text if starts else part.tail) or "")
    yield Part(words_of("".join(held)), None)
