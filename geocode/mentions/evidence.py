"""What speaks for or against a word being in a place name, over the whole document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from geocode.gazetteer.protocol import Gazetteer, NameEvidence
from geocode.languages import cues
from geocode.mentions.elsewhere import Use, uses
from geocode.mentions.lexicon import Lexicon
from geocode.names import fold
from geocode.records import Document
from geocode.tokens import Token, words_of

LONGEST_NAME = 5
"""Words in the longest gazetteer name looked for."""
LONGEST_SENTENCE = 400
"""Words read at once; what no full stop ends is cut, so that time stays linear in the text."""
_LONGEST_LETTERS = 100
"""No gazetteer name is longer; "words" of hostile texts are."""
_DASHES = frozenset("-‐‑")
_STRONG_KINDS = frozenset("ACDR")
_TOWN_LOG_POPULATION = 4.7  # about 50,000 people: known well enough to stand in a compound
_SHOUTED_SHARE = 0.7
_INITIALS = 3
"""Letters of the longest shouted word that is left as it is: initials more often than a name."""
_HEADLINE_WORDS, _HEADLINE_SMALL = 4, 2
_ALWAYS_CAPITAL = frozenset({"I", "US"})
_PARTIES = frozenset("DRI")  # "Rep. Charles Rangel, D-N.Y."


@dataclass(frozen=True, slots=True)
class Cues:
    """Cue words of one language, all in lower case without full stops."""

    classes: Mapping[str, str]
    """Word to class: ``org``, ``fac``, ``road``, ``div``, ``title``, ``first``, ``say``, …"""
    locatives: frozenset[str]
    compound_tails: frozenset[str]
    """What makes a place of the word before a hyphen: -led, -based."""
    compound_heads: frozenset[str]
    """What may stand before a hyphen and a place: pro-, anti-."""
    nested_links: frozenset[str]
    personal_titles: frozenset[str]
    past_peoples: frozenset[str]
    """Demonyms of no place in a gazetteer of today: Soviet."""
    given_places: frozenset[str]
    """First names that are also places."""
    vessels: frozenset[str]
    """What stands before the name of a ship: "the ferry Estonia"."""
    vessel_marks: frozenset[str]
    """The same in capitals: HMS."""
    carriers: frozenset[str]
    """How the names of airlines open: "Air China"."""
    accords: frozenset[str]
    """What is called by the place where it was signed: "the Matignon accords"."""
    occupations: frozenset[str]
    """What a person does, and no place is."""
    papers: frozenset[str]
    """How names of newspapers and hotels end that open with a place: "the Boston Globe"."""
    articles: frozenset[str]
    """Arabic articles as they are joined to the word behind them: al, el, ez."""
    joints: frozenset[str]
    """Small words within the name of a town: "Frankfurt an der Oder"."""


@cache
def read_cues(language: str) -> Cues:
    """The cue words of ``language`` from its ``mentions.toml``."""
    table = cues(language, "mentions")
    classes: dict[str, str] = {}
    for name, words in table["classes"].items():
        for word in str(words).split():
            classes.setdefault(word, name)
    lists = {name: frozenset(str(words).split()) for name, words in table["lists"].items()}
    return Cues(classes=classes, **lists)


@dataclass(frozen=True, slots=True)
class Match:
    """A gazetteer name found in a sentence: words ``[start, end)`` and what is known of it."""

    start: int
    end: int
    known: NameEvidence


@dataclass(slots=True)
class Sentence:
    """Words of one sentence with the gazetteer's names among them."""

    number: int
    """In the document, from 0."""
    words: list[Token]
    shouted: bool
    """Written in capitals throughout, so that case says nothing."""
    matches: list[Match] = field(default_factory=list[Match])
    runs: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    """Maximal stretches of capitalised words, half-open, in order."""


@dataclass(slots=True)
class Pages:
    """One document as the tagger sees it."""

    sentences: list[Sentence]
    small: frozenset[str]
    """Words the document also writes in lower case."""
    people: frozenset[str]
    """Words seen in the name of a person: after a title or a first name."""
    given: frozenset[str]
    """First names that are also places, of people named in full ("israel" of "Israel Smith"), in
    a document that nowhere places anything in a place so called nor names its people."""
    located: Mapping[str, int]
    """How often a word follows "in", "near", … in the document."""
    uses: Mapping[str, Sequence[Use]]
    """How the document uses each word it writes with a capital more than once."""


class Knowledge:
    """The gazetteer's evidence, each folded name asked for once a document."""

    __slots__ = ("_gazetteer", "_known")

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[str, NameEvidence | None] = {}

    def of(self, folded: str) -> NameEvidence | None:
        """What is known of an already folded name; None if nothing."""
        if folded in self._known:
            return self._known[folded]
        fits = 1 < len(folded) <= _LONGEST_LETTERS
        found = self._gazetteer.evidence(folded) if fits else None
        self._known[folded] = found
        return found

    def is_own(self, folded: str) -> bool:
        """Whether the weightiest bearer of a folded name is called so itself, not also so."""
        return any(fold(e.name) == folded for e in self._gazetteer.lookup(folded, limit=1))


