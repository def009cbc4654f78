"""Composed places: a border named by its two countries, or a side of one, in running text.

"the Belarus–Poland border", "borders with Poland and Ukraine" (whose, the sentence says), "western
regions along the border with Ukraine", "the border near Brest". Where whose border it is stays
open, or the two have no border, the phrase is kept with ``best`` None and the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geocode.gazetteer.protocol import Gazetteer
from geocode.places.wording.border_grammar import (
    DASHES,
    BorderPhrase,
    is_name,
    parse,
)
from geocode.places.wording.borders import (
    Owner,
    Pair,
    as_country,
    best_pair,
    between,
    border_entry,
    is_country,
    line_footprint,
    owners_of,
    side_footprint,
)
from geocode.places.wording.claims import (
    INFERRED,
    Claim,
    Found,
    are_countries,
    are_two_countries,
    claim_of,
    codes_of,
    divisions_named,
    infer,
)
from geocode.places.wording.coast_phrases import coast_phrases
from geocode.places.wording.composed import (
    Composed,
    Stage,
    countries_of,
    mention_of,
    neighbours_on,
    once,
    parts_of,
    places_of,
    stretch_near,
    sure,
)
from geocode.places.wording.distances import read_distance
from geocode.places.wording.footprints import country_borders
from geocode.places.wording.items import Item, read_cues, read_items
from geocode.places.wording.outlines import Footprint, border_id, km
from geocode.places.wording.part_borders import likeliest_part, part_border
from geocode.places.wording.stretches import divisions_along, own_side
from geocode.places.wording.triples import triple_phrase
from geocode.records import Candidate, Document, Entry, Mention, Relation, Span
from geocode.settings import Settings

_MOST_PARTS = 24
"""Parts of countries whose borders are drawn for one document: each takes up to a third of a
second."""
_WINDOW = 60
"""Items before and after the noun in which names are sought; bounds the work for each."""


def compose(
    document: Document,
    mentions: Sequence[Mention],
    ranked: Sequence[Sequence[Candidate]],
    gazetteer: Gazetteer,
    settings: Settings,
    *,
    sentences: Sequence[tuple[Item, ...]] | None = None,
    given: str | None = None,
) -> tuple[Composed, ...]:
    """The composed places of a document, in text order, shorter ones first.

    ``sentences`` are its items where they have been read already, with ``border_words``; ``given``
    is the alpha-2 code of the country whose borders are meant where the text does not say.
    """
    known = read_cues(document.language)
    stage = Stage(document, mentions, ranked, gazetteer, settings, known, given, {})
    found: dict[tuple[Span, str], Composed] = {}
    before: tuple[Item, ...] = ()
    if sentences is None:
        sentences = read_items(document, mentions, border_words(document.language))
    for raw in sentences:
        items = _names_apart(raw, stage)
        for one in (*_in_sentence(stage, items, before), *coast_phrases(stage, items)):
            key = (one.mention.span, one.best.id if one.best is not None else "")
            found.setdefault(key, one)
        before = items
    return tuple(found[key] for key in sorted(found))


def border_words(language: str) -> frozenset[str]:
    """Words by which a sentence without any mention may still name a border."""
    return read_cues(language).words["border_nouns"]


def _in_sentence(
    stage: Stage, items: tuple[Item, ...], before: tuple[Item, ...]
) -> Iterator[Composed]:
    words = stage.known.words
    nouns = words["border_nouns"] | words["border_bordering"]
    for at, item in enumerate(items):
        if item.word not in nouns and item.word not in words["border_triple_nouns"]:
            continue
        start = max(0, at - _WINDOW)
        near = items[start : at + _WINDOW]
        triple = triple_phrase(stage, near, at - start)
        if triple:
            yield from triple
            continue
        phrase = parse(near, at - start, stage.known) if item.word in nouns else None
        if phrase is not None:
            yield from _of_phrase(stage, _with_distance(stage, phrase, near, before))


def _with_distance(
    stage: Stage, phrase: BorderPhrase, items: tuple[Item, ...], before: tuple[Item, ...]
) -> Found:
    lead = phrase.first
    while lead > 0 and items[lead - 1].word in stage.known.words["articles"]:
        lead -= 1
    distance = None if phrase.side else read_distance(items, lead, stage.known)
    if distance is not None and distance.metres is not None:
        return Found(phrase, items, before[-_WINDOW:], distance)
    return Found(phrase, items, before[-_WINDOW:])


def _of_phrase(stage: Stage, found: Found) -> Iterator[Composed]:
    phrase, items = found.phrase, found.items
    if phrase.pair is not None:
        one, other = phrase.pair
        yield _between(stage, found, Claim(countries_of(stage, items[one])), other)
    elif phrase.partners and not (phrase.loose and not are_countries(stage, found)):
        yield from _with_partners(stage, found)
    elif phrase.owner is not None:
        yield from _alone(stage, found, phrase.owner)


def _with_partners(stage: Stage, found: Found) -> Iterator[Composed]:
    """One place for each country that the border is said to be with."""
    phrase, items = found.phrase, found.items
    if phrase.owner is not None:
        claim = claim_of(stage, found, phrase.owner)
        mine = {o.code for o in claim.owners[:1]}
        partners = [
            p for p in phrase.partners if not mine & codes_of(countries_of(stage, items[p])[:1])
        ]
    else:
        claim = infer(stage, found)
        partners = list(phrase.partners)
    if phrase.listed and not claim.owners and not any(items[p].people for p in partners):
        yield _between(stage, found, Claim(countries_of(stage, items[partners[0]])), partners[1])
        return
    for partner in partners:
        if claim.owners:
            yield _between(stage, found, claim, partner)
        elif phrase.listed:
            yield from _alone(stage, found, partner)
        else:
            yield _nowhere(stage, found, partner, "nothing says whose border it is")


def _alone(stage: Stage, found: Found, owner: int) -> Iterator[Composed]:
    """One country's border: with whom, the sentence may say; else all borders of it."""
    phrase, items = found.phrase, found.items
    mine = countries_of(stage, items[owner])
    others = [
        Claim((as_country(theirs[0], stage.gazetteer),), INFERRED, items[k])
        for k in range(phrase.noun)
        if is_name(items, k) and k != owner and k not in phrase.partners
        for theirs in [countries_of(stage, items[k])]
        if theirs and not codes_of(theirs[:1]) & codes_of(mine[:1])
    ]
    others = [claim for claim in others if best_pair(claim.owners, mine, stage.gazetteer)]
    if len({claim.owners[0].code for claim in others}) == 1 and not phrase.directions:
        yield _between(stage, found, others[-1], owner, how="with whom")
        return
    country = next((o for o in mine if is_country(o.entry)), None)
    if country is None:
        yield from _of_part(stage, found, owner)
        return
    ground = once(
        stage,
        (country.entry.id, "alone", *phrase.directions),
        lambda: country_borders(country.entry, phrase.directions, stage.gazetteer, stage.settings),
    )
    ground, near = _narrowed(stage, found, ground)
    best, why = _only_border(stage, country, ground)
    last = max(phrase.last, phrase.near) if near and phrase.near is not None else phrase.last
    yield Composed(
        mention=mention_of(stage, items, phrase.first, max(last, phrase.noun)),
        best=best if ground.geometry is not None else None,
        confidence=sure(country.weight),
        relation="border",
        footprint=ground,
        why=(why,),
        parts=parts_of(stage, items, (owner, phrase.near if near else None)),
        told=_told(found),
    )


