"""Signs by which a name is told to be where a verb's event was: counted, never looked up.

Signs are named numbers. Those of a name, of a trigger and of the two together are read apart,
so that a sentence with many of each stays cheap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from geocode.events.linking.names import Name
from geocode.languages import cues
from geocode.mentions.evidence import plain, read_cues
from geocode.mentions.tagger import open_model
from geocode.places.roles.clauses import Sentence, is_verb

Signs = dict[str, float]
_REACH = 7
"""Words before a name in which what governs it is sought."""
_FAR = 60.0
_ENDINGS = ("ing", "ed", "es", "s", "e")
_COUNTED = ("commas", "verbs", "ing", "be", "say", "joiners", "and", "quotes", "brackets",
            "capitals", "prepositions", "in", "by", "to", "of", "from")  # fmt: skip
_VERBAL = frozenset({"verb", "ed", "say", "ing"})
_STOPS = frozenset({"be", "say", "verb", ".", ";", ":", "(", ")", '"'})


@dataclass(frozen=True, slots=True)
class View:
    """A sentence as signs are read from it."""

    sentence: Sentence
    classes: tuple[str, ...]
    counts: dict[str, tuple[int, ...]]
    """For each thing counted, how many stand before a word."""
    names: tuple[Name, ...]

    def between(self, what: str, low: int, high: int) -> int:
        """How many of ``what`` stand among words ``[low, high)``."""
        return self.counts[what][high] - self.counts[what][low] if low < high else 0


@cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(group) for name, group in cues("en", "linking").items()}


def view_of(sentence: Sentence, names: Sequence[Name]) -> View:
    """A sentence with its words' classes and running counts."""
    classes = tuple(
        word_class(token.text, low) for token, low in zip(sentence.tokens, sentence.lower, strict=True)
    )
    lower = sentence.lower
    starts = {name.first for name in names if name.kind == "toponym"}
    tests = {
        "commas": [w == "," for w in lower],
        "verbs": [c in {"verb", "ed", "say"} for c in classes],
        "ing": [c == "ing" for c in classes],
        "be": [c == "be" for c in classes],
        "say": [c == "say" for c in classes],
        "joiners": [w in _words()["joiners"] for w in lower],
        "and": [w == "and" for w in lower],
        "quotes": [w in {'"', "“", "”"} for w in lower],
        "brackets": [w in {"(", ")"} for w in lower],
        "capitals": [c == "name" for c in classes],
        "prepositions": [w in _words()["prepositions"] for w in lower],
        "in": [w in {"in", "at", "on"} for w in lower],
        "names": [i in starts for i in range(len(lower))],
        **{word: [w == word for w in lower] for word in ("by", "to", "of", "from", "near")},
    }
    counts = {what: tuple(accumulate(test, initial=0)) for what, test in tests.items()}
    return View(sentence, classes, counts, tuple(names))


@lru_cache(maxsize=65536)
def word_class(text: str, lower: str) -> str:
    """A word's class: itself for function words, else place noun, name, verb, ending."""
    words = _words()
    if lower in words["prepositions"] or lower in words["plain"]:
        return lower
    if lower in words["auxiliaries"]:
        return "be"
    if lower in words["joiners"]:
        return lower
    if lower in words["places"]:
        return "place"
    if text[0].isdigit():
        return "number"
    if text[0].isupper():
        return "name"
    if lower.endswith("ern"):
        return "ern"
    if lower in words["speech"]:
        return "say"
    if lower.endswith("ing"):
        return "ing"
    if lower.endswith("ed") and len(lower) > 4:  # noqa: PLR2004
        return "ed"
    if is_verb(lower, "en"):
        return "verb"
    if lower.endswith("ly"):
        return "ly"
    return "s" if lower.endswith("s") else "word"


