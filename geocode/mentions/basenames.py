"""What an inflected name is called in the gazetteer: rules propose, what exists decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geocode.gazetteer.protocol import Gazetteer, NameEvidence
from geocode.languages.cases import base_forms, has_cases
from geocode.mentions.cuewords import CueWords, cue_words
from geocode.mentions.evidence import Knowledge
from geocode.mentions.peoples import people_of
from geocode.names import fold
from geocode.records import Document, Mention

_STRENGTHS = {"C": 3.2, "R": 2.0}
_DIVISION, _DIVISION_SLOPE, _DIVISION_LOG = 0.8, 0.3, 5.0
_TOWN_SLOPE, _TOWN_FROM = 1.1, 4.2  # log10 of the people at which a name speaks neither way
_FEWEST_LOG = 2.0
_AS_WRITTEN = 0.6
_AS_WRITTEN_IN_CASES = 0.1
"""What a name in the form written is worth more than one got by a rule; less among cases."""
_OWN = 1.0
"""What a place's own name is worth more than what it is called besides."""
_AREAS = frozenset("ACR")
_CLASSED = 2
"""Words of a name that its word of class alone makes one: Чугуївський район."""


@dataclass(frozen=True, slots=True)
class Base:
    """A name as the gazetteer has it."""

    name: str
    strength: float
    """Log-odds that a capitalised word so called is the place, from its kind and people."""
    inflected: bool
    area: bool
    """Whether a country, region or division is called so: these may take an article."""
    country: bool
    classed: bool
    """With a word of class that belongs to it: область, województwo."""


def strength(known: NameEvidence | None) -> float | None:
    """How much a name speaks for being a place; None where no place is called so."""
    if known is None:
        return None
    size = max(_FEWEST_LOG, known.log_population)
    wide = known.log_population or _DIVISION_LOG
    found = [_STRENGTHS[kind] for kind in known.kinds if kind in _STRENGTHS]
    if "A" in known.kinds:
        found.append(_DIVISION + _DIVISION_SLOPE * (wide - _DIVISION_LOG))
    if "P" in known.kinds:
        found.append(_TOWN_SLOPE * (size - _TOWN_FROM))
    return max(found, default=None)


def base_of(
    words: Sequence[str], language: str, cue: CueWords, known: Knowledge, *, before: str = ""
) -> Base | None:
    """The strongest name that the words (as written) may be a form of; None if none is known.

    ``before`` is the word before them, in lower case. A word of class at their end or beginning
    makes a name even where the gazetteer has none: its base is then the words themselves.
    """
    lower = [word.lower() for word in words]
    folded = fold(" ".join(words))
    classed = len(words) > 1 and (lower[-1] in cue.after or lower[0] in cue.ahead)
    as_written = _AS_WRITTEN_IN_CASES if has_cases(language) else _AS_WRITTEN
    best: Base | None = None
    most = float("-inf")
    for form in _forms(lower, language, cue, before=before):
        asked = cue.called.get(form, form)
        found = known.of(asked)
        value = strength(found)
        if found is None or value is None:
            continue
        worth = value + (as_written if form == folded else 0.0)
        if best is not None and known.is_own(asked) and not known.is_own(best.name):
            worth += _OWN  # "Nysę": Nysa, not Nys, as some call Nice
        if worth > most:
            most = worth
            area = not _AREAS.isdisjoint(found.kinds)
            best = Base(
                asked,
                value,
                inflected=form != folded,
                area=area,
                country="C" in found.kinds,
                classed=classed,
            )
            if area and form == folded:
                return best  # "Nordirland" is no north of Ireland
    if best is None and classed and len(words) == _CLASSED:
        return Base(folded, 0.0, inflected=True, area=True, country=False, classed=True)
    return best


def _forms(lower: Sequence[str], language: str, cue: CueWords, *, before: str) -> Sequence[str]:
    if len(lower) > 1 and lower[-1] in cue.after:
        stem = fold(" ".join(lower[:-1]))
        return [f"{form} {cue.after[lower[-1]]}" for form in base_forms(stem, language)]
    if len(lower) > 1 and lower[0] in cue.ahead:
        stem = fold(" ".join(lower[1:]))
        return [f"{cue.ahead[lower[0]]} {form}" for form in base_forms(stem, language)]
    return list(base_forms(fold(" ".join(lower)), language, before=before))


def base_names(
    document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> tuple[str, ...]:
    """For each mention the name to look up: its surface, or its nominative as a source has it.

    For a demonym it is the English one.
    """
    cue = cue_words(document.language)
    known = Knowledge(gazetteer)
    out: list[str] = []
    for mention in mentions:
        if mention.kind == "demonym":
            out.append(people_of(mention.surface, document.language) or mention.surface)
            continue
        lead = document.text[max(0, mention.span.start - 12) : mention.span.start].split()
        base = base_of(
            mention.surface.split(),
            document.language,
            cue,
            known,
            before=lead[-1].lower() if lead else "",
        )
        plain = base is None or fold(base.name) == fold(mention.surface)
        out.append(mention.surface if base is None or plain else _spelt(base.name, gazetteer))
    return tuple(out)


def _spelt(folded: str, gazetteer: Gazetteer) -> str:
    """A folded name with the accents and soft signs that its weightiest bearer is written with."""
    names = (n for e in gazetteer.lookup(folded, limit=1) for n in gazetteer.names(e.id))
    alike = [name for name in names if fold(name) == folded]
    return max(alike, key=len, default=folded.title())  # the fullest: Гомель beside Гомел