def _of_part(stage: Stage, found: Found, owner: int) -> Iterator[Composed]:
    """The border of a division or region: "the Gaza border"; () where the name is no such."""
    phrase, items = found.phrase, found.items
    likeliest = likeliest_part(items[owner].text, places_of(stage, items[owner]), stage.gazetteer)
    if likeliest is None or phrase.side or phrase.directions:
        return
    part, weight = likeliest
    if part.id not in stage.borders:
        if len(stage.borders) >= _MOST_PARTS:
            return
        stage.borders[part.id] = part_border(part, stage.gazetteer, stage.settings)
    best, ground, why = stage.borders[part.id]
    ground, near = _narrowed(stage, found, ground)
    last = max(phrase.last, phrase.near) if near and phrase.near is not None else phrase.last
    yield Composed(
        mention=mention_of(stage, items, phrase.first, max(last, phrase.noun)),
        best=best if ground.geometry is not None else None,
        confidence=sure(weight) * INFERRED,
        relation="border",
        footprint=ground,
        why=(why,),
        parts=parts_of(stage, items, (owner, phrase.near if near else None)),
        told=_told(found),
    )


def _only_border(stage: Stage, country: Owner, ground: Footprint) -> tuple[Entry, str]:
    """The border that is meant, where only one of the country's lies there; else the country."""
    around = stage.gazetteer.neighbours(country.code)
    reached = around
    if ground.geometry is not None and len(around) > 1:
        reached = neighbours_on(stage, country.code, ground.geometry)
    if len(reached) == 1:
        entry = stage.gazetteer.entry(border_id(country.code, reached[0]))
        other = stage.gazetteer.country(reached[0])
        if entry is not None and other is not None:
            which = "its only neighbour" if len(around) == 1 else "the only neighbour there"
            return entry, f"{other.name} is {which}"
    return country.entry, "nothing says with whom"


