"""What the tagger knows of words beforehand, and of their other uses in the document."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest
from word_classes import k_means, small_classes

from geocode.gazetteer.protocol import NameEvidence
from geocode.mentions.elsewhere import signs_elsewhere
from geocode.mentions.evidence import Pages, read_pages
from geocode.mentions.lexicon import UNKNOWN, Lexicon, WordClass, read_lexicon
from geocode.mentions.tagger import open_model
from geocode.records import Block, Document, Span

TOWNS, FIRMS = WordClass("7", "3", "1"), WordClass("8", "4", "1")
SMALL_VERBS = WordClass("9", "5", "2")
LEXICON = Lexicon(
    marks={"seize": "l--", "march": "m10", "smith": "c02"},
    classes={"gao": TOWNS, "acme": FIRMS, "toppled": SMALL_VERBS},
    small=frozenset({"9"}),
)


class Atlas:
    """A gazetteer of two names."""

    def evidence(self, folded: str) -> NameEvidence | None:
        known = {"long beach": NameEvidence("P", 5.6, 3), "gao": NameEvidence("P", 4.9, 1)}
        return known.get(folded)


def pages_of(text: str, lexicon: Lexicon = LEXICON) -> Pages:
    document = Document(
        id="d", text=text, published=None, source=None, url=None, language="en",
        blocks=(Block("body", Span(0, len(text))),),
    )  # fmt: skip
    return read_pages(document, Atlas(), lexicon)


def words_of(text: str, lexicon: Lexicon = LEXICON) -> list[str]:
    return [word.text for page in pages_of(text, lexicon).sentences for word in page.words]


@pytest.mark.parametrize(
    ("word", "known"),
    [("gao", TOWNS), ("anti-gao", TOWNS), ("yelsk", UNKNOWN), ("...", UNKNOWN)],
)
def test_a_word_or_the_last_part_of_a_compound_has_a_class(word: str, known: WordClass) -> None:
    assert LEXICON.class_of(word) == known


def test_marks_tell_before_classes_whether_a_word_is_written_small() -> None:
    assert LEXICON.is_small("seize")
    assert LEXICON.is_small("toppled")
    assert not LEXICON.is_small("march")
    assert not LEXICON.is_small("yelsk")


def test_towns_stand_together_and_apart_from_surnames() -> None:
    lexicon = open_model().lexicon
    assert lexicon.class_of("basra") == lexicon.class_of("mosul")
    assert lexicon.class_of("johnson") == lexicon.class_of("smith")
    assert lexicon.class_of("basra").coarse != lexicon.class_of("smith").coarse


def test_the_lexicon_reads_what_its_script_writes() -> None:
    table = {
        "marks": {"said": "l00"}, "classes": ["gao kidal", "said"],
        "middle": [3, 4], "coarse": [0, 1], "small": [1],
    }  # fmt: skip
    lexicon = read_lexicon(gzip.compress(json.dumps(table).encode()))
    assert lexicon.class_of("kidal") == WordClass("0", "3", "0")
    assert lexicon.is_small("said")


def test_a_line_in_capitals_is_read_as_running_text() -> None:
    shown = words_of("REBELS SEIZE U.S. POST NEAR KIDAL AS EU AND US WATCH.")
    assert shown[:6] == ["Rebels", "seize", "U.S.", "Post", "Near", "Kidal"]
    assert shown[-2:] == ["Watch", "."]
    assert {"EU", "US"} < set(shown)


def test_a_headline_is_read_as_running_text_and_its_acronyms_stay() -> None:
    text = "Rebels Seize NATO Depot, Gao Toppled Overnight"
    assert words_of(text) == [
        "Rebels", "seize", "NATO", "Depot", ",", "Gao", "toppled", "Overnight",
    ]  # fmt: skip


def test_a_sentence_with_small_words_keeps_its_capitals() -> None:
    text = "The Seize Group and Toppled Inc left Gao yesterday."
    assert "Seize" in words_of(text)


def test_a_well_known_name_of_everyday_words_keeps_its_capitals() -> None:
    lexicon = Lexicon({"long": "l00", "beach": "l00", "fire": "l00"}, {}, frozenset())
    assert words_of("FIRE NEAR LONG BEACH", lexicon)[-2:] == ["Long", "Beach"]


def test_words_read_in_other_case_stand_where_they_stood() -> None:
    text = "REBELS SEIZE POST NEAR GAO."
    for page in pages_of(text).sentences:
        for word in page.words:
            assert text[word.start : word.end].lower() == word.text.lower()


def test_other_sentences_tell_how_a_word_is_used() -> None:
    pages = pages_of("He lives in Gao. Gao fell. Acme sold it to Acme.")
    uses = pages.uses["gao"]
    assert [use.sentence for use in uses] == [0, 1]
    assert signs_elsewhere(uses, 1) == ["o<in", "o>.", "os", "o#1"]
    assert "fell" not in pages.uses
    assert signs_elsewhere(pages.uses["acme"], 2) == []


def test_uses_are_listened_to_up_to_a_number() -> None:
    pages = pages_of("We saw Gao.\n\n" * 50)
    assert signs_elsewhere(pages.uses["gao"], 0)[-1] == "o#3"


def test_classes_are_the_same_for_the_same_seed() -> None:
    chance = np.random.default_rng(5)
    rows = chance.normal(size=(300, 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    first, centres = k_means(rows, 7, sweeps=5, seed=1)
    again, _ = k_means(rows, 7, sweeps=5, seed=1)
    assert first.tolist() == again.tolist()
    assert first.tolist() == (rows @ centres.T).argmax(axis=1).tolist()


def test_a_class_is_small_where_its_marked_words_are() -> None:
    marks = {"a": "l00", "b": "l00", "c": "l--", "d": "l00", "e": "c00"}
    assert small_classes(["a b c d", "a e", "x y"], marks) == [0]