def read_pages(document: Document, gazetteer: Gazetteer, lexicon: Lexicon) -> Pages:
    """Sentences with their words, names and runs, and what the document as a whole tells."""
    known = Knowledge(gazetteer)
    cue = read_cues(document.language)
    drafts = [(words, _is_shouted(words)) for words in _drafts(document)]
    small = frozenset(
        w.text for words, loud in drafts if not loud for w in words if w.text.islower()
    )
    pages: list[Sentence] = []
    people: set[str] = set()
    given: set[str] = set()
    located: dict[str, int] = {}
    for number, (written, loud) in enumerate(drafts):
        draft = written
        if loud or _is_headline(written, lexicon):
            draft = _in_running_text(written, small, loud=loud, known=known, lexicon=lexicon)
        words = _split_compounds(draft, known, cue)
        page = Sentence(number, words, loud, _matches(words, known), _runs(words))
        pages.append(page)
        people.update(_people(page, cue))
        _count_located(page, cue, located)
        if not loud:
            given.update(_given(page, cue))
    given = {g for g in given if g not in located and not _has_people(g, pages)} if given else given
    used = uses(pages, small, cue=cue, lexicon=lexicon)
    return Pages(pages, small, frozenset(people), frozenset(given), located, used)


def _drafts(document: Document) -> Iterator[tuple[Token, ...]]:
    """Words of each sentence as they are written, a dateline's with those of the next.

    For the tagger learnt from paragraphs that nobody had parted, and two words say little.
    """
    datelines = {block.span.start for block in document.blocks if block.kind == "dateline"}
    before: tuple[Token, ...] = ()
    for own in words_of(document):
        words, before = before + own, ()
        if own[0].start in datelines:
            before = words
            continue
        for start in range(0, len(words), LONGEST_SENTENCE):
            yield words[start : start + LONGEST_SENTENCE]
    if before:
        yield before[:LONGEST_SENTENCE]


def _in_running_text(
    words: Sequence[Token],
    small: frozenset[str],
    *,
    loud: bool,
    known: Knowledge,
    lexicon: Lexicon,
) -> list[Token]:
    """The words of a line in capitals, or in title case, as running text would write them.

    ``small`` are the words the document writes in small letters. Names of several words that the
    gazetteer knows well keep their capitals: "LONG BEACH".
    """
    names = (m for m in _matches(words, known) if m.end > m.start + 1 and _is_strong(m.known))
    named = {i for name in names for i in range(name.start, name.end)}
    out: list[Token] = []
    for i, word in enumerate(words):
        text, low = word.text, word.text.lower()
        if not text[0].isupper() or text in _ALWAYS_CAPITAL:
            shown = text
        elif i not in named and (low in small or lexicon.is_small(low)):
            shown = low
        else:
            initials = not loud or len(text) <= _INITIALS or "." in text
            shown = text if initials else text[0] + low[1:]
        out.append(Token(word.start, word.end, shown))
    return out


