"""Bytes in, text out: one encoding that fits, or a rejection that says what to do."""

from __future__ import annotations

import codecs
import re

from geocode.records import Rejected

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = ((b"%PDF", "a PDF"), (b"PK\x03\x04", "a Word or zip file"), (b"{\\rtf", "rich text"))
_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_HIGH = re.compile(rb"[\x80-\xff]")
_SAMPLE_BYTES = 65_536
_BROKEN_SHARE = 0.02
"""UTF-8 with fewer wrong bytes than this share of its other non-ASCII bytes is damaged UTF-8."""
_ACCENT_SHARE = 0.15
"""Up to this share of non-ASCII bytes a text is Latin script with accents: Windows-1252."""
_BINARY_SHARE = 0.05


def decode(data: bytes, *, html: bool = False) -> str | Rejected:
    """The text of ``data``: by its byte order mark, as UTF-8, as the page says, or as detected.

    A rejection has an empty ``where``, for the caller to fill.

    >>> decode("Łódź, São Paulo".encode()), decode("São Paulo was calm".encode("latin-1"))
    ('Łódź, São Paulo', 'São Paulo was calm')
    >>> decode(bytes(9)).reason
    'is binary, not text; save it as UTF-8 text first'
    """
    if not data.strip():
        return Rejected("", "is empty; nothing was read")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return Rejected("", f"is {name}, whatever its name says; save it as .txt first")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding) or Rejected(
                "", f"begins like {encoding.upper()} and is not; save it as UTF-8 text first"
            )
    if b"\0" in data or _control_share(data) > _BINARY_SHARE:
        return Rejected("", "is binary, not text; save it as UTF-8 text first")
    text = _strict(data, "utf-8")
    if text is None and html:
        meta = _META.search(data[:4096])
        text = _strict(data, meta.group(1).decode("ascii")) if meta else None
    if text is None:
        text = _guessed(data)
    return text or Rejected("", "is in no encoding we know; save it as UTF-8 text first")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):  # LookupError: a page may name any encoding it likes
        return None


def _guessed(data: bytes) -> str | None:
    text = data.decode("utf-8", "replace")
    broken, high = text.count("\ufffd"), len(_HIGH.findall(data))
    if broken <= _BROKEN_SHARE * high:
        return text
    if high <= _ACCENT_SHARE * len(data):
        return _strict(data, "cp1252") or data.decode("latin-1")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow, and seldom needed

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    return _strict(data, best.encoding) if best else None


def _control_share(data: bytes) -> float:
    sample = data[:_SAMPLE_BYTES]
    controls = sum(sample.count(bytes([c])) for c in range(32) if c not in b"\t\n\v\f\r\x1b")
    return controls / len(sample)
