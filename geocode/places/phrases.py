"""Composed places: a border named by its two countries, or a side of one, in running text.

"the Belarus–Poland border", "borders with Poland and Ukraine" (whose, the sentence says), "western
regions along the border with Ukraine". Where whose border it is stays open, or the two have no
border, the phrase is kept with ``best`` None and the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geocode.gazetteer.protocol import Gazetteer
from geocode.places.border_grammar import (
    DASHES,
    BorderPhrase,
    is_name,
    parse,
    standing,
    subjects,
)
from geocode.places.borders import (
    Owner,
    as_country,
    best_pair,
    border_entry,
    is_country,
    line_footprint,
    owners_of,
    side_footprint,
)
from geocode.places.footprints import Footprint, country_borders
from geocode.places.relations import Cues, Item, read_cues, read_items
from geocode.records import Candidate, Document, Entry, Mention, Relation, Span
from geocode.settings import Settings

_INFERRED = 0.85
"""Factor on confidence where the sentence, not the phrase, says whose border it is."""
_BEFORE = 0.7
"""The same where only the sentence before says it."""
_WINDOW = 60
"""Items before and after the noun in which names are sought; bounds the work for each."""
_NEIGHBOURS = 0.4
"""Share of the doubt in two names that stays once they prove to be neighbours."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed place before its role is known."""

    mention: Mention
    best: Entry | None
    confidence: float
    relation: Relation
    footprint: Footprint
    why: tuple[str, ...]
    parts: tuple[Span, ...]
    """Spans of the mentions that are its components, in text order."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """One document and what is known of its names."""

    document: Document
    mentions: Sequence[Mention]
    ranked: Sequence[Sequence[Candidate]]
    gazetteer: Gazetteer
    settings: Settings
    known: Cues
    grounds: dict[tuple[str, ...], Footprint]
    """Footprints made so far, so that a border named often is measured once."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A border phrase in its sentence; ``before`` are the items of the sentence before it."""

    phrase: BorderPhrase
    items: tuple[Item, ...]
    before: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    """Who may own a border, how far that may be believed, and the name that says so."""

    owners: tuple[Owner, ...]
    factor: float = 1.0
    source: Item | None = None


def compose(
    document: Document,
    mentions: Sequence[Mention],
    ranked: Sequence[Sequence[Candidate]],
    gazetteer: Gazetteer,
    settings: Settings,
    *,
    sentences: Sequence[tuple[Item, ...]] | None = None,
) -> tuple[Composed, ...]:
    """The composed places of a document, in text order, shorter ones first.

    ``sentences`` are its items where they have been read already, with ``border_words``.
    """
    known = read_cues(document.language)
    scene = _Scene(document, mentions, ranked, gazetteer, settings, known, {})
    found: dict[tuple[Span, str], Composed] = {}
    before: tuple[Item, ...] = ()
    if sentences is None:
        sentences = read_items(document, mentions, border_words(document.language))
    for raw in sentences:
        items = _names_apart(raw, scene)
        for one in _in_sentence(scene, items, before):
            key = (one.mention.span, one.best.id if one.best is not None else "")
            found.setdefault(key, one)
        before = items
    return tuple(found[key] for key in sorted(found))


def border_words(language: str) -> frozenset[str]:
    """Words by which a sentence without any mention may still name a border."""
    return read_cues(language).words["border_nouns"]


def _in_sentence(
    scene: _Scene, items: tuple[Item, ...], before: tuple[Item, ...]
) -> Iterator[Composed]:
    words = scene.known.words
    nouns = words["border_nouns"] | words["border_bordering"]
    for at, item in enumerate(items):
        if item.word not in nouns:
            continue
        start = max(0, at - _WINDOW)
        near = items[start : at + _WINDOW]
        phrase = parse(near, at - start, scene.known)
        if phrase is not None:
            yield from _of_phrase(scene, _Found(phrase, near, before[-_WINDOW:]))


