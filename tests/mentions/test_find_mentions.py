"""Where in a text a place is named. Sentences are our own."""

from __future__ import annotations

import hashlib
import json
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.errors import ModelError
from geocode.gazetteer.protocol import Gazetteer, NameEvidence
from geocode.mentions import find_mentions
from geocode.mentions.evidence import read_cues, read_pages
from geocode.mentions.features import add_run
from geocode.mentions.tagger import VERSION, open_model, read_model, spans
from geocode.records import Block, Document, Mention, Span

LEXICON = open_model().lexicon
WEIGHTS = resources.files("geocode.mentions") / "weights"


def document_of(text: str) -> Document:
    blocks = (Block("body", Span(0, len(text))),) if text else ()
    return Document(
        id="d", text=text, published=None, source=None, url=None, language="en", blocks=blocks
    )


def read(text: str, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    return [(m.surface, m.kind) for m in find_mentions(document_of(text), gazetteer)]


def surfaces(text: str, gazetteer: Gazetteer) -> list[str]:
    return [surface for surface, _ in read(text, gazetteer)]


class Counting:
    """A gazetteer that knows a few names and counts what it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def evidence(self, folded: str) -> NameEvidence | None:
        self.asked += 1
        return NameEvidence("C", 7.6, 1) if folded in {"kenya", "poland"} else None


def assert_lawful(document: Document, mentions: tuple[Mention, ...]) -> None:
    last = 0
    for mention in mentions:
        assert last <= mention.span.start < mention.span.end <= len(document.text)
        assert mention.span.of(document.text) == mention.surface
        assert mention.kind in {"toponym", "demonym", "nested"}
        assert 0.0 <= mention.confidence <= 1.0
        last = mention.span.end


PIECES = st.sampled_from(
    ["Kenya", "POLAND", "US-led", "Poland–Kenya", "Mr.", "in", "the", "’s", "\n\n", ".", " ", "-",
     "\x00", "😀", "ישראל", "İstanbul", "ǅ", "Ⅷ", "ß", "\u0301", "A-", "-B", "a--B", "ﬁ", "D-N.Y."]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
def test_any_text_gives_ordered_disjoint_mentions_that_quote_it(text: str) -> None:
    document = document_of(text)
    assert_lawful(document, find_mentions(document, Counting()))


def test_text_outside_the_blocks_is_not_read(gazetteer: Gazetteer) -> None:
    text = "Floods in Kenya. Floods in Uganda."
    blocks = (Block("body", Span(0, 16)),)
    document = Document("d", text, None, None, None, "en", blocks)
    assert [m.surface for m in find_mentions(document, gazetteer)] == ["Kenya"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Floods cut roads in northern Kenya and around Nairobi.", ["Kenya", "Nairobi"]),
        ("The US-led coalition withdrew from Iraq.", ["US", "Iraq"]),
        ("Guards closed the Finland–Russia border on Friday.", ["Finland", "Russia"]),
        ("Guards closed the Finland-Russia border on Friday.", ["Finland", "Russia"]),
        ("Aid reached Sudan's capital, Khartoum, on Sunday.", ["Sudan", "Khartoum"]),
        ("A US General spoke in Berlin.", ["US", "Berlin"]),
        ("Shells fell on the city of Zaporizhzhia, Ukraine.", ["Zaporizhzhia", "Ukraine"]),
        ("Rivers rose in North Rhine-Westphalia on Sunday.", ["North Rhine-Westphalia"]),
        ("The Gaza-Israel crossing stayed shut.", ["Gaza", "Israel"]),
        ("Crowds marched in Pretoria to mark the day.", ["Pretoria"]),
        ("The ferry left Tacloban for Mekelle.", ["Tacloban", "Mekelle"]),
    ],
)
def test_places_are_found(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert surfaces(text, gazetteer) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Vladimir and Artem signed the letter, their lawyer said.",
        "Mr. London told reporters he would resign.",
        "Jordan Peterson wrote the book last year.",
        "Paris Hilton opened the show.",
        "Victoria Nuland spoke first.",
        "Reading is good for children, the teachers said.",
        "The Union said its members would vote.",
    ],
)
def test_people_and_plain_words_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    assert surfaces(text, gazetteer) == []


def test_a_first_name_stays_a_first_name_for_the_whole_report(gazetteer: Gazetteer) -> None:
    text = "Israel Mendozo won the fight on Friday. Israel had trained in Lima."
    assert surfaces(text, gazetteer) == ["Lima"]


def test_a_country_stays_a_country_where_its_people_are_named(gazetteer: Gazetteer) -> None:
    text = "Israel Katzo spoke to Israeli radio. Israel closed the crossing."
    assert surfaces(text, gazetteer) == ["Israeli", "Israel"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officers of the Paris Police Department made the arrest.", ("Paris", "nested")),
        ("The Ministry of Defence of Belarus kept silent.", ("Belarus", "nested")),
        ("The Belarusian army began to move at dawn.", ("Belarusian", "demonym")),
        ("Thousands of Iranians marched at dawn.", ("Iranians", "demonym")),
        ("Rain fell across Kenya at dawn.", ("Kenya", "toponym")),
    ],
)
def test_a_mention_says_what_it_names(
    text: str, expected: tuple[str, str], gazetteer: Gazetteer
) -> None:
    assert read(text, gazetteer) == [expected]


def test_a_shouted_headline_is_read(gazetteer: Gazetteer) -> None:
    text = "KENYA SENDS TROOPS TO SOMALIA"
    assert surfaces(text, gazetteer) == ["KENYA", "SOMALIA"]


def test_two_countries_side_by_side_are_two_mentions(gazetteer: Gazetteer) -> None:
    assert surfaces("Talks between India Pakistan envoys.", gazetteer) == ["India", "Pakistan"]


def test_a_designation_with_a_dash_stays_whole(gazetteer: Gazetteer) -> None:
    pages = read_pages(document_of("Two Su-35S jets landed."), gazetteer, LEXICON)
    assert [w.text for w in pages.sentences[0].words] == ["Two", "Su-35S", "jets", "landed", "."]


def test_the_same_text_gives_the_same_mentions(gazetteer: Gazetteer) -> None:
    document = document_of("Protests spread from Lima to Cusco, Peruvian radio said.")
    assert find_mentions(document, gazetteer) == find_mentions(document, gazetteer)


def test_gazetteer_questions_grow_no_faster_than_the_text() -> None:
    line = "Rain Fell Over Poland And Kenya Again While Nobody Looked.\n\n"
    counts: list[int] = []
    for times in (1, 2000):
        gazetteer = Counting()
        read_pages(document_of(line * times), gazetteer, LEXICON)
        counts.append(gazetteer.asked)
    assert counts[0] == counts[1]  # each name is asked for once a document


def test_a_run_of_capitals_is_asked_for_in_linear_number() -> None:
    counts: list[int] = []
    for size in (500, 1000):
        gazetteer = Counting()
        read_pages(document_of(" ".join(f"Name{i}" for i in range(size))), gazetteer, LEXICON)
        counts.append(gazetteer.asked)
    assert counts == [5 * 400 - 10 + 5 * 100 - 10, 2 * (5 * 400 - 10) + 5 * 200 - 10]


class Counted(list[str]):
    """A list that counts what is read of it."""

    read = 0

    def __getitem__(self, key):
        found = super().__getitem__(key)
        self.read += len(found) if isinstance(key, slice) else 1
        return found


def test_features_of_a_run_of_capitals_are_made_in_linear_time() -> None:
    counts: list[int] = []
    for size in (100, 200, 400):
        page = read_pages(document_of("Kenya " * size), Counting(), LEXICON).sentences[0]
        kinds = Counted([""] * size)
        add_run([[] for _ in range(size)], 0, size, page=page, kinds=kinds)
        counts.append(kinds.read)
    assert counts[2] - counts[1] == 2 * (counts[1] - counts[0])


def test_what_no_full_stop_ends_is_read_in_pieces() -> None:
    pages = read_pages(document_of("Kenya " * 1001), Counting(), LEXICON)
    assert [len(p.words) for p in pages.sentences] == [400, 400, 201]


def test_spans_mend_an_inside_without_a_beginning() -> None:
    assert spans(["O", "I", "I", "B", "B", "I", "O"]) == [(1, 3), (3, 4), (4, 6)]


def test_each_cue_word_has_one_class() -> None:
    cue = read_cues("en")
    assert cue.classes["university"] == "org"
    assert cue.classes["vladimir"] == "first"
    assert cue.classes["jordan"] == "both"


def test_the_card_belongs_to_the_weights() -> None:
    card = json.loads((WEIGHTS / "en.card.json").read_bytes())
    weights = (WEIGHTS / "en.crfsuite").read_bytes()
    lexicon = (WEIGHTS / "en.lexicon.json.gz").read_bytes()
    assert card["version"] == VERSION
    assert card["weights_sha256"] == hashlib.sha256(weights).hexdigest()
    assert card["lexicon_sha256"] == hashlib.sha256(lexicon).hexdigest()
    assert card["never_seen"] == ["geovirus"]
    assert len(weights) <= 3_000_000


@pytest.mark.parametrize("broken", ["en.crfsuite", "en.lexicon.json.gz", "en.card.json"])
def test_missing_or_altered_weights_say_what_to_do(broken: str, tmp_path) -> None:
    for file in ("en.crfsuite", "en.lexicon.json.gz", "en.card.json"):
        (tmp_path / file).write_bytes((WEIGHTS / file).read_bytes())
    assert read_model(tmp_path, name="en").digest
    (tmp_path / broken).write_bytes(b"{}")
    with pytest.raises(ModelError, match="train_tagger"):
        read_model(tmp_path, name="en")
    (tmp_path / broken).unlink()
    with pytest.raises(ModelError, match="missing"):
        read_model(tmp_path, name="en")


def test_a_name_joined_to_a_place_by_and_is_likelier_one(gazetteer):
    text = "Heavy snow cut off dozens of villages in Turkey's Van and Hakkari provinces on Monday."
    assert surfaces(text, gazetteer) == ["Turkey", "Van", "Hakkari"]
    assert "West" not in surfaces("Doctors went to 19 West and Central African states.", gazetteer)


def test_a_strait_is_named_whole(gazetteer):
    assert "Strait of Hormuz" in surfaces("A ship was seized in the Strait of Hormuz.", gazetteer)


def test_a_people_before_a_noun_is_no_region_called_so(gazetteer):
    assert read("Somali troops retook the fort.", gazetteer) == [("Somali", "demonym")]
    assert read("Rebels fled in Somali region.", gazetteer) == [("Somali", "toponym")]
