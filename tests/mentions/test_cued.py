"""Places in languages without a tagger. Sentences are our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.documents import make_document
from geocode.gazetteer.protocol import Gazetteer, NameEvidence
from geocode.languages import PLACES_ONLY
from geocode.languages.cases import base_forms
from geocode.mentions import find_mentions
from geocode.mentions.basenames import base_names
from geocode.mentions.cued import UNPREPARED_SHARE
from geocode.pipeline import read_document
from geocode.records import Block, Document, Mention, Span
from geocode.settings import Settings


class Few:
    """A gazetteer that knows a few names."""

    def __init__(self) -> None:
        self.asked = 0

    def evidence(self, folded: str) -> NameEvidence | None:
        self.asked += 1
        known = {"киів": "P", "minsk": "P", "paris": "P", "polska": "C", "東京": "P", "мала": "P"}
        return NameEvidence(known[folded], 6.3, 1) if folded in known else None


def surfaces(text: str, language: str, gazetteer: Gazetteer) -> list[str]:
    return [m.surface for m in find_mentions(make_document(text, language=language), gazetteer)]


@pytest.mark.parametrize(
    ("form", "name", "language"),
    [
        ("києві", "киів", "uk"),
        ("харкова", "харків", "uk"),
        ("розі", "ріг", "uk"),
        ("відня", "віден", "uk"),
        ("миколаєва", "миколаів", "uk"),
        ("чернівцях", "чернівці", "uk"),
        ("гомеле", "гомел", "ru"),
        ("минске", "минск", "ru"),
        ("грозном", "грозныи", "ru"),
        ("орла", "орел", "ru"),
        ("minsku", "minsk", "pl"),
        ("krakowie", "krakow", "pl"),
        ("lodzi", "lodz", "pl"),
        ("pradze", "praga", "pl"),
        ("bialegostoku", "bialystok", "pl"),
        ("brandenburgs", "brandenburg", "de"),
        ("ostukraine", "ukraine", "de"),
    ],
)
def test_a_name_is_found_in_its_cases(form: str, name: str, language: str) -> None:
    assert name in tuple(base_forms(form, language))


def test_a_contraction_gives_back_the_article_of_the_name() -> None:
    assert "le caire" in tuple(base_forms("caire", "fr", before="du"))
    assert "le caire" not in tuple(base_forms("caire", "fr", before="de"))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Учора у Києві та в Одесі було гучно.", "uk", ["Києві", "Одесі"]),
        ("Рада Київської області ухвалила бюджет.", "uk", ["Київської області"]),
        ("Поезд из Гомеля пришёл в Минск утром.", "ru", ["Гомеля", "Минск"]),
        ("Wczoraj w Mińsku i pod Krakowem padało.", "pl", ["Mińsku", "Krakowem"]),
        ("Sejmik w województwie podlaskim obradował.", "pl", ["województwie podlaskim"]),
        ("El tren salió de Santiago de Cuba hacia La Habana.", "es",
         ["Santiago de Cuba", "La Habana"]),
        ("Le port du Havre et l’aéroport d’Abidjan sont fermés.", "fr", ["Havre", "Abidjan"]),
        ("Im Saarland und in Frankfurt am Main regnete es.", "de",
         ["Saarland", "Frankfurt am Main"]),
        ("ВИБУХИ У ХАРКОВІ ТА СУМАХ", "uk", ["ХАРКОВІ", "СУМАХ"]),
    ],
)  # fmt: skip
def test_places_are_found(
    text: str, language: str, expected: list[str], gazetteer: Gazetteer
) -> None:
    assert surfaces(text, language, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Надія Петренко сказала, що повернеться.", "uk"),
        ("Вера Орлова заявила, что уходит.", "ru"),
        ("Jan Warszawski powiedział, że nie.", "pl"),
        ("Rosario Paz aseguró que no fue.", "es"),
        ("Pedro Córdoba dijo que no fue.", "es"),
        ("Florence Paris a déclaré que non.", "fr"),
        ("Essen und Trinken gab es für alle.", "de"),
        ("Herr Berlin lehnte ab.", "de"),
        ("Завод «Дніпро» зупинили на ремонт.", "uk"),
        ("Ein Zug fuhr durch Hagel und Sturm.", "de"),
    ],
)
def test_people_things_and_firms_are_no_places(
    text: str, language: str, gazetteer: Gazetteer
) -> None:
    assert surfaces(text, language, gazetteer) == []


def test_a_town_that_is_a_word_needs_its_preposition(gazetteer: Gazetteer) -> None:
    assert surfaces("Ein Brand brach in Essen aus.", "de", gazetteer) == ["Essen"]
    assert surfaces("Danach gab es Essen für alle.", "de", gazetteer) == []


def test_the_place_is_read_in_the_nominative_and_says_so(gazetteer: Gazetteer) -> None:
    document = make_document("Біля Києва горів ліс, у Гомелі падав дощ.", language="uk")
    near, inside = read_document(document, gazetteer=gazetteer).places
    assert near.best is not None
    assert (near.best.name, near.relation, near.role) == ("Kyiv", "near", "site")
    assert near.geometry is not None
    assert near.geometry.geom_type == "Polygon"
    assert "‘Києва’ is read as Київ" in near.why
    assert inside.best is not None
    assert (inside.best.country, inside.relation) == ("BY", "in")


def test_a_border_is_no_outline_of_the_country(gazetteer: Gazetteer) -> None:
    document = make_document("На границе с Таджикистаном стреляли.", language="ru")
    place, border = read_document(document, gazetteer=gazetteer).places
    assert place.best is not None
    assert (place.best.country, place.geometry) == ("TJ", None)
    assert "part of ‘границе с Таджикистаном’" in place.why
    assert (border.mention.kind, border.best, border.geometry) == ("phrase", None, None)
    assert border.why == ("nothing says whose border it is",)


def test_from_and_to_are_told_and_shared_by_a_list(gazetteer: Gazetteer) -> None:
    document = make_document("Les convois venaient de Kiev vers Minsk et Varsovie.", language="fr")
    roles = [
        (p.mention.surface, p.role) for p in read_document(document, gazetteer=gazetteer).places
    ]
    assert roles == [("Kiev", "background"), ("Minsk", "destination"), ("Varsovie", "destination")]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Il governo ha parlato con la Turchia e con la Siria per tutta la notte.", "it",
         ["Turchia", "Siria"]),
        ("Binlerce kişi İstanbul'da yürüdü ve polis gaz kullandı.", "tr", ["İstanbul"]),
        ("وصل وفد من السودان إلى بغداد", "ar", ["السودان", "بغداد"]),
        ("ロシアと北京の代表が会談した。", "ja", ["ロシア", "北京"]),
        ("प्रधानमंत्री ने भारत और पाकिस्तान की बात की", "hi", ["भारत", "पाकिस्तान"]),
    ],
)  # fmt: skip
def test_a_language_nobody_prepared_is_read_by_the_gazetteer_and_says_so(
    text: str, language: str, expected: list[str], gazetteer: Gazetteer
) -> None:
    document = make_document(text)
    assert document.language == language
    places = read_document(document, gazetteer=gazetteer).places
    assert [p.mention.surface for p in places] == expected
    for place in places:
        assert place.mention.confidence <= UNPREPARED_SHARE
        assert place.best is None or Settings().min_confidence <= place.confidence
        assert place.confidence <= UNPREPARED_SHARE
        why = "no words of this language are prepared: matched by the gazetteer alone"
        assert place.why[-1] == why


@pytest.mark.parametrize(
    "text",
    [
        "Une attack et une protest ont eu lieu à Lyon lundi, selon la police de la ville.",
        "El fire destruyó la casa y los bomberos llegaron a Madrid en may.",
        "Am Montag wurden in Köln zwei Soldaten verletzt, ein Strike der Bahn begann im Mai.",
    ],
)
def test_english_words_make_no_events_or_dates_elsewhere(text: str, gazetteer: Gazetteer) -> None:
    reading = read_document(make_document(text), gazetteer=gazetteer)
    assert reading.document.language in {"fr", "es", "de"}
    assert reading.events == ()
    assert reading.dates == ()


def test_days_in_figures_and_written_out_are_dates_elsewhere(gazetteer: Gazetteer) -> None:
    text = "Le 2022-02-14, les troupes ont quitté la ville de Lyon, et non lundi ni le 3 mars 2022."
    found = read_document(make_document(text), gazetteer=gazetteer).dates
    assert [(d.span.of(text), str(d.when.earliest)) for d in found] == [
        ("2022-02-14", "2022-02-14"),
        ("3 mars 2022", "2022-03-03"),
    ]


PIECES = st.sampled_from(
    ["Києві", "у", "Mińsku", "d’Paris", "l'", "’", "Polska", "東京都", "ไทย", "\u0301", " ", ".",
     "області", "województwie", "«", "»", "\n\n", "ǅ", "ß", "Мала-Мала", "😀", "ZU", "zum", "\x00"]
)  # fmt: skip


@given(
    st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)),
    st.sampled_from([*PLACES_ONLY, "it", "und"]),
)
def test_any_text_gives_ordered_disjoint_mentions_that_quote_it(text: str, language: str) -> None:
    blocks = (Block("body", Span(0, len(text))),) if text else ()
    document = Document("d", text, None, None, None, language, blocks)
    last = 0
    for mention in find_mentions(document, Few()):
        assert last <= mention.span.start < mention.span.end <= len(text)
        assert mention.span.of(text) == mention.surface
        assert 0.0 < mention.confidence <= 1.0
        last = mention.span.end


@pytest.mark.parametrize("language", [*PLACES_ONLY, "zh"])
def test_questions_to_the_gazetteer_grow_no_faster_than_the_text(language: str) -> None:
    counts: list[int] = []
    for size in (200, 400):
        gazetteer = Few()
        text = " ".join(f"Имяма{chr(0x430 + i % 32)}{chr(0x430 + i // 32)}" for i in range(size))
        find_mentions(make_document(text, language=language), gazetteer)
        counts.append(gazetteer.asked)
    assert counts[1] <= 2.1 * counts[0]


ENGLISH = (
    "Troops trained near Yelsk on Monday, the ministry in Minsk said in a statement.\n\n"
    "Protesters marched through Lima, and the police said that no one was hurt in the city."
)


@pytest.mark.parametrize(
    "paragraph",
    [
        "У Києві відбувся мітинг, повідомила міська рада.",
        "Wojska ćwiczyły pod Mińskiem, poinformowało ministerstwo.",
        "Polizei und Feuerwehr suchten in Köln nach Vermissten.",
        "警方在成都拘捕了三名男子。",
    ],
)
def test_a_paragraph_in_another_language_changes_no_name_beside_it(
    paragraph: str, gazetteer: Gazetteer
) -> None:
    alone = find_mentions(make_document(ENGLISH), gazetteer)
    document = make_document(f"{ENGLISH}\n\n{paragraph}")
    assert document.language == "en"
    both = [m for m in find_mentions(document, gazetteer) if m.span.end <= len(ENGLISH)]
    assert [(m.span, m.kind) for m in both] == [(m.span, m.kind) for m in alone]


def test_homoglyphs_make_no_place_and_no_crash(gazetteer: Gazetteer) -> None:
    document = make_document("Тhе tоwn оf Роlаnd wаs саlm аnd Мinsk tоо.")
    reading = read_document(document, gazetteer=gazetteer)
    assert document.language == "en"
    assert [p.mention.surface for p in reading.places if p.geometry is not None] == []


@pytest.mark.parametrize("form", ["Nysę", "Nysie"])
def test_a_places_own_name_comes_before_what_others_call_a_larger_one(form, gazetteer):
    document = make_document(f"Pociąg stanął przed {form}, a potem ruszył.", language="pl")
    mention = Mention(document.id, Span(20, 20 + len(form)), form, "toponym")
    assert base_names(document, (mention,), gazetteer) == ("Nysa",)