def _of_phrase(scene: _Scene, found: _Found) -> Iterator[Composed]:
    phrase, items = found.phrase, found.items
    if phrase.pair is not None:
        one, other = phrase.pair
        yield _between(scene, found, _Claim(_owners(scene, items[one])), other)
    elif phrase.partners and not (phrase.loose and not _countries(scene, found)):
        yield from _with_partners(scene, found)
    elif phrase.owner is not None:
        yield from _alone(scene, found)


def _with_partners(scene: _Scene, found: _Found) -> Iterator[Composed]:
    """One place for each country that the border is said to be with."""
    phrase, items = found.phrase, found.items
    if phrase.owner is not None:
        claim = _Claim(_owners(scene, items[phrase.owner]))
        mine = {o.code for o in claim.owners[:1]}
        partners = [p for p in phrase.partners if not mine & _codes(_owners(scene, items[p])[:1])]
    else:
        claim = _infer(scene, found)
        partners = list(phrase.partners)
    for partner in partners:
        if claim.owners:
            yield _between(scene, found, claim, partner)
        else:
            yield _nowhere(scene, found, partner, "nothing says whose border it is")


def _alone(scene: _Scene, found: _Found) -> Iterator[Composed]:
    """One country's border: with whom, the sentence may say; else all borders of it."""
    phrase, items = found.phrase, found.items
    if phrase.owner is None:
        return
    mine = _owners(scene, items[phrase.owner])
    others = [
        _Claim((as_country(theirs[0], scene.gazetteer),), _INFERRED, items[k])
        for k in range(phrase.noun)
        if is_name(items, k) and k != phrase.owner
        for theirs in [_owners(scene, items[k])]
        if theirs and not _codes(theirs[:1]) & _codes(mine[:1])
    ]
    others = [claim for claim in others if best_pair(claim.owners, mine, scene.gazetteer)]
    if len({claim.owners[0].code for claim in others}) == 1 and not phrase.directions:
        yield _between(scene, found, others[-1], phrase.owner, how="with whom")
        return
    country = next((o for o in mine if is_country(o.entry)), None)
    if country is None:
        return
    key = (country.entry.id, "alone", *phrase.directions)
    ground = scene.grounds.get(key) or country_borders(
        country.entry, phrase.directions, scene.gazetteer, scene.settings
    )
    scene.grounds[key] = ground
    yield Composed(
        mention=_mention(scene, found, phrase.last),
        best=country.entry if ground.geometry is not None else None,
        confidence=_sure(country.weight),
        relation="border",
        footprint=ground,
        why=("nothing says with whom",),
        parts=_parts(scene, found, phrase.owner),
    )


def _infer(scene: _Scene, found: _Found) -> _Claim:
    """Whose border it is by the place it lies in, the subject, or the sentence before.

    No owners where none of these borders the partners.
    """
    partners = [_owners(scene, found.items[p]) for p in found.phrase.partners]
    named_before = [k for k in range(len(found.before)) if is_name(found.before, k)]
    lies = standing(found.items, found.phrase, scene.known)
    acts = subjects(found.items, found.phrase, scene.known)
    for order, items, factor in (
        (lies, found.items, _INFERRED),
        (acts, found.items, _INFERRED),
        (named_before, found.before, _BEFORE),
    ):
        for k in order:
            mine = _owners(scene, items[k])[:1]
            if order is not lies:  # a capital speaks for its country
                mine = tuple(as_country(o, scene.gazetteer) for o in mine)
            if mine and all(best_pair(mine, theirs, scene.gazetteer) for theirs in partners):
                return _Claim(mine, factor, items[k])
    return _Claim(())


