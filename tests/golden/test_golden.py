"""A text and the reading it gives; rewritten only on purpose, with rewrite.py."""

import pytest
from rendering import FOLDER, NAMES, render


@pytest.mark.parametrize("name", NAMES)
def test_a_report_reads_as_it_did(name, gazetteer):
    assert render(name, gazetteer) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
