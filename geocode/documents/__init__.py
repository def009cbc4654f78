"""Files and bytes in; documents out, or a rejection that says what to do. Nothing is fetched.

A document's text is kept exactly as it was decoded, so that every offset into it holds. What its
publication date is must be written in it or given beside it; otherwise it is None, never today.
What is doubtful about how it came in (its encoding, a date field that is none) is in its notes.
"""

from geocode.documents.datelines import dateline_of
from geocode.documents.days import parse_day
from geocode.documents.files import ENDINGS, read_bytes, read_paths
from geocode.documents.jsonlines import MAX_RECORD_BYTES, read_record
from geocode.documents.making import MAX_CHARS, make_document

__all__ = [
    "ENDINGS",
    "MAX_CHARS",
    "MAX_RECORD_BYTES",
    "dateline_of",
    "make_document",
    "parse_day",
    "read_bytes",
    "read_paths",
    "read_record",
]
