"""The trained tagger: a linear-chain CRF over words, and the spans it finds.

Source: Lafferty, McCallum and Pereira (2001), Conditional random fields; Okazaki's CRFsuite.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import NamedTuple, Protocol, cast

import pycrfsuite  # pyright: ignore[reportMissingTypeStubs]

from geocode.errors import ModelError
from geocode.gazetteer.protocol import NameEvidence
from geocode.languages import PREPARED
from geocode.mentions.evidence import Cues, Match, Pages, Sentence, plain, read_cues
from geocode.mentions.features import sentence_features
from geocode.mentions.lexicon import Lexicon, read_lexicon
from geocode.mentions.repairs import repair

_UNMISTAKABLE = frozenset("CDR")
UNMISTAKABLE_FLOOR = 0.1
"""A name the gazetteer knows only as a country, region or people counts from this probability on:
annotators often pass over demonyms, and so the tagger learns to."""
RENOWNED_FLOOR = 0.2
RENOWNED_LOG_POPULATION = 6.0
"""A city or division of a million people counts from that probability on: governments are
called by their capitals ("Tehran said"), which local papers, the tagger's school, seldom do."""
LISTED_FLOOR = 0.12
"""A name that one "and" joins to a place counts from that probability on: "in Renton and Everett".
Source: choice; the sets we know hold too few such names to tell."""
AGAIN_FLOOR = 0.2
CERTAIN = 0.9
"""A name that is surely a place somewhere in a report is one wherever it is at least likely."""
VERSION = 3
"""Of the features; weights trained on others are refused."""
_REMEDY = "run: python benchmarks/train_tagger.py FOLDER_WITH_THE_SETS"


class CrfTagger(Protocol):
    """The part of python-crfsuite's untyped tagger that we use."""

    def open_inmemory(self, content: bytes) -> object:
        """Reads weights."""
        ...

    def set(self, xseq: list[list[str]]) -> None:
        """Gives it a sequence of feature rows."""
        ...

    def tag(self) -> list[str]:
        """The likeliest labels of the sequence."""
        ...

    def marginal(self, y: str, pos: int) -> float:
        """Probability of a label at a position of the sequence."""
        ...


class Found(NamedTuple):
    """Words ``[start, end)`` of sentence number ``sentence`` that name a place."""

    sentence: int
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Model:
    """Opened weights. The tagger keeps state while it tags, hence the lock."""

    tagger: CrfTagger
    weights: bytes
    """Kept: the tagger reads from this memory and does not own it."""
    lexicon: Lexicon
    digest: str
    """SHA-256 of the weights, in hex."""
    lock: threading.Lock = field(default_factory=threading.Lock)


@cache
def open_model(language: str = "en") -> Model:
    """The weights for ``language`` (English where it is not prepared), opened once.

    Raises:
        ModelError: if a file is missing or does not belong to this version.

    """
    name = language if language in PREPARED else "en"
    return read_model(resources.files("geocode.mentions") / "weights", name=name)


def read_model(folder: Traversable, *, name: str) -> Model:
    """The weights ``name.crfsuite``, with the lexicon and the card beside them in ``folder``.

    Raises:
        ModelError: if a file is missing or does not belong to this version.

    """
    try:
        weights = (folder / f"{name}.crfsuite").read_bytes()
        words = (folder / f"{name}.lexicon.json.gz").read_bytes()
        card = json.loads((folder / f"{name}.card.json").read_bytes())
    except OSError as error:
        raise ModelError(f"The weights of the mention tagger are missing; {_REMEDY}") from error
    except ValueError as error:
        raise ModelError(f"The card of the mention tagger cannot be read; {_REMEDY}") from error
    if card.get("version") != VERSION:
        raise ModelError(f"The mention tagger's weights are of another version; {_REMEDY}")
    digests = {"weights_sha256": weights, "lexicon_sha256": words}
    for key, content in digests.items():
        if card.get(key) != hashlib.sha256(content).hexdigest():
            raise ModelError(f"The mention tagger's files do not match their card; {_REMEDY}")
    # The library is compiled and carries no types.
    tagger = cast(CrfTagger, pycrfsuite.Tagger())  # pyright: ignore[reportUnknownMemberType, reportAttributeAccessIssue]
    tagger.open_inmemory(weights)
    return Model(
        tagger=tagger,
        weights=weights,
        lexicon=read_lexicon(words),
        digest=card["weights_sha256"],
    )


