"""Places that are only described where the report names them elsewhere: "the capital", "this town".

No name is guessed: what is described is a place that the report names, or the capital of the one
country it tells of. Where two could be meant, none is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from geocode.documents import dateline_of
from geocode.gazetteer.protocol import Gazetteer
from geocode.languages import cues
from geocode.places.placing import best_of
from geocode.places.roles.assignment import read_roles
from geocode.places.roles.clauses import is_verb
from geocode.places.wording.items import Cues, Item, read_cues, read_items, word_at
from geocode.records import Candidate, Document, Entry, Mention, Role, Span
from geocode.settings import Settings
from geocode.tokens import sentences, words_of

_SHARE: Final = 0.95
"""Of the confidence in a name, what is left for the words that come back to it."""
_BACK: Final = 3
"""Sentences before its own in which what a noun describes is sought."""
_LARGE: Final = 150_000
"""People from which on a place is no village."""
_FEATURES: Final = {
    "towns": ("PPL",), "provinces": ("ADM1", "ADM2"), "districts": ("ADM2", "ADM3"),
    "islands": ("ISL",),
}  # fmt: skip
"""By the list that a noun stands in, how the feature codes of what it describes begin."""
_MUCH_NAMED: Final = 0.5
"""Share of the names in the country named most above which a country is the report's scene."""
_ACTING: Final[tuple[Role, ...]] = ("actor", "speaker", "target")
_YEAR: Final = re.compile("(?:1[5-9]|20)[0-9]{2}")
_MOST_MODIFIERS: Final = 3
_MOST_NAMES: Final = 100
"""Names before a noun that are looked at: keeps the work linear."""


