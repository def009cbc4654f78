"""Which place and which date of a sentence belong to which trigger, by clause and distance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from geocode.events.lexicon import lexicon
from geocode.events.triggers import Trigger
from geocode.places.clauses import Sentence
from geocode.places.nounphrases import role_cues
from geocode.records import DateMention, Place, Span, Status, TimeSpan

# Costs are in words. Source: chosen by trying a few values of each on every eighth sentence of
# Halterman's set (from the 2nd), and apart from the limit flat there; see benchmarks/events.py.
_CLAUSE_COST = 4.0
_BEFORE_COST = 7.0
_LEAD_IN_COST = 3.0
_BETWEEN_COST = 3.0
_SHARE_MARGIN = 3.0
_SPOKEN_COST = 8.0
_ABSORBED_COST = 14.0
_MAX_COST = 20.0
_PLACELESS_GAP = 2
_LEAD_IN_WORDS = 7

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
    for place in places:
        span = place.mention.span
        if place.geometry is None or place.role not in {"site", "destination", "origin"}:
            continue
        inside = any(outer != span and outer.contains(span) for outer in phrases)
        if place.mention.kind != "phrase" and inside:
            continue
        first, last = sentence.words_of(span)
        if _too_wide(place) and not _country_is_governed(sentence, first, place):
            continue
        out.append(Site(place, first, last))
    return tuple(out)


def _too_wide(place: Place) -> bool:
    if place.relation in {"border", "part", "along", "between"}:
        return False
    feature = place.best.feature if place.best else ""
    return feature.startswith("PCL") or feature in {"CONT", "TERR"}


def _country_is_governed(sentence: Sentence, first: int, place: Place) -> bool:
    if place.best is not None and place.best.feature == "CONT":
        return False
    window = sentence.lower[max(0, first - 6) : first]
    if window and window[-1] in {"hit", "struck", "hits", "strikes", "rocked", "jolted", "shook"}:
        return True  # "an earthquake struck X": the country is all that is said
    if place.mention.kind == "phrase":
        window = (*window, *sentence.lower[first : first + 2])
    return any(word in _COUNTRY_PREPOSITIONS for word in window)


def link_places(
    sentence: Sentence, triggers: Sequence[Trigger], sites: Sequence[Site]
) -> dict[int, tuple[Place, ...]]:
    """For each trigger (by position in ``triggers``) the places where it tells something is.

    A place goes to its cheapest trigger and to those nearly as cheap: "in X, a blast killed two".
    """
    linked: dict[int, list[Place]] = {}
    for site in sites:
        costs = {
            number: cost
            for number, trigger in enumerate(triggers)
            if (cost := _cost(sentence, trigger, site, triggers)) is not None
        }
        if not costs:
            continue
        best = min(costs.values())
        for number, cost in costs.items():
            if cost <= min(best + _SHARE_MARGIN, _MAX_COST):
                linked.setdefault(number, []).append(_as_site(site.place))
    _share(triggers, linked)
    return {number: _most_specific(places) for number, places in linked.items()}


def _share(triggers: Sequence[Trigger], linked: dict[int, list[Place]]) -> None:
    """Gives a trigger with no place those of the nearest trigger of its kind in the sentence."""
    owners = sorted(linked)
    for number, trigger in enumerate(triggers):
        same = [n for n in owners if triggers[n].concept.kind == trigger.concept.kind]
        if number not in linked and same and not trigger.concept.placeless:
            nearest = min(same, key=lambda n: (abs(triggers[n].first - trigger.first), n))
            linked[number] = list(linked[nearest])


def _as_site(place: Place) -> Place:
    if place.role == "site":
        return place
    moved = "what moves is moved to here" if place.role == "destination" else "this is what is left"
    return replace(place, role="site", why=(*place.why, moved))


def _cost(
    sentence: Sentence, trigger: Trigger, site: Site, triggers: Sequence[Trigger]
) -> float | None:
    """Words between trigger and place, with what makes a link less likely added; None: never."""
    apart = abs(sentence.clause[site.first] - sentence.clause[trigger.first])
    if _belongs_elsewhere(sentence, trigger, site, apart):
        return None
    after = site.first >= trigger.last
    gap = site.first - trigger.last if after else trigger.first - site.last
    if trigger.concept.placeless:
        return float(gap) if after and gap <= _PLACELESS_GAP else None
    if _leads_in(sentence, site) and not after:
        spoken = any(w in lexicon().speech for w in sentence.lower[site.last : trigger.first])
        verbal = any(t.concept.placeless and t.first < trigger.first for t in triggers)
        return None if spoken or verbal else _LEAD_IN_COST + apart
    low, high = sorted((site.first, trigger.first))
    between = sum(low < other.first < high for other in triggers if not other.concept.placeless)
    cost = gap + apart * _CLAUSE_COST + between * _BETWEEN_COST
    cost += _ABSORBED_COST * _absorbed(sentence, trigger, site)
    return cost + (0.0 if after else _BEFORE_COST)


def _belongs_elsewhere(sentence: Sentence, trigger: Trigger, site: Site, apart: int) -> bool:
    """Whether a place is where something else goes to, comes from or is a visitor of."""
    role = site.place.role
    if sentence.word(site.first - 1) in _visits() and trigger.lemma != "visit":
        return True
    if role == "destination":
        return apart > 0 or not _takes_destination(trigger)
    return role == "origin" and (apart > 0 or not trigger.concept.departs)


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
    return trigger.concept.moves or trigger.lemma in {
        "fire", "launch", "missile", "rocket", "visit", "arrive", "state visit", "official visit",
    }  # fmt: skip


def _leads_in(sentence: Sentence, site: Site) -> bool:
    """Whether it stands in an opening "In X, …", which is said of the whole sentence."""
    if site.first > _LEAD_IN_WORDS:
        return False
    if any(word in {"after", "when", "while"} for word in sentence.lower[: site.first]):
        return False
    opens = sentence.word(0) in {"in", "at", "near", "outside", "across", "on", "elsewhere"}
    return opens and "," in sentence.lower[site.last : site.last + 6]


def _most_specific(places: Sequence[Place]) -> tuple[Place, ...]:
    """Without the country or division that another of the same trigger's places lies in."""
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


