"""Documents a line in, their place names a line out: what ``parse`` writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shapely.errors import ShapelyError

from geocode.documents import read_record
from geocode.errors import GeocodeError
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import read_places
from geocode.records import NAMING, Document, Place, Rejected
from geocode.settings import Settings


def parse_lines(
    lines: Iterable[bytes], *, gazetteer: Gazetteer, settings: Settings | None = None
) -> Iterator[tuple[dict[str, object], Rejected | None]]:
    """A record for each line that is not empty, in order, and why it is a bad one.

    A record is ``{"doc_id", "toponyms"}``, with an ``error`` and no toponyms for a bad line, so
    that order and count stay those of the input.
    """
    settings = settings or Settings()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        doc_id, document = read_record(line, where=f"line {number}")
        if isinstance(document, Document):
            try:
                places = read_places(document, gazetteer=gazetteer, settings=settings, bare=True)
            except (GeocodeError, ShapelyError) as error:
                document = Rejected(f"line {number}", str(error))
            else:
                found = [toponym_record(p) for p in places if p.mention.kind in NAMING]
                yield {"doc_id": doc_id, "toponyms": found}, None
                continue
        yield {"doc_id": doc_id, "toponyms": [], "error": document.reason}, document


def toponym_record(place: Place) -> dict[str, object]:
    """A mention and the place it resolves to, ``lat`` and ``lon`` null where we abstain."""
    mention, best = place.mention, place.best
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.surface,
        "lat": best.lat if best else None,
        "lon": best.lon if best else None,
        "id": best.id if best else None,
        "feature": best.feature if best else None,
        "kind": mention.kind,
        "relation": place.relation,
        "role": place.role,
        "confidence": round(place.confidence, 4),
    }
