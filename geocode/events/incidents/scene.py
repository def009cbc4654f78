"""A document as the weighing of its events sees it: places, dates and words by sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geocode.documents import dateline_of
from geocode.events.linking import Chances
from geocode.names import fold
from geocode.places.roles.clauses import Sentence, sentence_at
from geocode.records import DateMention, Document, Event, Evidence, Place, Span

FIRST_PERSON = frozenset({"we", "i", "our", "us", "my"})
_LONG = 5
_FEW = 4
"""Letters of a word, and sentences that hold it, for it to tie two sentences together."""
_WINDOW = 10
"""Places, and dates, before and behind a telling that may be its own: keeps weighing linear."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place or a date with where it stands: sentence, first and last word."""

    sentence: int
    first: int
    last: int
    place: Place | None
    dated: DateMention | None
    in_dateline: bool

    @property
    def key(self) -> str:
        """One for all mentions of a place, by its name where nobody knows it; days for a date."""
        if self.place is not None:
            return place_key(self.place)
        assert self.dated is not None
        return f"{self.dated.when.earliest}..{self.dated.when.latest}"


@dataclass(frozen=True, slots=True)
class Told:
    """One telling of an event: its sentence and the words of its trigger."""

    sentence: int
    first: int
    last: int
    evidence: Evidence
    chances: Chances
    """How likely each name of the sentence is where this was."""


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the features of one document's events are read from."""

    document: Document
    read: tuple[Sentence, ...]
    places: tuple[Named, ...]
    dates: tuple[Named, ...]
    paragraph: tuple[int, ...]
    """Number of the paragraph each sentence stands in."""
    starts: dict[str, list[int]]
    """By "places" and "dates": the sentence of each."""
    date_numbers: dict[str, int]
    """By key, the number of each date in the order in which the text first names them."""
    date_starts: tuple[tuple[int, int], ...]
    """Sentence and first word of each naming of a date, in text order."""
    dates_in: dict[int, frozenset[str]]
    """By sentence, the keys of the dates named in it."""
    mentions: dict[str, int]
    """How often each place is named behind the dateline."""
    countries: dict[str, int]
    """How many mentions lie in each country."""
    home: str | None
    """Country of the dateline's place."""
    first_person: int
    """Sentences in which somebody speaks for himself."""
    violent: int
    """Events of violence."""
    most_tellings: int
    """Triggers of the event of violence told most often."""
    rare: tuple[frozenset[str], ...]
    """By sentence, its longer words that few sentences of the document share."""
    owners: dict[Span, frozenset[str]]
    """Ids of the events whose tellings a place or date was linked to."""
    events: dict[str, Event]
    """All events of the document by id."""
    common: dict[str, int]
    """How many sentences hold each longer word."""
    told_in: dict[int, frozenset[str]]
    """By sentence, the ids of the events told in it."""
    chances: Mapping[int, Chances]
    """By the first character of a trigger, how likely each name of its sentence is its place."""


def scene(
    document: Document,
    read: Sequence[Sentence],
    places: Sequence[Place],
    dates: Sequence[DateMention],
    events: Sequence[Event],
    *,
    chances: Mapping[int, Chances],
) -> Scene:
    """The scene of a document; what can be no site, or lies in no sentence, is left out."""
    head = dateline_of(document)
    named = [_named(read, p, None, head) for p in places if _can_be_site(p)]
    dated = [_named(read, None, d, head) for d in dates]
    found = tuple(sorted((n for n in named if n), key=lambda n: (n.sentence, n.first, n.key)))
    days = tuple(
        sorted(
            (n for n in dated if n and not n.in_dateline),
            key=lambda n: (n.sentence, n.first, n.key),
        )
    )
    count: dict[str, int] = {}
    for each in found:
        count[each.key] = count.get(each.key, 0) + (not each.in_dateline)
    home = next((_country(n) for n in found if n.in_dateline), None)
    return Scene(
        document=document,
        read=tuple(read),
        places=found,
        dates=days,
        paragraph=_paragraphs(document, read),
        starts={"places": [n.sentence for n in found], "dates": [n.sentence for n in days]},
        date_numbers={key: at for at, key in enumerate(dict.fromkeys(n.key for n in days))},
        date_starts=tuple((n.sentence, n.first) for n in days),
        dates_in=_dates_in(days),
        mentions=count,
        home=home,
        countries=Counter(country for n in found if (country := _country(n))),
        first_person=sum(bool(FIRST_PERSON & set(s.lower)) for s in read),
        violent=sum(bool(e.label) for e in events),
        most_tellings=max(
            (len({v.trigger for v in e.evidence}) for e in events if e.label), default=0
        ),
        rare=rare_words(read),
        owners=_owners(events),
        events={event.id: event for event in events},
        common=Counter(w for s in read for w in {w for w in s.lower if len(w) >= _LONG}),
        told_in=_told_in(read, events),
        chances=chances,
    )


