"""A text and what is known of it made into a document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from geocode.documents.days import day_in, parse_day
from geocode.documents.layout import Kinds, find_blocks, leading_date
from geocode.errors import InputError
from geocode.languages.identify import identify
from geocode.records import Block, BlockKind, Document, Rejected
from geocode.settings import Settings

MAX_CHARS = Settings().max_document_chars
"""A longer text is rejected rather than read in part."""
EMPTY = "has no text; nothing was read"
_MADE = "says no day of publication; {}, the day its file was made, is taken for it"
_QUOTED = 60
"""Code points of an unreadable date that a note repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an input gives of one document, before its text is looked at."""

    where: str
    """Names it in a rejection: a path, a line of a file."""
    text: str
    source: str | None
    published: date | None
    """As its own fields say."""
    otherwise: date | None
    """The day of documents that state none."""
    made: date | None = None
    """The day its file was made: taken, with a note, where nothing else says a day."""
    url: str | None = None
    doc_id: str | None = None
    stated: str | None = None
    """The language that it says it is in: believed unless the text says another."""
    markdown: bool = False
    kinds: Kinds = field(default_factory=dict[int, BlockKind])
    notes: tuple[str, ...] = ()


def make_document(
    text: str,
    *,
    source: str | None = None,
    url: str | None = None,
    published: date | None = None,
    language: str | None = None,
    doc_id: str | None = None,
    markdown: bool = False,
) -> Document:
    """The document with this text, exactly as given, its identifier, digest and blocks.

    Where ``published`` is None the text itself may say it: a leading ``date YYYY-MM-DD``, which
    belongs to no block either way, or a full date in the dateline, the stamp or the letter's head.
    A date that does not exist leaves it None. ``language`` (ISO 639-1) is told from the text where
    it is None.

    Raises: InputError where the text is empty or longer than ``MAX_CHARS``.

    >>> report = make_document("date 2022-02-14 Troops trained near Yelsk.", source="a.txt")
    >>> report.published.isoformat(), report.blocks[0].span.of(report.text)
    ('2022-02-14', 'Troops trained near Yelsk.')
    >>> make_document("Troops trained near Yelsk.").published is None
    True
    """
    draft = Draft(
        where="", text=text, source=source, published=published, otherwise=None, url=url,
        doc_id=doc_id, markdown=markdown,
    )  # fmt: skip
    return _made(draft, language=language)


def finish(draft: Draft) -> Document | Rejected:
    """One document, dated by itself before ``otherwise``, or why it cannot be one."""
    text = draft.text
    language = identify(text, stated=draft.stated) if draft.stated else None
    try:
        stated, _ = leading_date(text, markdown=draft.markdown)
        return _made(replace(draft, published=stated or draft.published), language=language)
    except InputError as error:
        return Rejected(draft.where, str(error))


def field_day(value: object) -> tuple[date | None, tuple[str, ...]]:
    """The day a date field names, and a note where something stands in it that names none.

    >>> field_day("32 March")[1]
    ('its date "32 March" is no day; write it as 2022-02-14',)
    """
    day = parse_day(value)
    written = str(value).strip() if value is not None else ""
    if day or not written:
        return day, ()
    short = written if len(written) <= _QUOTED else written[:_QUOTED] + "…"
    return None, (f'its date "{short}" is no day; write it as 2022-02-14',)


def first_day(values: Iterable[object]) -> tuple[date | None, tuple[str, ...]]:
    """The day of the first date field that names one, else notes of those that name none."""
    read = [field_day(value) for value in values]
    day = next((day for day, _ in read if day), None)
    return day, () if day else tuple(note for _, notes in read for note in notes)


def _made(draft: Draft, *, language: str | None) -> Document:
    text = draft.text
    if len(text) > MAX_CHARS:
        raise InputError(
            f"has {len(text):,} characters, more than the {MAX_CHARS:,} that are read at once; "
            "split it into several documents"
        )
    if not text.strip():
        raise InputError(EMPTY)
    stated, start = leading_date(text, markdown=draft.markdown)
    blocks = find_blocks(text, start=start, markdown=draft.markdown, kinds=draft.kinds)
    raw = text.encode("utf-8", "surrogatepass")
    day = draft.published or stated or _day_of_writing(text, blocks) or draft.otherwise
    head = text[:start].strip()
    wrong = head and stated is None and not draft.markdown
    notes = draft.notes + (field_day(head.split(maxsplit=1)[-1])[1] if wrong else ())
    supposed = day is None and draft.made is not None
    return Document(
        id=_identifier(draft.source, raw),
        text=text,
        published=day or draft.made,
        source=draft.source,
        url=draft.url,
        language=language or identify(text),
        blocks=blocks,
        doc_id=draft.doc_id,
        sha256=hashlib.sha256(raw).hexdigest(),
        notes=(*notes, _MADE.format(draft.made)) if supposed else notes,
        supposed=supposed,
    )


def _day_of_writing(text: str, blocks: tuple[Block, ...]) -> date | None:
    """The first full date in a line that tells who wrote where, above or beside the report."""
    lines = (b.span.of(text) for b in blocks if b.kind in {"byline", "dateline"})
    return next((day for line in lines if (day := day_in(line))), None)


def _identifier(source: str | None, raw: bytes) -> str:
    digest = hashlib.sha256()
    digest.update((source or "").encode("utf-8", "surrogatepass"))
    digest.update(b"\0")
    digest.update(raw)
    return digest.hexdigest()[:16]
