"""Where the words say that something else was, not what a trigger tells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from geocode.events.asides import Aside, asides_of, parted
from geocode.events.linking.names import words
from geocode.events.linking.sites import Site
from geocode.events.triggers import Trigger
from geocode.places.roles.clauses import Sentence
from geocode.places.roles.nounphrases import role_cues

_RELATIVE_REACH = 15
_CHARGE_REACH = 12
_HOME_REACH = 3
_ADDRESS_REACH = 12
_WARDS = frozenset({"hospital", "clinic"})
_WARD_REACH = 5
_DEATHS = frozenset({"death", "deaths", "murder", "murders", "killing", "killings", "slaying"})
_LABORATORIES = frozenset({"laboratory", "laboratories", "lab", "labs"})
_TESTS = frozenset({"test", "tests", "tested", "testing", "samples", "analysed", "examined"})
_LABORATORY_REACH = 10
_SPREADING = frozenset({"spread", "spreads", "spreading"})
_REPORTS = frozenset({"confirm", "report", "record", "detect", "diagnose"})
_AGENTLESS = frozenset({"by", "in", "at", "on", "from", "near", "since", "this", "last", ".", "so"})


@dataclass(frozen=True, slots=True)
class Beside:
    """What a sentence tells beside its news."""

    charges: tuple[int, ...]
    """The words, in order, from which on it tells what arrests were for."""
    insets: tuple[Aside, ...]
    """What surely is an aside: "the owner of a mill that burnt in X"."""


def read_beside(sentence: Sentence, triggers: Sequence[Trigger]) -> Beside:
    """What a sentence tells beside its news, for all of its triggers and sites."""
    arrests = (t for t in triggers if t.concept.kind == "COERCE" and t.part == "verb")
    charges = {at for t in arrests if (at := _charge(sentence, t)) is not None}
    insets = tuple(aside for aside in asides_of(sentence, triggers) if aside.inset)
    return Beside(tuple(sorted(charges)), insets)


def is_elsewhere(sentence: Sentence, trigger: Trigger, site: Site, beside: Beside) -> bool:
    """Whether the words say that what a trigger tells was not at a place, but something else was.

    It is where somebody comes from ("a girl from X"), where somebody was arrested for it or what
    for, where the wounded were treated, or where something else goes to: "arrested in X for
    robbing a bank in Y" parts X from the robbery.
    """
    charges = beside.charges
    apart = abs(sentence.clause[site.first] - sentence.clause[trigger.first])
    return (
        parted(beside.insets, trigger, site.first)
        or _belongs_elsewhere(sentence, trigger, site, apart)
        or _is_a_home(sentence, trigger, site)
        or _is_the_aftermath(sentence, trigger, site)
        or bisect_left(charges, trigger.first) != bisect_left(charges, site.first)
    )


def _is_a_home(sentence: Sentence, trigger: Trigger, site: Site) -> bool:
    """Whether people are from or based there: "a girl from X", "rebels based in X"."""
    if trigger.concept.departs or trigger.concept.moves:
        return False
    before = sentence.lower[max(0, site.first - _HOME_REACH) : site.first]
    if not words()["homes"].isdisjoint(before) or _follows_an_age(sentence, site.first):
        return True
    at = next((n for n in (1, 2) if sentence.word(site.first - n) == "from"), 0)
    return bool(at) and sentence.word(site.first - at - 1) in words()["persons"]


def _follows_an_age(sentence: Sentence, first: int) -> bool:
    """Whether it is of somebody whose age stands before: "Smith, 24, of Elm Street in X"."""
    low = max(3, first - _ADDRESS_REACH)
    comma = next((at for at in range(first - 1, low - 1, -1) if sentence.lower[at] == ","), None)
    if comma is None or sentence.word(comma + 1) != "of" or sentence.word(comma - 2) != ",":
        return False
    return sentence.lower[comma - 1].isdecimal() and sentence.tokens[comma - 3].text[0].isupper()


def _is_the_aftermath(sentence: Sentence, trigger: Trigger, site: Site) -> bool:
    """Whether it is where the hurt were treated, the dead buried or somebody was tried for it.

    Or died of it, or what was found examined: "died in hospital in X", "tests at a lab in X".
    """
    between = sentence.lower[trigger.last : site.first]
    harmed = trigger.concept.kind == "ASSAULT" and not words()["aftermath"].isdisjoint(between)
    ward = sentence.lower[max(0, site.first - _WARD_REACH) : site.last + 2]
    in_hospital = "died" in ward and not _WARDS.isdisjoint(ward)
    before = sentence.lower[max(0, site.first - _LABORATORY_REACH) : site.first]
    tested = not _TESTS.isdisjoint(before) and not _LABORATORIES.isdisjoint(before)
    return in_hospital or harmed or (tested and trigger.concept.kind == "HEALTH")


def _charge(sentence: Sentence, arrest: Trigger) -> int | None:
    """The word behind an arrest that opens what it was for; None where none does."""
    for at in range(arrest.last, min(len(sentence.lower), arrest.last + _CHARGE_REACH)):
        word, following = sentence.lower[at], sentence.word(at + 1)
        if word in words()["charges"] or (
            word == "over" and following in {"the", "his", "her", "their"}
        ):
            return at
        if word in {"in", "over"} and following == "the":
            if not _DEATHS.isdisjoint(sentence.lower[at + 2 : at + 5]):
                return at  # "the suspect in the killing of a priest in X"
        elif word == "for" and (following.endswith("ing") or following in {"the", "his", "her"}):
            return None if following == "questioning" else at
    return None


def _belongs_elsewhere(sentence: Sentence, trigger: Trigger, site: Site, apart: int) -> bool:
    """Whether a place is where something else goes to, comes from or is a visitor of."""
    role = site.place.role
    if _only_reports(sentence, trigger, site) or _follows_something_else(sentence, trigger, site):
        return True
    if sentence.word(site.first - 1) in _visits() and trigger.lemma != "visit":
        return True
    if apart > 0 and site.first < trigger.first and _told_of_somebody(sentence, site):
        return True
    if role in {"destination", "origin"} and apart == 0 and _spreads(sentence, trigger, site):
        return False
    if role == "destination":
        return apart > 0 or not (
            _takes_destination(trigger) or _is_purpose(sentence, trigger, site)
        )
    return role == "origin" and (apart > 0 or not trigger.concept.departs)


def _only_reports(sentence: Sentence, trigger: Trigger, site: Site) -> bool:
    """Whether those who report are there, not what they report: "a laboratory in X confirmed"."""
    if trigger.part != "verb" or trigger.lemma not in _REPORTS or site.last > trigger.first:
        return False
    words, gap = role_cues("en").words, sentence.lower[site.last : trigger.first]
    passive = any(word in words["be_forms"] for word in gap)
    chained = all(word in words["auxiliaries"] or word in words["adverbs"] for word in gap)
    return chained and not passive and sentence.word(trigger.last) not in _AGENTLESS


def _follows_something_else(sentence: Sentence, trigger: Trigger, site: Site) -> bool:
    """Whether it is of what went before, or is alike: "he fled following an accident in X"."""
    gap = sentence.lower[trigger.last : site.first]
    if "following" in gap:
        return gap[gap.index("following") + 1 :][:1] not in {("day",), ("week",), ("month",)}
    clause = sentence.clause[site.first]
    return any(
        word in words()["sequels"]
        for at, word in enumerate(gap, trigger.last)
        if sentence.clause[at] == clause and sentence.word(at + 1) != "by"
    )


def _told_of_somebody(sentence: Sentence, site: Site) -> bool:
    """Whether it stands in "…, who had been in X, …", said of another before the main verb."""
    clause = sentence.clause[site.first]
    return any(
        sentence.lower[i] in {"who", "whose", "whom", "which"}
        for i in range(max(0, site.first - _RELATIVE_REACH), site.first)
        if sentence.clause[i] == clause
    )


@cache
def _visits() -> frozenset[str]:
    """Forms of the verbs whose object is only where somebody went."""
    return role_cues("en").verbs["visit"]


def _takes_destination(trigger: Trigger) -> bool:
    """Whether what it goes to is where it is: "sent to X", "fired at X", "rolled into X"."""
    return trigger.concept.moves or trigger.lemma.endswith(" into") or trigger.lemma in {
        "fire", "launch", "missile", "rocket", "visit", "arrive", "state visit", "official visit",
    }  # fmt: skip


def _spreads(sentence: Sentence, trigger: Trigger, site: Site) -> bool:
    """Whether what a noun tells of came to be at both ends: "protests spread from X to Y"."""
    between = sentence.lower[trigger.last : site.first]
    return trigger.part == "noun" and not _SPREADING.isdisjoint(between)


def _is_purpose(sentence: Sentence, trigger: Trigger, site: Site) -> bool:
    """Whether it is what somebody went there for: "drove into X to protest against the tax"."""
    meeting = trigger.concept.kind in {"PROTEST", "CONSULT"} and trigger.part == "verb"
    return meeting and site.last <= trigger.first and sentence.word(trigger.first - 1) == "to"
