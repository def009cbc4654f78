"""Trees of elements without entities and without a network: as much of lxml as is used here."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportAttributeAccessIssue=false
# lxml has no types of its own

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, cast

from lxml import etree, html  # pyright: ignore[reportMissingTypeStubs]

BROKEN_TREE: tuple[type[Exception], ...] = (etree.LxmlError, ValueError)
"""What lxml raises over what it cannot read."""


class Element(Protocol):
    """An element of a page, a feed or a Word file."""

    tag: object
    """A text, but for comments and the like."""
    text: str | None
    tail: str | None

    # What lxml has under these names.
    def __iter__(self) -> Iterator[Element]: ...
    def __len__(self) -> int: ...
    def get(self, name: str) -> str | None: ...  # noqa: D102
    def iter(self, *tags: str) -> Iterator[Element]: ...  # noqa: D102
    def iterancestors(self, *tags: str) -> Iterator[Element]: ...  # noqa: D102
    def iterchildren(self, *tags: str) -> Iterator[Element]: ...  # noqa: D102
    def itertext(self) -> Iterator[str]: ...  # noqa: D102
    def find(self, path: str) -> Element | None: ...  # noqa: D102
    def text_content(self) -> str: ...  # noqa: D102


def xml_root(data: bytes) -> Element | None:
    """The root of an XML file, as far as it is well-formed; None where nothing is."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return cast("Element | None", etree.fromstring(data.lstrip(b" \r\n\t"), parser))
    except BROKEN_TREE:
        return None


def html_piece(markup: str) -> Element | None:
    """A piece of HTML in an element of its own; None where it is none."""
    try:
        return cast("Element", html.fragment_fromstring(markup, create_parent=True))
    except BROKEN_TREE:
        return None


def markup_of(element: Element) -> str:
    """What stands within an element, as HTML."""
    inner = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return (element.text or "") + "".join(cast("Iterator[str]", inner))


def walk(root: Element) -> Iterator[tuple[str, Element]]:
    """Its elements as they open ("start") and close ("end"), and comments, in text order."""
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    return cast("Iterator[tuple[str, Element]]", events)
