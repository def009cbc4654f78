"""An event to be quoted elsewhere: the link to its sentence, and the citation as plain text."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote as escaped
from urllib.parse import urlsplit

from dashboard import words
from dashboard.reasons import where_precision
from geocode import EventRow

WORDS_AT_AN_END: Final = 6
"""Words that a link names of a long sentence, at its beginning and again at its end."""
LONGEST_QUOTE: Final = 1200
TURNING: Final = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Marks that turn the direction of writing: a citation must not turn the text it is put into."""


def safe_url(url: str | None) -> str | None:
    """The address if a click on it can only open a web page, else None.

    >>> safe_url("javascript:alert(1)"), safe_url("https://example.org/a")
    (None, 'https://example.org/a')
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def sentence_url(url: str | None, quote: str) -> str | None:
    """The address of a web page that browsers open at a sentence; None where there is no page.

    Source: WICG, *URL Fragment Text Directives* (``#:~:text=start,end``).

    >>> sentence_url("https://example.org/a", "Ten died, all in Yelsk.")
    'https://example.org/a#:~:text=Ten%20died%2C%20all%20in%20Yelsk.'
    >>> sentence_url("https://example.org/a#top", "well-known")
    'https://example.org/a#top:~:text=well%2Dknown'
    """
    page, named = safe_url(url), quote.split()
    if page is None or not named:
        return page
    ends = [named]
    if len(named) > 2 * WORDS_AT_AN_END:
        ends = [named[:WORDS_AT_AN_END], named[-WORDS_AT_AN_END:]]
    text = ",".join(_escaped(" ".join(end)) for end in ends)
    return f"{page.split(':~:', 1)[0]}{'' if '#' in page else '#'}:~:text={text}"


def citation(row: EventRow, *, said: str = "") -> str:
    """The quote with its source and days, the place with coordinates and precision, the link.

    ``said``: who told it, as ``reasons.told_by`` has it.
    """
    quoted = " ".join(row.quote.split())
    if len(quoted) > LONGEST_QUOTE:
        quoted = quoted[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    source = row.source or words.SOURCE_UNKNOWN
    told = ", ".join(part for part in (said, source, words.published(row.published)) if part)
    event = f"{words.kind_of(row)}, {words.when(row)}"
    where = words.place_of(row)
    if row.placed:
        where = f"{where} ({', '.join(_where(row))})"
    link = safe_url(row.url) or words.DOCUMENT_NAMED.format(name=row.doc_id or row.document_id)
    return f"“{quoted}” ({told}). {event}; {where}. {link}".translate(TURNING)


def _where(row: EventRow) -> list[str]:
    """Country, point and precision of a placed row."""
    named = words.country(row.country) if row.country else row.place
    found = [named] if named and named != row.place else []
    if row.lon is not None and row.lat is not None:
        found.append(words.coordinates(lon=row.lon, lat=row.lat))
    return [*found, *where_precision(row)]


def _escaped(text: str) -> str:
    """Dashes, commas and ampersands mean something in a text fragment."""
    return escaped(text, safe="", errors="ignore").replace("-", "%2D")
