"""The page speaks four languages from one file, wholly, and nothing it says stands elsewhere."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from page_samples import write_store
from streamlit.testing.v1 import AppTest

from dashboard import sentences, speech, words
from dashboard.layers.feed import row_key
from dashboard.speech import LANGUAGES, speaking
from geocode import open_store
from geocode.events import KINDS

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
PYTHON = sorted(path for path in DASHBOARD.rglob("*.py") if path.name != "build_tiles.py")
SCRIPTS = sorted([*DASHBOARD.glob("panels/*.js"), *DASHBOARD.glob("static/map/*.js")])


def entries(table: Mapping, path: str = "") -> Iterator[tuple[str, dict]]:
    """Every entry of the file by its whole name."""
    for name, inner in table.items():
        if set(inner) & set(LANGUAGES):
            yield f"{path}{name}", inner
        else:
            yield from entries(inner, f"{path}{name}.")


ENTRIES = dict(entries(speech.entries()))


UNSAID = {"signs"}
"""What only the English sentence of the library says: words of a model's own."""


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} - UNSAID


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_is_said_in_every_language_with_the_same_fields(name: str) -> None:
    entry = ENTRIES[name]
    assert tuple(entry) == LANGUAGES
    for language, text in entry.items():
        forms = text.values() if isinstance(text, dict) else [text]
        assert all(form.strip() for form in forms)
        english = entry["en"]
        asked = fields(english["other"] if isinstance(english, dict) else english)
        singular = {"n"} if isinstance(text, dict) else set()  # "en otra noticia" names no number
        assert all(asked - singular <= fields(form) <= asked for form in forms), language
        if isinstance(text, dict):
            wanted = {Locale(language).plural_form(count) for count in range(200)}
            assert set(text) == wanted
            assert fields(text.get("many") or text["other"]) == asked


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_is_translated_unless_it_is_a_name_in_all_languages(name: str) -> None:
    """Ukrainian has its own letters: nothing of it was left in English by mistake."""
    entry = ENTRIES[name]
    ours = re.search("[а-яіїєґА-ЯІЇЄҐ]", json.dumps(entry["uk"], ensure_ascii=False))
    assert ours or len({str(text) for text in entry.values()}) == 1


def used(path: Path) -> set[str]:
    """Names of ``words`` that a module asks for."""
    return {
        node.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "words"
    }


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(DASHBOARD)))
def test_every_word_a_module_asks_for_is_there(path: Path) -> None:
    assert [name for name in used(path) if not hasattr(words, name)] == []


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What a module does when it is imported: all but the bodies of its functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            early = [*child.decorator_list, *child.args.defaults, *child.args.kw_defaults]
            for part in filter(None, early):
                yield from (part, *ast.walk(part))
        elif not isinstance(child, ast.Lambda):
            yield child
            yield from at_import(child)


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(DASHBOARD)))
def test_no_module_keeps_a_word_in_the_language_of_its_import(path: Path) -> None:
    early = {
        node.attr
        for node in at_import(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "words"
    }
    taken = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "dashboard.words"
        for alias in node.names
    }
    names_only = {"STATUSES"} if path.name == "feed.py" else set()
    assert sorted((early | taken) & set(speech.entries()) - names_only) == []


def spoken(tree: ast.AST) -> Iterator[str]:
    """Constant texts of a module that are neither docstrings nor parts of raised errors."""
    silent = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Raise, ast.Expr))
        and (isinstance(node, ast.Raise) or isinstance(node.value, ast.Constant))
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in silent:
            yield str(node.value)


SENTENCE = re.compile(r"^[A-Z][a-z]+,? [a-z]+ [a-z]+[^<>{}()=]*$")
LABEL = re.compile(r"^[A-Z][a-z]+( [a-z]+)+[.…?!]?$")


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(DASHBOARD)))
def test_no_module_says_anything_itself(path: Path) -> None:
    said = spoken(ast.parse(path.read_text("utf-8")))
    assert [text for text in said if SENTENCE.match(text) or LABEL.match(text)] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.stem)
