"""Near, part, distances and borders in languages read by translation. Sentences are our own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geocode.documents import make_document
from geocode.gazetteer.protocol import Gazetteer
from geocode.languages import PLACES_ONLY
from geocode.mentions.cued import find_cued
from geocode.pipeline import read_places
from geocode.places.wording.relations import describe
from geocode.places.wording.translated import NO_WORD, glossary, read_translated
from geocode.records import Place

# What the grammar is told in English words; each language must have a way to say it.
NEEDED = {
    ("border", "with"), ("border", "between"), ("border",), ("near",), ("from",), ("to",), ("and",),
    ("km",), ("along",), ("around",), ("within",), ("regions",), ("coast",), ("central",),
    ("off", "the", "coast", "of"), ("on", "the", "outskirts", "of"), ("road", "between"),
    *((side,) for side in ("north", "south", "east", "west")),
    *((side, "of") for side in ("north", "southwest", "northeast")),
}  # fmt: skip


def said(text: str, language: str, gazetteer: Gazetteer) -> dict[str, Place]:
    found = read_places(make_document(text, language=language), gazetteer=gazetteer)
    return {place.mention.surface: place for place in found}


@pytest.mark.parametrize("language", PLACES_ONLY)
def test_every_language_can_say_what_the_grammar_reads(language: str) -> None:
    table = glossary(language)
    assert set(table.english.values()) >= NEEDED
    assert all(word == word.lower() for phrase in table.english for word in phrase)
    assert table.longest <= 6


@pytest.mark.parametrize(
    ("text", "language", "phrase", "border"),
    [
        ("Na granicy Polski z Litwą.", "pl", "granicy Polski z Litwą", "border:LT-PL"),
        ("Na granicy polsko-litewskiej.", "pl", "granicy polsko-litewskiej", "border:LT-PL"),
        ("Polska granica z Litwą.", "pl", "Polska granica z Litwą", "border:LT-PL"),
        ("На литовско-польской границе.", "ru", "литовско-польской границе", "border:LT-PL"),
        ("На границе Литвы и Польши.", "ru", "границе Литвы и Польши", "border:LT-PL"),
        ("На кордоні між Литвою та Польщею.", "uk", "кордоні між Литвою та Польщею",
         "border:LT-PL"),
        ("An der Grenze zwischen Peru und Chile.", "de", "Grenze zwischen Peru und Chile",
         "border:CL-PE"),
        ("An der peruanisch-chilenischen Grenze.", "de", "peruanisch-chilenischen Grenze",
         "border:CL-PE"),
        ("En la frontera de Perú con Chile.", "es", "frontera de Perú con Chile", "border:CL-PE"),
        ("En la frontera peruana con Chile.", "es", "frontera peruana con Chile", "border:CL-PE"),
        ("À la frontière entre le Pérou et le Chili.", "fr",
         "frontière entre le Pérou et le Chili", "border:CL-PE"),
        ("À la frontière franco-belge.", "fr", "frontière franco-belge", "border:BE-FR"),
    ],
)  # fmt: skip
def test_a_border_of_two_is_their_line(
    text: str, language: str, phrase: str, border: str, gazetteer: Gazetteer
) -> None:
    place = said(text, language, gazetteer)[phrase]
    assert place.best is not None
    assert place.geometry is not None
    assert (place.best.id, place.relation, place.mention.kind) == (border, "border", "phrase")
    assert place.geometry.geom_type.endswith("LineString")


@pytest.mark.parametrize(
    ("text", "language", "name", "side"),
    [
        ("Im Norden Finnlands schneit es.", "de", "Finnlands", "northern"),
        ("In Südfinnland schneit es.", "de", "Südfinnland", "southern"),
        ("На севере Финляндии снег.", "ru", "Финляндии", "northern"),
        ("У північній Фінляндії сніг.", "uk", "Фінляндії", "northern"),
        ("W północnej Finlandii pada śnieg.", "pl", "Finlandii", "northern"),
        ("Nieva en el norte de Finlandia.", "es", "Finlandia", "northern"),
        ("Nieva en la Finlandia septentrional.", "es", "Finlandia", "northern"),
        ("Il neige dans le nord de la Finlande.", "fr", "Finlande", "northern"),
    ],
)
def test_a_part_is_cut_from_the_outline(
    text: str, language: str, name: str, side: str, gazetteer: Gazetteer
) -> None:
    place = said(text, language, gazetteer)[name]
    assert place.geometry is not None
    assert (place.relation, place.geometry.geom_type) in {
        ("part", "Polygon"),
        ("part", "MultiPolygon"),
    }
    assert any(why.startswith(f"the {side} part") for why in place.why)


@pytest.mark.parametrize(
    ("text", "language", "name", "cue"),
    [
        ("Die Bombe fiel 30 km nördlich von Kiew.", "de", "Kiew", "30 km nördlich von Kiew"),
        ("Бомба упала в 30 км к северу от Киева.", "ru", "Киева", "30 км к северу от Киева"),
        ("Бомба впала за 30 км на північ від Києва.", "uk", "Києва", "30 км на північ від Києва"),
        ("Bomba spadła 30 km na północ od Kijowa.", "pl", "Kijowa", "30 km na północ od Kijowa"),
        ("La bomba cayó a 30 km al norte de Kiev.", "es", "Kiev", "30 km al norte de Kiev"),
        ("La bombe est tombée à 30 km au nord de Kiev.", "fr", "Kiev", "30 km au nord de Kiev"),
    ],
)
def test_a_distance_and_direction_is_a_sector_and_its_reason_quotes_the_text(
    text: str, language: str, name: str, cue: str, gazetteer: Gazetteer
) -> None:
    place = said(text, language, gazetteer)[name]
    assert place.best is not None
    assert place.geometry is not None
    assert (place.best.name, place.relation, place.role) == ("Kyiv", "near", "site")
    assert place.geometry.bounds[1] > place.best.lat
    assert any(f"‘{cue}’" in why for why in place.why)


def test_a_word_of_another_language_is_no_cue(gazetteer: Gazetteer) -> None:
    document = make_document("W Krakowie to near of border 30.", language="pl")
    mentions = find_cued(document, gazetteer)
    (items,) = read_translated(document, mentions, [m.surface for m in mentions])
    assert {item.word for item in items} == {"in", NO_WORD, "", "30", "."}


PIECES = st.sampled_from(
    ["granicy", "Polski", "z", "Litwą", "polsko-litewskiej", "na północ od", "30", "km", "Grenze",
     "zwischen", "Ostukraine", "l’est de l’Ukraine", "frontera", "entre", "et", "İ", "'", "-", ",",
     "границе", "с", "Польшей", "западе", ".", "\n\n", "Ucrania oriental"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join)), st.sampled_from(PLACES_ONLY))
def test_any_text_keeps_its_items_in_order_and_within_it(
    gazetteer: Gazetteer, text: str, language: str
) -> None:
    if not text.strip():
        return
    document = make_document(text, language=language)
    mentions = find_cued(document, gazetteer)
    for items in read_translated(document, mentions, [m.surface for m in mentions]):
        last = 0
        for item in items:
            assert last <= item.span.start <= item.span.end <= len(text)
            last = item.span.start
        assert all(
            items[w.first].span.start <= items[w.last].span.end
            for w in describe(items, "en").values()
        )
    for place in read_places(document, gazetteer=gazetteer):
        assert place.mention.span.of(text) == place.mention.surface
