"""A saved news feed (RSS 0.9 to 2.0, RDF, Atom): a document an entry. Nothing is fetched.

Source: RSS 2.0 (rssboard.org), RSS 1.0 with its content and Dublin Core modules, RFC 4287 (Atom).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from geocode.documents.elements import Element, markup_of, xml_root
from geocode.documents.making import EMPTY, Draft, finish, first_day
from geocode.documents.parts import Part, Whole, put_together
from geocode.records import Document, Rejected

MOST_ENTRIES = 5_000
_BROKEN = "is no RSS or Atom feed; save the page itself as .html, or its text as .txt"
_ENTITIES = "declares XML entities, which no feed does; save it anew"
_ENTITY = tuple("<!ENTITY".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_UNDERSTOOD = (
    "purl.org/rss/1.0", "purl.org/dc/", "w3.org/2005/Atom", "purl.org/atom/", "netscape",
    "rdf-syntax-ns", "backend.userland.com", "blogs.law.harvard.edu", "w3.org/1999/xhtml",
)  # fmt: skip
"""Parts of the namespaces whose elements are read; media's and podcasts' use the same names."""
_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_ENTRIES = frozenset({"item", "entry"})
_DATES = ("pubdate", "published", "date", "issued", "created", "updated", "modified")
"""When an entry was first published, before when it was changed."""
_BODIES = ("encoded", "content", "description", "summary", "body")
"""The whole text before what tells of it."""
_IDENTIFIERS = ("guid", "id")


def feed_entries(
    where: str, data: bytes, *, source: str | None, published: date | None
) -> Iterator[Document | Rejected]:
    """The documents of a feed's entries, with its title as their source.

    ``published`` is for entries that state no day. The feed's own day is not theirs.
    """
    if any(mark in data for mark in _ENTITY):
        yield Rejected(where, _ENTITIES)
        return
    root = xml_root(data)
    if root is None or _name(root) not in _ROOTS:
        yield Rejected(where, _BROKEN)
        return
    channel = next((part for part in root if _name(part) == "channel"), root)
    named = " ".join(_text(_first(channel, "title")).split()) or source
    number = 0
    for number, entry in enumerate(_entries(root), start=1):
        at = f"{where}:{number}"
        if number > MOST_ENTRIES:
            yield Rejected(at, f"is past the {MOST_ENTRIES:,} entries read of one feed; split it")
            return
        yield _document(entry, at, source=named, published=published)
    if not number:
        yield Rejected(where, "is a feed without entries; nothing was read")


def _entries(root: Element) -> Iterator[Element]:
    """Those of the feed itself or of its channel; RSS 1.0 has them beside the channel."""
    for part in root:
        if _name(part) in _ENTRIES:
            yield part
        elif _name(part) == "channel":
            yield from (inner for inner in part if _name(inner) in _ENTRIES)


def _name(part: Element) -> str:
    """An element's name without its namespace, in small letters; "" for what is not understood."""
    if not isinstance(part.tag, str):
        return ""
    space, _, name = part.tag.rpartition("}")
    return name.lower() if not space or any(s in space for s in _UNDERSTOOD) else ""


def _first(entry: Element | None, *names: str) -> Element | None:
    """The first child that has the earliest of these names and any words; None if none has."""
    for name in names:
        for part in entry if entry is not None else ():
            if _name(part) == name and (_text(part).strip() or len(part)):
                return part
    return None


def _text(part: Element | None) -> str:
    return "" if part is None else "".join(part.itertext())


def _document(
    entry: Element, where: str, *, source: str | None, published: date | None
) -> Document | Rejected:
    title = " ".join(_plain(_first(entry, "title")).split())
    whole = _body(_first(entry, *_BODIES), title)
    if isinstance(whole, Rejected):
        return Rejected(where, whole.reason)
    if not whole.text:
        return Rejected(where, EMPTY)
    day, notes = first_day(
        _text(part).strip() for name in _DATES for part in entry if _name(part) == name
    )
    return finish(
        Draft(
            where=where,
            text=whole.text,
            source=" ".join(_text(_first(_first(entry, "source"), "title")).split()) or source,
            published=day,
            otherwise=published,
            url=_link(entry),
            doc_id=_text(_first(entry, *_IDENTIFIERS)).strip() or None,
            kinds=whole.kinds,
            notes=notes,
        )
    )


def _plain(part: Element | None) -> str:
    """A title's words; Atom may have it in HTML, and many RSS feeds do."""
    words = _text(part)
    if "<" not in words and "&" not in words:
        return words
    from geocode.documents.snippets import paragraphs_of  # noqa: PLC0415 - 0.5 s to import

    found = paragraphs_of(words)
    return words if isinstance(found, Rejected) else " ".join(part.text for part in found)


def _body(part: Element | None, title: str) -> Whole | Rejected:
    """The entry's text under its title."""
    words = _markup(part)
    if "<" in words or "&" in words:
        from geocode.documents.snippets import paragraphs_of  # noqa: PLC0415 - 0.5 s to import

        found = paragraphs_of(words)
        if isinstance(found, Rejected):
            return found
    else:
        found = tuple(Part(line.strip(), None) for line in words.splitlines() if line.strip())
    if title and found and found[0].text == title:
        found = found[1:]
    return put_together([*([Part(title, "headline")] if title else []), *found])


def _markup(part: Element | None) -> str:
    """HTML that stands in an element, escaped, as CDATA or as elements of its own."""
    if part is None:
        return ""
    return markup_of(part) if len(part) else part.text or ""


def _link(entry: Element) -> str | None:
    """Where the entry can be read: Atom's alternate link, RSS's link, a guid that is an address."""
    for part in entry:
        if _name(part) == "link" and (part.get("rel") or "alternate") == "alternate":
            address = (part.get("href") or part.text or "").strip()
            if address.startswith(("http://", "https://")):
                return address
    identifier = _text(_first(entry, *_IDENTIFIERS)).strip()
    return identifier if identifier.startswith(("http://", "https://")) else None
