"""What the library says is said on the page in its language: reasons, rejections and errors."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import sentences
from dashboard.retold import all_retold, retold
from dashboard.speech import LANGUAGES, entries, speaking
from geocode import Rejected, make_document, read_all, read_bytes
from geocode.gazetteer.protocol import Gazetteer

LIBRARY = Path(__file__).resolve().parents[2] / "geocode"
SAYING = (
    "corrections/*.py", "documents/*.py", "events/incidents/settling.py",
    "events/linking/__init__.py", "events/linking/rules.py", "events/linking/sites.py",
    "files.py", "gazetteer/index.py", "happenings/likeness.py", "pipeline.py",
    "places/nominals.py", "places/placing.py", "places/queries/answers.py",
    "places/queries/containment.py", "places/queries/phrases.py", "places/queries/shares.py",
    "places/queries/suggestions.py", "places/ranking/ranker.py", "places/ranking/reasons.py",
    "places/ranking/told_apart.py", "places/resolution.py", "places/roles/revision.py",
    "places/wording/*.py", "rows.py", "store/correcting.py", "store/overlays.py",
    "store/people.py", "store/schema.py",
)  # fmt: skip
"""The modules of the library that say something a reader of the page can meet."""
SILENT = {
    ("-_ :>",), (", \\1",), (" at character ",), ("intense quote",), ("no entry ",),
    ("official visit",), ("state visit",), ("just outside",), ("The weights of incidents",),
    ("run: python benchmarks/train_incidents.py FOLDER_WITH_THE_SETS",),
    (" has another format; run benchmarks/train_ranker.py",),
    (" has another format; run benchmarks/train_roles.py",),
    ("the gazetteer ", " is corrupt (cut short); "),
    ("the gazetteer ", " is corrupt (not a database); "),
}  # fmt: skip
"""Strings of these modules with a blank that no reader of the page meets."""
CODE = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|PRAGMA|BEGIN|WHERE|IN) |[= ]\?$"
    r"|\w\[|\| None|%[dbB]|\(\?:|\[a-z\]"
)
"""What stands in queries, annotations and patterns alone."""


def strings(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    """The constant pieces of each string that is neither a docstring nor a part of another."""
    inner = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, (ast.JoinedStr, ast.Expr))
        for part in ast.walk(node)
        if part is not node
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
    }
    for node in ast.walk(tree):
        if id(node) in inner:
            continue
        if isinstance(node, ast.JoinedStr):
            yield tuple(v.value for v in node.values if isinstance(v, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield tuple(re.split(r"\{\}|\{\w+\}", node.value))


def said_by(path: Path) -> set[tuple[str, ...]]:
    found = strings(ast.parse(path.read_text("utf-8")))
    return {
        pieces
        for pieces in found
        if any(" " in piece.strip() for piece in pieces) and not CODE.search("".join(pieces))
    }


PARTS = entries()["LIBRARY_PARTS"]
ENGLISH = [
    entry["en"].replace("{field}", field["en"]).replace("{{", "{").replace("}}", "}")
    for group in (entries()["LIBRARY"], *PARTS.values())
    for entry in group.values()
    for field in PARTS["field"].values()
]


def is_in(pieces: tuple[str, ...], sentence: str) -> bool:
    """Whether a sentence has the pieces in order; "km" and marks belong to what its fields hold."""
    at = 0
    for piece in (part.removeprefix(" km").strip(" ‘’()") for part in pieces):
        at = sentence.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return True


MODULES = sorted({path for pattern in SAYING for path in LIBRARY.glob(pattern)})


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(LIBRARY)))
def test_every_sentence_of_the_library_has_words(path: Path) -> None:
    said = said_by(path) - SILENT
    assert [pieces for pieces in said if not any(is_in(pieces, s) for s in ENGLISH)] == []


def test_each_sentence_is_known_again_by_its_english() -> None:
    """Whatever its fields hold, and however like another one it is."""
    held = {
        "number": "1,204", "most": "30", "least": "0.35", "half": "22.5", "times": "4",
        "column": "2", "depth": "9", "own": "7", "length": "15 km", "reach": "1.5 km",
        "sort": "a capital", "side": "western and southern", "people": "3.1 million people",
        "span": "within 5 km of", "where": "on its western side", "what": "with whom",
        "shore": "coast", "role": "site", "instead": "actor", "more": "central",
    }  # fmt: skip
    with speaking("uk"):
        for key, entry in entries()["LIBRARY"].items():
            names = set(re.findall(r"(?<!\{)\{(\w+)\}", entry["en"]))
            given = {name: held.get(name, "Пінськ") for name in names}
            told = retold(entry["en"].format(**given))
            opening = entry["uk"].partition("{")[0]
            assert told.startswith(opening.replace("{{", "{")), key
            assert "{" not in told.replace('{"doc_id"', ""), key


TOLD = {
    "en": ("a capital in Belarus", "is empty; nothing was read"),
    "uk": ("столиця, країна: Білорусь", "порожній; нічого не прочитано"),
    "pl": ("stolica, państwo: Białoruś", "jest pusty; nic nie wczytano"),
    "es": ("una capital en Bielorrusia", "está vacío; no se leyó nada"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_and_a_rejection_are_said_in_the_language_spoken(language: str) -> None:
    (rejected,) = read_bytes("a.txt", b"")
    assert isinstance(rejected, Rejected)
    with speaking(language):
        told = all_retold(("a capital in Belarus", rejected.reason))
        assert told == TOLD[language]
        assert sentences.why_same(("both in Pinsk", "nearly the same")).count("Pinsk") == 1


def test_numbers_lengths_and_parts_are_written_as_the_language_writes_them() -> None:
    with speaking("uk"):
        assert all_retold(
            (
                "14.3 million people",
                "the western and southern part, as large as a disc of 1.5 km",
                "largest of 1,204 places so named (30,119 people)",
                "has an unknown kind; export it anew",
                "is no JSON (brackets too deep); write one object a line (document 7f)",
                "a note may have 1,000 characters, and this has 1,204",
            )
        ) == (
            "14,3 млн жителів",
            "західна й південна частина, завбільшки як круг 1,5 км",
            "найбільше з місць із такою назвою, усього їх 1\xa0204 (жителів: 30\xa0119)",
            "непридатний: невідоме значення: kind; експортуйте знову",
            "не JSON (дужки вкладено надто глибоко); пишіть по об’єкту на рядок (документ 7f)",
            "нотатка: дозволено 1\xa0000 знаків, а тут 1\xa0204",
        )


def test_a_division_called_like_a_country_is_not_taken_for_it() -> None:
    with speaking("es"):
        assert retold("in Japan, which the report names").startswith("en Japón")
        assert retold("in Georgia, which the report names").startswith("en Georgia")
        assert retold("a capital in Georgia") == "una capital en Georgia"


@given(st.sampled_from(LANGUAGES), st.text(max_size=60))
def test_what_the_library_did_not_say_is_told_as_it_is(language: str, text: str) -> None:
    with speaking(language):
        assert retold(f"{text}\0") == f"{text}\0"
        assert retold("x" * 1_000_000) == "x" * 1_000_000
    with speaking("en"):
        assert retold(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "far " * 499, "nothing lies " * 150, "its " + "northern and " * 150 + "central part",
        "‘{0.__class__}’ in the text says {with} whom", "{name!r:>1000000000} lies in it",
        "<img src=x onerror=alert(1)> (document {{7*7}})" * 20,
    ],
)  # fmt: skip
def test_a_hostile_sentence_is_text_however_deep_it_pretends_to_be(text: str) -> None:
    with speaking("uk"):
        told = retold(text)
    assert len(told) < 2 * len(text) + 100
    assert [part for part in ("{0.__class__}", "{name!r:>1000000000}") if part in text] == [
        part for part in ("{0.__class__}", "{name!r:>1000000000}") if part in told
    ]


REPORTS = (
    (
        "date 2022-02-14 MINSK — Troops trained near Yelsk, about 15 km from the border of Belarus "
        "and Ukraine. Three people were killed in the western part of Gomel region on Friday."
    ),
    (
        "date 2022-02-14 Rebels shelled villages along the border between Poland and Ukraine. "
        "A ship sank off the coast of Crimea, 20 km south of Sevastopol."
    ),
)


def test_all_reasons_of_a_reading_have_words(gazetteer: Gazetteer) -> None:
    readings = read_all(map(make_document, REPORTS), gazetteer=gazetteer)
    places = [place for reading in readings for place in reading.places]
    said = {why for p in places for why in (*p.why, *(w for c in p.others for w in c.why))}
    assert {"Belarus and Ukraine are neighbours", "Poland and Ukraine are neighbours"} <= said
    with speaking("pl"):
        assert [why for why in said if retold(why) == why] == []


@pytest.mark.parametrize(
    "length", ["1.2.3", "1,,.", ".,", "1e+99", "9" * 400, "١٢", "1,2,3", "12e+08e+08", ""]
)
def test_a_length_that_is_none_is_told_as_it_is(length: str) -> None:
    with speaking("uk"):
        assert retold(f"within {length} km of") == f"within {length} km of"


def test_a_length_is_told_in_the_language() -> None:
    with speaking("pl"):
        assert retold("12 km from Pinsk, also named").startswith("12 km od")
