"""The labels the tagger is taught by."""

from __future__ import annotations

import pytest
from labelling import in_house_style, merged

from geocode.gazetteer.protocol import NameEvidence
from geocode.mentions.evidence import Match, Sentence, read_cues
from geocode.mentions.repairs import repair
from geocode.tokens import tokenize

CUE = read_cues("en")
TOWN = NameEvidence("P", 5.0, 1)


def sentence(text: str, *names: tuple[int, int]) -> Sentence:
    words = tokenize(text)
    capitals = [i for i, word in enumerate(words) if word.text[0].isupper()]
    runs = [(capitals[0], capitals[-1] + 1)] if capitals else []
    matches = [Match(a, b, TOWN) for a, b in names]
    return Sentence(0, words, shouted=False, matches=matches, runs=runs)


@pytest.mark.parametrize(
    ("text", "names", "labels", "taught"),
    [
        ("Paris High School", [(0, 1)], "BII", "BOO"),
        ("Holy Redeemer Church", [], "BII", "OOO"),
        ("West Bank", [(0, 2)], "BI", "BI"),
        ("Trafalgar Square", [(0, 1)], "BI", "BI"),
        ("Paris", [(0, 1)], "B", "B"),
        ("school Paris church", [(1, 2)], "OBI", "OBI"),
    ],
)
def test_of_an_institution_only_its_place_is_taught(text, names, labels, taught) -> None:
    assert in_house_style(sentence(text, *names), labels, CUE) == list(taught)


def test_gold_lies_over_what_the_teacher_read() -> None:
    assert merged(list("OBIOB"), list("OOOBO")) == list("OBIBB")
    assert merged(list("OBIOO"), list("OBOOO")) == list("OBOOO")


def test_two_spans_that_one_name_covers_are_one() -> None:
    page = sentence("Port of Trinidad and Tobago", (2, 5))
    assert repair(page, [(2, 3), (4, 5)], CUE, given=frozenset()) == [(2, 5)]


def test_two_names_stay_two_where_no_name_covers_both() -> None:
    page = sentence("Mali and Niger", (0, 1), (2, 3))
    assert repair(page, [(0, 1), (2, 3)], CUE, given=frozenset()) == [(0, 1), (2, 3)]
