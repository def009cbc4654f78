"""What the evidence panel is told: the quote in its paragraph, choices, dates, a citation."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from evidence_samples import EVIL, LONG, SENTENCE, readings, write_evidence
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from dashboard.citing import citation, sentence_url
from dashboard.desk import columns
from dashboard.layers import texts
from dashboard.layers.shelf import State
from dashboard.quotes import Mark, cut, paragraph
from dashboard.reasons import namings, parties, site_of, told_by, where_precision, why_date
from dashboard.sheet import Files
from dashboard.speech import LANGUAGES, speaking
from geocode import EventQuery, EventRow, Reading, open_store

PANELS = Path(__file__).resolve().parents[2] / "dashboard" / "panels"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_evidence(tmp_path_factory.mktemp("evidence") / "events.sqlite")


@pytest.fixture(scope="module")
def rows(store: Path) -> dict[str, EventRow]:
    with open_store(store, read_only=True) as opened:
        return {row.event_id: row for row in opened.rows(EventQuery(apart=True))}


@pytest.fixture(scope="module")
def read(store: Path) -> dict[str, Reading]:
    with open_store(store, read_only=True) as opened:
        found = [opened.reading(known) for known in opened.document_ids()]
    return {event.id: reading for reading in found if reading for event in reading.events}


def test_the_quote_stands_in_its_paragraph_with_its_words_marked(rows, read) -> None:
    found = paragraph(rows["shelling"], read["shelling"])
    assert "".join(piece.text for piece in found if piece.quoted) == SENTENCE
    around = [piece.text.strip() for piece in found if not piece.quoted]
    assert around == ["The front was quiet for a week.", "Nobody was hurt."]
    said = [(piece.says, piece.text) for piece in found if piece.says]
    assert said == [
        ("date", "Sunday"), ("actor", "rebels"), ("trigger", "shelled"), ("actor", "a depot"),
        ("place", "Springfield"), ("teller", "a military spokesman"), ("teller", "Reuters"),
    ]  # fmt: skip


def test_a_long_paragraph_is_cut_about_the_quote(rows, read) -> None:
    found = paragraph(rows["long"], read["long"])
    assert "".join(p.text for p in found if p.quoted) == rows["long"].quote
    before, after = (p.text for p in found if not p.quoted)
    assert before.startswith("… ")
    assert after.endswith(" …")
    assert max(len(before), len(after)) <= 603


def test_without_a_reading_there_is_the_quote_alone(rows) -> None:
    found = paragraph(rows["shelling"], None)
    assert "".join(piece.text for piece in found) == SENTENCE


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-9, 60), st.integers(-9, 60))))
def test_pieces_joined_are_the_text_whatever_is_marked(text: str, ends) -> None:
    marks = [Mark(10 + a, 10 + b, "place") for a, b in ends]
    assert "".join(piece.text for piece in cut(text, 10, marks)) == text


def test_the_choices_come_likeliest_first_with_scores_and_reasons(rows, read) -> None:
    (naming,) = namings(rows["shelling"], read["shelling"])
    told = [(c.name, c.what, c.score, c.chosen, c.why[0]) for c in naming.choices]
    assert told == [
        ("Springfield", "town, United States", 0.83, True, "9,000 people"),
        ("Springfield", "town, United States", 0.11, False, "other names in the report lie in it"),
        ("Springfield", "town, Australia", 0.004, False, "the largest of the name in Australia"),
    ]
    assert (naming.choices[0].lon, naming.choices[0].lat) == (-89.64, 39.8)
    assert naming.choices[0].radius_m == 15_000.0


def test_of_an_event_without_a_place_the_names_it_could_be_are_told(rows, read) -> None:
    (naming,) = namings(rows["unsure"], read["unsure"])
    assert naming.name == "Newtown"
    assert [(c.what, c.score, c.chosen) for c in naming.choices] == [
        ("town, United States", 0.3, False),
        ("town, Australia", 0.28, False),
    ]


def test_a_choice_of_a_person_is_the_chosen_one_and_the_others_keep_their_reasons(
    rows, read
) -> None:
    moved = replace(rows["shelling"], place_id="geonames:2", geometry=Point(-93.29, 37.21))
    (naming,) = namings(moved, read["shelling"])
    assert [(choice.chosen, choice.score) for choice in naming.choices] == [
        (False, 0.83), (True, 0.11), (False, 0.004),
    ]  # fmt: skip
    drawn = replace(moved, place_id=None)
    assert not any(c.chosen for c in namings(drawn, read["shelling"])[0].choices)


def test_a_date_of_a_person_is_read_from_no_words(rows, read) -> None:
    told = why_date(replace(rows["shelling"], date_basis="by_hand"), read["shelling"])
    assert told == ("A person set this date.", "So: 13 Feb 2022.")


def test_a_row_knows_which_of_its_events_places_it_is(rows, read) -> None:
    found = site_of(rows["shelling"], read["shelling"])
    assert found
    assert (found[0], found[1].mention.surface) == (0, "Springfield")
    assert site_of(replace(rows["shelling"], place_id="geonames:2"), read["shelling"]) is None
    assert site_of(rows["unsure"], read["unsure"]) is None


def test_a_date_says_its_words_their_form_its_basis_and_what_it_comes_to(rows, read) -> None:
    assert why_date(rows["shelling"], read["shelling"]) == (
        "“Sunday”: a day of the week.",
        "Counted from the day of publication.",
        "The report was published on 14 Feb 2022.",
        "So: 13 Feb 2022.",
    )
    assert why_date(rows["aid"], read["aid"]) == ("The report gives no day we could count from.",)


def test_a_date_from_another_sentence_says_which(rows, read) -> None:
    event, reading = rows["shelling"], read["shelling"]
    barn = reading.events[0].evidence[1].quote
    moved = replace(event, quote=barn.of(reading.document.text), quote_start=barn.start)
    assert why_date(moved, reading)[1] == f"The words stand in another sentence: “{SENTENCE}”"


def test_each_telling_says_who_it_is_from(rows, read) -> None:
    event, reading = rows["shelling"], read["shelling"]
    assert told_by(event, reading) == "a military spokesman, via Reuters"
    barn = reading.events[0].evidence[1].quote.start
    assert told_by(event, reading, start=barn) == "villagers"
    assert told_by(rows["aid"], read["aid"]) == "told by the report itself"
    assert told_by(event, None) == ""


def test_parties_are_told_with_country_and_sector(rows, read) -> None:
    assert parties(rows["shelling"], read["shelling"]) == (
        ("rebels (United States)",),
        ("a depot",),
    )
    assert parties(rows["aid"], read["aid"]) == (("Nurses",), ())


def test_precision_is_said_as_the_shape_has_it(rows) -> None:
    near = rows["shelling"]
    assert where_precision(near) == ("within about 15 km",)
    assert where_precision(replace(near, relation="in")) == (
        "anywhere in an area about 30 km across",
    )
    assert where_precision(rows["unsure"]) == ()


def test_a_citation_has_quote_source_date_place_precision_and_link(rows) -> None:
    assert citation(rows["shelling"], said="a military spokesman, via Reuters") == (
        f"“{SENTENCE}” (a military spokesman, via Reuters, Sample Courier, published 14 Feb 2022). "
        "Assault, 13 Feb 2022; near Springfield (United States, 39.8000° N, 89.6400° W, "
        "within about 15 km). https://example.org/shelling"
    )
    assert citation(replace(rows["unsure"], url="javascript:alert(1)")) == (
        "“Police stormed a house in Newtown, officials said.” (Post, published 14 Feb 2022). "
        "Protest, 13 Feb 2022; no place. Dateline document unsure"
    )


def test_a_citation_turns_no_text_around(rows) -> None:
    assert "\u202e" in rows["evil"].quote
    assert "\u202e" not in citation(rows["evil"])


@pytest.mark.parametrize(
    ("url", "quote", "found"),
    [
        ("https://e.org/a", SENTENCE, (
            "https://e.org/a#:~:text=On%20Sunday%2C%20rebels%20shelled%20a%20depot,"
            "Springfield%2C%20a%20military%20spokesman%20told%20Reuters."
        )),
        ("https://e.org/a#:~:text=old", "new", "https://e.org/a#:~:text=new"),
        ("javascript:alert(1)", "new", None),
        ("https://e.org/a", "", "https://e.org/a"),
        ("https://e.org/a", "a-b & \ud800c", "https://e.org/a#:~:text=a%2Db%20%26%20c"),
        (None, "new", None),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_sentence(url: str | None, quote: str, found: str | None) -> None:
    assert sentence_url(url, quote) == found


def fetched(store: Path, language: str = "en", **asked) -> dict:
    state = State(store, columns(Files(store, store)))
    return json.loads(texts.encode(state, texts.Asked(**asked), language=language))


def test_a_report_is_read_whole_with_all_its_events_marked(store: Path, read) -> None:
    document = read["shelling"].document
    told = fetched(store, document_id=document.id, event_id="shelling")
    assert "".join(text for _, text, _, _ in told["pieces"]) == document.text
    assert (told["from"], told["to"], told["of"]) == (0, len(document.text), len(document.text))
    assert [(e["id"], e["kind"], e["place"]) for e in told["events"]] == [
        ("shelling", "Assault", "near Springfield"),
        ("aid", "Aid", "Shelbyville"),
    ]
    said = {(text, says, n) for _, text, said, _ in told["pieces"] for says, n in said}
    assert {("shelled", "trigger", 0), ("bring", "trigger", 1), ("Shelbyville", "place", 1)} <= said
    of_first = "".join(text for _, text, _, of in told["pieces"] if 0 in of)
    assert of_first == f"{SENTENCE}The shelling set a barn alight, villagers said."
    assert all(document.text[at : at + len(text)] == text for at, text, _, _ in told["pieces"])


def test_a_long_report_is_read_in_parts_that_make_it_whole(store: Path, read) -> None:
    document = read["long"].document
    told = fetched(store, document_id=document.id, event_id="long")
    assert 0 < told["from"] < LONG.index("Miners") < told["to"] < told["of"] == len(LONG)
    assert told["to"] - told["from"] <= texts.MOST
    pieces, start, end = list(told["pieces"]), told["from"], told["to"]
    while start:
        before = fetched(store, document_id=document.id, until=start)
        assert before["to"] == start
        pieces, start = [*before["pieces"], *pieces], before["from"]
    while end < told["of"]:
        after = fetched(store, document_id=document.id, since=end)
        assert after["from"] == end
        pieces, end = [*pieces, *after["pieces"]], after["to"]
    assert "".join(text for _, text, _, _ in pieces) == LONG


@pytest.mark.parametrize("ends", [(10**9, None), (None, 0), (0, 10**9), (5, 2)])
def test_no_part_that_is_asked_for_breaks_the_reading_view(store: Path, read, ends) -> None:
    document = read["long"].document
    told = fetched(store, document_id=document.id, since=ends[0], until=ends[1])
    assert 0 <= told["from"] <= told["to"] <= len(LONG)
    assert "".join(t for _, t, _, _ in told["pieces"]) == LONG[told["from"] : told["to"]]


def test_a_report_that_is_not_there_is_empty(store: Path) -> None:
    assert fetched(store, document_id="0" * 16) == {}


def test_the_reading_view_speaks_the_language_asked_for(store: Path, read) -> None:
    told = fetched(store, language="es", document_id=read["shelling"].document.id)
    assert told["published"] == "publicado el 14 feb 2022"
    assert fetched(store, language="xx", document_id=read["evil"].document.id)["source"] == EVIL


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_is_told_in_every_language(language: str, rows, read) -> None:
    with speaking(language):
        for event in rows:
            told = (*why_date(rows[event], read[event]), citation(rows[event]))
            assert all("{" not in text.replace("{{7*7}}${alert", "") for text in told)
        assert namings(rows["shelling"], read["shelling"])[0].choices[2].what


def test_rows_read_long_ago_have_evidence_too(rows) -> None:
    row = rows["shelling"]
    assert namings(row, None) == ()
    assert why_date(row, None)[-1] == "So: 13 Feb 2022."
    assert parties(row, None) == (("rebels",), ("depot",))
    assert [reading.run for reading in readings()] == ["run"] * 5


def luminance(colour: tuple[float, ...]) -> float:
    """Source: WCAG 2.2, relative luminance."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))


@pytest.mark.parametrize(
    ("rule", "ground"), [(".evidence,.reader", "#ffffff"), (".dark", "#12161b")]
)
@pytest.mark.parametrize("share", [0, 0.2], ids=["plain", "tinted"])
def test_the_labels_of_marked_words_can_be_read_by_day_and_by_night(rule, ground, share) -> None:
    style = (PANELS / "evidence.css").read_text("utf-8")
    (body,) = re.findall(rf"^{re.escape(rule)}\{{(.*?)\}}", style, re.MULTILINE)
    colours = re.findall(r"--(\w+):(#\w{6})", body)
    assert [name for name, _ in colours] == ["trigger", "place", "date", "actor", "teller"]
    for _, colour in colours:
        under = tuple(
            share * c + (1 - share) * g for c, g in zip(rgb(colour), rgb(ground), strict=True)
        )
        light, dark = sorted((luminance(rgb(colour)), luminance(under)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5