def tag(pages: Pages, model: Model, *, language: str) -> tuple[Found, ...]:
    """The place names of a document, in order; confidence is the least marginal of the words."""
    cue = read_cues(language)
    found: list[Found] = []
    doubtful: list[Found] = []
    for number, page in enumerate(pages.sentences):
        if not page.runs:  # no capital letter: nothing the tagger was taught to see
            continue
        rows = sentence_features(page, pages, cue, model.lexicon)
        if not all(word.text.isprintable() for word in page.words):
            # Lone surrogates, which JSON may hold and UTF-8, and so CRFsuite, may not.
            rows = [[f.encode("utf-8", "replace").decode() for f in row] for row in rows]
        with model.lock:
            model.tagger.set(rows)
            labels = model.tagger.tag()
            sure = _likelihoods(model.tagger, labels)
            labelled = spans(labels)
            missed = _missed(page, labelled)  # what is struck out below stays out
            chances = [model.tagger.marginal("B", m.start) for m in missed]
        named = repair(page, labelled, cue, given=pages.given)
        taken = {i for start, end in named for i in range(start, end)}
        for start, end in named:
            found.append(
                _found(number, start, end, min(sure.get(i, 1.0) for i in range(start, end)))
            )
        for match, chance in zip(missed, chances, strict=True):
            here = (match.start, match.end)
            if chance < UNMISTAKABLE_FLOOR or not taken.isdisjoint(range(*here)):
                continue
            if repair(page, [here], cue, given=pages.given) == [here]:
                certain = chance >= _floor(match.known) or (
                    chance >= LISTED_FLOOR and _is_listed(page, match, taken, cue)
                )
                (found if certain else doubtful).append(_found(number, *here, chance))
    return tuple(sorted([*found, *_named_again(pages, found, doubtful)]))


def _found(sentence: int, start: int, end: int, chance: float) -> Found:
    return Found(sentence, start, end, round(min(1.0, chance), 4))


def _likelihoods(tagger: CrfTagger, labels: Sequence[str]) -> dict[int, float]:
    """Marginal probability of the label of each word that is part of a name."""
    return {i: tagger.marginal(label, i) for i, label in enumerate(labels) if label != "O"}


def _missed(page: Sentence, taken: Iterable[tuple[int, int]]) -> list[Match]:
    """The gazetteer's names outside the spans ``taken``."""
    inside = {i for start, end in taken for i in range(start, end)}
    return [m for m in page.matches if inside.isdisjoint(range(m.start, m.end))]


def _floor(known: NameEvidence) -> float:
    """The probability from which on a name counts, whatever the labels."""
    if _UNMISTAKABLE.issuperset(known.kinds):
        return UNMISTAKABLE_FLOOR
    return RENOWNED_FLOOR if known.log_population >= RENOWNED_LOG_POPULATION else 1.0


def _is_listed(page: Sentence, match: Match, taken: AbstractSet[int], cue: Cues) -> bool:
    """Whether "and" joins a name to one of the words ``taken`` as places."""
    words = page.words
    if plain(words[match.start].text) in cue.classes:
        return False  # "West and Central African countries"
    follows = match.start > 1 and words[match.start - 1].text == "and"
    leads = match.end + 1 < len(words) and words[match.end].text == "and"
    return (follows and match.start - 2 in taken) or (leads and match.end + 1 in taken)


def _named_again(pages: Pages, found: Sequence[Found], doubtful: Sequence[Found]) -> list[Found]:
    """The doubtful names that the document elsewhere surely uses of a place."""
    certain = {_words(pages, one) for one in found if one.confidence >= CERTAIN}
    again = (one for one in doubtful if one.confidence >= AGAIN_FLOOR)
    return [one for one in again if _words(pages, one) in certain]


def _words(pages: Pages, one: Found) -> tuple[str, ...]:
    return tuple(w.text for w in pages.sentences[one.sentence].words[one.start : one.end])


def spans(labels: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches of ``B`` ``I`` … among the labels, half-open."""
    out: list[tuple[int, int]] = []
    start = -1
    for i, label in enumerate([*labels, "O"]):
        if label != "I" and start >= 0:
            out.append((start, i))
            start = -1
        if label == "B" or (label == "I" and start < 0):
            start = i
    return out
