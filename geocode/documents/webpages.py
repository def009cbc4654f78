"""A saved web page as its title, main text and captions, without its menus. Nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import trafilatura
from lxml import html as lxml_html  # pyright: ignore[reportMissingTypeStubs] - has none
from lxml.etree import LxmlError  # pyright: ignore[reportUnknownVariableType] - no stubs

from geocode.documents.elements import Element
from geocode.documents.layout import Kinds
from geocode.records import BlockKind, Rejected

MAX_TAGS = 60_000
"""More make the extraction take many seconds; saved news pages have a few thousand."""
MAX_DEPTH = 200
"""A page nested deeper is built to break parsers (libxml2 stops at 256); news stay below 60."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_HIDDEN = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))
# Void, or closed by the parser itself when left open: they do not nest.
_FLAT = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr", "p", "li", "td", "tr", "th", "dt", "dd", "option", "tbody",
        "thead", "tfoot", "colgroup",
    }
)  # fmt: skip
_PARAGRAPHS = ("p", "h2", "h3", "h4", "li", "pre")
_KINDS: dict[str, BlockKind] = {"figcaption": "caption", "blockquote": "quote"}
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|author|dateline|credit|contributor)s?(?:$|[\s_-])", re.IGNORECASE
)
_MARKED = ("div", "span", "address", "a")
"""What may be marked as a byline and is no paragraph otherwise."""
_MOST_MARKED = 100_000
"""Code points looked at in what is so marked, one within another."""
_BYLINE_MAX = 200
"""Code points; a longer part of a page only bears a byline's name."""
_STAMP = re.compile(r"publish|posted|entry-date|post-date|dateline|byline|timestamp", re.IGNORECASE)
_DATE_KEYS = frozenset(
    {
        "article:published_time", "og:article:published_time", "datepublished", "date",
        "publish-date", "publishdate", "publication_date", "pubdate", "dc.date", "dc.date.issued",
        "dcterms.date", "dcterms.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
        "citation_publication_date",
    }
)  # fmt: skip
_JSON_LD_DATE = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"(\d{4})-(\d{2})-(\d{2})')
_META_DATE = re.compile(r"\s*(\d{4})[-/](\d{2})[-/](\d{2})")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. ``published`` only where its own metadata says so."""

    text: str
    """One paragraph a line, an empty line between them."""
    kinds: Kinds
    """What its marks say of paragraphs: captions, quotations, bylines, headings."""
    published: date | None
    url: str | None
    language: str | None
    """What its root says it is in, as written there ("pl-PL"); often no more than a template's."""


def extract_page(page: str) -> Page | Rejected:
    """Title, main text, captions and day of publication of an HTML page.

    A rejection has an empty ``where``, for the caller to fill.
    """
    wrong = too_large(page)
    if wrong:
        return Rejected("", wrong)
    try:
        # Bytes, so that an XML declaration naming another encoding cannot make lxml refuse.
        tree = cast(
            "Element",
            lxml_html.document_fromstring(  # pyright: ignore[reportUnknownMemberType]
                page.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8")
            ),
        )
    except (LxmlError, ValueError):
        return Rejected("", "is no HTML page; save its text as .txt first")
    title = _title(tree)
    published, url, language = _published(tree), _canonical(tree), _language(tree)
    told = _told(tree)
    paragraphs = _with_marked(_main_text(tree, told), told)
    if not paragraphs:
        return Rejected("", "is a page without readable text; save its text as .txt first")
    if title:
        paragraphs = [title, *(words for words in paragraphs if words != title)]
    kinds: dict[int, BlockKind] = {}
    start = 0
    for number, words in enumerate(paragraphs):
        kind = "headline" if words == title and number == 0 else told.get(words)
        if kind:
            kinds[start] = kind
        start += len(words) + 2
    text = "\n\n".join(paragraphs)
    return Page(text=text, kinds=kinds, published=published, url=url, language=language)


def _told(tree: Element) -> dict[str, BlockKind | None]:
    """The paragraphs of the page's article in its own order, with what their marks say of them."""
    out: dict[str, BlockKind | None] = {}
    left = _MOST_MARKED
    for part in _article(tree).iter(*_KINDS, *_PARAGRAPHS, *_MARKED):
        kind = _kind(part) if left > 0 else None
        if kind is None and str(part.tag) in _MARKED:
            continue
        if kind != "byline" and part.find(".//p") is not None:
            continue
        words = words_of(part.text_content())
        left -= len(words) if kind == "byline" else 0
        if words and not (kind == "byline" and len(words) > _BYLINE_MAX):
            out.setdefault(words, kind)
    return out


