"""Which place of a sentence belongs to which trigger by clause, distance and role."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from geocode.events.lexicon import lexicon
from geocode.events.linking.elsewhere import Beside, is_elsewhere
from geocode.events.linking.sites import Site
from geocode.events.status import status_of
from geocode.events.triggers import Trigger
from geocode.places.roles.clauses import Sentence
from geocode.records import Place

# Costs are in words. Source: chosen by trying a few values of each on every eighth sentence of
# Halterman's set (from the 2nd), and apart from the limit flat there: benchmarks/event_places.py.
_CLAUSE_COST = 4.0
_BEFORE_COST = 7.0
_LEAD_IN_COST = 3.0
_BETWEEN_COST = 3.0
_SHARE_MARGIN = 3.0
_ABSORBED_COST = 14.0
_MAX_COST = 20.0
_PLACELESS_GAP = 2
_LEAD_IN_WORDS = 7
_JOINING = frozenset({"and", "but", "while"})


def link_by_rules(
    sentence: Sentence, triggers: Sequence[Trigger], sites: Sequence[Site], beside: Beside
) -> dict[int, tuple[Place, ...]]:
    """For each trigger (by position in ``triggers``) the places where it tells something is.

    A place goes to its cheapest trigger and to those nearly as cheap: "in X, a blast killed two".
    """
    linked: dict[int, list[Site]] = {}
    others = _Others(
        firsts=sorted(t.first for t in triggers if not t.concept.placeless),
        said=min((t.first for t in triggers if t.concept.placeless), default=len(sentence.lower)),
    )
    joints = _joints(sentence, triggers, sites)
    placed = {bisect_left(joints, site.first) for site in sites}
    head: Site | None = None
    for position, site in enumerate(sites):
        listed = position > 0 and _in_list(sentence, sites[position - 1], site)
        head = head if listed and head is not None else site
        costs = {
            number: cost
            for number, trigger in enumerate(triggers)
            if (cost := _cost(sentence, trigger, head, others)) is not None
            and not is_elsewhere(sentence, trigger, head, beside)
            and not _in_another_news(sentence, trigger, head, joints, placed)
        }
        best = min(costs.values(), default=0.0)
        for number, cost in costs.items():
            if cost <= min(best + _SHARE_MARGIN, _MAX_COST):
                linked.setdefault(number, []).append(site)
    settled = {
        number: _settled(sentence, triggers[number], found) for number, found in linked.items()
    }
    _share(sentence, triggers, settled)
    _share_joined(sentence, triggers, settled, sites)
    _share_met(sentence, triggers, settled)
    return {number: tuple(places) for number, places in settled.items()}


def _joints(
    sentence: Sentence, triggers: Sequence[Trigger], sites: Sequence[Site]
) -> tuple[int, ...]:
    """Words that join two news in one sentence: "a dam burst at X, and a ward in Y was cleared"."""
    told = [t.first for t in triggers if not t.concept.placeless]
    verbs = {t.first for t in triggers if t.part == "verb"}
    named = {site.first for site in sites}
    return tuple(
        at
        for at, word in enumerate(sentence.lower)
        if word in _JOINING and sentence.word(at - 1) == ","
        and told and told[0] < at < told[-1]
        and at + 1 not in verbs and at + 1 not in named
    )  # fmt: skip


def _in_another_news(
    sentence: Sentence,
    trigger: Trigger,
    site: Site,
    joints: Sequence[int],
    placed: AbstractSet[int],
) -> bool:
    """Whether a place is in another joined part of a sentence than a trigger whose own has one."""
    own = bisect_left(joints, trigger.first)
    apart = own != bisect_left(joints, site.first) and own in placed
    return apart and not _leads_in(sentence, site)


def _settled(sentence: Sentence, trigger: Trigger, sites: Sequence[Site]) -> list[Place]:
    """The places of a trigger that stay: its own clause's, and for a flight where it began."""
    own = [s for s in sites if sentence.clause[s.first] == sentence.clause[trigger.first]]
    kept = [
        s for s in sites
        if not own or s in own or s.first >= trigger.last or _leads_in(sentence, s)
    ]  # fmt: skip
    left = [s.place for s in kept if s.place.role == "site"]
    flight = trigger.concept.name == "displacement" and left
    return [_as_site(place) for place in (left if flight else [s.place for s in kept])]


def _in_list(sentence: Sentence, before: Site, site: Site) -> bool:
    """Whether two places stand in one list: what is at the first is at the second too."""
    gap = sentence.lower[before.last : site.first]
    joined = gap in {("and",), (",",), (",", "and"), ("or",)}
    return joined and before.place.role == site.place.role


def follows(sentence: Sentence, trigger: Trigger, sites: Sequence[Site]) -> bool:
    """Whether ", killing two" hangs on the verb before it, and no place stands behind it."""
    verb = sentence.word(trigger.first - 1), sentence.word(trigger.first)
    hangs = verb[0] == "," and verb[1].endswith("ing") and trigger.lemma in lexicon().outcomes
    return hangs and all(site.first < trigger.first for site in sites)


