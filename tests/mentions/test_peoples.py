"""Words for peoples and their things in languages without a tagger. Sentences are our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.documents import make_document
from geocode.gazetteer.protocol import Gazetteer
from geocode.languages import PLACES_ONLY, cues
from geocode.languages.identify import function_words
from geocode.mentions.peoples import find_peoples, people_of, people_words
from geocode.names import fold
from geocode.pipeline import read_document
from geocode.tokens import tokenize


def peoples(text: str, language: str) -> list[tuple[str, str | None]]:
    found = find_peoples(tokenize(text), language)
    return [(word.text, people_of(word.text, language)) for word in found]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Białoruskie wojska ćwiczyły z Rosjanami.", "pl",
         [("Białoruskie", "Belarusian"), ("Rosjanami", "Russian")]),
        ("Відбили атаку російських військ українці.", "uk",
         [("російських", "Russian"), ("українці", "Ukrainian")]),
        ("Немцы и французские солдаты", "ru", [("Немцы", "German"), ("французские", "French")]),
        ("Die französische Flotte traf Polinnen.", "de",
         [("französische", "French"), ("Polinnen", "Polish")]),
        ("Las tropas rusas y los alemanes", "es", [("rusas", "Russian"), ("alemanes", "German")]),
        ("Les Grecs et la marine sud-coréenne", "fr",
         [("Grecs", "Greek"), ("sud-coréenne", "South Korean")]),
        ("na granicy polsko-białoruskiej", "pl",
         [("polsko", "Polish"), ("białoruskiej", "Belarusian")]),
        ("la frontière franco-espagnole", "fr", [("franco", "French"), ("espagnole", "Spanish")]),
        ("РОСІЙСЬКІ ВІЙСЬКА", "uk", [("РОСІЙСЬКІ", "Russian")]),
    ],
)  # fmt: skip
def test_peoples_are_found_by_stem_and_ending(
    text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    assert peoples(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Herr Paul Schotte kam.", "de"),
        ("Er fuhr mit der Deutschen Bahn.", "de"),
        ("Powiedział Jan Szwed.", "pl"),
        ("Писатель Чехов жил в Ялте.", "ru"),
        ("The Polish army marched.", "en"),
        ("Esercito russo", "it"),
    ],
)
def test_names_of_people_and_firms_and_other_languages_are_none(text: str, language: str) -> None:
    assert peoples(text, language) == []


@pytest.mark.parametrize("language", PLACES_ONLY)
def test_every_word_leads_to_a_people_that_the_gazetteer_knows(
    language: str, gazetteer: Gazetteer
) -> None:
    table = cues(language, "demonyms")
    listed = {**table["adjectives"], **table.get("people", {}), **table.get("joined", {})}
    assert [english for english in listed if not gazetteer.demonym(english)] == []
    assert len(table["adjectives"]) >= 110


@pytest.mark.parametrize("language", PLACES_ONLY)
def test_no_form_of_a_people_is_a_commonest_word(language: str) -> None:
    known = people_words(language)
    assert known is not None
    common = {fold(word) for word in function_words(language)}
    assert common.isdisjoint({*known.adjectives, *known.people})


@pytest.mark.parametrize(
    ("text", "language", "surface", "country"),
    [
        ("Російські війська обстріляли село.", "uk", "Російські", "RU"),
        ("Tropas colombianas cruzaron el río.", "es", "colombianas", "CO"),
        ("Грузинские пограничники задержали двоих.", "ru", "Грузинские", "GE"),
    ],
)
def test_a_people_is_a_demonym_with_its_country_and_no_mark(
    text: str, language: str, surface: str, country: str, gazetteer: Gazetteer
) -> None:
    reading = read_document(make_document(text, language=language), gazetteer=gazetteer)
    (place,) = reading.places
    assert (place.mention.surface, place.mention.kind, place.role) == (
        surface,
        "demonym",
        "demonym",
    )
    assert place.best is not None
    assert (place.best.country, place.geometry) == (country, None)
    assert place.why[-1].startswith(f"‘{surface}’ is read as ")


def test_a_people_moves_no_town_into_its_country(gazetteer: Gazetteer) -> None:
    towns = [
        read_document(make_document(text, language="uk"), gazetteer=gazetteer).places[-1].best
        for text in ("Війська обстріляли Вінницю.", "Російські війська обстріляли Вінницю.")
    ]
    assert towns[0] is not None
    assert towns[0] == towns[1]


WORDS = st.sampled_from(
    ["polsko", "Białoruska", "-", "–", "russische", "Russen", "'", "US", "ß", "росіян", ".", "«"]
)


@given(
    st.one_of(st.text(), st.lists(WORDS).map(" ".join), st.lists(WORDS).map("".join)),
    st.sampled_from(PLACES_ONLY),
)
def test_what_is_found_quotes_the_text_in_order(text: str, language: str) -> None:
    last = 0
    for word in find_peoples(tokenize(text), language):
        assert last <= word.start < word.end
        assert text[word.start : word.end] == word.text
        assert people_of(word.text, language) is not None
        last = word.end
