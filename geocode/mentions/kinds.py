"""What a mention names: a place, its people and things, or a part of an institution."""

from __future__ import annotations

from collections.abc import Sequence

from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions.evidence import Cues, Sentence, plain
from geocode.names import fold
from geocode.records import MentionKind

_REACH = 6
"""Words of an institution's name looked at on either side of the mention."""
_PLACES = frozenset("BCR")
_INSTITUTIONS = frozenset({"org"})
_STOPS = frozenset({"title", "day", "say", "first"})


def kind_of(
    page: Sentence, start: int, end: int, *, gazetteer: Gazetteer, cue: Cues
) -> MentionKind:
    """The kind of the mention that covers words ``[start, end)`` of a sentence."""
    words = page.words
    surface = " ".join(w.text for w in words[start:end])
    known = gazetteer.evidence(fold(surface))
    if known is not None and "D" in known.kinds and _PLACES.isdisjoint(known.kinds):
        return "demonym"
    if plain(surface) in cue.past_peoples:
        return "demonym"
    texts = [w.text for w in words]
    if _institution_after(texts, end, cue=cue, links=cue.nested_links):
        return "nested"
    if _institution_before(texts, start, cue=cue, links=cue.nested_links):
        return "nested"
    return "toponym"


def _institution_after(words: Sequence[str], end: int, *, cue: Cues, links: frozenset[str]) -> bool:
    """Whether an institution's word closes the capitalised words after: "Paris Police …"."""
    for i in range(end, min(len(words), end + _REACH)):
        word = words[i]
        low = plain(word)
        if word[0].isupper():
            found = cue.classes.get(low, "")
            if found in _INSTITUTIONS:
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
