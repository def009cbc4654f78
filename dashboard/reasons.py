"""Why an event stands where and when it does, and who told it: what a reading says of one row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dashboard import words
from dashboard.layers import shape_of
from geocode import Event, EventRow, Place, Reading

MOST_CHOICES: Final = 8
MOST_NAMES: Final = 3
"""Names of which nobody could say which place they are, whose choices are shown."""
BY_HAND: Final = "by_hand"
"""The basis of a date that a person gave."""
_FORMS: Final = {
    "iso": "date", "slashed": "date", "day_month": "date", "month_day": "date",
    "day_day_month": "date", "month_day_day": "date", "month": "month", "year": "year",
    "decade": "year", "century": "year", "era": "year", "season": "season", "quarter": "season",
    "weekday": "weekday", "weekend": "weekday", "offset": "day", "overnight": "day",
    "next_day": "day", "period": "period", "rolling": "length", "within": "length",
    "duration": "length", "unit_long": "length", "open_units": "vague", "vague_past": "vague",
    "vague_future": "vague", "shifted": "shifted", "feast": "feast", "moveable_feast": "feast",
}  # fmt: skip
"""By the last word of a date's rule, the form of the grammar that read it: its name in words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that a name could mean, or does."""

    place_id: str
    name: str
    what: str
    """Its sort and country."""
    score: float
    why: tuple[str, ...]
    lon: float
    lat: float
    radius_m: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Naming:
    """A name of the text with the places it could mean, the likeliest first."""

    name: str
    choices: tuple[Choice, ...]


def event_of(row: EventRow, reading: Reading | None) -> Event | None:
    """The event of a row as it was read."""
    events = reading.events if reading else ()
    return next((event for event in events if event.id == row.event_id), None)


def site_of(row: EventRow, reading: Reading | None) -> tuple[int, Place] | None:
    """Which of its event's places a row stands for, counted from 0; None for one without."""
    event = event_of(row, reading)
    if event is None or not row.placed:
        return None
    for n, place in enumerate(event.places):
        same = place.geometry == row.geometry and place.relation == row.relation
        if same and (place.best.id if place.best else None) == row.place_id:
            return n, place
    return None


def namings(row: EventRow, reading: Reading | None) -> tuple[Naming, ...]:
    """What the name of a row's place could mean; of one without a place, each site it names.

    Where a person has said which it is, that is the chosen one.
    """
    event = event_of(row, reading)
    if event is None or reading is None:
        return ()
    found = site_of(row, reading)
    if row.placed:
        named = (p for p in event.places if p.mention.span.start == row.place_start)
        place = found[1] if found else next(named, None)
        return () if place is None else (_naming(place, row.place_id),)
    own = {place.mention.span: place for place in event.places}
    end = row.quote_start + len(row.quote)
    named = [
        own.get(place.mention.span, place)
        for place in reading.places
        if row.quote_start <= place.mention.span.start < end
    ]
    doubtful = (p for p in named if p.geometry is None and p.role == "site" and p.others)
    return tuple(_naming(place, None) for place in doubtful)[:MOST_NAMES]


def _naming(place: Place, chosen: str | None) -> Naming:
    best = place.best
    ranked = [(c.entry, c.score, c.why) for c in sorted(place.others, key=lambda c: -c.score)]
    if best is not None:
        others = [candidate for candidate in ranked if candidate[0].id != best.id]
        ranked = [(best, place.confidence, place.why), *others]
    choices = [
        Choice(
            place_id=entry.id,
            name=entry.name,
            what=sort_of(entry.feature, entry.country),
            score=score,
            why=why,
            lon=entry.lon,
            lat=entry.lat,
            radius_m=(place.precision_m if entry == best else None) or entry.precision_m,
            chosen=entry.id == chosen,
        )
        for entry, score, why in ranked[:MOST_CHOICES]
    ]
    return Naming(place.mention.surface, tuple(choices))


