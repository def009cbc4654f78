"""In which language a text is written. Sentences are our own."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.documents import make_document
from geocode.languages import PLACES_ONLY
from geocode.languages.identify import identify

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.mark.parametrize("path", sorted((SEEDS / "reports").glob("*.txt")), ids=lambda p: p.stem)
def test_our_reports_are_english_whole_and_by_paragraph(path):
    text = path.read_text(encoding="utf-8")
    assert identify(text) == "en"
    assert {identify(p) for p in text.split("\n") if p.strip()} == {"en"}


@pytest.mark.parametrize("language", PLACES_ONLY)
def test_a_language_is_told_from_a_few_sentences(language):
    table = tomllib.loads((SEEDS / "languages" / f"{language}.toml").read_text(encoding="utf-8"))
    texts = [row["text"] for row in table["sentences"]]
    fives = [" ".join(texts[i : i + 5]) for i in range(0, len(texts), 5)]
    assert [identify(five) for five in fives] == [language] * len(fives)


@pytest.mark.parametrize(
    "text",
    [
        "Yelsk",
        "La Paz, El Alto",
        "São Paulo",
        "Le Monde reported from Saint-Étienne",
        "KENYA SENDS TROOPS TO SOMALIA",
        "Der Spiegel said so",
        "1234 !",
        "",
        (
            "She told “Le Figaro”: « Je ne sais pas ce que la ville va devenir » and then left for "
            "the coast with her two children, as they had been told to do by the mayor on Monday."
        ),
        "The mayor of Київ said that the city was calm, and that the metro would open on Monday.",
    ],
)
def test_names_quotations_and_short_texts_leave_a_text_english(text):
    assert identify(text) == "en"


def test_a_quotation_at_the_head_of_a_long_report_does_not_decide_its_language():
    quote = "«Мы не знаем, что будет с городом, и никто из нас не уехал», сказала она. " * 8
    report = "The troops left the town on Monday, and the mayor said that it was calm. " * 60
    assert identify(quote + report) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Il presidente è arrivato a Roma dopo la visita e ha parlato con il sindaco.", "it"),
        ("Binlerce kişi yürüdü ve polis gaz kullandı ancak kimse ölmedi.", "tr"),
        ("O presidente viajou para o norte, onde não se reuniu com a polícia.", "pt"),
        ("تظاهر آلاف الأشخاص في القاهرة", "ar"),
        ("تهران و اصفهان در روز جمعه با برف روبرو شد", "fa"),
        ("東京で地震がありました", "ja"),
        ("北京发生爆炸", "zh"),
        ("Η κυβέρνηση παραιτήθηκε", "el"),
        ("Војска је ушла у град, али нико није страдао.", "sr"),
        ("У горадзе быў пажар, загінулі двое людзей.", "be"),
        ("ᚠᚢᚦᚨᚱᚲ", "und"),
    ],
)
def test_languages_nobody_prepared_are_told_from_the_prepared(text, language):
    assert identify(text) == language


def test_a_long_text_of_words_nobody_knows_is_undetermined():
    assert identify("mlokozi batunga simera kolpati vrenado " * 10) == "und"


def test_a_language_given_wins_over_the_one_told():
    text = "Войска покинули город, сказал мэр."
    assert make_document(text).language == "ru"
    assert make_document(text, language="bg").language == "bg"


@given(st.text(max_size=200))
def test_any_text_has_a_language(text):
    assert identify(text) == identify(text) != ""
