"""Borders and sides of borders in running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import AREAS, SmallWorld, marked, ranked

from geocode.places.wording.phrases import compose
from geocode.settings import Settings

WORLD = SmallWorld()


def composed(text):
    document, mentions = marked(text)
    return compose(document, mentions, ranked(mentions, WORLD), WORLD, Settings())


def ids(text):
    return [one.best.id if one.best else None for one in composed(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Drills on the [Belarus]–[Poland] border.",
        "Drills on the [Belarus]-[Poland] border.",
        "Drills on the [Belarus] — [Poland] frontier.",
        "Drills on the [Belarus]/[Poland] border.",
        "Drills on the [Poland] and [Belarus] border.",
        "Drills on the border between [Belarus] and [Poland].",
        "Drills on the borders of [Belarus] and [Poland].",
        "Drills on the border of [Belarus] with [Poland].",
        "Drills on [Belarus]'s border with [Poland].",
        "Drills on [Belarus]’s long western border with [Poland].",
        "Drills on the [Polish]-[Belarusian] border.",
        "Drills on the [Polish-Belarusian] state border.",
        "Drills on the Polish-Belarusian border.",
        "Drills on the [Belarusian] border with [Poland].",
        "Drills on the border [Belarus] shares with [Poland].",
        "Drills in [Belarus] near the border with [Poland].",
        "Drills in [Yelsk], [Belarus], along the border with [Poland].",
        "[Belarusian] units drilled on the border with [Poland].",
        "Belarusian units drilled on the border with [Poland].",
        "[Belarus] drilled on its border with [Poland].",
        "[Moscow] said [Belarus] drilled on the border with [Poland].",
    ],
)
def test_the_ways_to_name_one_border(text):
    assert ids(text) == ["border:BY-PL"]


def test_each_partner_has_its_border_and_the_subject_says_whose():
    places = composed("[Belarusian] soldiers drilled on borders with [Poland] and [Ukraine].")
    assert [p.best.id for p in places] == ["border:BY-PL", "border:BY-UA"]
    assert [p.mention.surface for p in places] == [
        "borders with Poland",
        "borders with Poland and Ukraine",
    ]
    assert {p.relation for p in places} == {"border"}
    assert places[0].why == (
        "Belarus and Poland are neighbours",
        "‘Belarusian’ in the text says whose border it is",
    )
    assert places[0].footprint.geometry.equals(WORLD.shape("border:BY-PL"))
    assert places[0].footprint.precision_m == 10_000


def test_the_parts_of_a_phrase_are_its_names():
    (place,) = composed("Drills on the [Belarus]–[Poland] border.")
    assert place.mention.surface == "Belarus–Poland border"
    assert [(p.start, p.end) for p in place.parts] == [(14, 21), (22, 28)]


def test_western_regions_along_a_border_are_the_side_of_the_one_that_the_sentence_names():
    (place,) = composed(
        "[London] blamed [Russia] for the guns that stood in western and south-western "
        "districts along its border with [Ukraine]."
    )
    assert (place.best.id, place.relation) == ("RU", "along")
    assert place.mention.surface.startswith("western and south-western districts")
    strip = place.footprint.geometry
    assert strip.difference(AREAS["RU"]).area < 1e-6
    assert strip.distance(AREAS["UA"]) == 0
    assert strip.bounds[2] < 42  # 100 km from the meridian of 40 degrees
    assert place.footprint.why == (
        "Russia within 100 km of the border",
        "its western and south-western part",
    )


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Shots on the [Polish] side of the border with [Belarus].", "PL"),
        ("Shots on [Poland]'s side of the [Belarusian] border.", "PL"),
        ("Floods in the eastern regions of [Poland] near the border with [Belarus].", "PL"),
        ("Floods in [Ukraine]'s northern regions bordering [Belarus].", "UA"),
        ("Floods in the [Polish] border region with [Belarus].", "PL"),
        ("Floods in a region of [Poland] on the border of [Belarus].", "PL"),
    ],
)
def test_a_side_is_an_area_of_its_owner(text, id):
    (place,) = composed(text)
    assert (place.best.id, place.relation) == (id, "along")
    assert place.footprint.geometry.difference(AREAS[id]).area < 1e-6


def test_a_bare_border_takes_its_other_side_from_the_sentence():
    assert ids("[Russian] troops stood near the [Ukrainian] border.") == ["border:RU-UA"]
    assert ids("[Moscow] sent troops to the [Ukrainian] border.") == ["border:RU-UA"]
    assert ids("[Washington] sent troops to the [Mexican] border.") == ["border:MX-US"]


def test_a_bare_border_with_no_or_several_neighbours_named_is_all_borders():
    (place,) = composed("Trucks queued at the [Ukrainian] border.")
    assert place.best.id == "UA"
    assert place.relation == "border"
    assert place.footprint.geometry.length == pytest.approx(9 + 2.5 + 8 + 6.5)
    assert ids("[Russian] and [Belarusian] troops stood on the [Ukrainian] border.") == ["UA"]


def test_one_of_its_borders_by_direction():
    (place,) = composed("Trucks queued at [Ukraine]'s western border.")
    assert place.footprint.geometry.bounds[2] < 30


def test_borders_of_one_with_two_after_with():
    text = "Shots on the borders of [Belarus] with [Poland] and [Ukraine]."
    assert ids(text) == ["border:BY-PL", "border:BY-UA"]


def test_borders_of_two_are_those_of_the_subject():
    text = "[Belarus] sent guards to the [Polish] and [Ukrainian] borders."
    assert sorted(ids(text)) == ["border:BY-PL", "border:BY-UA"]


def test_near_a_town_only_a_stretch_is_meant_and_it_is_a_part_of_the_phrase():
    (place,) = composed("Shots on the [Belarus]–[Ukraine] border near [Yelsk].")
    assert place.mention.surface == "Belarus–Ukraine border near Yelsk"
    assert len(place.parts) == 3
    west, _, east, _ = place.footprint.geometry.bounds
    assert 28.2 < west < 29.15 < east < 30.1


def test_a_town_far_from_a_border_leaves_it_whole_and_out_of_the_phrase():
    (place,) = composed("Shots on the [Belarus]–[Poland] border near [Kyiv].")
    assert place.mention.surface == "Belarus–Poland border"
    assert place.footprint.geometry.equals(WORLD.shape("border:BY-PL"))


def test_a_distance_from_a_border_widens_its_band_but_not_its_words():
    (place,) = composed("Shots 20 km from the [Belarus]–[Poland] border.")
    assert place.mention.surface == "Belarus–Poland border"
    assert place.footprint.precision_m == pytest.approx(23_000)


def test_ones_own_side_is_as_deep_as_the_band():
    (place,) = composed("Shots on the [Polish] side of the border with [Belarus].")
    assert place.footprint.precision_m == 10_000
    assert place.footprint.geometry.bounds[0] == pytest.approx(23 - 10 / 65.5, abs=0.02)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Talk of the [France]–[Belarus] border.", "France and Belarus have no land border"),
        ("Talk of a border between [Cuba] and [Mexico].", "Cuba and Mexico have no land border"),
        ("Guards stood on the border with [Poland].", "nothing says whose border it is"),
        ("[French] guards on the border with [Poland].", "nothing says whose border it is"),
        ("[Cuba]'s border with [Mexico].", "Cuba and Mexico have no land border"),
    ],
)
def test_what_cannot_be_is_kept_without_a_place(text, why):
    (place,) = composed(text)
    assert place.best is None
    assert place.footprint.geometry is None
    assert place.why == (why,)


@pytest.mark.parametrize(
    "text",
    [
        "The border conflict with [Poland] goes on.",
        "[Ukraine] borders [Poland].",
        "[Polish] border guards met.",
        "The border was shut.",
        "He went from the border to [Kyiv].",
        "Cross-border trade with [Poland].",
    ],
)
def test_what_names_no_border(text):
    assert composed(text) == ()


def test_being_neighbours_decides_which_of_two_of_a_name_is_meant():
    assert ids("Shots on the [Georgia]–[Russia] border.") == ["border:GE-RU"]


def test_the_sentence_before_may_say_whose():
    text = "[Belarus] held drills. Some were near the border with [Poland]."
    (place,) = composed(text)
    assert place.best.id == "border:BY-PL"
    assert (
        place.confidence
        < composed("[Belarus] drilled near the border with [Poland].")[0].confidence
    )


@given(
    st.lists(
        st.sampled_from(
            ["[Poland]", "[Belarusian]", "border", "borders", "with", "and", "of", "the", "–", ",",
             "between", "side", "regions", "western", "along", "'s", "its", ".", "bordering"]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_no_row_of_its_own_words_breaks_the_grammar(words):
    document, mentions = marked(" ".join(words))
    places = compose(document, mentions, ranked(mentions, WORLD), WORLD, Settings())
    starts = [(p.mention.span.start, p.mention.span.end) for p in places]
    assert starts == sorted(starts)
    for place in places:
        assert place.mention.span.of(document.text) == place.mention.surface
        assert (place.best is None) == (place.footprint.geometry is None)
