"""The cue grammar: what the words around a name say of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import SmallWorld, marked

from geocode.places.wording.footprints import footprint, meant
from geocode.places.wording.items import read_items
from geocode.places.wording.relations import describe
from geocode.settings import Settings

WORLD = SmallWorld()


def wordings(text):
    document, mentions = marked(text)
    out = {}
    for items in read_items(document, mentions):
        out |= describe(items, "en")
    return [out[n] for n in range(len(mentions))]


def only(text):
    return wordings(text)[-1]


def ground(name, text):
    return footprint(WORLD.lookup(name)[0], only(text), WORLD, Settings())


@pytest.mark.parametrize(
    "text",
    [
        "Launchers stood near [Yelsk].",
        "They trained close to [Kyiv].",
        "It fell just outside [Lviv].",
        "Shots on the outskirts of [Lviv].",
        "Fighting around [Kyiv] went on.",
        "Fighting near the besieged eastern [Ukrainian] city of [Lviv].",
        "Trenches in the [Kyiv] area.",
        "A fire on [Kyiv]'s outskirts.",
    ],
)
def test_cues_of_nearness(text):
    assert only(text).relation == "near"


@pytest.mark.parametrize(
    "text", ["A blast in [Kyiv].", "[Kyiv] said so.", "The mayor of [Kyiv] spoke.", "[Kyiv]"]
)
def test_without_a_cue_it_is_in(text):
    assert only(text).relation == "in"


@pytest.mark.parametrize(
    ("text", "distance_m", "azimuth_deg"),
    [
        ("It fell 30 km north of [Kyiv].", 30_000, 0.0),
        ("It fell about 12 miles (19 km) south-west of [Kyiv].", 12 * 1609.344, 225.0),
        ("A village 1,200 metres from [Lviv].", 1_200, None),
        ("A camp some twenty kilometres to the east of the city of [Lviv].", 20_000, 90.0),
        ("Within five miles of [Lviv].", 5 * 1609.344, None),
        ("A base 20km outside [Lviv].", 20_000, None),
        ("Just south of [Lviv] a bridge fell.", None, 180.0),
        ("A 2.5 km from [Lviv]", 2_500, None),
        ("Hit 60 nautical miles south of [Kyiv].", 60 * 1852, 180.0),
    ],
)
def test_distances_and_directions(text, distance_m, azimuth_deg):
    wording = only(text)
    assert wording.relation == "near"
    assert wording.distance_m == (None if distance_m is None else pytest.approx(distance_m))
    assert wording.azimuth_deg == azimuth_deg


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        ("In western [Ukraine] it was quiet.", ("w",)),
        ("In western and south-western [Ukraine] it was quiet.", ("w", "sw")),
        ("In the eastern regions of [Ukraine] it was not.", ("e",)),
        ("In the south-east of [Ukraine].", ("se",)),
        ("In central [Ukraine].", ("c",)),
        ("Across north eastern [Ukraine].", ("ne",)),
    ],
)
def test_parts(text, directions):
    assert (only(text).relation, only(text).directions) == ("part", directions)


@pytest.mark.parametrize(
    ("text", "relation", "sense", "directions"),
    [
        ("It fell just outside [Lviv].", "near", "just outside", ()),
        ("Shots on the outskirts of [Lviv].", "near", "edge", ()),
        ("Shots in the southern suburbs of [Lviv].", "near", "edge", ("s",)),
        ("Shots in [Lviv]'s eastern outskirts.", "near", "edge", ("e",)),
        ("In the far north of [Ukraine].", "part", "far", ("n",)),
        ("In south-central [Ukraine].", "part", "", ("sc",)),
        ("Along the coast of [Cuba].", "along", "coast", ()),
        ("On [Cuba]'s southern coast.", "along", "coast", ("s",)),
        ("Off the northern coast of [Cuba].", "near", "off", ("n",)),
        ("A ship off [Cuba].", "near", "off", ()),
        ("Along the [Kyiv].", "along", "bank", ()),
        ("On the eastern bank of the [Kyiv].", "along", "bank", ("e",)),
    ],
)
def test_edges_coasts_and_banks(text, relation, sense, directions):
    wording = only(text)
    assert (wording.relation, wording.sense, wording.directions) == (relation, sense, directions)


def test_shores_may_be_a_verb():
    assert only("[Ukraine] shores up its army.").relation == "in"


def test_along_a_town_says_nothing():
    assert meant(WORLD.lookup("Kyiv")[0], only("Along [Kyiv] it rained.")).relation == "in"


def test_ways_are_told_from_places():
    origin, destination = wordings("Troops moved from [Moscow] to [Belarus].")
    assert (origin.relation, destination.relation) == ("from", "to")
    assert only("According to [Kyiv] it was quiet.").relation == "in"


def test_near_holds_for_the_second_of_two_names_but_not_for_what_the_first_lies_in():
    assert [w.relation for w in wordings("A blast near [Kyiv] and [Lviv].")] == ["near", "near"]
    assert [w.relation for w in wordings("Near [Yelsk], [Belarus].")] == ["near", "in"]


def test_between_is_ground_only_on_a_road():
    assert wordings("On the road between [Kyiv] and [Lviv].")[0].relation == "between"
    assert wordings("Talks between [Russia] and [Ukraine].")[0].relation == "in"


def test_near_a_town_is_a_disc_of_the_set_radius_and_says_so():
    near = ground("Yelsk", "Launchers stood near [Yelsk].")
    assert near.precision_m == 15_000
    assert near.why == ("a disc of 15 km for ‘near’",)
    assert near.geometry.centroid.x == pytest.approx(29.15, abs=1e-3)


def test_a_stated_distance_and_direction_move_the_disc():
    off = ground("Kyiv", "It fell 30 km north of [Kyiv].")
    assert off.geometry.centroid.y == pytest.approx(50.45 + 30 / 111.2, abs=5e-3)
    assert off.precision_m == pytest.approx(11_480, abs=10)  # 30 km x sin 22.5


def test_in_a_country_is_its_area_and_in_a_town_its_point():
    assert ground("Ukraine", "In [Ukraine].").geometry.equals(WORLD.shape("UA"))
    assert ground("Kyiv", "In [Kyiv].").geometry.coords[0] == (30.52, 50.45)


def test_a_part_of_a_country_is_cut_from_its_area():
    west = ground("Ukraine", "In western [Ukraine].")
    assert west.geometry.bounds == pytest.approx((23, 45, 29.8, 51.5))


def test_an_eastern_province_is_whole_but_the_eastern_region_of_a_country_is_a_part():
    province, text = WORLD.entry("adm:homyel"), "Floods in the eastern region of [Homyel]."
    assert meant(province, only(text)).relation == "in"
    assert meant(WORLD.entry("BY"), only(text)).relation == "part"


def test_a_distance_without_a_number_is_nowhere():
    assert ground("Kyiv", "Hundreds of kilometres south of [Kyiv].").geometry is None


def test_outside_a_country_is_nowhere_and_around_it_is_all_over():
    assert ground("Ukraine", "Outside [Ukraine] few knew.").geometry is None
    assert ground("Ukraine", "All around [Ukraine] people knew.").geometry.area == 17 * 6.5


def test_off_the_coast_is_water():
    sea = ground("Cuba", "A ship sank off the coast of [Cuba].").geometry
    assert sea.intersection(WORLD.shape("CU")).area == pytest.approx(0, abs=1e-9)
    assert sea.bounds[0] == pytest.approx(-85.48, abs=0.02)


def test_a_thousand_miles_off_is_nowhere():
    assert ground("Kyiv", "It lies 1,000 miles east of [Kyiv].").geometry is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_breaks_the_grammar(before, after):
    document, mentions = marked(f"{before.replace('[', '')} [Kyiv] {after.replace('[', '')}")
    for items in read_items(document, mentions):
        for item in items:
            assert item.span.of(document.text) == item.text
        describe(items, "en")