def _between(
    stage: Stage, found: Found, claim: Claim, partner: int, *, how: str = "whose border it is"
) -> Composed:
    """The border, or one side of it, of the likeliest two neighbours that the names can mean."""
    phrase, items = found.phrase, found.items
    pair = best_pair(claim.owners, countries_of(stage, items[partner]), stage.gazetteer)
    inner = (
        None if are_two_countries(stage, found, pair) else divisions_named(stage, found, partner)
    )
    pair = inner or pair
    if pair is None:
        names = [o.entry.name for o in claim.owners[:1]] or [items[phrase.first].text]
        why = f"{names[0]} and {items[partner].text} have no land border"
        return _nowhere(stage, found, partner, why)
    key = (
        pair.one.entry.id, pair.other.entry.id, str(phrase.side), str(phrase.divisions),
        *phrase.side_directions,
    )  # fmt: skip
    ground = once(stage, key, lambda: _ground(stage, phrase, pair, within=inner is not None))
    near = False
    best: Entry | None = pair.one.entry
    relation: Relation = "along"
    if not phrase.side:
        ground, near = _narrowed(stage, found, ground)
        inside = pair.other if is_country(pair.one.entry) else pair.one
        best = inside.entry if inner else border_entry(pair, stage.gazetteer)
        relation = "border"
    why = [f"{pair.one.entry.name} and {pair.other.entry.name} are neighbours"]
    if claim.source is not None:
        why.append(f"‘{claim.source.text}’ in the text says {how}")
    end = max(_end(phrase, partner), phrase.near or 0) if near else _end(phrase, partner)
    parts = (*(phrase.pair or ()), phrase.owner, partner, phrase.near if near else None)
    return Composed(
        mention=mention_of(stage, items, phrase.first, max(end, phrase.noun)),
        best=best if ground.geometry is not None else None,
        confidence=sure(pair.weight) * claim.factor,
        relation=relation,
        footprint=ground,
        why=tuple(why),
        parts=parts_of(stage, items, parts),
        told=_told(found, claim),
    )


