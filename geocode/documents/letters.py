"""A saved e-mail: its subject as headline, its body, the day it was sent.

Source: RFC 5322 and 2045.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from geocode.documents.decoding import decode
from geocode.documents.making import Draft, finish
from geocode.records import BlockKind, Document, Rejected

_HEADER_MAX = 2_000
"""Code points of a header that are read."""
_MALFORMED = (MessageError, LookupError, ValueError, AttributeError, TypeError, RecursionError)
"""What the standard library raises over letters that are none."""
_MOST_NESTED = 100
"""Parts within parts; the time that the standard library takes grows with their square."""
_NO_LETTER = "is no e-mail; save its text as .txt first"


def read_letter(
    where: str, data: bytes, *, source: str | None, published: date | None
) -> Document | Rejected:
    """The document of one letter; its attachments are not read, and a note says so.

    ``published`` is for a letter whose head states no day.
    """
    if data.lower().count(b"multipart/") > _MOST_NESTED:
        return Rejected(where, _NO_LETTER)
    try:
        letter = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
        head = dict(_head(letter))
        body = letter.get_body(preferencelist=("plain", "html"))
        payload = body.get_payload(decode=True) if body else None
        attached = sum(1 for _ in letter.iter_attachments())
        charset = body.get_content_charset() if body else None
        html = body is not None and body.get_content_subtype() == "html"
    except _MALFORMED:
        return Rejected(where, _NO_LETTER)
    if not head or not isinstance(payload, bytes):
        return Rejected(where, _NO_LETTER)
    read = decode(payload, html=html, charset=charset)
    if isinstance(read, Rejected):
        return Rejected(where, read.reason)
    day, notes = _sent(head.get("date", ""))
    subject = " ".join(head.get("subject", "").split())
    offset = len(subject) + 2 if subject else 0
    text = read.text
    kinds: dict[int, BlockKind] = {0: "headline"} if subject else {}
    if html:
        from geocode.documents.webpages import extract_page  # noqa: PLC0415 - 0.5 s to import

        page = extract_page(text)
        if isinstance(page, Rejected):
            return Rejected(where, page.reason)
        text = page.text
        kinds |= {start + offset: kind for start, kind in page.kinds.items()}
    if attached:
        notes += (f"{attached:,} of its attachments were not read; save them beside it",)
    return finish(
        Draft(
            where=where,
            text=f"{subject}\n\n{text}" if subject else text,
            source=source,
            published=day,
            otherwise=published,
            doc_id=head.get("message-id") or None,
            kinds=kinds,
            notes=read.notes + notes,
        )
    )


def _head(letter: EmailMessage) -> Iterator[tuple[str, str]]:
    """Its headers in words, the first of each name."""
    seen: set[str] = set()
    for name, value in letter.raw_items():
        if name.lower() not in seen:
            seen.add(name.lower())
            yield name.lower(), str(make_header(decode_header(str(value)[:_HEADER_MAX]))).strip()


def _sent(written: str) -> tuple[date | None, tuple[str, ...]]:
    """The day of the sender's own clock; it is shifted to no other zone."""
    if not written:
        return None, ()
    try:
        return parsedate_to_datetime(written).date(), ()
    except (ValueError, TypeError):
        return None, (f'its date "{written[:60]}" is no day; give one with --published',)