def link_dates(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    *,
    language: str = "en",
) -> dict[int, DateMention]:
    """For each trigger (by position) its date; "said on Monday" dates only the saying."""
    owned: dict[int, tuple[float, DateMention]] = {}
    shared: list[tuple[float, DateMention]] = []
    for dated in dates:
        first, last = sentence.words_of(dated.span)
        costs = {n: _date_cost(sentence, t, first, last) for n, t in enumerate(triggers)}
        owner = min(costs, key=lambda n: (costs[n], n)) if costs else None
        speech = _said_then(sentence, first, last, language)
        if speech is not None:
            owner = next((n for n, t in enumerate(triggers) if t.first <= speech < t.last), None)
            if owner is None:
                continue
        if owner is None:
            continue
        cost = costs[owner]
        if owner not in owned or cost < owned[owner][0]:
            owned[owner] = (cost, dated)
        if not triggers[owner].concept.placeless:
            shared.append((cost, dated))
    out = {number: dated for number, (_, dated) in owned.items()}
    _date_sayings(sentence, triggers, dates, out)
    if shared:
        nearest = min(shared, key=lambda item: item[0])[1]
        for number, trigger in enumerate(triggers):
            if number not in out and not trigger.concept.placeless:
                out[number] = nearest
    return out


def _date_sayings(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    out: dict[int, DateMention],
) -> None:
    """Gives a saying without a date the first of its own clause: "announced a vote on Monday"."""
    for number, trigger in enumerate(triggers):
        if number in out or not trigger.concept.placeless:
            continue
        for dated in dates:
            first, _ = sentence.words_of(dated.span)
            here = first < len(sentence.clause)
            if here and sentence.clause[first] == sentence.clause[trigger.first]:
                out[number] = dated
                break


def _date_cost(sentence: Sentence, trigger: Trigger, first: int, last: int) -> float:
    after = first >= trigger.last
    gap = first - trigger.last if after else trigger.first - last
    apart = abs(
        sentence.clause[min(first, len(sentence.clause) - 1)] - sentence.clause[trigger.first]
    )
    said = _SPOKEN_COST if trigger.concept.placeless and gap > 1 else 0.0
    return max(gap, 0) + apart * _CLAUSE_COST + said


def _said_then(sentence: Sentence, first: int, last: int, language: str) -> int | None:
    """Index of the verb of saying that a date stands right behind or right before, if any."""
    speech = lexicon(language).speech
    skip = {"on", "earlier", "late", "early", "in", "a", ",", "had", "has", "also", "statement"}
    index = first - 1
    while index >= 0 and first - index <= 4 and sentence.word(index) in skip - {","}:  # noqa: PLR2004
        index -= 1
    if sentence.word(index) in speech:
        return index
    index = last
    while index < last + 3 and sentence.word(index) in skip:
        index += 1
    return index if sentence.word(index) in speech else None


def default_when(status: Status, published_span: TimeSpan | None) -> TimeSpan | None:
    """What may be said of a time nobody states: on or before publication, or after it if planned.

    None where the day of publication is unknown, for background, and for what did not happen.
    """
    if published_span is None or status in {"background", "hypothetical", "denied"}:
        return None
    day = published_span.latest
    if status == "planned":
        return TimeSpan(day, None, "open", "dateline_default")
    if status == "ongoing":
        return TimeSpan(day, day, "open", "dateline_default")
    return TimeSpan(None, day, "open", "dateline_default")


def date_span(dated: DateMention | None) -> Span | None:
    """The words that say when, or None."""
    return dated.span if dated is not None else None