def _kind(part: Element) -> BlockKind | None:
    tag = str(part.tag)
    if tag in _KINDS:
        return _KINDS[tag]
    marks = " ".join(part.get(name) or "" for name in ("class", "itemprop", "rel"))
    if tag == "address" or _BYLINE.search(marks):
        return "byline"
    quoted = tag in _PARAGRAPHS and next(part.iterancestors("blockquote"), None) is not None
    return "quote" if quoted else None


def _main_text(tree: Element, told: dict[str, BlockKind | None]) -> list[str]:
    """Its paragraphs. A page too short for trafilatura to keep them apart is read by its own."""
    found = trafilatura.bare_extraction(
        cast("Any", tree), include_comments=False, include_tables=True
    )
    text = cast("str", getattr(found, "text", None) or "")
    paragraphs = [words_of(line) for line in text.split("\n") if line.strip()]
    own = [words for words, kind in told.items() if kind in {None, "quote"}]
    return paragraphs if len(paragraphs) > 1 else own or paragraphs


def _with_marked(paragraphs: list[str], told: dict[str, BlockKind | None]) -> list[str]:
    """The paragraphs with the captions and bylines, which extractors drop, where they stood."""
    held = "\n".join(paragraphs)
    behind: dict[str | None, list[str]] = {}
    anchor: str | None = None
    kept = set(paragraphs)
    for words, kind in told.items():
        if words in kept:
            anchor = words
        elif kind in {"caption", "byline"} and words not in held:
            behind.setdefault(anchor, []).append(words)
    out = behind.get(None, []) if paragraphs else []
    for words in paragraphs:
        out += [words, *behind.pop(words, ())]
    return out


def _article(tree: Element) -> Element:
    for name in ("article", "main", "body"):
        parts = list(tree.iter(name))
        if len(parts) == 1:
            return parts[0]
    return tree


def too_large(page: str) -> str | None:
    """Why a page is not even parsed; None where nothing speaks against it. Linear."""
    tags, depth = _shape(page)
    if tags > MAX_TAGS or depth > MAX_DEPTH:
        return f"is a page of {tags:,} tags nested {depth:,} deep; save its text as .txt first"
    return None


def _shape(page: str) -> tuple[int, int]:
    """How many tags a page has and how deep they nest, scripts and comments apart; linear."""
    tags = depth = deepest = 0
    for match in _TAG.finditer(_without_hidden(page)):
        tags += 1
        if match.group(2).lower() not in _FLAT:
            depth = max(0, depth + (-1 if match.group(1) else 1))
            deepest = max(deepest, depth)
    return tags, deepest


def _without_hidden(page: str) -> str:
    for opening, closing in _HIDDEN:
        low, kept, position = page.lower(), list[str](), 0
        if len(low) != len(page):  # a letter whose small form is longer; offsets would slip
            low = page
        while (start := low.find(opening, position)) >= 0:
            end = low.find(closing, start)
            if end < 0:
                break
            kept.append(page[position:start])
            position = end + len(closing)
        page = "".join(kept) + page[position:]
    return page


def words_of(text: str | None) -> str:
    """The text in one line."""
    return _SPACE.sub(" ", text or "").strip()


def _title(tree: Element) -> str:
    """The page's one ``h1``, or the title it gives to those who link to it."""
    headings = [words_of(h.text_content()) for h in tree.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    for meta in tree.iter("meta"):
        if meta.get("property") == "og:title" and words_of(meta.get("content")):
            return words_of(meta.get("content"))
    return next((words_of(t.text_content()) for t in tree.iter("title")), "")


def _published(tree: Element) -> date | None:
    """Only what is labelled as the day of publication; dates in the prose or the URL are not."""
    for meta in tree.iter("meta"):
        keys = {(meta.get(a) or "").lower() for a in ("property", "name", "itemprop")}
        if keys & _DATE_KEYS and (day := _day(_META_DATE.match(meta.get("content") or ""))):
            return day
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and (
            day := _day(_JSON_LD_DATE.search(script.text or ""))
        ):
            return day
    for stamp in tree.iter("time"):
        labelled = (
            stamp.get("itemprop") == "datePublished"
            or stamp.get("pubdate") is not None
            or _STAMP.search(stamp.get("class") or "") is not None
        )
        if labelled and (day := _day(_META_DATE.match(stamp.get("datetime") or ""))):
            return day
    return None


def _day(match: re.Match[str] | None) -> date | None:
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _canonical(tree: Element) -> str | None:
    for link in tree.iter("link"):
        address = (link.get("href") or "").strip()
        if link.get("rel") == "canonical" and address.startswith(("http://", "https://")):
            return address
    return None


def _language(tree: Element) -> str | None:
    root = next(tree.iter("html"), None)
    return None if root is None else root.get("lang") or root.get("xml:lang")
