"""Queries with words around their names: "near Kyiv", "between Homs and Hama", a border."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geocode import geometry
from geocode.places.queries.containment import inside
from geocode.places.queries.names import Query, candidates_for, cue_words, places_for, read_query
from geocode.places.queries.shares import of_class, rescaled, shared_out
from geocode.places.wording.corridors import corridor
from geocode.places.wording.items import (
    Cues,
    Item,
    has_article,
    lead_start,
    read_cues,
    read_items,
    word_at,
)
from geocode.places.wording.outlines import has_banks, waters_called
from geocode.places.wording.phrases import Composed, compose
from geocode.places.wording.relations import Wording, describe
from geocode.places.wording.short_names import spelt_out
from geocode.places.wording.stretches import near_place
from geocode.records import Candidate, Document, Mention, Place, Span

_PAIRS = 4
"""Bearers of either name that are tried for "between A and B"."""
_APART_M = 300_000.0
"""Two places this far apart are about a third as likely to be named together as two neighbours."""


def worded(asked: Query) -> tuple[Place, ...]:
    """Places for a query with words around its names."""
    document, mentions = read_query(asked)
    all_items = read_items(document, mentions)
    if not mentions or len(all_items) != 1:
        return ()
    items = all_items[0]
    ranked = _ranked(asked, mentions, items)
    composed = _composed(asked, document, mentions, items)
    if composed is not None:
        return composed
    two = _between(asked, mentions, ranked, items)
    return _of_one(asked, mentions, ranked, items) if two is None else two


def _ranked(
    asked: Query, mentions: Sequence[Mention], items: Sequence[Item]
) -> list[tuple[Candidate, ...]]:
    """Candidates for each name, with what an article before it says."""
    known = read_cues("en")
    then = known.words["article_then_asked"]
    the = {item.mention for k, item in enumerate(items) if has_article(items, k, known, then=then)}
    ranked = [candidates_for(asked, m.surface, article=n in the) for n, m in enumerate(mentions)]
    return [tuple(c) for c in spelt_out(asked.text, mentions, ranked, asked.gazetteer)]


def _of_one(
    asked: Query,
    mentions: Sequence[Mention],
    ranked: list[tuple[Candidate, ...]],
    items: Sequence[Item],
) -> tuple[Place, ...]:
    """Places for a wording of one name, and what that lies in or near: "near Yelsk, Belarus"."""
    known = read_cues("en")
    first = describe(items, "en")[0]
    if first.sense == "bank":
        ranked[0] = _that_have_banks(asked, ranked[0], mentions[0].surface)
    near = _near_after(items, first, known)
    last = first.last if near is None else near
    if first.relation == "in":
        return _plain(asked, mentions, ranked, items)
    if first.relation == "between" or not _all_read(items, first.first, last, known):
        return ()
    head, outer = mentions[0], mentions[1:]
    if near is not None:
        outer = tuple(m for m in outer if m.span != items[near].span)
        return _stretch(asked, ranked, items, first, near)
    candidates = inside(asked, ranked[0], [m.surface for m in outer]) if outer else ranked[0]
    return places_for(asked, candidates, head.surface, head.span, first)


def _plain(
    asked: Query,
    mentions: Sequence[Mention],
    ranked: Sequence[tuple[Candidate, ...]],
    items: Sequence[Item],
) -> tuple[Place, ...]:
    """Places for "in the city of X", "X, Y" with words of class, "X Y" with nothing between."""
    known = read_cues("en")
    if all(word.lower() in cue_words("en") for word in mentions[0].surface.split()):
        return ()  # "the island" is no name
    k = next(n for n, item in enumerate(items) if item.mention is not None)
    lead = lead_start(items, k, known)
    if any(item.word not in known.words["lead_words"] for item in items[:lead]):
        return ()
    free = {",", *known.words["articles"], *known.words["lead_words"]}
    if any(item.word and item.word not in free for item in items[k + 1 :]):
        return ()
    nouns = [item.word for item in items[lead:k] if item.word in known.words["lead_nouns"]]
    candidates = of_class(ranked[0], nouns[-1]) if nouns else ranked[0]
    outer = [m.surface for m in mentions[1:]]
    candidates = inside(asked, candidates, outer) if outer else candidates
    if "," not in asked.text:
        asked.notes.clear()  # "London Bridge" was hardly meant to lie in Bridge
    return places_for(asked, candidates, mentions[0].surface, mentions[0].span, Wording())


def _that_have_banks(
    asked: Query, candidates: Sequence[Candidate], surface: str
) -> tuple[Candidate, ...]:
    """Candidates that are waters or lines: "along the Dnipro" is not along the town."""
    kept = tuple(c for c in candidates if has_banks(c.entry))
    if candidates and not kept:
        kept = shared_out(waters_called(surface, asked.gazetteer), surface)
    if not kept:
        asked.notes.append(f"no water or line called {surface} is known")
    return rescaled(kept)


def _composed(
    asked: Query, document: Document, mentions: Sequence[Mention], items: Sequence[Item]
) -> tuple[Place, ...] | None:
    """Places for a border, a tri-point, a coast of two names; None where there is none of these."""
    everywhere = replace(asked, countries=frozenset())
    ranked = tuple(
        spelt_out(
            asked.text,
            mentions,
            [candidates_for(everywhere, m.surface) for m in mentions],
            asked.gazetteer,
        )
    )
    given = next(iter(asked.countries)) if len(asked.countries) == 1 else None
    found = compose(document, mentions, ranked, asked.gazetteer, asked.settings, given=given)
    if not found:
        return None
    asked.notes.extend(why for one in found if one.best is None for why in one.why)
    asked.notes.extend(why for one in found if one.best is None for why in one.footprint.why)
    if not _all_told(items, found, read_cues(document.language)):
        asked.notes.append(f"not all of it can be said of ‘{found[0].mention.surface}’")
        return ()
    return tuple(
        Place(
            one.mention, one.best, (), one.confidence, one.relation, "site",
            one.footprint.geometry, one.footprint.precision_m,
            (*one.why, *one.footprint.why), one.parts,
        )
        for one in found
        if one.best is not None
    )[: asked.limit]  # fmt: skip


def _all_told(items: Sequence[Item], found: Sequence[Composed], known: Cues) -> bool:
    """Whether every word of the query belongs to a phrase, or says no more than "at" it."""
    spans = [one.mention.span for one in found]
    spans += [span for one in found for span in one.told]
    free = known.words["border_along"] | known.words["lead_words"] | known.words["articles"]
    free = free | known.words["part_kinds"] | known.words["border_divisions"]
    free = free | {"close", "to", "next", "from", "the"}
    return all(
        item.word in free or any(s.start <= item.span.start < s.end for s in spans)
        for item in items
    )


def _between(
    asked: Query,
    mentions: Sequence[Mention],
    ranked: Sequence[Sequence[Candidate]],
    items: Sequence[Item],
) -> tuple[Place, ...] | None:
    """Places for "(midway) between X and Y"; None where the query does not say so."""
    known = read_cues("en")
    at = next((n for n, item in enumerate(items) if item.word == "between"), None)
    if at is None or len(mentions) < 2:  # noqa: PLR2004 - two ends
        return None
    before = [item.word for item in items[:at]]
    allowed = known.words["between_nouns"] | known.words["articles"] | known.words["lead_words"]
    names = [n for n in range(at + 1, len(items)) if items[n].mention is not None]
    joins = [n for n in range(at + 1, len(items)) if items[n].word == "and"]
    plain = {"and", ",", "of", *known.words["articles"], *known.words["lead_nouns"]}
    if not set(before) <= allowed | {"of"} or len(joins) != 1:
        return ()
    if any(items[n].word and items[n].word not in plain for n in range(at + 1, len(items))):
        return ()
    ends = [[n for n in names if n < joins[0]], [n for n in names if n > joins[0]]]
    if not all(ends):
        return ()
    sides: list[tuple[Candidate, ...]] = []
    for side in ends:
        numbers = [number for n in side if (number := items[n].mention) is not None]
        outer = [mentions[number].surface for number in numbers[1:]]
        one = tuple(ranked[numbers[0]])
        sides.append(inside(asked, one, outer) if outer else one)
    span = Span(items[0].span.start, items[-1].span.end)
    mention = Mention("", span, span.of(asked.text), "phrase")
    parts = tuple(mentions[n].span for n in range(len(mentions)))
    midway = bool(set(before) & known.words["between_middle"])
    return _corridors(asked, mention, sides, parts, midway=midway)


def _corridors(
    asked: Query,
    mention: Mention,
    sides: Sequence[Sequence[Candidate]],
    parts: tuple[Span, ...],
    *,
    midway: bool,
) -> tuple[Place, ...]:
    """The corridors of all pairs, likeliest first: well known ends that lie close together."""
    pairs = {
        (a.entry.id, b.entry.id): (a, b)
        for a in sides[0][:_PAIRS]
        for b in sides[1][:_PAIRS]
        if a.entry.id != b.entry.id
    }
    weights: dict[tuple[str, str], float] = {}
    for key, (a, b) in pairs.items():
        away_m = geometry.distance_m(a.entry.lon, a.entry.lat, b.entry.lon, b.entry.lat)
        weights[key] = a.score * b.score / (1.0 + (away_m / _APART_M) ** 2)
    total = sum(weights.values())
    out: list[Place] = []
    for key in sorted(weights, key=lambda k: (-weights[k], k)):
        one, other = pairs[key]
        ground = corridor(one.entry, other.entry, asked.gazetteer, midway=midway)
        if ground.geometry is None:
            asked.notes.extend(ground.why)
            if not out:
                return ()
            continue
        told = f"{one.entry.name} and {other.entry.name} are the likeliest two so called"
        why = () if out else (told,)
        out.append(
            Place(
                mention, one.entry, (), weights[key] / total, "between", "site",
                ground.geometry, ground.precision_m, (*why, *ground.why), parts,
            )
        )  # fmt: skip
    return tuple(out)[: asked.limit]


def _near_after(items: Sequence[Item], first: Wording, known: Cues) -> int | None:
    """The name behind "near" after a coast or a bank: "along the Dnipro near Kherson"."""
    if first.sense not in {"coast", "bank", "off"}:
        return None
    k = first.last + 1
    if word_at(items, k) != "near":
        return None
    k += 1
    while word_at(items, k) in known.words["articles"]:
        k += 1
    return k if k == len(items) - 1 and items[k].mention is not None else None


def _stretch(
    asked: Query,
    ranked: Sequence[Sequence[Candidate]],
    items: Sequence[Item],
    wording: Wording,
    near: int,
) -> tuple[Place, ...]:
    """The stretch of a coast or bank near a place; () where that is not near it."""
    number = items[near].mention
    wholes = places_for(asked, ranked[0], items[wording.last].text, items[0].span, wording)
    for whole in wholes[:1]:
        if number is None or whole.geometry is None:
            continue
        around = [(c.entry, c.score) for c in ranked[number]]
        found = near_place(whole.geometry, around, asked.gazetteer)
        if found is None:
            asked.notes.append(f"{items[near].text} is not near it")
            continue
        span = Span(items[0].span.start, items[near].span.end)
        mention = Mention("", span, span.of(asked.text), "phrase")
        parts = (whole.mention.span, items[near].span)
        return (
            replace(
                whole, mention=mention, geometry=found[0], why=(*whole.why, found[2]), parts=parts
            ),
        )
    return ()


def _all_read(items: Sequence[Item], first: int, last: int, known: Cues) -> bool:
    """Whether all words outside of the wording are names, commas, or say no more than "in"."""
    free = {",", *known.words["articles"], *known.words["lead_words"]}
    return all(
        not item.word or item.word in free for k, item in enumerate(items) if not first <= k <= last
    )
