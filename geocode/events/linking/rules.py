"""Which place of a sentence belongs to which trigger by clause, distance and role."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from geocode.events.asides import Aside, asides_of, parted
from geocode.events.lexicon import lexicon
from geocode.events.linking.names import words
from geocode.events.triggers import Trigger
from geocode.places.roles.clauses import Sentence
from geocode.places.roles.nounphrases import role_cues
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
_HOLDER_GAP = 3
_POSSESSIVE = frozenset({("'s",), ("’s",)})
_RELATIVE_REACH = 15
_NAME_REACH = 7
_CHARGE_REACH = 12
_HOME_REACH = 3
_WARDS = frozenset({"hospital", "clinic"})
_WARD_REACH = 5
_CROSSINGS = frozenset({"bridge", "bridges", "dam", "tunnel", "ferry"})
_JOINING = frozenset({"and", "but", "while"})
_SPREADING = frozenset({"spread", "spreads", "spreading"})
_REPORTS = frozenset({"confirm", "report", "record", "detect", "diagnose"})
_AGENTLESS = frozenset({"by", "in", "at", "on", "from", "near", "since", "this", "last", ".", "so"})

_COUNTRY_PREPOSITIONS = frozenset(
    {"from", "in", "across", "throughout", "inside", "into", "to", "over", "of", "around", "within"}
)


@dataclass(frozen=True, slots=True)
class Site:
    """A place that may be where something is, at words ``[first, last)`` of its sentence."""

    place: Place
    first: int
    last: int


def candidate_sites(sentence: Sentence, places: Sequence[Place]) -> tuple[Site, ...]:
    """The places of a sentence that may become marks; names inside a composed place do not.

    A continent never does, and a country only where the text says in, across or to it.
    """
    phrases = [p.mention.span for p in places if p.mention.kind == "phrase"]
    out: list[Site] = []
    for place in (*places, *_standing_in(sentence, places)):
        span = place.mention.span
        if place.geometry is None or place.role not in {"site", "destination", "origin"}:
            continue
        inside = any(outer != span and outer.contains(span) for outer in phrases)
        if place.mention.kind != "phrase" and inside:
            continue
        first, last = sentence.words_of(span)
        if in_comparison(sentence, first, last) or names_a_crossing(sentence, last, place):
            continue
        if is_continent(place) or is_speakers(sentence, first):
            continue
        if is_too_wide(place) and not country_is_governed(sentence, first, place):
            continue
        out.append(Site(place, first, last))
    return tuple(out)


def _standing_in(sentence: Sentence, places: Sequence[Place]) -> tuple[Place, ...]:
    """What holds a site that nobody could place: "the unknown district of X", "Y in X", "X's Y"."""
    out: list[Place] = []
    ordered = sorted(places, key=lambda place: place.mention.span)
    for site, holder in pairwise(ordered):
        if site.role not in {"site", "origin"} or site.geometry is not None:
            continue
        if not _can_stand_in(holder):
            continue
        gap = sentence.lower[
            sentence.words_of(site.mention.span)[1] : sentence.words_of(holder.mention.span)[0]
        ]
        inner = [word for word in gap if word not in role_cues("en").words["modifiers"] | {"the"}]
        if 0 < len(inner) <= _HOLDER_GAP and (inner[-1] in {"of", "in"} or inner[0] == ","):
            out.append(_in_its_stead(_finer(sentence, holder, ordered), site))
    for holder, site in pairwise(ordered):
        if site.role != "site" or site.geometry is not None or not _can_stand_in(holder):
            continue
        gap = sentence.lower[
            sentence.words_of(holder.mention.span)[1] : sentence.words_of(site.mention.span)[0]
        ]
        if len(gap) <= _HOLDER_GAP and gap[:1] in _POSSESSIVE:
            out.append(_in_its_stead(holder, site))
    return tuple(out)


def _finer(sentence: Sentence, holder: Place, ordered: Sequence[Place]) -> Place:
    """The division behind a country that holds it, "in X, India's Gujarat state"; else itself."""
    inner = next((p for p in ordered if p.mention.span > holder.mention.span), None)
    if inner is None or not _can_stand_in(inner):
        return holder
    behind = sentence.words_of(holder.mention.span)[1]
    gap = sentence.lower[behind : sentence.words_of(inner.mention.span)[0]]
    return inner if gap in _POSSESSIVE else holder


def _can_stand_in(holder: Place) -> bool:
    drawn = holder.geometry is not None and holder.mention.kind == "toponym"
    return drawn and holder.role == "background"


def _in_its_stead(holder: Place, site: Place) -> Place:
    why = (*holder.why, f"stands in for {site.mention.surface}, which is in it")
    return replace(holder, role=site.role, why=why)


def in_comparison(sentence: Sentence, first: int, last: int) -> bool:
    """Whether it stands in "the first deaths at X since 1975", which says how rare a thing is."""
    before = sentence.lower[max(0, first - 7) : first]
    rare = any(w in {"first", "worst"} or (len(w) > 5 and w.endswith("iest")) for w in before)  # noqa: PLR2004
    return rare and "since" in sentence.lower[last : last + 5]


def names_a_crossing(sentence: Sentence, last: int, place: Place) -> bool:
    """Whether it is a river that only names what crosses it somewhere: "near the Rhine bridge"."""
    river = place.best is not None and place.best.feature.startswith("STM")
    return river and sentence.word(last) in _CROSSINGS


def is_continent(place: Place) -> bool:
    """Whether it is a continent or a part of one, which says too little to be a mark."""
    return place.best is not None and place.best.feature == "CONT"


def is_speakers(sentence: Sentence, first: int) -> bool:
    """Whether it is where a named speaker is: "said Doctor Ana Ruiz, in X"."""
    if sentence.word(first - 1) != "in":
        return False
    for at in range(first - 2, max(-1, first - 2 - _NAME_REACH), -1):
        if sentence.lower[at] in lexicon().speech:
            return at < first - 2
        text = sentence.tokens[at].text
        if not (text[0].isupper() and not text.isupper()) and text != ",":
            return False
    return False


def is_too_wide(place: Place) -> bool:
    """Whether it is a country or wider, which is a mark only where the text says in or across."""
    if place.relation in {"border", "part", "along", "between"}:
        return False
    feature = place.best.feature if place.best else ""
    return feature.startswith("PCL") or feature in {"CONT", "TERR"}


def country_is_governed(sentence: Sentence, first: int, place: Place) -> bool:
    """Whether a country at word ``first`` stands where something is said to be or to come to."""
    window = sentence.lower[max(0, first - 6) : first]
    if window and window[-1] in {"hit", "struck", "hits", "strikes", "rocked", "jolted", "shook"}:
        return True  # "an earthquake struck X": the country is all that is said
    if place.mention.kind == "phrase":
        window = (*window, *sentence.lower[first : first + 2])
    return any(word in _COUNTRY_PREPOSITIONS for word in window)


def is_elsewhere(
    sentence: Sentence,
    trigger: Trigger,
    site: Site,
    charges: Sequence[int],
    insets: Sequence[Aside],
) -> bool:
    """Whether the words say that what a trigger tells was not at a place, but something else was.

    It is where somebody comes from ("a girl from X"), where somebody was arrested for it or what
    for, where the wounded were treated, or where something else goes to. ``charges`` as in
    ``charges_in``: "arrested in X for robbing a bank in Y" parts X from the robbery; ``insets``
    as in ``insets_in``.
    """
    apart = abs(sentence.clause[site.first] - sentence.clause[trigger.first])
    return (
        parted(insets, trigger, site.first)
        or _belongs_elsewhere(sentence, trigger, site, apart)
        or _is_a_home(sentence, trigger, site)
        or _is_the_aftermath(sentence, trigger, site)
        or bisect_left(charges, trigger.first) != bisect_left(charges, site.first)
    )


def _is_a_home(sentence: Sentence, trigger: Trigger, site: Site) -> bool:
    """Whether it is where people are from or based: "a girl from X", "rebels based in X"."""
    if trigger.concept.departs or trigger.concept.moves:
        return False
    before = sentence.lower[max(0, site.first - _HOME_REACH) : site.first]
    if not words()["homes"].isdisjoint(before):
        return True
    at = next((n for n in (1, 2) if sentence.word(site.first - n) == "from"), 0)
    return bool(at) and sentence.word(site.first - at - 1) in words()["persons"]


def _is_the_aftermath(sentence: Sentence, trigger: Trigger, site: Site) -> bool:
    """Whether it is where the hurt were treated, the dead buried or somebody was tried for it.

    Or died of it: "died in a X hospital", "died in hospital in X".
    """
    between = sentence.lower[trigger.last : site.first]
    harmed = trigger.concept.kind == "ASSAULT" and not words()["aftermath"].isdisjoint(between)
    ward = sentence.lower[max(0, site.first - _WARD_REACH) : site.last + 2]
    in_hospital = "died" in ward and not _WARDS.isdisjoint(ward)
    return in_hospital or harmed


def charges_in(sentence: Sentence, triggers: Sequence[Trigger]) -> tuple[int, ...]:
    """The words of a sentence, in order, from which on it tells what arrests were for."""
    arrests = (t for t in triggers if t.concept.kind == "COERCE" and t.part == "verb")
    return tuple(sorted({at for t in arrests if (at := _charge(sentence, t)) is not None}))


def insets_in(sentence: Sentence, triggers: Sequence[Trigger]) -> tuple[Aside, ...]:
    """What a sentence surely tells beside its news: "the owner of a mill that burnt in X"."""
    return tuple(aside for aside in asides_of(sentence, triggers) if aside.inset)


def _charge(sentence: Sentence, arrest: Trigger) -> int | None:
    """The word behind an arrest that opens what it was for; None where none does."""
    for at in range(arrest.last, min(len(sentence.lower), arrest.last + _CHARGE_REACH)):
        word, following = sentence.lower[at], sentence.word(at + 1)
        if word in words()["charges"] or (
            word == "over" and following in {"the", "his", "her", "their"}
        ):
            return at
        if word == "for" and (following.endswith("ing") or following in {"the", "his", "her"}):
            return None if following == "questioning" else at
    return None


def link_by_rules(
    sentence: Sentence, triggers: Sequence[Trigger], sites: Sequence[Site]
) -> dict[int, tuple[Place, ...]]:
    """For each trigger (by position in ``triggers``) the places where it tells something is.

    A place goes to its cheapest trigger and to those nearly as cheap: "in X, a blast killed two".
    """
    linked: dict[int, list[Site]] = {}
    others = _Others(
        firsts=sorted(t.first for t in triggers if not t.concept.placeless),
        said=min((t.first for t in triggers if t.concept.placeless), default=len(sentence.lower)),
    )
    charges, insets = charges_in(sentence, triggers), insets_in(sentence, triggers)
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
            and not is_elsewhere(sentence, trigger, head, charges, insets)
            and not _in_another_news(sentence, trigger, head, joints, placed)
        }
        best = min(costs.values(), default=0.0)
        for number, cost in costs.items():
            if cost <= min(best + _SHARE_MARGIN, _MAX_COST):
                linked.setdefault(number, []).append(site)
    settled = {
        number: _settled(sentence, triggers[number], found) for number, found in linked.items()
    }
    _share(triggers, settled)
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


def _share(triggers: Sequence[Trigger], linked: dict[int, list[Place]]) -> None:
    """Gives a trigger with no place those of the nearest trigger of its kind in the sentence."""
    owners = sorted(linked)
    for number, trigger in enumerate(triggers):
        same = [n for n in owners if triggers[n].concept.kind == trigger.concept.kind]
        if number not in linked and same and not trigger.concept.placeless:
            nearest = min(same, key=lambda n: (abs(triggers[n].first - trigger.first), n))
            linked[number] = list(linked[nearest])


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


def _absorbed(sentence: Sentence, trigger: Trigger, site: Site) -> bool:
    """Whether another noun governs the place: "protested against the operation in X"."""
    absorbers = lexicon().absorbers
    return any(
        sentence.lower[i] in absorbers and not trigger.first <= i < trigger.last
        for i in range(max(0, site.first - 4), site.first)
    )


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


def most_specific(places: Sequence[Place]) -> tuple[Place, ...]:
    """Without the country or division that another of the same event's places lies in."""
    finer = {p.best.country for p in places if p.best and not p.best.feature.startswith("PCL")}
    divisions = {p.best.admin1 for p in places if p.best and p.best.feature != "ADM1"}
    return tuple(
        p for p in places
        if p.mention.kind == "phrase" or p.best is None
        or not (
            (p.best.feature.startswith("PCL") and p.best.country in finer)
            or (p.best.feature == "ADM1" and p.best.id in divisions)
        )
    )  # fmt: skip
