"""Which place of a sentence belongs to which trigger: rules propose, what was learnt disposes.

The rules know roles and movement and stay close to the words; the learned likelihoods know how news
is written. A link of the rules stays unless it is unlikely, a place of no role comes in only where
it is very likely: a wrong mark is dearer than a missed one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from geocode.events.linking.elsewhere import Beside, is_elsewhere, read_beside
from geocode.events.linking.learned import MOST_PAIRS, likelihoods
from geocode.events.linking.names import Name, read_names
from geocode.events.linking.rules import follows, link_by_rules
from geocode.events.linking.sites import Site, can_be_a_mark, candidate_sites, most_specific
from geocode.events.triggers import Trigger
from geocode.places.roles.clauses import Sentence
from geocode.records import REFERRING, Place, Span

__all__ = ["Chances", "Links", "candidate_sites", "link_places", "most_specific"]

Chances: TypeAlias = Mapping[Span, float]
"""How likely each name of a sentence is where something told in it was, by the name's span; 0
where the words say that it was elsewhere."""

_AT_HOME = frozenset({"ASSAULT", "PROTEST"})
"""Kinds of event that what was learnt from tells of."""
DOUBT = 0.05
"""Below it a link of the rules to a verb at home is dropped. Source: on the parts learnt from, held
out, precision of the rules rises by .05 and recall falls by .002. Away from home (floods, storms,
troops on the move) nothing is dropped: our own reports would only lose what is right."""
_LIKELY, _BESIDE = 0.6, 0.3
"""Beside a name as likely as the first, a link of the rules must be as likely as the
second: as above, precision rises by .03 more and recall falls by .005."""
SURE = {True: 0.8, False: 0.9}
"""From it on a place that the rules leave aside is linked: as above, 90 and 93 in 100 are right."""
_AS_SITE = 0.65
"""The same for a verb at home and a name that is a site by its own words, which the rules gave to
something else. Source: set by hand; our own reports lose nothing by it, and on the parts learnt
from precision rises by .01 and recall by .04."""
_OPEN_ROLES = frozenset({"background", "target", "site"})


@dataclass(frozen=True, slots=True)
class Links:
    """What one sentence says of where its triggers' events were, by position of the trigger."""

    places: dict[int, tuple[Place, ...]]
    """Each linked one has a geometry and the role ``site``, and says why."""
    chances: tuple[Chances, ...]


def link_places(sentence: Sentence, triggers: Sequence[Trigger], places: Sequence[Place]) -> Links:
    """The places where each trigger tells something is; ``places``: all of the sentence's."""
    if not any(place.mention.kind in REFERRING or place.geometry is not None for place in places):
        return Links({}, tuple({} for _ in triggers))
    sites = candidate_sites(sentence, places)
    beside = read_beside(sentence, triggers)
    ruled = link_by_rules(sentence, triggers, sites, beside)
    names = read_names(sentence, places)
    judged = likelihoods(sentence, names, [(t.first, t.last) for t in triggers])
    away = _told_elsewhere(sentence, triggers, places, beside)
    linked: dict[int, tuple[Place, ...]] = {}
    for number, trigger in enumerate(triggers):
        chances = judged[number]
        kept = [
            place
            for place in ruled.get(number, ())
            if not _is_plain(place, places) or _is_credible(place, chances, trigger)
        ]
        here = {place.mention.span for place in kept}
        more = _also(sentence, trigger, places, chances)
        both = [*kept, *(place for place in more if place.mention.span not in here)]
        own = most_specific([place for place in both if place.mention.span not in away[number]])
        if number - 1 in linked and follows(sentence, trigger, sites):
            own = linked[number - 1]  # ", killing two" is where what killed them was
        if own:
            linked[number] = own
    thought = ({name.span: chance for name, chance in found.items()} for found in judged)
    return Links(linked, tuple({**t, **a} for t, a in zip(thought, away, strict=True)))


def _told_elsewhere(
    sentence: Sentence, triggers: Sequence[Trigger], places: Sequence[Place], beside: Beside
) -> tuple[Chances, ...]:
    """For each trigger, the names where the words say that something else was: no chance each.

    In a list or a table, which has too many of both, nothing is said.
    """
    if len(triggers) * len(places) > MOST_PAIRS:
        return tuple({} for _ in triggers)
    sites = [Site(place, *sentence.words_of(place.mention.span)) for place in places]
    return tuple(
        {s.place.mention.span: 0.0 for s in sites if is_elsewhere(sentence, t, s, beside)}
        for t in triggers
    )


def _is_at_home(trigger: Trigger) -> bool:
    return trigger.part == "verb" and trigger.concept.kind in _AT_HOME


def _is_credible(place: Place, chances: Mapping[Name, float], trigger: Trigger) -> bool:
    """Whether a place that the rules link is likely enough to stay."""
    span, chance = place.mention.span, likelihood(place, chances)
    if chance is None or not _is_at_home(trigger):
        return True
    divided = place.best is not None and place.best.feature == "ADM1"
    rivals = (
        other
        for name, other in chances.items()
        if not name.span.overlaps(span)
        and not name.feature.startswith("PCL")
        and not (divided and not name.feature)
    )  # a country may hold the place, and a division a name nobody knows: neither takes anything
    return chance >= (_BESIDE if max(rivals, default=0.0) >= _LIKELY else DOUBT)


def _is_plain(place: Place, places: Sequence[Place]) -> bool:
    """Whether it is a name that is a site by its own words.

    Composed places, ends of movements and what stands in for another are beyond what was learnt.
    """
    return place.mention.kind in REFERRING and any(place is given for given in places)


def likelihood(place: Place, chances: Mapping[Name, float]) -> float | None:
    """The likelihood of a place; of a composed one that of the likeliest name in it.

    None where no name of it was judged: then nothing speaks for or against it.
    """
    spans = {place.mention.span, *place.parts}
    return max((chance for name, chance in chances.items() if name.span in spans), default=None)


def _also(
    sentence: Sentence,
    trigger: Trigger,
    places: Sequence[Place],
    chances: Mapping[Name, float],
) -> list[Place]:
    """Places that no rule links to a verb and that are surely where it happened."""
    if trigger.part != "verb" or trigger.concept.placeless or trigger.concept.kind == "STATEMENT":
        return []
    phrases = [p.mention.span for p in places if p.mention.kind == "phrase"]
    out: list[Place] = []
    for place in places:
        chance = likelihood(place, chances)
        if chance is None or chance < _least(trigger, place):
            continue
        if place.mention.kind not in REFERRING or place.geometry is None:
            continue
        if place.role not in _OPEN_ROLES or any(s.contains(place.mention.span) for s in phrases):
            continue
        if can_be_a_mark(sentence, place):
            why = f"stands as places of “{trigger.lemma}” stand in news (likelihood {chance:.2f})"
            out.append(replace(place, role="site", why=(*place.why, why)))
    return out


def _least(trigger: Trigger, place: Place) -> float:
    """The likelihood from which on a place that no rule gives is a trigger's."""
    at_home = _is_at_home(trigger)
    return _AS_SITE if at_home and place.role == "site" else SURE[at_home]