def rare_words(read: Sequence[Sentence]) -> tuple[frozenset[str], ...]:
    """By sentence, its longer words that few sentences of the document share."""
    words = [frozenset(w for w in s.lower if len(w) >= _LONG and w.isalpha()) for s in read]
    counts = Counter(word for found in words for word in found)
    return tuple(frozenset(w for w in found if counts[w] <= _FEW) for found in words)


def _dates_in(days: Sequence[Named]) -> dict[int, frozenset[str]]:
    out: dict[int, set[str]] = {}
    for named in days:
        out.setdefault(named.sentence, set()).add(named.key)
    return {sentence: frozenset(keys) for sentence, keys in out.items()}


def _owners(events: Sequence[Event]) -> dict[Span, frozenset[str]]:
    out: dict[Span, frozenset[str]] = {}
    for event in events:
        for item in event.evidence:
            for span in (item.place, item.date):
                if span is not None:
                    out[span] = out.get(span, frozenset()) | {event.id}
    return out


def _told_in(read: Sequence[Sentence], events: Sequence[Event]) -> dict[int, frozenset[str]]:
    out: dict[int, frozenset[str]] = {}
    for event in events:
        for start in {item.trigger.start for item in event.evidence}:
            number = sentence_at(read, start)
            if number is not None:
                out[number] = out.get(number, frozenset()) | {event.id}
    return out


def tellings_of(seen: Scene, event: Event) -> tuple[Told, ...]:
    """The tellings of an event, each trigger once."""
    out: dict[int, Told] = {}
    for item in event.evidence:
        number = sentence_at(seen.read, item.trigger.start)
        if number is not None:
            first, last = seen.read[number].words_of(item.trigger)
            chances = seen.chances.get(item.trigger.start, {})
            out.setdefault(item.trigger.start, Told(number, first, last, item, chances))
    return tuple(out.values())


def near(seen: Scene, tellings: Sequence[Told], what: str) -> dict[str, list[Named]]:
    """Places or dates around any telling, and those of the document's head, by key."""
    items = seen.places if what == "places" else seen.dates
    chosen: set[int] = set(range(min(3, len(items))))
    for told in tellings[:_WINDOW]:
        at = bisect_left(seen.starts[what], told.sentence)
        chosen |= set(range(max(0, at - _WINDOW), min(len(items), at + _WINDOW)))
    out: dict[str, list[Named]] = {}
    for number in sorted(chosen):
        out.setdefault(items[number].key, []).append(items[number])
    return out


def sites_near(seen: Scene, tellings: Sequence[Told]) -> tuple[list[Named], ...]:
    """The places around any telling, each by its namings, but those that stand elsewhere.

    Where the words of a telling's sentence say that a place is not its own, that naming is none.
    """
    barred = {span for told in tellings for span, chance in told.chances.items() if chance == 0}
    last = max((told.sentence for told in tellings), default=0)
    around = near(seen, tellings, "places").values()
    kept = (
        [
            n for n in named
            if n.place and n.place.mention.span not in barred
            and not (n.sentence > last and _opens(seen.read[n.sentence], n))
        ]
        for named in around
    )  # fmt: skip
    return tuple(named for named in kept if named)


def _opens(sentence: Sentence, named: Named) -> bool:
    """Whether "In X, …" turns to what was there: nothing told before it was."""
    return (
        named.first == 1
        and sentence.word(0) in {"in", "at", "near", "outside"}
        and sentence.word(named.last) == ","
    )


def _country(named: Named) -> str | None:
    return named.place.best.country if named.place and named.place.best else None


def place_key(place: Place) -> str:
    """One for all namings of a place: its entry's id, or the folded name that nobody knows."""
    return place.best.id if place.best else f"name:{fold(place.mention.surface)}"


def _can_be_site(place: Place) -> bool:
    """Whether something may have been there, though it be on no map.

    A name nobody could place may, and a country that is named by its people alone.
    """
    if place.role == "speaker" or place.mention.surface == "US":  # "give us", all in capitals
        return False
    if place.best is None:
        return place.mention.kind == "toponym" and place.role not in {"actor", "demonym"}
    if place.best.feature in {"CONT", "RGN"}:
        return False
    told_by_people = place.mention.kind in {"demonym", "nested"}
    return place.geometry is not None or (told_by_people and place.best.feature.startswith("PCL"))


def _named(
    read: Sequence[Sentence], place: Place | None, dated: DateMention | None, head: Span
) -> Named | None:
    span = place.mention.span if place else dated.span if dated else None
    if span is None:
        return None
    number = sentence_at(read, span.start)
    if number is None or read[number].block == "byline":
        return None
    first, last = read[number].words_of(span)
    if read[number].block == "dateline" and number + 1 < len(read):
        number, first, last = number + 1, 0, 0  # it heads the sentence behind it
    return Named(number, first, last, place, dated, head.contains(span))


def _paragraphs(document: Document, read: Sequence[Sentence]) -> tuple[int, ...]:
    numbers: list[int] = []
    for number, sentence in enumerate(read):
        gap = document.text[read[number - 1].span.end : sentence.span.start] if number else ""
        numbers.append((numbers[-1] if numbers else 0) + ("\n\n" in gap or gap.count("\n") > 1))
    return tuple(numbers)
