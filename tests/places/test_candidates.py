"""What a written name is looked up as, and what is found."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.names import fold
from geocode.places.ranking.candidates import (
    class_words,
    classes_beside,
    classes_for,
    find_options,
    how_named,
    variants,
)
from geocode.records import Entry


def entry(id: str, name: str, feature: str, country: str) -> Entry:
    return Entry(id, name, feature, country, None, None, 0.0, 0.0, 1000, None, None, 5000.0)


IRAQ = entry("geonames:99237", "Iraq", "PCLI", "IQ")
BELARUS = entry("geonames:630336", "Belarus", "PCLI", "BY")
HOMYEL = entry("geonames:628281", "Homyel Voblasc", "ADM1", "BY")
POLE = entry("geonames:1", "Pole", "PPL", "GB")
POLAND = entry("geonames:798544", "Poland", "PCLI", "PL")


@dataclass(frozen=True)
class Few:
    """A gazetteer of few names."""

    names: dict[str, tuple[Entry, ...]]
    peoples: dict[str, tuple[Entry, ...]]

    def lookup(self, name: str, *, limit: int = 50) -> tuple[Entry, ...]:
        return self.names.get(fold(name), ())[:limit]

    def demonym(self, name: str) -> tuple[Entry, ...]:
        return self.peoples.get(fold(name), ())


FEW = Few(
    {"iraq": (IRAQ,), "belarus": (BELARUS,), "gomel": (HOMYEL,), "pole": (POLE,)},
    {"belarusian": (BELARUS,), "pole": (POLAND,)},
)


def found(surface: str, kind: str = "toponym") -> list[tuple[str, str, str | None]]:
    return [(o.entry.name, o.how, o.left) for o in find_options(surface, kind, FEW)]


@pytest.mark.parametrize(
    ("surface", "spellings"),
    [
        ("Kyiv's", ["kyiv"]),
        ("the Pentagon", ["the pentagon", "pentagon"]),
        ("the Gomel region's", ["the gomel region", "gomel region", "gomel"]),
        ("City of Brest", ["city of brest", "brest"]),
        ("St. Petersburg", ["st petersburg", "saint petersburg"]),
        ("northern Iraq", ["northern iraq", "iraq"]),
        ("south eastern Kherson Oblast", ["south eastern kherson oblast"]),
        ("", []),
        ("…", []),
    ],
)
def test_spellings_come_most_faithful_first(surface: str, spellings: list[str]) -> None:
    assert [v.folded for v in variants(surface)][: len(spellings)] == spellings


def test_an_alias_is_told_from_the_own_name() -> None:
    assert found("Iraq") == [("Iraq", "name", None)]
    assert found("Gomel") == [("Homyel Voblasc", "alias", None)]


def test_a_name_without_its_word_of_class_is_told_from_an_alias() -> None:
    city = entry("geonames:5128581", "New York City", "PPL", "US")
    assert how_named(city, "new york city") == "name"
    assert how_named(city, "new york") == "stem"
    assert how_named(city, "big apple") == "alias"


def test_what_was_left_out_is_told() -> None:
    assert found("Gomel region") == [("Homyel Voblasc", "alias", "trimmed")]
    assert found("northern Iraq") == [("Iraq", "name", "part")]


def test_a_demonym_means_the_people_and_no_namesake() -> None:
    assert found("Belarusian", "demonym") == [("Belarus", "demonym", None)]
    assert found("Pole", "demonym") == [("Poland", "demonym", None)]


def test_a_toponym_may_be_a_namesake_or_a_people() -> None:
    assert found("Pole") == [("Pole", "name", None), ("Poland", "demonym", None)]


def test_a_demonym_that_names_no_people_is_looked_up_as_a_name() -> None:
    assert found("Iraq", "demonym") == [("Iraq", "name", None)]


@pytest.mark.parametrize(
    ("surface", "names"),
    [
        ("Gomel Cathedral", ["Homyel Voblasc"]),
        ("Belarusian Cathedral of Gomel", ["Homyel Voblasc"]),
        ("Embassy of Iraq", []),
        ("cathedral of gomel", []),
        ("Gomel " * 9, []),
    ],
)
def test_places_named_within_an_unknown_name_stand_for_it(surface: str, names: list[str]) -> None:
    options = find_options(surface, "toponym", FEW)
    assert sorted(o.entry.name for o in options) == sorted(names)
    assert {o.left for o in options} <= {"within"}


def test_a_name_that_is_known_is_not_searched_for_others() -> None:
    museum = entry("geonames:2", "Gomel Museum", "MUS", "BY")
    few = Few({**FEW.names, "gomel museum": (museum,)}, FEW.peoples)
    assert [o.entry.name for o in find_options("Gomel Museum", "toponym", few)] == ["Gomel Museum"]


def test_words_beside_a_name_bear_out_classes_that_are_no_part_of_names() -> None:
    assert classes_beside("governor") == {"adm1"}
    assert classes_beside("county") == classes_for("county")
    assert classes_for("governor") == frozenset()


@pytest.mark.parametrize("surface", ["Xyzzyville", "", "   ", "\x00", "the", "🙂", "x" * 10_000])
def test_what_nobody_knows_is_nothing(surface: str) -> None:
    assert find_options(surface, "toponym", FEW) == ()


def test_words_of_class_say_which_entries_they_bear_out() -> None:
    assert class_words("laurel county") == ("county",)
    assert class_words("county of laurel") == ("county",)
    assert class_words("laurel") == ()
    assert classes_for("county") == {"adm1", "adm2"}
    assert classes_for("laurel") == frozenset()


@given(st.text(max_size=80))
def test_every_spelling_is_folded_and_comes_once(surface: str) -> None:
    spellings = [v.folded for v in variants(surface)]
    assert len(spellings) == len(set(spellings))
    assert all(fold(s) == s and s for s in spellings)
