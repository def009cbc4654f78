"""The cause of an error, by the first rule that fits: reproducible, and named in a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from places_sets import NEAR_KM, distance_km

from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions.evidence import Pages, Sentence, plain, read_cues
from geocode.names import fold
from geocode.places.ranking.candidates import classes_for, find_options
from geocode.records import Candidate, Document, Entry, Mention, Span

_ABBREVIATED = 4
"""Letters of the longest name in capitals that is read as an abbreviation."""
_REACH = 4
"""Words of a capitalised run looked at on either side of a name."""
_SMALL_PEOPLE = 20_000
_DIRECTIONS = frozenset({
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
    "northeast", "northwest", "southeast", "southwest", "northeastern", "northwestern",
    "southeastern", "southwestern", "upper", "lower", "greater", "mid", "new", "old", "downtown",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A name found exactly and put elsewhere than the gold, or nowhere."""

    mention: Mention
    candidates: Sequence[Candidate]
    truth: tuple[float, float]
    """lon, lat"""
    key: str | None
    """The gold's entry, as our gazetteer would name it."""
    home: str | None
    """The division most of the document's other names lie in."""
    placed: bool


@dataclass(frozen=True, slots=True)
class _Seat:
    """A span's words in its sentence, and the capitalised run around them."""

    page: Sentence
    first: int
    last: int
    run: tuple[int, int]
    kinds: tuple[str, ...]
    """Cue classes of the words of the run outside the span, at most four to either side."""


def is_near(entry: Entry, truth: tuple[float, float]) -> bool:
    """Whether the entry's point lies within 161 km."""
    return distance_km(entry.lon, entry.lat, *truth) <= NEAR_KM


