"""Signs by which a name is told to be where a verb's event was: counted, never looked up.

Signs are named numbers: ``what=value`` and ``what:word`` are 1 where they hold. Those of a name,
of a trigger and of the two together are read apart, so that a sentence with many of each is cheap.
"""

from __future__ import annotations

from geocode.events.linking.names import Name, words
from geocode.events.linking.view import REACH, View
from geocode.mentions.evidence import plain, read_cues
from geocode.mentions.tagger import open_model

Signs = dict[str, float]
_FAR = 60.0
"""Words to what is not there."""
_SHORT = 3
"""Words of a gap that is told word class by word class."""
_NEAR = 8
_READ = 12
"""Words between a trigger and a name that are told one by one."""
_HOPS = 3
_SHORTEST_STEM = 3
_ENDINGS = ("ing", "ed", "es", "s", "e")
_COUNTED = ("commas", "verbs", "ing", "be", "say", "joiners", "and", "quotes", "brackets",
            "capitals", "prepositions", "in", "by", "to", "of", "from", "names")  # fmt: skip


def stem(word: str) -> str:
    """A verb form without its ending; not always a word."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2]
    return word[:-1] if doubled else word


def name_signs(view: View, name: Name) -> Signs:
    """Signs of a name by itself and by the words around it."""
    lower, first, last, size = view.sentence.lower, name.first, name.last, len(view.classes)
    signs: Signs = {
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
        "population": len(str(name.population)) if name.population else 0,
        "capitals": all(token.text.isupper() for token in view.sentence.tokens[first:last]),
        "in brackets": view.between("brackets", 0, first) % 2,
        "in quotes": view.between("quotes", 0, first) % 2,
        f"last:{lower[last - 1]}": lower[last - 1] in words()["places"],
        f"triple={'_'.join(view.classes[max(0, first - 3) : first])}": 1,
        f"pair={'_'.join(view.classes[last : last + 2])}": 1,
        "leads": first <= REACH
        and lower[0] in words()["prepositions"]
        and "," in lower[last : last + 6],
        f"before:{view.sentence.word(first - 1)}": 1,
        f"after:{view.sentence.word(last)}": 1,
    }
    for step in (1, 2, 3):
        signs[f"before {step}={view.word_class(first - step)}"] = 1
        signs[f"after {step}={view.word_class(last + step - 1)}"] = 1
    for step in (1, 2):
        _add_family(signs, f"before {step}", view, first - step)
        _add_family(signs, f"after {step}", view, last + step - 1)
    _add_family(signs, "first", view, first)
    _add_family(signs, "last", view, last - 1)
    signs |= _governed(view, name)
    signs |= _beside(view, name)
    signs |= _spelling(view, name)
    signs |= _crossing(view, name)
    return signs


def _add_family(signs: Signs, where: str, view: View, index: int) -> None:
    family = view.family(index)
    signs[f"{where} family={family.middle}"] = 1
    signs[f"{where} group={family.coarse}"] = 1


def _governed(view: View, name: Name) -> Signs:
    """Signs of the preposition before a name, or before its list, and of what that hangs on."""
    lower, first = view.sentence.lower, name.first
    at = view.governor(first)
    head, listed = view.list_head(name)
    head_at = view.governor(head)
    inside = view.classes[at + 1 : first] if at >= 0 else ()
    signs: Signs = {
        f"governor={lower[at] if at >= 0 else ''}": 1,
        f"governed={view.word_class(at - 1) if at >= 0 else ''}": 1,
        f"governed:{lower[at - 1] if at > 0 else ''}": 1,
        f"head governor={lower[head_at] if head_at >= 0 else ''}": 1,
        "governor gap": first - at if at >= 0 else _FAR,
        "head governor gap": head - head_at if head_at >= 0 else _FAR,
        "listed": listed,
        "names inside": inside.count("name"),
        "article": "the" in inside or "a" in inside or "an" in inside,
        "commas inside": inside.count(","),
    }
    if at > 0:
        _add_family(signs, "governed", view, at - 1)
    if head_at > 0:
        _add_family(signs, "head governed", view, head_at - 1)
    hops = 0
    while at > 0 and lower[at] == "of" and hops < _HOPS:  # "in the west of X" is in
        at, hops = view.governor(at), hops + 1
    signs["top gap"] = first - at if at >= 0 else _FAR
    if at >= 0:
        top = lower[at] if lower[at] in words()["prepositions"] else view.classes[at]
        signs[f"top={top}"] = 1
        signs[f"top:{view.sentence.word(at - 1)}"] = 1
        _add_family(signs, "top", view, at - 1)
    return signs


def _beside(view: View, name: Name) -> Signs:
    """Signs of the names before and behind, and of the verbs on either side."""
    others = [n for n in view.names if n.kind == "toponym" and n is not name]
    before = [n.last for n in others if n.last <= name.first]
    behind = [n.first for n in others if n.first >= name.last]
    signs: Signs = {"names": len(before) + len(behind), "before gap": _FAR, "behind gap": _FAR}
    if before:
        gap = view.classes[max(before) : name.first]
        signs["before gap"] = len(gap)
        signs[f"joined before={'_'.join(gap) if len(gap) <= _SHORT else 'far'}"] = 1
    if behind:
        gap = view.classes[name.last : min(behind)]
        signs["behind gap"] = len(gap)
        signs[f"joined behind={'_'.join(gap) if len(gap) <= _SHORT else 'far'}"] = 1
        if len(gap) <= _NEAR:
            signs |= {f"behind {word}": word in gap for word in ("of", ",", "in")}
    left, right = view.verb(name.first - 1, -1), view.verb(name.last, 1)
    signs["left verb gap"] = name.first - left if left >= 0 else _FAR
    signs["right verb gap"] = right - name.last if right >= 0 else _FAR
    signs[f"left verb={view.word_class(left)}"] = 1
    _add_family(signs, "left verb", view, left)
    _add_family(signs, "right verb", view, right)
    return signs


def _spelling(view: View, name: Name) -> Signs:
    """What the words of a name are known as: cue classes, and how news writes them."""
    lower, classes = view.sentence.lower, read_cues("en").classes
    marks = open_model("en").lexicon.marks
    signs: Signs = {
        f"cue={classes.get(plain(word), '')}": 1 for word in lower[name.first : name.last]
    }
    signs[f"last cue={classes.get(plain(lower[name.last - 1]), '')}"] = 1
    signs[f"cue before={classes.get(plain(view.sentence.word(name.first - 1)), '')}"] = 1
    signs[f"cue behind={classes.get(plain(view.sentence.word(name.last)), '')}"] = 1
    for which, word in (("first", lower[name.first]), ("last", lower[name.last - 1])):
        case, located, person = marks.get(word, "---")
        signs[f"{which} case={case}"] = 1
        signs[f"{which} located={located}"] = 1
        signs[f"{which} person={person}"] = 1
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
            for end, same in (
                ("start", other.first == name.first),
                ("end", other.last == name.last),
            ):
                signs[f"same {end}"] = max(signs.get(f"same {end}", 0), same)
    return signs


def trigger_signs(view: View, first: int, last: int) -> Signs:
    """Signs of a trigger at words ``[first, last)``."""
    lower = view.sentence.lower
    word = lower[first]
    ending = next((e for e in ("ing", "ed", "s") if word.endswith(e)), "plain")
    family = view.family(first)
    signs: Signs = {
        f"verb:{stem(word)}": 1,
        f"verb kin={family.fine}": 1,
        f"ending={ending}": 1,
        "passive": any(w in words()["passive"] for w in lower[max(0, first - 3) : first]),
        "infinitive": view.sentence.word(first - 1) == "to",
        "verb position": first,
        "verb clause": view.sentence.clause[first],
        "verb behind": len(lower) - last,
        f"verb after:{view.sentence.word(last)}": 1,
        f"verb before:{view.sentence.word(first - 1)}": 1,
    }
    _add_family(signs, "verb", view, first)
    for step in (1, 2):
        signs[f"verb before {step}={view.word_class(first - step)}"] = 1
        signs[f"verb after {step}={view.word_class(last + step - 1)}"] = 1
    _add_family(signs, "verb before", view, first - 1)
    _add_family(signs, "verb after", view, last)
    return signs


def pair_signs(view: View, name: Name, first: int, last: int) -> Signs:
    """Signs of how a name stands to a trigger at words ``[first, last)``."""
    lower, clause = view.sentence.lower, view.sentence.clause
    after = name.first >= last
    low, high = (last, name.first) if after else (name.last, first)
    gap = max(0, high - low)
    at = view.governor(name.first)
    head, _ = view.list_head(name)
    signs: Signs = {
        "after": after,
        "gap": gap,
        "signed gap": gap if after else -gap,
        "head gap": head - last if head >= last else first - name.last + 100,
        "clauses": abs(clause[name.first] - clause[first]),
        "governor from verb": abs(at - last) if after and at >= 0 else _FAR,
        "left verb is it": first <= view.verb(name.first - 1, -1) < last,
        "right verb is it": first <= view.verb(name.last, 1) < last,
        f"path={'_'.join(view.classes[low:high])}": gap <= _SHORT,
        "agent": "by" in lower[last : last + 2],
    }
    signs |= {f"{what} between": view.between(what, low, high) for what in _COUNTED}
    for index in range(low, min(high, low + _READ)):
        signs[f"between:{lower[index]}"] = 1
        signs[f"between group={view.families[index].coarse}"] = 1
    others = [
        (_gap(n, first, last), n.first >= last)
        for n in view.names
        if n.kind == "toponym" and (n.last <= name.first or n.first >= name.last)
    ]
    signs["closer that side"] = sum(near < gap and side == after for near, side in others)
    signs["closer"] = sum(near < gap for near, _ in others)
    signs["names after verb"] = sum(side for _, side in others)
    return signs


def _gap(name: Name, first: int, last: int) -> int:
    return max(name.first - last, first - name.last, 0)
