"""Where in a text a place is named: places, their people and things, and names inside names."""

from __future__ import annotations

from geocode.gazetteer.protocol import Gazetteer
from geocode.languages import PREPARED
from geocode.mentions.cued import find_cued
from geocode.mentions.evidence import read_cues, read_pages
from geocode.mentions.kinds import kind_of
from geocode.mentions.tagger import Model, open_model, tag
from geocode.records import Document, Mention, Span

__all__ = ["find_mentions"]


def find_mentions(
    document: Document, gazetteer: Gazetteer, *, model: Model | None = None
) -> tuple[Mention, ...]:
    """Every name of a place in the document's blocks, in text order, disjoint.

    ``kind`` is ``toponym``, ``demonym`` ("Belarusian", "Poles") or ``nested`` (a place within an
    institution's name); ``confidence`` is the tagger's least marginal probability over the words.
    A document in a language without a tagger is read by gazetteer and cue words: ``cued``.
    ``model``: the tagger's weights; None takes those that come with the package.

    Raises:
        ModelError: if the tagger's weights are missing or of another version.

    """
    if document.language not in PREPARED:
        return find_cued(document, gazetteer)
    model = model or open_model(document.language)
    cue = read_cues(document.language)
    pages = read_pages(document, gazetteer, model.lexicon)
    mentions: list[Mention] = []
    for found in tag(pages, model, language=document.language):
        page = pages.sentences[found.sentence]
        span = Span(page.words[found.start].start, page.words[found.end - 1].end)
        kind = kind_of(page, found.start, found.end, gazetteer=gazetteer, cue=cue)
        mentions.append(
            Mention(
                document_id=document.id,
                span=span,
                surface=span.of(document.text),
                kind=kind,
                confidence=found.confidence,
            )
        )
    return tuple(mentions)