def sort_of(feature: str, country: str | None) -> str:
    """What sort of place an entry is, and in which country unless it is one."""
    sort = words.feature(feature)
    if country is None or sort == words.FEATURES["PCL"]:
        return sort
    return f"{sort}, {words.country(country)}"


def why_date(row: EventRow, reading: Reading | None) -> tuple[str, ...]:
    """The words a date was read from and as what, from where it was counted, what it comes to."""
    said = [*_read_from(row, reading), words.why_when(row, _form_of(row, reading))]
    if row.date_basis == "relative" and row.published:
        said.append(words.DATE_PUBLISHED.format(day=words.day(row.published)))
    if row.dated:
        said.append(words.DATE_MEANS.format(when=words.when(row)))
    return tuple(said)


def _read_from(row: EventRow, reading: Reading | None) -> tuple[str, ...]:
    """The words of a date and what they were read as; () where it was read from none."""
    start, end = row.date_start, row.date_end
    if reading is None or start is None or end is None or row.date_basis == BY_HAND:
        return ()
    form = _form_of(row, reading)
    named = " ".join(reading.document.text[start:end].split())
    said = words.DATE_READ.format(words=named, form=words.DATE_FORMS[form])
    within = row.quote_start <= start < row.quote_start + len(row.quote)
    sentence = None if within else _sentence_at(start, row, reading)
    return (said, words.DATE_ELSEWHERE.format(sentence=sentence)) if sentence else (said,)


def _form_of(row: EventRow, reading: Reading | None) -> str:
    """The name in words of what a row's date was read as."""
    dates = reading.dates if reading else ()
    return _form(next((date.rule for date in dates if date.span.start == row.date_start), ""))


def _form(rule: str) -> str:
    """The name in words of a date's rule.

    >>> _form("since day_month"), _form("iso to iso"), _form("")
    ('date', 'stretch', 'other')
    """
    parts = rule.split()
    return "stretch" if "to" in parts else _FORMS.get(parts[-1] if parts else "", "other")


def _sentence_at(start: int, row: EventRow, reading: Reading) -> str | None:
    """The sentence of the same event in which a date stands."""
    event = event_of(row, reading)
    for evidence in event.evidence if event else ():
        if evidence.quote.start <= start < evidence.quote.end:
            return " ".join(evidence.quote.of(reading.document.text).split())
    return None


def told_by(row: EventRow, reading: Reading | None, *, start: int | None = None) -> str:
    """Who a telling is from, in words: of the row's own sentence, or of that at ``start``.

    "" where nothing is known of it, as in a reading of long ago.
    """
    event = event_of(row, reading)
    at = row.quote_start if start is None else start
    if event is None or reading is None:
        return ""
    own = [e for e in event.evidence if e.quote.start == at]
    said = next((e.attribution for e in own if e.attribution), None)
    text = reading.document.text
    source, via = (
        " ".join(span.of(text).split()) if span else ""
        for span in ((said.source, said.via) if said else (None, None))
    )
    if source and not via:
        return source
    form = "both" if source else "via" if via else "itself"
    return words.TOLD[form].format(source=source, via=via)


def parties(row: EventRow, reading: Reading | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who did it and whom it was done to, each with country and sector where the words say them."""
    event = event_of(row, reading)
    listed = event.parties if event else ()
    if not listed:
        return row.actors, row.recipients
    told: dict[str, list[str]] = {"actor": [], "recipient": []}
    for party in listed:
        sector = words.SECTORS[party.sector] if party.sector else ""
        of = [words.country(party.country) if party.country else "", sector]
        known = ", ".join(part for part in of if part and part != party.name)
        told[party.role].append(f"{party.name} ({known})" if known else party.name)
    return tuple(told["actor"]), tuple(told["recipient"])


def where_precision(row: EventRow) -> tuple[str, ...]:
    """How precisely the place of a row is known; () where it has none."""
    shape = shape_of(row)
    if shape is None or not row.precision_m:
        return ()
    size = row.precision_m * 2 if shape == "area" else row.precision_m
    return (words.WHERE_PRECISION[shape].format(size=words.metres(words.rounded(size))),)