def _between(
    scene: _Scene, found: _Found, claim: _Claim, partner: int, *, how: str = "whose border it is"
) -> Composed:
    """The border, or one side of it, of the likeliest two neighbours that the names can mean."""
    phrase, gazetteer = found.phrase, scene.gazetteer
    theirs = _owners(scene, found.items[partner])
    pair = best_pair(claim.owners, theirs, gazetteer)
    if pair is None:
        names = [o.entry.name for o in claim.owners[:1]] or [found.items[phrase.first].text]
        why = f"{names[0]} and {found.items[partner].text} have no land border"
        return _nowhere(scene, found, partner, why)
    best: Entry | None
    relation: Relation
    key = (pair.one.entry.id, pair.other.entry.id, str(phrase.side), *phrase.side_directions)
    ground = scene.grounds.get(key)
    if phrase.side:
        ground = ground or side_footprint(pair, phrase.side_directions, gazetteer)
        best, relation = pair.one.entry, "along"
    else:
        ground = ground or line_footprint(pair, gazetteer, scene.settings)
        best, relation = border_entry(pair, gazetteer), "border"
    scene.grounds[key] = ground
    why = [f"{pair.one.entry.name} and {pair.other.entry.name} are neighbours"]
    if claim.source is not None:
        why.append(f"‘{claim.source.text}’ in the text says {how}")
    return Composed(
        mention=_mention(scene, found, _end(phrase, partner)),
        best=best if ground.geometry is not None else None,
        confidence=_sure(pair.weight) * claim.factor,
        relation=relation,
        footprint=ground,
        why=tuple(why),
        parts=_parts(scene, found, partner),
    )


def _nowhere(scene: _Scene, found: _Found, partner: int, why: str) -> Composed:
    """A phrase that places nothing, with the reason."""
    return Composed(
        mention=_mention(scene, found, _end(found.phrase, partner)),
        best=None,
        confidence=0.0,
        relation="along" if found.phrase.side else "border",
        footprint=Footprint(None, None),
        why=(why,),
        parts=_parts(scene, found, partner),
    )


def _end(phrase: BorderPhrase, partner: int) -> int:
    return max(partner, phrase.noun) if phrase.partners else phrase.last


def _mention(scene: _Scene, found: _Found, last: int) -> Mention:
    """The words of the phrase up to item ``last``."""
    items, phrase = found.items, found.phrase
    span = Span(items[phrase.first].span.start, items[max(last, phrase.noun)].span.end)
    return Mention(scene.document.id, span, span.of(scene.document.text), "phrase")


def _parts(scene: _Scene, found: _Found, partner: int) -> tuple[Span, ...]:
    """Spans of the mentions that the phrase up to a partner is composed of."""
    phrase = found.phrase
    indices = (*(phrase.pair or ()), phrase.owner, partner)
    held = {found.items[n].mention for n in indices if n is not None}
    return tuple(sorted(scene.mentions[m].span for m in held if m is not None))


def _owners(scene: _Scene, item: Item) -> tuple[Owner, ...]:
    """The countries that a name can stand for, likeliest first."""
    ranked: Sequence[Candidate] = ()
    if item.mention is not None and item.span == scene.mentions[item.mention].span:
        ranked = scene.ranked[item.mention]
    return owners_of(item.text, ranked, scene.gazetteer)


def _countries(scene: _Scene, found: _Found) -> bool:
    """Whether all partners are likeliest countries."""
    likeliest = [_owners(scene, found.items[p])[:1] for p in found.phrase.partners]
    return all(one and is_country(one[0].entry) for one in likeliest)


def _codes(owners: Sequence[Owner]) -> set[str]:
    return {owner.code for owner in owners}


def _sure(weight: float) -> float:
    """Confidence in a border from that in its two names."""
    return min(0.98, 1.0 - _NEIGHBOURS * (1.0 - weight))


def _names_apart(items: tuple[Item, ...], scene: _Scene) -> tuple[Item, ...]:
    """The items with "Polish-Belarusian" taken apart, and every demonym made a name."""
    out: list[Item] = []
    for item in items:
        if item.mention is None and not item.text[:1].isupper():
            out.append(item)
            continue
        halves = _halves(item)
        if len(halves) > 1 and all(_known(half, scene) for half in (halves[0], halves[-1])):
            out += halves
        elif item.mention is None and scene.gazetteer.demonym(item.text):
            out.append(replace(item, word="", people=True))
        else:
            out.append(item)
    return tuple(out)


def _known(item: Item, scene: _Scene) -> bool:
    return bool(owners_of(item.text, (), scene.gazetteer))


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