def _share(sentence: Sentence, triggers: Sequence[Trigger], linked: dict[int, list[Place]]) -> None:
    """Gives a trigger with no place those of the nearest trigger of its kind in the sentence.

    What is only feared lends none: "as it spreads, fears grow that it will spread to X".
    """
    owners = [n for n in sorted(linked) if not _is_feared(sentence, triggers[n])]
    for number, trigger in enumerate(triggers):
        same = [n for n in owners if triggers[n].concept.kind == trigger.concept.kind]
        if number not in linked and same and not trigger.concept.placeless:
            nearest = min(same, key=lambda n: (abs(triggers[n].first - trigger.first), n))
            linked[number] = list(linked[nearest])


def _is_feared(sentence: Sentence, trigger: Trigger) -> bool:
    return trigger.part == "verb" and status_of(sentence, trigger) == "hypothetical"


def _share_joined(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    linked: dict[int, list[Place]],
    sites: Sequence[Site],
) -> None:
    """Gives a verb joined to another the place of that one: "raided a camp in X and held 12 men".

    Not where a further place is named behind it, nor where either of them moves anything.
    """
    last = max((site.first for site in sites), default=-1)
    for number, trigger in enumerate(triggers):
        if number in linked or not _stays(trigger) or last > trigger.first:
            continue
        head = triggers[number - 1] if number else None
        joined = sentence.word(trigger.first - 1) in {"and", "then"}
        if joined and head is not None and number - 1 in linked and _stays(head):
            linked[number] = list(linked[number - 1])


def _share_met(
    sentence: Sentence, triggers: Sequence[Trigger], linked: dict[int, list[Place]]
) -> None:
    """Gives a protest the place of what was done to it: "police in X broke up a rally"."""
    for number, (before, trigger) in enumerate(pairwise(triggers), 1):
        met = trigger.concept.kind == "PROTEST" and before.concept.kind == "COERCE"
        near = sentence.clause[before.first] == sentence.clause[trigger.first]
        if met and near and number not in linked and number - 1 in linked:
            linked[number] = list(linked[number - 1])


def _stays(trigger: Trigger) -> bool:
    """Whether it is a verb of something done where it is told to be."""
    concept = trigger.concept
    moving = concept.moves or concept.departs or concept.placeless
    return trigger.part == "verb" and not moving and concept.kind != "STATEMENT"


def _as_site(place: Place) -> Place:
    if place.role == "site":
        return place
    moved = "what moves is moved to here" if place.role == "destination" else "this is what is left"
    return replace(place, role="site", why=(*place.why, moved))


@dataclass(frozen=True, slots=True)
class _Others:
    """The triggers of a sentence as one of them sees the rest."""

    firsts: Sequence[int]
    """First words, in order, of those that can have a place."""
    said: int
    """First word of the first that can have none."""

    def between(self, low: int, high: int) -> int:
        """How many of the first begin between two words."""
        return max(0, bisect_left(self.firsts, high) - bisect_right(self.firsts, low))


def _cost(sentence: Sentence, trigger: Trigger, site: Site, others: _Others) -> float | None:
    """Words between trigger and place, with what makes a link less likely added; None: never."""
    if trigger.concept.kind == "STATEMENT" and trigger.concept.placeless:
        return None
    apart = abs(sentence.clause[site.first] - sentence.clause[trigger.first])
    after = site.first >= trigger.last
    gap = site.first - trigger.last if after else trigger.first - site.last
    if trigger.concept.placeless:
        return float(gap) if after and gap <= _PLACELESS_GAP else None
    if _leads_in(sentence, site) and not after:
        spoken = any(w in lexicon().speech for w in sentence.lower[site.last : trigger.first])
        return None if spoken or others.said < trigger.first else _LEAD_IN_COST + apart
    low, high = sorted((site.first, trigger.first))
    cost = gap + apart * _CLAUSE_COST + others.between(low, high) * _BETWEEN_COST
    cost += _ABSORBED_COST * _absorbed(sentence, trigger, site)
    return cost + (0.0 if after else _BEFORE_COST)


def _absorbed(sentence: Sentence, trigger: Trigger, site: Site) -> bool:
    """Whether another noun governs the place: "protested against the operation in X"."""
    absorbers = lexicon().absorbers
    return any(
        sentence.lower[i] in absorbers and not trigger.first <= i < trigger.last
        for i in range(max(0, site.first - 4), site.first)
    )


def _leads_in(sentence: Sentence, site: Site) -> bool:
    """Whether it stands in an opening "In X, …", which is said of the whole sentence."""
    if site.first > _LEAD_IN_WORDS:
        return False
    if any(word in {"after", "when", "while"} for word in sentence.lower[: site.first]):
        return False
    if "," in sentence.lower[: site.first]:
        behind = sentence.tokens[sentence.lower.index(",") + 1 : site.first]
        if any(token.text.islower() and token.text not in {"and", "the"} for token in behind):
            return False  # "In X, a dam burst at Y"
    opens = sentence.word(0) in {"in", "at", "near", "outside", "across", "on", "elsewhere"}
    return opens and "," in sentence.lower[site.last : site.last + 6]