def _is_headline(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether each longer word has a capital, everyday words too: "Rebels Seize Town Near Gao"."""
    long = [w.text for w in words if len(w.text) > _INITIALS and w.text.isalpha()]
    return (
        len(long) >= _HEADLINE_WORDS
        and all(text[0].isupper() for text in long)
        and sum(lexicon.is_small(text.lower()) for text in long) >= _HEADLINE_SMALL
    )


def _count_located(page: Sentence, cue: Cues, located: dict[str, int]) -> None:
    for before, word in pairwise(page.words):
        if before.text.lower() in cue.locatives and word.text[0].isupper():
            low = word.text.lower()
            located[low] = located.get(low, 0) + 1


def plain(word: str) -> str:
    """The form under which cue words are listed: lower case, no full stops."""
    return word.lower().replace(".", "")


def _is_shouted(words: Sequence[Token]) -> bool:
    letters = "".join(filter(str.isalpha, "".join(w.text for w in words)))
    upper = sum(map(str.isupper, letters))
    return len(words) > 2 and len(letters) > 8 and upper >= _SHOUTED_SHARE * len(letters)  # noqa: PLR2004


def _split_compounds(words: Sequence[Token], known: Knowledge, cue: Cues) -> list[Token]:
    """Words of compounds apart where a part is a place: "US-led", "Belarus-Poland"."""
    out: list[Token] = []
    for i, word in enumerate(words):
        parts: Sequence[Token] = ()
        if not _DASHES.isdisjoint(word.text) and not _in_name(words, i, known):
            parts = _parts(word, known, cue)
        out += parts or (word,)
    return out


def _in_name(words: Sequence[Token], i: int, known: Knowledge) -> bool:
    """Whether a compound and its neighbour bear one name: "North Rhine-Westphalia"."""
    pairs = (words[j : j + 2] for j in (i - 1, i) if 0 <= j < len(words) - 1)
    return any(
        a.text[0].isupper() and b.text[0].isupper() and known.of(fold(f"{a.text} {b.text}"))
        for a, b in pairs
    )


def _parts(word: Token, known: Knowledge, cue: Cues) -> list[Token]:
    cut = 0
    parts: list[Token] = []
    for i, c in enumerate(word.text):
        if c in _DASHES:
            parts.append(Token(word.start + cut, word.start + i, word.text[cut:i]))
            parts.append(Token(word.start + i, word.start + i + 1, c))
            cut = i + 1
    parts.append(Token(word.start + cut, word.end, word.text[cut:]))
    whole = known.of(fold(word.text))
    first, last = parts[0].text, parts[-1].text
    if last.lower() in cue.compound_tails or last.islower():
        wanted = first[:1].isupper() and known.of(fold(first)) is not None and not whole
    elif first.lower() in cue.compound_heads:
        wanted = last[:1].isupper() and known.of(fold(last)) is not None
    elif first in _PARTIES:
        wanted = last[:1].isupper()
    else:
        capital = all(p.text[:1].isupper() for p in parts[::2])
        strong = any(_is_strong(known.of(fold(p.text))) for p in parts[::2])
        wanted = capital and strong and (not whole or not _is_strong(whole))
    return parts if wanted else []


def _is_strong(found: NameEvidence | None) -> bool:
    return found is not None and (
        not _STRONG_KINDS.isdisjoint(found.kinds) or found.log_population >= _TOWN_LOG_POPULATION
    )


def _runs(words: Sequence[Token]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start = -1
    for i, word in enumerate(words):
        if word.text[0].isupper():
            start = i if start < 0 else start
        elif start >= 0:
            runs.append((start, i))
            start = -1
    if start >= 0:
        runs.append((start, len(words)))
    return runs


def _matches(words: Sequence[Token], known: Knowledge) -> list[Match]:
    """Longest gazetteer names from each capitalised start, left to right, disjoint."""
    folded = [fold(w.text) for w in words]
    matches: list[Match] = []
    i = 0
    while i < len(words):
        found = _longest(words, folded, i, known) if words[i].text[0].isupper() else None
        if found:
            matches.append(found)
            i = found.end
        else:
            i += 1
    return matches


def is_elided(word: str) -> bool:
    """Whether an article or preposition has melted into a capitalised word: "d'Ivoire"."""
    article, _, noun = word.replace("’", "'").partition("'")
    return article.islower() and noun[:1].isupper()


def _longest(
    words: Sequence[Token], folded: Sequence[str], start: int, known: Knowledge
) -> Match | None:
    stop = start + 1
    limit = min(len(words), start + LONGEST_NAME)
    # A name may hold small words ("Rio de Janeiro") and commas no more than full stops.
    while stop < limit and folded[stop] and len(words[stop].text) > 1:
        stop += 1
    for end in range(stop, start, -1):
        last = words[end - 1].text
        if end - start > 1 and not (last[0].isupper() or is_elided(last)):
            continue
        # "Cox's Bazar" is one word less in the gazetteer: "coxs bazar".
        name = " ".join(folded[start:end]).replace(" s ", "s ")
        found = known.of(name)
        if found:
            return Match(start, end, found)
    return None


def _given(page: Sentence, cue: Cues) -> Iterator[str]:
    """Lower-case first names of runs of two or three words whose surname is no place."""
    for start, end in page.runs:
        words = page.words[start:end]
        if not 2 <= len(words) <= 3 or words[0].text.lower() not in cue.given_places:  # noqa: PLR2004
            continue
        unnamed = all(
            w.text.isalpha() and w.text[-1] != "s" and not cue.classes.get(plain(w.text))
            for w in words[1:]
        )  # teams end in -s
        known = (m for m in page.matches if start <= m.start < end and m.end > start + 1)
        if unnamed and not any(m.start == start or _is_strong(m.known) for m in known):
            yield words[0].text.lower()


def _has_people(place: str, pages: Sequence[Sentence]) -> bool:
    """Whether a longer capitalised word begins with the place's name: "Israeli"."""
    stem = place.removesuffix("a")
    return any(
        len(w.text) > len(place) and w.text.lower().startswith(stem)
        for page in pages
        for w in page.words
    )


def _people(page: Sentence, cue: Cues) -> set[str]:
    """Lower-case words of capitalised runs that open with a title or a first name."""
    people: set[str] = set()
    for start, end in page.runs:
        kinds = [cue.classes.get(plain(w.text), "") for w in page.words[start:end]]
        if not {"org", "fac", "road", "div"}.isdisjoint(kinds):
            continue
        opening = next((i for i, k in enumerate(kinds) if k in {"title", "first"}), None)
        if opening is None or end - start - opening > LONGEST_NAME:
            continue
        people.update(
            w.text.lower()
            for w, k in zip(page.words[start + opening :], kinds[opening:], strict=False)
            if k not in {"title", "first"}
        )
    return people
