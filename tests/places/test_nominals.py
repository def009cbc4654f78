"""Places that are only described: "the capital", "this town", where the report names them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from geocode.documents import make_document
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import read_document, read_places
from geocode.records import NAMING, Place


def described(text: str, gazetteer: Gazetteer) -> dict[str, Place]:
    """The described places of a text by their words."""
    places = read_places(make_document(text, source="report"), gazetteer=gazetteer)
    return {p.mention.surface: p for p in places if p.mention.kind == "nominal"}


@pytest.mark.parametrize(
    ("text", "words", "name", "why"),
    [
        (
            "HARARE, Nov. 20 — Armoured cars rolled into the capital on Sunday.",
            "the capital", "Harare", "the capital that the report names",
        ),
        (
            "A bomb exploded in the Peruvian capital on Tuesday, killing three people.",
            "capital", "Lima", "the capital of Peru",
        ),
        (
            "GENEVA, May 2 — Rebels attacked Goma on Monday. Fifty people died in the city.",
            "the city", "Goma", "named last before",
        ),
        (
            "ACCRA, May 2 — A fire broke out in this city on Monday.",
            "this city", "Accra", "where the report comes from",
        ),
        (
            "CAIRO, May 2 — Clashes erupted in Khartoum. Fighters shelled the capital again.",
            "the capital", "Khartoum", "the capital that the report names",
        ),
        (
            "TORONTO, May 2 — Fires broke out across Alberta. Four towns in the province burned.",
            "the province", "Alberta", "named last before",
        ),
        (  # a country named in passing is no scene
            "CALI, Colombia — Rebels signed a deal in Havana. Schools in the city were closed.",
            "the city", "Cali", "named last before",
        ),
        (  # a capital that speaks for its country is nowhere
            "Toronto was told to wait. Ottawa said that nurses would come to the city.",
            "the city", "Toronto", "named last before",
        ),
    ],
)  # fmt: skip
def test_what_a_noun_describes_is_the_place_that_the_report_names(
    text: str, words: str, name: str, why: str, gazetteer: Gazetteer
) -> None:
    place = described(text, gazetteer)[words]
    assert place.best is not None
    assert place.best.name == name
    assert place.why[:2] == (f"‘{words}’ means {name} here", why)


@pytest.mark.parametrize(
    "text",
    [
        "Shells fell on Goma and Bukavu on Monday. Fifty people died in the city.",  # which?
        "Harare, the capital of Zimbabwe, was quiet on Monday.",  # said of a name
        "Lyon is the city where they met.",
        "The council of Lyon met. Members of the city council resigned.",  # a noun follows
        "They raided the village of Pandanguo near Lamu.",  # its own name follows
        "Investors in Lagos put their trust in the capital market.",
        "In Kano they opened the Northern Province Hotel.",  # part of a name
        "Police in Naples made arrests 40 km from the capital of Campania.",  # of no country
        "Protesters filled the streets of the Bolivian capital on Monday.",  # there are two
        "Towns in Texas, Ohio and Quebec burned. Rain fell on the capital.",
        "Riots in Mumbai went on. Police came to the village on Monday.",  # it is no village
        "A fire broke out in this city on Thursday.",  # nobody says where
        # What is recalled is no scene.
        # Nor what may be the town that nobody could place.
        "TEL AVIV, May 2 — Rockets hit Qiryat Shamona. Fires broke out in the city.",
        "Fires burned in Greece. In 2018 flames swept Mati. Crews came to the town on Monday.",
    ],
)
def test_where_two_could_be_meant_or_none_is_nothing_is_placed(
    text: str, gazetteer: Gazetteer
) -> None:
    assert described(text, gazetteer) == {}


def test_the_words_around_it_shape_its_ground_as_they_would_a_names(gazetteer: Gazetteer) -> None:
    text = "TUNIS, May 2 — A boat sank 30 km north of the capital on Friday."
    place = described(text, gazetteer)["the capital"]
    assert place.role == "site"
    assert place.best is not None
    assert place.geometry is not None
    assert place.geometry.geom_type == "Polygon"
    assert place.geometry.centroid.y == pytest.approx(place.best.lat + 30 / 111, abs=0.05)


def test_an_event_is_marked_where_its_own_sentence_only_describes_the_place(
    gazetteer: Gazetteer,
) -> None:
    text = "MOGADISHU, May 2 — Talks ended. Mortar rounds hit the capital's airport on Monday."
    document = make_document(text, published=date(2023, 5, 3), source="report")
    reading = read_document(document, gazetteer=gazetteer)
    (event,) = [e for e in reading.events if e.kind == "ASSAULT"]
    assert [p.best.name for p in event.places if p.best] == ["Mogadishu"]
    spans = {item.place for item in event.evidence if item.place}
    assert [span.of(document.text) for span in spans] == ["the capital"]


def test_it_bears_no_name_and_overlaps_none(gazetteer: Gazetteer) -> None:
    text = "LIMA, May 2 — Police in the Peruvian capital held two men. The city was calm."
    document = make_document(text, source="report")
    places = read_places(document, gazetteer=gazetteer)
    spans = [p.mention.span for p in places]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    told = [(p.mention.surface, p.mention.kind in NAMING) for p in places]
    assert told == [("LIMA", True), ("Peruvian", True), ("capital", False), ("The city", False)]
