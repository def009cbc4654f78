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
from geocode.tokens import sentences

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


@pytest.mark.parametrize("language", PLACES_ONLY)
def test_a_language_is_told_from_a_single_sentence_or_left_english(language):
    table = tomllib.loads((SEEDS / "languages" / f"{language}.toml").read_text(encoding="utf-8"))
    told = [identify(row["text"]) for row in table["sentences"]]
    assert told.count(language) >= len(told) - 1
    assert set(told) <= {language, "en"}


def test_a_language_nobody_prepared_is_told_from_a_single_sentence():
    text = (SEEDS / "languages" / "unprepared.toml").read_text(encoding="utf-8")
    for language, row in tomllib.loads(text).items():
        assert {s for s in row["sentences"] if identify(s) != language} == set()


@pytest.mark.parametrize("path", sorted((SEEDS / "reports").glob("*.txt")), ids=lambda p: p.stem)
def test_every_sentence_of_our_reports_is_english(path):
    document = make_document(path.read_text(encoding="utf-8"))
    texts = [span.of(document.text) for span in sentences(document)]
    assert {text for text in texts if identify(text) != "en"} == set()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Feuer in Köln gelöscht", "de"),
        ("Un attentat à la bombe à Bamako", "fr"),
        ("Trzy osoby ranne", "pl"),
        ("Dos soldados heridos", "es"),
        ("EXPLOSIÓN EN UNA FÁBRICA DE LIMA", "es"),
        ("Пожежа в порту, є загиблі", "uk"),
        ("Пожар в порту", "ru"),
    ],
)
def test_headlines_are_told_by_their_letters(text, language):
    assert identify(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        # Cyrillic letters in English words, and Latin ones in Russian words
        ("Тhе mауоr оf thе tоwn sаid thаt rеsсuеrs wеrе оn thеir wау.", "en"),
        ("Тhе gоvеrnmеnt оf Роlаnd", "en"),
        ("Explosion at refinery.", "en"),
        ("Bойска покинyли гoрoд Гoмeль вeчepoм, сказал мэр.", "ru"),
        ("Kyiv Київ said that the war was near and there were no troops", "en"),
        ("αttack on the town of Yelsk", "en"),
        ("a\ud800b и", "en"),
        ("🔥🔥🔥", "en"),
        ("\u202eмир\u202c", "ru"),
        ("İİİİ ßßß ǅǅ", "en"),
    ],
)
def test_mixed_scripts_make_no_other_language(text, language):
    assert identify(text) == language


@pytest.mark.parametrize("language", PLACES_ONLY)
def test_what_a_page_states_helps_a_short_text_and_bends_no_clear_one(language):
    table = tomllib.loads((SEEDS / "languages" / f"{language}.toml").read_text(encoding="utf-8"))
    texts = [row["text"] for row in table["sentences"] if row["part"] == "dev"]
    assert {identify(text, stated=language.upper()) for text in texts} == {language}
    pairs = [" ".join(texts[i : i + 2]) for i in range(0, 40, 2)]
    assert [identify(pair, stated="en-GB") for pair in pairs] == [language] * 20


def test_an_english_report_stays_english_whatever_its_template_states():
    for path in sorted((SEEDS / "reports").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert {identify(text, stated=tag) for tag in ("de", "es-MX", "ru", "xx", "")} == {"en"}


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