def _ground(stage: Stage, phrase: BorderPhrase, pair: Pair, *, within: bool) -> Footprint:
    """The line of two, or what of the first one lies along it."""
    gazetteer, settings = stage.gazetteer, stage.settings
    if phrase.own_side:
        return own_side(pair, gazetteer, settings)
    if phrase.side and phrase.divisions:
        return divisions_along(pair, phrase.side_directions, gazetteer)
    if phrase.side:
        return side_footprint(pair, phrase.side_directions, gazetteer)
    if not within:
        return line_footprint(pair, gazetteer, settings)
    line = between(pair.one.entry, pair.other.entry, gazetteer)
    band = f"the line they share as drawn, {km(settings.border_band_m)} either way"
    return Footprint(line, settings.border_band_m if line is not None else None, (band,))


def _narrowed(stage: Stage, found: Found, ground: Footprint) -> tuple[Footprint, bool]:
    """The border near what is named after it, and as far off as is said before it."""
    phrase, near = found.phrase, False
    if phrase.near is not None and ground.geometry is not None:
        stretch = stretch_near(stage, ground.geometry, found.items[phrase.near])
        if stretch is not None:
            near = True
            why = (*ground.why, stretch[2])
            ground = Footprint(stretch[0], ground.precision_m, why)
    if found.distance is not None and ground.precision_m is not None:
        wide_m = max(ground.precision_m, found.distance.outer_m)
        why = (*ground.why, f"‘{found.distance.cue}’ it: {km(wide_m)} either way")
        ground = Footprint(ground.geometry, wide_m, why)
    return ground, near


def _told(found: Found, claim: Claim | None = None) -> tuple[Span, ...]:
    """Where the sentence says whose border it is, and how far from it."""
    out: list[Span] = []
    if claim is not None and claim.source is not None:
        out.append(claim.source.span)
    if found.distance is not None:
        start = found.items[found.distance.first].span.start
        out.append(Span(start, found.items[found.phrase.first].span.start))
    return tuple(out)


def _nowhere(stage: Stage, found: Found, partner: int, why: str) -> Composed:
    """A phrase that places nothing, with the reason."""
    phrase = found.phrase
    end = max(_end(phrase, partner), phrase.noun)
    return Composed(
        mention=mention_of(stage, found.items, phrase.first, end),
        best=None,
        confidence=0.0,
        relation="along" if phrase.side else "border",
        footprint=Footprint(None, None),
        why=(why,),
        parts=parts_of(stage, found.items, (*(phrase.pair or ()), phrase.owner, partner)),
    )


def _end(phrase: BorderPhrase, partner: int) -> int:
    return max(partner, phrase.noun) if phrase.partners else phrase.last


def _names_apart(items: tuple[Item, ...], stage: Stage) -> tuple[Item, ...]:
    """The items with "Polish-Belarusian" taken apart, and every demonym made a name."""
    out: list[Item] = []
    for item in items:
        if item.mention is None and not item.text[:1].isupper():
            out.append(item)
            continue
        halves = _halves(item)
        if len(halves) > 1 and all(_known(half, stage) for half in (halves[0], halves[-1])):
            out += halves
        elif item.mention is None and stage.gazetteer.demonym(item.text):
            out.append(replace(item, word="", people=True))
        else:
            out.append(item)
    return tuple(out)


def _known(item: Item, stage: Stage) -> bool:
    return bool(owners_of(item.text, (), stage.gazetteer))


def _halves(item: Item) -> tuple[Item, ...]:
    cuts = [n for n, c in enumerate(item.text) if c in DASHES]
    if len(cuts) != 1 or not 0 < cuts[0] < len(item.text) - 1:
        return (item,)
    cut, start, text = cuts[0], item.span.start, item.text
    return (
        Item(Span(start, start + cut), text[:cut], "", item.mention, people=item.people),
        Item(Span(start + cut, start + cut + 1), text[cut], text[cut], None),
        Item(
            Span(start + cut + 1, item.span.end),
            text[cut + 1 :],
            "",
            item.mention,
            people=item.people,
        ),
    )