@dataclass(frozen=True, slots=True)
class Finder:
    """Rules over one document; each method tries them in the order in which they stand."""

    document: Document
    pages: Pages
    gazetteer: Gazetteer
    lexicon: Mapping[str, str]
    """How words are written, as the tagger knows it."""

    def of_spurious(self, mention: Mention, meant: frozenset[str]) -> str:
        """Why a name was found where the gold has none; ``meant``: the gold's own surfaces."""
        seat = self._seat(mention.span)
        surface = mention.surface
        if surface in meant:
            return "spurious: annotated elsewhere in the report"
        if mention.kind == "demonym" or self.gazetteer.demonym(surface):
            return "spurious: a people, tongue or thing called after it"
        return "spurious: " + (
            self._company(seat, surface)
            or self._looks(seat, surface)
            or self._namesake(surface)
            or "a known place the gold passes over"
        )

    def of_missed(self, span: Span, said: frozenset[str]) -> str:
        """Why nothing was found; ``said``: what was found elsewhere in the document."""
        surface, seat = span.of(self.document.text), self._seat(span)
        if surface in said:
            return "missed: found elsewhere in the report"
        if surface.islower():
            return "missed: in small letters"
        if self.gazetteer.demonym(surface):
            return "missed: a people, tongue or thing called after it"
        why = self._company(seat, surface) or self._looks(seat, surface)
        if why:
            return "missed: " + why
        options = find_options(surface, "toponym", self.gazetteer)
        people = max((o.entry.population for o in options), default=0)
        small = people < _SMALL_PEOPLE and not any(
            o.entry.feature.startswith(("PCL", "ADM1", "CONT")) for o in options
        )
        return "missed: a little known place" if small else "missed: a well known place"

    def of_boundary(self, span: Span, crossed: Sequence[Span]) -> str:  # noqa: PLR0911 - a list of rules
        """In what the edges differ from the gold's."""
        text = self.document.text
        if len(crossed) > 1:
            return "boundary: several gold names read as one"
        other = crossed[0]
        inner, outer = (span, other) if other.contains(span) else (other, span)
        rest = f"{text[outer.start : inner.start]} {text[inner.end : outer.end]}"
        words = [fold(word) for word in rest.split()]
        words = [word for word in words if word]
        side = "too short" if outer == other else "too long"
        if not outer.contains(inner):
            return "boundary: edges cross"
        if not words:
            return f"boundary: a sign or ending at the edge, {side}"
        if "," in rest or "(" in rest:
            return f"boundary: “X, Y”, {side}"
        if all(classes_for(word) or self._class(word) in {"div", "fac", "road"} for word in words):
            return f"boundary: a word of class, {side}"
        if all(word in _DIRECTIONS or word == "the" for word in words):
            return f"boundary: a word of direction or article, {side}"
        if any(self._class(word) == "org" for word in words):
            return f"boundary: inside an institution's name, {side}"
        return f"boundary: other words, {side}"

    def of_misplaced(self, case: Misplaced) -> tuple[str, str]:
        """Why a name was put elsewhere, and in words what was chosen and what is right."""
        options = find_options(case.mention.surface, case.mention.kind, self.gazetteer)
        right = [o.entry for o in options if is_near(o.entry, case.truth)]
        best = max(right, key=lambda e: (e.id == case.key, e.population, e.id), default=None)
        chosen = case.candidates[0].entry if case.candidates else None
        lon, lat = case.truth
        told = (
            f"{_named(chosen) if chosen else 'no candidate'}"
            f"{'' if case.placed else ' (left unplaced)'}; gold: "
            f"{_named(best) if best else f'{lat:.2f}, {lon:.2f}'}"
        )
        return "place: " + self._why_misplaced(case, chosen, best), told

    def _why_misplaced(  # noqa: PLR0911 - a list of rules
        self, case: Misplaced, chosen: Entry | None, best: Entry | None
    ) -> str:
        if chosen is None:
            return "unknown to the gazetteer"
        if chosen.id == case.key:
            return "the right entry, but the gold's point is far"
        if best is None:
            entry = self.gazetteer.entry(case.key) if case.key else None
            known = entry is not None and is_near(entry, case.truth)
            return "known by other names only" if known else "that bearer is not in the gazetteer"
        if is_near(chosen, case.truth):
            return "right, but left unplaced"
        if case.mention.kind == "demonym":
            return "a people's other country"
        kinds = (_rough_class(best), _rough_class(chosen))
        if kinds[0] != kinds[1]:
            return f"a {kinds[0]} read as a {kinds[1]}"
        if case.home and best.admin1 == case.home != chosen.admin1:
            return "a local namesake read as a distant one"
        if case.home and chosen.admin1 == case.home != best.admin1:
            return "a distant namesake read as a local one"
        same = "the same" if best.country == chosen.country else "another"
        return f"a namesake in {same} country"

    def _company(self, seat: _Seat | None, surface: str) -> str | None:
        """What the capitalised words beside a name make of it."""
        if seat is None:
            return None
        words = seat.page.words
        if "org" in seat.kinds:
            return "inside an institution's name"
        before = self._class(words[seat.first - 1].text) if seat.first else ""
        after = words[seat.last].text if seat.last < len(words) else ""
        folded = {word.lower() for word in surface.split()}
        if before in {"title", "first"} or "first" in seat.kinds:
            return "a person's name"
        if folded & self.pages.people or self._class(after) == "say":
            return "a person's name"
        if {"fac", "road"} & set(seat.kinds):
            return "inside a road's or building's name"
        return None

    def _looks(self, seat: _Seat | None, surface: str) -> str | None:  # noqa: PLR0911 - a list
        """What the way a name is written makes of it."""
        letters = [c for c in surface if c.isalpha()]
        if seat is not None and seat.page.shouted:
            return "in a line of capitals"
        if surface.endswith(".") or (surface.isupper() and len(letters) <= _ABBREVIATED):
            return "an abbreviation"
        if surface.isupper():
            return "in capitals"
        own = self._class(surface.rsplit(maxsplit=1)[-1]) if surface.split() else ""
        if own in {"org", "fac", "road"}:
            return "an institution" if own == "org" else "a road or building"
        if not find_options(surface, "toponym", self.gazetteer):
            return "unknown to the gazetteer"
        words = [word.lower() for word in surface.split()]
        if all(w in self.pages.small or self.lexicon.get(w, "c")[0] in "lm" for w in words):
            return "an everyday word"
        if seat is not None and seat.run[1] - seat.run[0] > seat.last - seat.first:
            return "part of a longer name"
        return None

    def _namesake(self, surface: str) -> str | None:
        """Whether the report writes the name within a longer one of two or three plain words."""
        name = surface.split()
        for page in self.pages.sentences:
            for start, end in page.runs:
                words = [w.text for w in page.words[start:end]]
                places = {i for m in page.matches for i in range(m.start, m.end)}
                strange = [i for i in range(start, end) if i not in places]
                longer = len(name) < len(words) <= len(name) + 2
                inside = any(words[i : i + len(name)] == name for i in range(len(words)))
                plainly = all(w.isalpha() and not self._class(w) for w in words)
                if start > 0 and longer and inside and plainly and strange:
                    return "someone or something called so in the report"
        return None

    def _seat(self, span: Span) -> _Seat | None:
        for page in self.pages.sentences:
            inside = [
                i for i, w in enumerate(page.words) if w.start < span.end and w.end > span.start
            ]
            if not inside:
                continue
            first, last = inside[0], inside[-1] + 1
            run = next(((s, e) for s, e in page.runs if s < last and e > first), (first, last))
            low, high = max(run[0], first - _REACH), min(run[1], last + _REACH)
            beside = [*range(low, first), *range(last, high)]
            kinds = tuple(self._class(page.words[i].text) for i in beside)
            return _Seat(page, first, last, run, kinds)
        return None

    def _class(self, word: str) -> str:
        return read_cues("en").classes.get(plain(word), "")


def _rough_class(entry: Entry) -> str:
    heads = {"PCL": "country", "ADM": "division", "PPL": "town", "CONT": "region", "RGN": "region"}
    return next((word for head, word in heads.items() if entry.feature.startswith(head)), "feature")


def _named(entry: Entry) -> str:
    where = ", ".join(filter(None, (entry.country,)))
    return f"{entry.name} ({entry.feature}{' ' + where if where else ''}, {entry.id})"
