"""Names of places that here name something else: ships, people, treaties."""

from __future__ import annotations

from geocode.mentions.evidence import Cues, Sentence, plain

_QUOTES = frozenset("\"'“”‘’«»,")
_YOUNGEST, _OLDEST = 10, 109
"""Ages that a newspaper sets between commas behind a name."""
_OPENERS = frozenset({"a", "an"})
_REACH = 4
"""Words of "a former police officer" in which what somebody does is sought."""


def is_namesake(page: Sentence, start: int, end: int, cue: Cues) -> bool:
    """Whether the words beside ``[start, end)`` of a sentence say that it is no place.

    Linear: a few words on either side are looked at.
    """
    return (
        _is_vessel(page, start, cue)
        or _is_person(page, end, cue)
        or (end < len(page.words) and page.words[end].text in cue.accords)
    )


def _word(page: Sentence, i: int) -> str:
    return page.words[i].text.lower() if 0 <= i < len(page.words) else ""


def _is_vessel(page: Sentence, start: int, cue: Cues) -> bool:
    """Whether a ship is called so: "the ferry Estonia", "a yacht, Ouvéa,", "HMS Lancaster"."""
    i = start - 1
    while i >= 0 and page.words[i].text in _QUOTES:
        i -= 1
    word = page.words[i].text if i >= 0 else ""
    if plain(word) in cue.vessel_marks:
        return word.isupper()
    if word.lower() not in cue.vessels:
        return False
    if i == start - 1:
        return True
    # "hit a ship, Oman said": set apart on one side only.
    end = next((e for s, e in page.runs if s <= start < e), start + 1)
    return _word(page, end) in _QUOTES


def _is_person(page: Sentence, end: int, cue: Cues) -> bool:
    """Whether an age or an occupation follows: "Washington, 34,", "Paris, a drummer,"."""
    if _word(page, end) != ",":
        return False
    after = _word(page, end + 1)
    if after.isdecimal() and _YOUNGEST <= int(after) <= _OLDEST:
        return _word(page, end + 2) == ","
    if after not in _OPENERS:
        return False
    for i in range(end + 2, end + 2 + _REACH):
        word = _word(page, i)
        if word in cue.occupations:
            return True
        if not word.isalpha():
            return False
    return False
