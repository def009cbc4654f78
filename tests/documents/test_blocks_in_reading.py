"""In bylines and datelines names and days of the writing are read, and nothing that happens."""

from __future__ import annotations

from datetime import date

import pytest

from geocode.documents import make_document
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import read_document
from geocode.records import Reading

BODY = "A bomb killed three people in Kharkiv on Sunday, police said."


def reading(text: str, gazetteer: Gazetteer) -> Reading:
    return read_document(make_document(text, published=date(2022, 2, 16)), gazetteer=gazetteer)


def roles(found: Reading) -> dict[str, str]:
    return {place.mention.surface: place.role for place in found.places}


def sites(found: Reading) -> set[str]:
    return {place.mention.surface for event in found.events for place in event.places}


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("By Ana Kovač in Zagreb", "speaker"),
        ("Posted from Zagreb", "speaker"),
        ("Ana Kovač, BBC News, Zagreb", "background"),
    ],
)
def test_the_place_of_a_byline_is_no_site(line: str, role: str, gazetteer: Gazetteer) -> None:
    found = reading(f"Blast in the east\n\n{line}\n\n{BODY}", gazetteer)
    assert roles(found) == {"Zagreb": role, "Kharkiv": "site"}
    assert sites(found) == {"Kharkiv"}


def test_the_credit_at_the_end_tells_of_no_event(gazetteer: Gazetteer) -> None:
    credit = "(Reporting by Ana Kovač in Zagreb; Editing by the Paris bureau after an attack)"
    found = reading(f"Blast in the east\n\n{BODY} {credit}", gazetteer)
    assert sites(found) == {"Kharkiv"}
    assert {event.evidence[0].quote.of(found.document.text) for event in found.events} == {BODY}


@pytest.mark.parametrize("head", ["KYIV, Feb. 14 (Reuters) —", "Kyiv, Ukraine –", "KYIV:"])
def test_the_place_and_day_of_a_dateline_are_no_event_s(head: str, gazetteer: Gazetteer) -> None:
    found = reading(f"Blast in the east\n\n{head} {BODY}", gazetteer)
    assert roles(found)[head[:4]] == "background"
    assert sites(found) == {"Kharkiv"}
    (event,) = found.events
    assert event.when is not None
    assert (event.when.earliest, event.when.latest) == (date(2022, 2, 13), date(2022, 2, 13))
    assert event.evidence[0].quote.of(found.document.text) == BODY


def test_a_caption_s_town_is_a_site(gazetteer: Gazetteer) -> None:
    found = reading(f"{BODY}\n\n(Rockets hit Lviv on Saturday; Image: AP)", gazetteer)
    assert sites(found) == {"Kharkiv", "Lviv"}


def test_a_headline_is_never_glued_to_the_next_sentence(gazetteer: Gazetteer) -> None:
    found = reading(f"Blast kills three in Kharkiv\n{BODY}", gazetteer)
    quotes = {e.quote.of(found.document.text) for event in found.events for e in event.evidence}
    assert BODY in quotes
    assert quotes <= {"Blast kills three in Kharkiv", BODY}