@dataclass(frozen=True, slots=True)
class Nominal:
    """Words that describe a place, and the place."""

    mention: Mention
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class _Meant:
    """A place, how sure it is, and why it is meant."""

    entry: Entry
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of the report and the place it is taken for."""

    mention: Mention
    entry: Entry
    score: float
    sentence: int
    aside: bool
    """Whether nothing comes back to it: its sentence names another year than the report's, or it is
    a capital that acts for its country."""

    def meant(self, why: str) -> _Meant:
        """As what other words mean."""
        return _Meant(self.entry, _SHARE * self.score, why)


@dataclass(frozen=True, slots=True)
class _Noun:
    """A noun that may describe a place, at ``at`` among the items of a sentence."""

    items: Sequence[Item]
    at: int
    first: int
    """Its determiner, or itself where an owner stands for one."""
    last: int
    owner: str | None
    """The code of the country whose capital it is said to be."""
    sentence: int

    @property
    def word(self) -> str:
        """The noun itself."""
        return self.items[self.at].word

    @property
    def start(self) -> int:
        """Where its words begin in the text."""
        return self.items[self.first].span.start


@dataclass(frozen=True, slots=True)
class _Stage:
    """What the nouns of one document are read with."""

    document: Document
    gazetteer: Gazetteer
    known: Cues
    words: dict[str, frozenset[str]]
    head: Span
    """The dateline."""
    named: tuple[_Named, ...]
    """All names that are placed, in text order."""
    at: dict[Span, Entry]
    """The same by where they stand."""
    lost: tuple[int, ...]
    """Where the names begin that nobody could place, in order."""
    strange: tuple[int, ...]
    """Where other capitalised words begin, which may be names that nobody knows; none is sought
    where there is no dateline to come back to."""
    capitals: dict[str, _Named]
    """Those of capitals, one by entry."""
    countries: dict[str, float]
    """How sure the surest name in each country is, by its code."""
    scenes: frozenset[str]
    """Codes of those that many of the names lie in."""
    home: _Named | None
    """The town in the dateline."""

    def before(self, noun: _Noun, *, back: int) -> Iterator[_Named]:
        """The names before a noun, from there backwards through some sentences."""
        at = bisect_right(self.named, noun.start, key=lambda n: n.mention.span.start)
        for n in self.named[max(0, at - _MOST_NAMES) : at][::-1]:
            if noun.sentence - n.sentence > back:
                return
            yield n


def find_nominals(
    document: Document,
    mentions: Sequence[Mention],
    ranked: Sequence[Sequence[Candidate]],
    gazetteer: Gazetteer,
    settings: Settings,
) -> tuple[Nominal, ...]:
    """The described places of a document, in text order; none overlaps a mention.

    ``mentions`` are in text order, with their candidates. Linear in the length of the text.
    """
    words = _words(document.language)
    nouns = words["capitals"].union(*(words[kind] for kind in _FEATURES))
    starts = [span.start for span in sentences(document)]
    read = [
        (bisect_right(starts, items[0].span.start), items)
        for items in read_items(document, mentions, nouns)
    ]
    named: list[_Named] = []
    lost: list[int] = []
    if not any(item.word in nouns for _, items in read for item in items):
        return ()
    bests = [best_of(found, settings) for found in ranked]
    roles = read_roles(document, mentions, [None if best is None else best.entry for best in bests])
    for number, items in read:
        recalled = _names_another_year(document, items)
        for at in [item.mention for item in items if item.mention is not None]:
            best = bests[at]
            if best is None and mentions[at].kind == "toponym":
                lost.append(mentions[at].span.start)
            elif best is not None:
                acts = best.entry.feature == "PPLC" and roles[at].role in _ACTING
                named.append(_Named(mentions[at], best.entry, best.score, number, recalled or acts))
    head = dateline_of(document)
    towns = (n for n in named if _is_of(n.entry, "towns"))
    counts = Counter(n.entry.country for n in named if n.entry.country)
    most = max(counts.values(), default=0)
    countries: dict[str, float] = {}
    for n in named:
        if n.entry.country:
            countries[n.entry.country] = max(n.score, countries.get(n.entry.country, 0.0))
    stage = _Stage(
        document=document,
        gazetteer=gazetteer,
        known=read_cues(document.language),
        words=words,
        head=head,
        named=tuple(named),
        at={n.mention.span: n.entry for n in named},
        lost=tuple(lost),
        strange=tuple(_strange(document, mentions, head)) if head.end else (),
        capitals={n.entry.id: n for n in named if n.entry.feature == "PPLC"},
        countries=countries,
        scenes=frozenset(c for c, count in counts.items() if count > _MUCH_NAMED * most),
        home=next((n for n in towns if head.contains(n.mention.span)), None),
    )
    found = (
        _nominal(stage, noun, meant)
        for number, items in read
        for at, item in enumerate(items)
        if item.word in nouns
        and (noun := _noun(stage, items, at, number)) is not None
        and (meant := _meant(stage, noun)) is not None
    )
    return tuple(one for one in found if one.candidate.score >= settings.min_confidence)


def with_nominals(
    mentions: Sequence[Mention],
    ranked: Sequence[Sequence[Candidate]],
    nominals: Sequence[Nominal],
) -> tuple[tuple[Mention, ...], tuple[Sequence[Candidate], ...]]:
    """The mentions and their candidates, those of described places among them in text order."""
    own: list[tuple[Mention, Sequence[Candidate]]] = [*zip(mentions, ranked, strict=True)]
    described = [(n.mention, (n.candidate,)) for n in nominals]
    pairs = sorted([*own, *described], key=lambda pair: pair[0].span)
    return tuple(m for m, _ in pairs), tuple(c for _, c in pairs)


@cache
def _words(language: str) -> dict[str, frozenset[str]]:
    table: dict[str, Any] = cues(language, "relations")["nominal"]
    return {name: frozenset(value) for name, value in table.items()}


def _nominal(stage: _Stage, noun: _Noun, meant: _Meant) -> Nominal:
    span = Span(noun.start, noun.items[noun.last].span.end)
    surface = span.of(stage.document.text)
    mention = Mention(stage.document.id, span, surface, "nominal", meant.score)
    why = (f"‘{' '.join(surface.split())}’ means {meant.entry.name} here", meant.why)
    return Nominal(mention, Candidate(meant.entry, meant.score, why))


def _noun(stage: _Stage, items: Sequence[Item], at: int, sentence: int) -> _Noun | None:
    """A noun that stands for a place by itself; None of one that is part of a name or says more."""
    capitals, text = stage.words["capitals"], items[at].text
    if (text[0].isupper() and not text.isupper()) or word_at(items, at - 1) in capitals:
        return None  # part of a name; "the capital city" is read from its first noun
    is_capital = items[at].word in capitals
    last = at + (is_capital and word_at(items, at + 1) in stage.words["tails"])
    owner = _owner(stage, items, at, last) if is_capital else None
    if not _ends_here(stage, items, last) or (owner is None and word_at(items, last + 1) == "of"):
        return None
    first = at if owner is not None else _first(stage, items, at)
    if first is None or _is_said_of_another(stage, items, first):
        return None
    return _Noun(items, at, first, last, owner, sentence)


def _owner(stage: _Stage, items: Sequence[Item], at: int, last: int) -> str | None:
    """The code of the country whose capital it is said to be; None where nothing says."""
    before = at - 1 - (word_at(items, at - 1) == "'s")
    index = last + 2 if word_at(items, last + 1) == "of" else before
    if not 0 <= index < len(items) or items[index].mention is None:
        return None
    entry = stage.at.get(items[index].span)
    return entry.country if entry is not None and entry.feature.startswith("PCL") else None


def _ends_here(stage: _Stage, items: Sequence[Item], last: int) -> bool:
    """Whether no noun follows that the words would only describe, and no name."""
    if last + 1 == len(items):
        return True
    after = items[last + 1]
    if after.mention is not None:
        return False
    if after.word == "," and last + 2 < len(items) and items[last + 2].mention is not None:
        return items[last + 2].people  # "the capital, X"
    then = stage.known.words["article_then"] | stage.words["then"]
    return after.word in then or is_verb(after.word, stage.document.language)


def _first(stage: _Stage, items: Sequence[Item], at: int) -> int | None:
    """The determiner of a noun, past its modifiers; None where it has none of ours."""
    words, known = stage.words, stage.known
    modifiers = known.words["lead_adjectives"] | words["modifiers"] | words["towns"]
    for first in range(at - 1, max(-1, at - 2 - _MOST_MODIFIERS), -1):
        word = items[first].word
        if word in words["determiners"]:
            return first
        owned = word == "'s" and word_at(items, first - 1) in words["modifiers"]
        if not (owned or word in modifiers or word in known.directions):
            return None
    return None


def _is_said_of_another(stage: _Stage, items: Sequence[Item], first: int) -> bool:
    """Whether it only says what a name is: "X, the capital, …", "X is the capital"."""
    start = first
    while start > 0 and (
        items[start - 1].people or items[start - 1].word in {"'s", *stage.words["determiners"]}
    ):
        start -= 1
    before = word_at(items, start - 1)
    if before in stage.words["predicates"]:
        return True
    return before == "," and start > 1 and items[start - 2].mention is not None


def _meant(stage: _Stage, noun: _Noun) -> _Meant | None:
    """The place that a noun describes; None where none is sure."""
    words, home = stage.words, stage.home
    deictic = word_at(noun.items, noun.first) in words["deictic"]
    if noun.word in words["capitals"]:
        here = home.entry.country if deictic and home is not None else None
        return _capital(stage, noun, noun.owner or here)
    if deictic:
        told = home is not None and noun.word in words["towns"]
        return home.meant("where the report comes from") if home is not None and told else None
    return _last_named(stage, noun)


def _capital(stage: _Stage, noun: _Noun, code: str | None) -> _Meant | None:
    """The capital that a report names, of a country that is said or that it tells of just then."""
    if code is None and len(stage.capitals) > 1:
        near = (n.entry.country for n in stage.before(noun, back=1))
        code = next(filter(None, near), None)
        if code is None:
            return None
    found = [n for n in stage.capitals.values() if code in {None, n.entry.country}]
    if len(found) == 1:
        return found[0].meant("the capital that the report names")
    return None if found else _unnamed_capital(stage, code)


def _unnamed_capital(stage: _Stage, code: str | None) -> _Meant | None:
    """The capital of a country that is said to be meant, or the one that a report tells of."""
    if code is None and len(stage.countries) == 1:
        (code,) = stage.countries
    if code is None or code in stage.words["unsettled"]:
        return None
    entry, country = stage.gazetteer.capital(code), stage.gazetteer.country(code)
    if entry is None or country is None:
        return None
    sure = stage.countries.get(code, 0.0)
    return _Meant(entry, _SHARE * sure, f"the capital of {country.name}")


def _last_named(stage: _Stage, noun: _Noun) -> _Meant | None:
    """The one place of its kind that was named last, in its sentence or one of those before."""
    kind = next(kind for kind in _FEATURES if noun.word in stage.words[kind])
    before = [
        n for n in stage.before(noun, back=_BACK)
        if n.mention.kind == "toponym" and _is_of(n.entry, kind)
        and not n.aside and n.entry.country in stage.scenes
    ]  # fmt: skip
    last = [n for n in before if n.sentence == before[0].sentence]
    if len({n.entry.id for n in last}) != 1:
        return None
    span = last[-1].mention.span
    unknown = stage.strange if stage.head.contains(span) else stage.lost
    if bisect_left(unknown, noun.start) > bisect_left(unknown, span.start):
        return None  # it may be one that nobody could place
    small = noun.word in stage.words["small"]
    too_large = small and last[0].entry.population > _LARGE
    return None if too_large else last[0].meant("named last before")


def _strange(document: Document, mentions: Sequence[Mention], head: Span) -> Iterator[int]:
    """Where capitalised words begin that open no sentence, name no day and are no mention."""
    starts = [m.span.start for m in mentions]
    known = tuple(cues(document.language, "roles")["words"]["calendar"])
    for words in words_of(document):
        for token in words[1:]:
            at = bisect_right(starts, token.start) - 1
            named = at >= 0 and token.start < mentions[at].span.end
            capital = token.text[0].isupper() and not token.text.isupper()
            a_day = token.text.lower().startswith(known)
            if capital and not (named or a_day or head.contains(Span(token.start, token.end))):
                yield token.start


def _names_another_year(document: Document, items: Sequence[Item]) -> bool:
    own = str(document.published.year) if document.published else ""
    return any(_YEAR.fullmatch(item.word) and item.word != own for item in items)


def _is_of(entry: Entry, kind: str) -> bool:
    return entry.feature.startswith(_FEATURES[kind]) and entry.feature != "PPLX"
