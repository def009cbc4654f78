"""Twenty lookups of each kind: what they must answer by hand, and what they do answer."""

from collections import Counter

import pytest
from lookup_answers import answers, failures, golden, kinds, read_expected

EXPECTED = read_expected()


@pytest.mark.parametrize("kind", kinds())
def test_lookups_of_a_kind_answer_what_the_table_says(kind, gazetteer):
    wrong = {e.query: failures(e, gazetteer) for e in EXPECTED if e.kind == kind}
    assert {query: why for query, why in wrong.items() if why} == {}


@pytest.mark.parametrize("kind", kinds())
def test_lookups_of_a_kind_answer_as_they_did(kind, gazetteer):
    assert answers(kind, gazetteer) == golden(kind).read_text(encoding="utf-8")


def test_the_table_asks_twenty_of_each_kind_or_more():
    counts = Counter(e.kind for e in EXPECTED)
    assert {kind: n for kind, n in counts.items() if n < 20} == {}