def test_no_script_says_anything_itself(path: Path) -> None:
    code = re.sub(r"(^|\s)//.*", "", path.read_text("utf-8"))
    strings = re.findall(r'"([^"\n]*)"', code)
    assert [text for text in strings if SENTENCE.match(text) or LABEL.match(text)] == []
    assert 'toLocaleString("en")' not in code


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.stem)
def test_every_word_a_script_asks_for_is_there(path: Path) -> None:
    code = path.read_text("utf-8")
    asked = {"T": words.of_the_map()}
    for name in ("W", "data.words"):  # of a panel, which is given the entries of its own name
        asked[name] = getattr(words, path.stem.upper(), None) or words.MAP
    missing = [
        f"{name}.{word}"
        for name, known in asked.items()
        for word in re.findall(rf"\b{re.escape(name)}\.(\w+)", code)
        if word not in known
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_status_and_group_has_a_name(language: str) -> None:
    with speaking(language):
        assert set(KINDS) <= set(words.KIND_NAMES)
        assert list(words.GROUP_NAMES) == list(words.GROUPS)
        assert words.group_of("ASSAULT") == "force"
        assert len({group.name for group in words.GROUPS.values()}) == len(words.GROUPS)


def test_the_words_speak_the_language_that_was_said() -> None:
    sums = {"events": 28, "reports": 21, "placed": 23, "unplaced": 5, "undated": 2, "ranged": False}
    said = {}
    for language in LANGUAGES:
        with speaking(language):
            said[language] = sentences.counts(**sums)
    assert said == {
        "en": "28 events in 21 reports = 23 on the map + 5 with no place; 2 of them have no date",
        "uk": "28 подій в 21 повідомленні = 23 на карті + 5 без місця; з них 2 без дати",
        "pl": "28 zdarzeń w 21 doniesieniach = 23 na mapie + 5 bez miejsca; w tym 2 bez daty",
        "es": "28 eventos en 21 noticias = 23 en el mapa + 5 sin lugar; 2 de ellos sin fecha",
    }


def test_days_lengths_and_numbers_are_written_as_the_language_writes_them() -> None:
    said = {}
    for language in LANGUAGES:
        with speaking(language):
            said[language] = (
                words.day(date(2022, 2, 14)),
                words.days(None, date(2022, 9, 1)),
                words.metres(2_500.0),
                words.number(1_234_567),
                words.place_name("Yelsk", "near"),
                words.months()[8],
            )
    assert said == {
        "en": ("14 Feb 2022", "until 1 Sep 2022", "2.5 km", "1,234,567", "near Yelsk", "Sep"),
        "uk": (
            "14 лют. 2022", "до 1 вер. 2022", "2,5 км", "1\xa0234\xa0567", "Yelsk (поблизу)",
            "вер.",
        ),
        "pl": (
            "14 lut 2022", "do 1 wrz 2022", "2,5 km", "1\xa0234\xa0567", "Yelsk (w pobliżu)", "wrz",
        ),
        "es": (
            "14 feb 2022", "hasta el 1 sept 2022", "2,5 km", "1.234.567", "cerca de Yelsk", "sept",
        ),
    }  # fmt: skip


@given(st.sampled_from(LANGUAGES), st.integers(0, 10**7))
def test_no_count_breaks_a_sentence(language: str, count: int) -> None:
    with speaking(language):
        for name in words.PLURAL:
            assert "{" not in words.plural(count, name)
        assert words.number(count) in words.plural(count, "event")


def test_an_unknown_language_is_english() -> None:
    with speaking("xx"):
        assert words.RESET == "Clear filters"


def test_a_word_that_is_not_there_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no entry NOTHING"):
        _ = words.NOTHING


def test_the_map_is_told_its_words_in_the_language_spoken() -> None:
    with speaking("uk"):
        told = words.of_the_map()
    assert (told["language"], told["groups"][3], told["fit"]) == (
        "uk", "Протест", "Показати всі позначки світу",
    )  # fmt: skip


PAGE = str(DASHBOARD / "page.py")
SUMS = {
    "en": "10 events in 10 reports = 8 on the map",
    "uk": "10 подій у 10 повідомленнях = 8 на карті",
    "pl": "10 zdarzeń w 10 doniesieniach = 8 na mapie",
    "es": "10 eventos en 10 noticias = 8 en el mapa",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_page_speaks_the_language_of_its_address(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = write_store(tmp_path / "events.sqlite")
    with open_store(store, read_only=True) as opened:
        key = row_key(opened.rows()[1])
    monkeypatch.setenv("DATELINE_STORE", str(store))
    page = AppTest.from_file(PAGE, default_timeout=60)
    page.query_params.update({"lang": language, "event": str(key)})
    page.run()
    assert not page.exception
    assert any(text.value.startswith(SUMS[language]) for text in page.text)
    given = [e.proto for e in page.main if e.type == "bidi_component"]
    told = {proto.component_name: json.loads(proto.json).get("words", {}) for proto in given}
    with speaking(language):
        assert told["dateline.share"] == words.SHARE
        assert told["dateline.views"] == words.VIEWS
        assert told["dateline.evidence"]["close"] == words.EVIDENCE["close"]
        assert told["dateline.timeline"]["title"] == words.TIMELINE["title"]
