"""What days and a country saw in sum is told apart from what one day and town of them saw."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geocode import read_document, read_paths
from geocode.gazetteer import Gazetteer

# Published 2024-02-05, a Monday.
PAIRS = {
    "disease and what is done against it": (
        "Cholera has killed 600 people in Zambia since October.",
        "Health workers began a vaccination drive in Kitwe on Saturday.",
    ),
    "shelling": (
        "Shelling has killed 600 people in Ukraine since January.",
        "Shelling killed 12 people in Kherson on Saturday.",
    ),
    "floods": (
        "Floods have killed 120 people across Afghanistan since January.",
        "Floods killed 12 people in Herat on Saturday.",
    ),
}


def told(gazetteer: Gazetteer, tmp_path: Path, *sentences: str):
    report = tmp_path / "report.txt"
    report.write_text("GENEVA, Feb. 5, 2024 — " + "\n\n".join(sentences) + "\n")
    (document,) = read_paths([report])
    events = read_document(document, gazetteer=gazetteer).events
    return {
        tuple(place.mention.surface for place in event.places): (
            event.when.earliest,
            event.when.latest,
        )
        for event in events
        if event.when
    }


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("turned", [False, True])
def test_a_toll_of_months_in_a_country_lends_no_days_to_one_towns_saturday(
    gazetteer: Gazetteer, tmp_path: Path, pair: str, *, turned: bool
) -> None:
    sentences = PAIRS[pair]
    found = told(gazetteer, tmp_path, *(reversed(sentences) if turned else sentences))
    ((wide, days), (spot, day)) = sorted(found.items(), key=lambda item: item[1])
    assert wide[0] in sentences[0]
    assert days[0] < date(2024, 2, 1)
    assert spot[0] in sentences[1]
    assert day == (date(2024, 2, 3), date(2024, 2, 3))


def test_a_country_told_of_on_the_same_day_is_the_same_event(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    found = told(
        gazetteer, tmp_path, "Floods killed 12 people in Afghanistan on Saturday.",
        "The floods hit Herat on Saturday.",
    )  # fmt: skip
    assert found == {("Herat",): (date(2024, 2, 3), date(2024, 2, 3))}
