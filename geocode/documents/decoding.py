"""Bytes in, text out: one encoding that fits, or a rejection that says what to do."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from geocode.documents.encodings import guess
from geocode.records import Rejected

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF", "a PDF, whatever its name says; name it .pdf"),
    (b"PK\x03\x04", "a Word or zip file, whatever its name says; name it .docx or .zip"),
    (b"{\\rtf", "rich text, whatever its name says; save it as .docx first"),
)
_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_HIGH = re.compile(rb"[\x80-\xff]")
_SAMPLE_BYTES = 65_536
_BROKEN_SHARE = 0.02
"""UTF-8 with fewer wrong bytes than this share of its other non-ASCII bytes is damaged UTF-8."""
_ADVICE = "save it as UTF-8 if its words look wrong"
_BINARY_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what is doubtful about its encoding."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, html: bool = False, charset: str | None = None) -> Decoded | Rejected:
    """The text of ``data``: by its byte order mark, as UTF-8, as its page or ``charset`` says.

    Else as its letters and its language make likeliest, with a note where that is a guess. A
    rejection has an empty ``where``, for the caller to fill.

    >>> decode("Łódź, São Paulo".encode()).text, decode("São Paulo was calm".encode("latin-1")).text
    ('Łódź, São Paulo', 'São Paulo was calm')
    >>> decode(bytes(9)).reason
    'is binary, not text; save it as UTF-8 text first'
    """
    if not data.strip():
        return Rejected("", "is empty; nothing was read")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return Rejected("", f"is {what}")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data, encoding)
            return (
                Decoded(text)
                if text
                else Rejected(
                    "", f"begins like {encoding.upper()} and is not; save it as UTF-8 text first"
                )
            )
    if b"\0" in data or _control_share(data) > _BINARY_SHARE:
        return Rejected("", "is binary, not text; save it as UTF-8 text first")
    text = _strict(data, "utf-8")
    if text is None and charset:
        text = _strict(data, charset)
    if text is None and html:
        meta = _META.search(data[:4096])
        text = _strict(data, meta.group(1).decode("ascii")) if meta else None
    read = _guessed(data) if text is None else Decoded(text)
    return read or Rejected("", "is in no encoding we know; save it as UTF-8 text first")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (ValueError, LookupError):  # a page may name any encoding it likes, with any letters
        return None


def _guessed(data: bytes) -> Decoded | None:
    text = data.decode("utf-8", "replace")
    broken, high = text.count("\ufffd"), len(_HIGH.findall(data))
    if broken <= _BROKEN_SHARE * high:
        return Decoded(text, (f"{broken:,} of its bytes are no UTF-8 and were lost; {_ADVICE}",))
    found = guess(data)
    if found is None:
        return None
    doubt = f"its encoding is not told and was taken for {found.encoding}; {_ADVICE}"
    return Decoded(found.text, (doubt,) if found.doubtful else ())


def _control_share(data: bytes) -> float:
    sample = data[:_SAMPLE_BYTES]
    controls = sum(sample.count(bytes([c])) for c in range(32) if c not in b"\t\n\v\f\r\x1b")
    return controls / len(sample)