def stem(word: str) -> str:
    """A verb form without its ending; not always a word."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004
            word = word[: -len(ending)]
            break
    doubled = len(word) > 3 and word[-1] == word[-2]  # noqa: PLR2004
    return word[:-1] if doubled else word


def _class(view: View, index: int) -> str:
    return view.classes[index] if 0 <= index < len(view.classes) else "end"


def governor(view: View, index: int) -> int:
    """Index of the preposition or stop before a name at ``index``; -1 for none in reach."""
    for at in range(index - 1, max(-1, index - 1 - _REACH), -1):
        if view.sentence.lower[at] in _words()["prepositions"]:
            return at
        if view.classes[at] in _STOPS or view.sentence.lower[at] in _words()["joiners"]:
            return at
    return -1


def list_head(view: View, name: Name) -> tuple[int, int]:
    """First word of the first name of the list that ``name`` stands in, and how many lie before."""
    ends = {}
    for other in view.names:
        ends[other.last] = min(other.first, ends.get(other.last, other.first))
    head, listed = name.first, 0
    while listed < 12:  # noqa: PLR2004
        at, joined = head - 1, False
        while at >= 0 and head - at < 5 and (  # noqa: PLR2004
            view.sentence.lower[at] in {",", "and", "or", "the", "both"}
            or view.classes[at] in {"place", "ern"}
        ):
            joined = joined or view.sentence.lower[at] in {",", "and", "or"}
            at -= 1
        if not joined or at + 1 not in ends or ends[at + 1] >= head:
            break
        head, listed = ends[at + 1], listed + 1
    return head, listed


def name_signs(view: View, name: Name) -> Signs:
    """Signs of a name by itself and by the words around it."""
    lower, first, last, size = view.sentence.lower, name.first, name.last, len(view.classes)
    at = governor(view, first)
    head, listed = list_head(view, name)
    head_at = governor(view, head)
    inside = view.classes[at + 1 : first] if at >= 0 else ()
    before = lower[at - 1] if at > 0 else ""
    signs: Signs = {
        f"governor={lower[at] if at >= 0 else ''}": 1,
        f"governed={_class(view, at - 1) if at >= 0 else ''}": 1,
        f"governed:{before}": 1,
        f"head governor={lower[head_at] if head_at >= 0 else ''}": 1,
        "governor gap": first - at if at >= 0 else _FAR,
        "head governor gap": head - head_at if head_at >= 0 else _FAR,
        "listed": listed,
        "names inside": inside.count("name"),
        "article": "the" in inside or "a" in inside or "an" in inside,
        "commas inside": inside.count(","),
        "words": last - first,
        "position": first,
        "share": first / size,
        "behind": size - last,
        "sentence words": size,
        "sentence verbs": view.counts["verbs"][-1],
        "sentence capitals": view.counts["capitals"][-1] / size,
        "sureness": name.sureness,
        f"kind={name.kind}": 1,
        f"role={name.role}": 1,
        f"feature={name.feature[:4]}": 1,
        "known": bool(name.feature),
        "population": float(len(str(name.population))) if name.population else 0.0,
        "capitals": all(t.text.isupper() for t in view.sentence.tokens[first:last]),
        "in brackets": view.between("brackets", 0, first) % 2,
        "in quotes": view.between("quotes", 0, first) % 2,
        f"last:{lower[last - 1]}": lower[last - 1] in _words()["places"],
        f"triple={'_'.join(view.classes[max(0, first - 3) : first])}": 1,
        f"pair={'_'.join(view.classes[last : last + 2])}": 1,
        "leads": first <= _REACH and lower[0] in _words()["prepositions"]
        and "," in lower[last : last + 6],
    }  # fmt: skip
    for step in (1, 2, 3):
        signs[f"before {step}={_class(view, first - step)}"] = 1
        signs[f"after {step}={_class(view, last + step - 1)}"] = 1
    signs[f"before:{view.sentence.word(first - 1)}"] = 1
    signs[f"after:{view.sentence.word(last)}"] = 1
    signs |= _beside(view, name)
    signs |= _over(view, at, first)
    signs |= _spelling(view, name)
    signs |= _crossing(view, name)
    return signs


def _spelling(view: View, name: Name) -> Signs:
    """What the words of a name are known as: cue classes, and how news writes them."""
    lower, classes = view.sentence.lower, read_cues("en").classes
    lexicon = open_model("en").lexicon
    signs: Signs = {}
    for word in lower[name.first : name.last]:
        signs[f"cue={classes.get(plain(word), '')}"] = 1
    signs[f"last cue={classes.get(plain(lower[name.last - 1]), '')}"] = 1
    signs[f"cue before={classes.get(plain(view.sentence.word(name.first - 1)), '')}"] = 1
    signs[f"cue behind={classes.get(plain(view.sentence.word(name.last)), '')}"] = 1
    for which, word in (("first", lower[name.first]), ("last", lower[name.last - 1])):
        letters = lexicon.marks.get(word, "----")
        signs[f"{which} case={letters[0]}"] = 1
        signs[f"{which} located={letters[1]}"] = 1
        signs[f"{which} person={letters[2]}"] = 1
    return signs


def _crossing(view: View, name: Name) -> Signs:
    """Signs of the mentions that share words with a name but are not it."""
    signs: Signs = {}
    for other in view.names:
        if other.kind == "words" or other is name:
            continue
        if other.first < name.last and name.first < other.last:
            holds = name.first <= other.first and other.last <= name.last
            signs["holds a mention" if holds else "in a mention"] = 1
            signs[f"crossing {other.kind}"] = other.sureness
            signs["same start"] = signs.get("same start", 0) or other.first == name.first
            signs["same end"] = signs.get("same end", 0) or other.last == name.last
    return signs


def _over(view: View, at: int, first: int) -> Signs:
    """What the prepositions "of" before a name lead up to: "in the west of X" is in."""
    lower, hops = view.sentence.lower, 0
    while at > 0 and lower[at] == "of" and hops < 3:  # noqa: PLR2004
        at, hops = governor(view, at), hops + 1
    if at < 0:
        return {"top gap": _FAR}
    top = lower[at] if lower[at] in _words()["prepositions"] else view.classes[at]
    word = view.sentence.word(at - 1)
    return {f"top={top}": 1, f"top:{word}": 1, "top gap": first - at}


def _beside(view: View, name: Name) -> Signs:
    """Signs of the names before and behind, and of the verbs on either side."""
    others = [n for n in view.names if n.kind == "toponym" and n is not name]
    before = [n.last for n in others if n.last <= name.first]
    behind = [n.first for n in others if n.first >= name.last]
    signs: Signs = {"names": len(before) + len(behind), "before gap": _FAR, "behind gap": _FAR}
    if before:
        gap = view.classes[max(before) : name.first]
        signs["before gap"] = len(gap)
        signs[f"joined before={'_'.join(gap[:3]) if len(gap) <= 3 else 'far'}"] = 1  # noqa: PLR2004
    if behind:
        gap = view.classes[name.last : min(behind)]
        signs["behind gap"] = len(gap)
        signs[f"joined behind={'_'.join(gap[:3]) if len(gap) <= 3 else 'far'}"] = 1  # noqa: PLR2004
        if len(gap) <= 8:  # noqa: PLR2004
            signs |= {f"behind {word}": word in gap for word in ("of", ",", "in")}
    left, right = _verb(view, name.first - 1, -1), _verb(view, name.last, 1)
    signs["left verb gap"] = name.first - left if left >= 0 else _FAR
    signs["right verb gap"] = right - name.last if right >= 0 else _FAR
    signs[f"left verb={_class(view, left)}"] = 1
    return signs


def _verb(view: View, index: int, step: int) -> int:
    """Index of the nearest verb from ``index`` on; -1 for none."""
    while 0 <= index < len(view.classes):
        if view.classes[index] in _VERBAL:
            return index
        index += step
    return -1


def trigger_signs(view: View, first: int, last: int) -> Signs:
    """Signs of a trigger at words ``[first, last)``."""
    lower = view.sentence.lower
    word = lower[first]
    ending = next((e for e in ("ing", "ed", "s") if word.endswith(e)), "plain")
    signs: Signs = {
        f"verb:{stem(word)}": 1,
        f"ending={ending}": 1,
        "passive": any(w in _words()["passive"] for w in lower[max(0, first - 3) : first]),
        "infinitive": view.sentence.word(first - 1) == "to",
        "verb position": first,
        "verb clause": view.sentence.clause[first],
        "verb behind": len(lower) - last,
        f"verb after:{view.sentence.word(last)}": 1,
        f"verb before:{view.sentence.word(first - 1)}": 1,
    }
    for step in (1, 2):
        signs[f"verb before {step}={_class(view, first - step)}"] = 1
        signs[f"verb after {step}={_class(view, last + step - 1)}"] = 1
    return signs


def pair_signs(view: View, name: Name, first: int, last: int) -> Signs:
    """Signs of how a name stands to a trigger at words ``[first, last)``."""
    lower, clause = view.sentence.lower, view.sentence.clause
    after = name.first >= last
    low, high = (last, name.first) if after else (name.last, first)
    gap = max(0, high - low)
    at = governor(view, name.first)
    head, _ = list_head(view, name)
    signs: Signs = {
        "after": after,
        "gap": gap,
        "signed gap": gap if after else -gap,
        "head gap": head - last if head >= last else first - name.last + 100,
        "clauses": abs(clause[name.first] - clause[first]),
        "governor from verb": abs(at - last) if after and at >= 0 else 99,
        "names between": view.between("names", low, high),
        "left verb is it": first <= _verb(view, name.first - 1, -1) < last,
        "right verb is it": first <= _verb(view, name.last, 1) < last,
        f"path={'_'.join(view.classes[low:high])}": gap <= 3,  # noqa: PLR2004
        "agent": "by" in lower[last : last + 2],
    }
    signs |= {f"{what} between": view.between(what, low, high) for what in _COUNTED}
    for word in set(lower[low : min(high, low + 12)]):
        signs[f"between:{word}"] = 1
    others = [n for n in view.names if n.kind == "toponym" and (n.last <= name.first or n.first >= name.last)]
    signs["closer that side"] = sum(_gap(n, first, last) < gap for n in others if (n.first >= last) == after)
    signs["closer"] = sum(_gap(n, first, last) < gap for n in others)
    signs["names after verb"] = sum(n.first >= last for n in others)
    return signs


def _gap(name: Name, first: int, last: int) -> int:
    return max(name.first - last, first - name.last, 0)
