"""What a mention names: a place, its people and things, or a part of an institution."""

from __future__ import annotations

from collections.abc import Sequence

from geocode.gazetteer.protocol import Gazetteer, NameEvidence
from geocode.mentions.evidence import Cues, Sentence, plain
from geocode.names import fold
from geocode.records import MentionKind

_REACH = 6
"""Words of an institution's name looked at on either side of the mention."""
_PLACES = frozenset("BCR")
_ELSEWHERE = frozenset("ABR")
"""Kinds of name besides a country's that may be meant: the Somali region."""
_INSTITUTIONS = frozenset({"org"})
_STOPS = frozenset({"title", "day", "say", "first"})


def kind_of(
    page: Sentence, start: int, end: int, *, gazetteer: Gazetteer, cue: Cues
) -> MentionKind:
    """The kind of the mention that covers words ``[start, end)`` of a sentence."""
    words = page.words
    surface = " ".join(w.text for w in words[start:end])
    known = gazetteer.evidence(fold(surface))
    if known is not None and "D" in known.kinds:
        before = words[start - 1].text if start else ""
        behind = words[end].text if end < len(words) else ""
        if _is_people(surface, known, gazetteer) or _describes(before, behind, cue):
            return "demonym"
    if plain(surface) in cue.past_peoples:
        return "demonym"
    low = max(0, start - _REACH - 1)
    texts = [w.text for w in words[low : end + _REACH]]
    start, end = start - low, end - low
    articled = start > 0 and texts[start - 1].lower() == "the"
    papers = cue.papers if articled else frozenset[str]()
    if _institution_after(texts, end, cue=cue, links=cue.nested_links, papers=papers):
        return "nested"
    if start and plain(texts[start - 1]) in cue.carriers and texts[start - 1][0].isupper():
        return "nested"  # "Air China"
    if _institution_before(texts, start, cue=cue, links=cue.nested_links):
        return "nested"
    return "toponym"


def _is_people(surface: str, known: NameEvidence, gazetteer: Gazetteer) -> bool:
    """Whether a people's word names no place, or only countries in some other language.

    Source: GeoNames lists "Israeli" and "Swiss" among the names of the countries.
    """
    if _PLACES.isdisjoint(known.kinds):
        return True
    folded = fold(surface)
    own = {fold(e.name) for e in gazetteer.lookup(folded, limit=5)}
    return _ELSEWHERE.isdisjoint(known.kinds) and folded not in own


def _describes(before: str, behind: str, cue: Cues) -> bool:
    """Whether a people's word that is a place's too only says whose a noun is: "Somali troops"."""
    noun = behind.isalpha() and behind.islower() and plain(behind) not in cue.classes
    return noun and plain(before) not in cue.locatives


def _institution_after(
    words: Sequence[str], end: int, *, cue: Cues, links: frozenset[str], papers: frozenset[str]
) -> bool:
    """Whether an institution's word closes the capitalised words after: "Paris Police …".

    ``papers`` are words that close such a name only behind an article: "the Boston Globe".
    """
    for i in range(end, min(len(words), end + _REACH)):
        word = words[i]
        low = plain(word)
        if word[0].isupper():
            found = cue.classes.get(low, "")
            if found in _INSTITUTIONS or low in papers:
                return True
            if found in _STOPS:
                return False
        elif i == end or low not in links:
            return False
    return False


def _institution_before(
    words: Sequence[str], start: int, *, cue: Cues, links: frozenset[str]
) -> bool:
    """Whether an institution's word opens the name that ends here: "University of Oxford"."""
    linked = False
    for i in range(start - 1, max(-1, start - 1 - _REACH), -1):
        word = words[i]
        low = plain(word)
        if word[0].isupper():
            if cue.classes.get(low, "") in _INSTITUTIONS:
                return linked
            if cue.classes.get(low, "") in _STOPS:
                return False
        elif low in links and low != "and":
            linked = True
        elif low != "the" or (i == start - 1 and not linked):
            return False
    return False
