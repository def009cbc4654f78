"""Distances in words: how far, how loosely, and which way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import marked

from geocode.places.wording.distances import read_distance
from geocode.places.wording.items import lead_start, read_cues, read_items

KNOWN = read_cues("en")
MILE = 1609.344


def read(text):
    document, mentions = marked(text)
    (items,) = read_items(document, mentions)
    name = next(k for k, item in enumerate(items) if item.mention is not None)
    return read_distance(items, lead_start(items, name, KNOWN), KNOWN)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("30 km from [Kyiv]", 30_000),
        ("a 30-kilometre radius of [Kyiv]", 30_000),
        ("the thirty-kilometre zone around [Kyiv]", 30_000),
        ("two hundred km from [Kyiv]", 200_000),
        ("one hundred and fifty km from [Kyiv]", 150_000),
        ("twenty five km from [Kyiv]", 25_000),
        ("a dozen miles from [Kyiv]", 12 * MILE),
        ("a mile from [Kyiv]", MILE),
        ("half a mile from [Kyiv]", MILE / 2),
        ("one and a half miles from [Kyiv]", 1.5 * MILE),
        ("10 to 15 km from [Kyiv]", 12_500),
        ("10-15 km from [Kyiv]", 12_500),
        ("1,200 m from [Kyiv]", 1_200),
        ("100 km off the coast of [Kyiv]", 100_000),
    ],
)
def test_how_far(text, metres):
    assert read(text).metres == pytest.approx(metres)


@pytest.mark.parametrize(
    ("text", "inner_m", "outer_m"),
    [
        ("40 km from [Kyiv]", 34_000, 46_000),
        ("some 40 km from [Kyiv]", 30_000, 50_000),
        ("within 40 km of [Kyiv]", 0, 40_000),
        ("less than 40 km from [Kyiv]", 0, 40_000),
        ("up to 40 km from [Kyiv]", 0, 40_000),
        ("more than 40 km from [Kyiv]", 40_000, 52_000),
        ("a 40 km radius of [Kyiv]", 0, 40_000),
        ("10 to 15 km from [Kyiv]", 10_000, 15_000),
    ],
)
def test_how_loosely(text, inner_m, outer_m):
    found = read(text)
    assert (found.inner_m, found.outer_m) == (pytest.approx(inner_m), pytest.approx(outer_m))


@pytest.mark.parametrize(
    ("text", "azimuth_deg", "half_deg"),
    [
        ("30 km NE of [Kyiv]", 45.0, 22.5),
        ("30 km north-north-east of [Kyiv]", 22.5, 11.25),
        ("30 km to the west of [Kyiv]", 270.0, 22.5),
        ("30 km due south of [Kyiv]", 180.0, 22.5),
        ("30 km from [Kyiv]", None, 0.0),
    ],
)
def test_which_way(text, azimuth_deg, half_deg):
    found = read(text)
    assert (found.azimuth_deg, found.half_deg) == (azimuth_deg, half_deg)


@pytest.mark.parametrize("text", ["dozens of km from [Kyiv]", "a few miles from [Kyiv]"])
def test_a_unit_without_a_number_is_vague(text):
    found = read(text)
    assert (found.metres, found.vague) == (None, True)


@pytest.mark.parametrize(
    "text",
    ["the far south of [Kyiv]", "the mayor of [Kyiv]", "10 ne of them from [Kyiv]", "[Kyiv]"],
)
def test_what_says_no_distance(text):
    assert read(text) is None


@given(
    st.lists(
        st.sampled_from(
            ["30", "1", ",", "200", "km", "-", "a", "half", "and", "hundred", "thousand", "dozen",
             "to", "of", "from", "within", "about", "north", "NE", "(", ")", "miles", "10-15",
             "30-kilometre", "twenty", "the", "radius"]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_no_row_of_its_own_words_breaks_it(words):
    found = read(f"{' '.join(words)} [Kyiv]")
    assert found is None or 0.0 <= found.inner_m <= found.outer_m
