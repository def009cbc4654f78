"""Coasts, the sea off them, corridors and rings, in a world of squares."""

import pytest
from shapely.geometry import LineString, Point, box
from small_world import SmallWorld, marked, ranked

from geocode.geometry import distance_m
from geocode.places import place_query, why_no_place
from geocode.places.wording.corridors import corridor
from geocode.places.wording.footprints import footprint
from geocode.places.wording.phrases import compose
from geocode.places.wording.relations import Wording
from geocode.places.wording.stretches import near_place
from geocode.settings import Settings

WORLD = SmallWorld()


def drawn(id, wording):
    return footprint(WORLD.entry(id), wording, WORLD, Settings())


def ask(query, **options):
    return place_query(query, WORLD, Settings(), **options)


def test_the_coast_of_an_island_is_its_whole_edge_as_a_line():
    ground = drawn("CU", Wording("along", "the coast of", "coast"))
    assert ground.geometry.length == pytest.approx(2 * (10 + 3))
    assert ground.precision_m == 10_000
    assert ground.why == ("its 2736 km of coast as drawn, 10 km either way",)


def test_a_coast_has_no_land_border_in_it():
    ground = drawn("GE", Wording("along", "the coast of", "coast")).geometry
    assert ground.distance(Point(43, 41)) > 0.005  # the border with Russia
    assert ground.distance(Point(43, 39)) == 0


def test_a_side_of_a_coast_is_what_looks_that_way():
    ground = drawn("CU", Wording("along", "the eastern coast of", "coast", ("e",))).geometry
    assert ground.distance(Point(-75, 21.5)) == 0
    assert ground.distance(Point(-85, 21.5)) > 5


def test_inside_a_continent_there_is_no_coast_and_a_reason():
    ground = drawn("BY", Wording("along", "the coast of", "coast"))
    assert ground.geometry is None or ground.geometry.distance(Point(23, 53)) > 0.005


def test_so_far_off_the_coast_is_a_strip_of_water():
    sea = drawn("CU", Wording("near", "100 km off", "off", (), 1e5, 8.5e4, 1.15e5)).geometry
    assert sea.contains(Point(-80, 19.1))
    assert not sea.intersects(Point(-80, 19.6))
    assert not sea.intersects(WORLD.shape("CU"))


def test_a_coast_of_a_people_is_one_phrase_with_its_parts():
    document, mentions = marked("A ship sank off the [Cuban] coast.")
    (place,) = compose(document, mentions, ranked(mentions, WORLD), WORLD, Settings())
    assert (place.best.id, place.relation) == ("CU", "near")
    assert place.mention.surface == "off the Cuban coast"
    assert [p.of(document.text) for p in place.parts] == ["Cuban"]
    assert place.footprint.geometry.intersection(WORLD.shape("CU")).area == 0


def test_between_two_towns_is_a_lens_as_wide_as_their_distance_says():
    ground = corridor(WORLD.entry("kyiv"), WORLD.entry("lviv"))
    assert ground.geometry.contains(Point(27.2, 50.2))
    assert not ground.geometry.intersects(Point(27.2, 52.0))
    length_m = distance_m(30.52, 50.45, 24.03, 49.84)
    assert ground.precision_m == pytest.approx(length_m / 2)


def test_midway_is_a_disc_in_the_middle():
    ground = corridor(WORLD.entry("kyiv"), WORLD.entry("lviv"), midway=True)
    assert ground.geometry.contains(Point(27.27, 50.2))
    assert not ground.geometry.intersects(Point(24.03, 49.84))


def test_too_far_apart_nothing_lies_between():
    assert corridor(WORLD.entry("kyiv"), WORLD.entry("washington")).geometry is None


def test_a_stretch_near_a_town_is_no_longer_than_the_town_is_far():
    far = LineString([(23, 51.5), (23, 56)])  # 200 km off
    assert near_place(far, [(WORLD.entry("lviv"), 1.0)], WORLD) is None
    line = LineString([(24.5, 45), (24.5, 52)])
    stretch, entry, why = near_place(line, [(WORLD.entry("lviv"), 1.0)], WORLD)
    assert entry.id == "lviv"
    assert box(24, 49, 25, 50.5).contains(stretch)
    assert why == "only its stretch within 56 km of Lviv"


@pytest.mark.parametrize(
    ("query", "id", "relation", "inside", "outside"),
    [
        ("outside Kyiv", "kyiv", "near", (30.52, 50.6), (30.52, 50.45)),
        ("on the outskirts of Kyiv", "kyiv", "near", (30.59, 50.45), (30.52, 50.45)),
        ("on the northern outskirts of Kyiv", "kyiv", "near", (30.52, 50.5), (30.52, 50.4)),
        ("30 km north-east of Kyiv", "kyiv", "near", (30.82, 50.64), (30.22, 50.26)),
        ("central Kyiv", "kyiv", "part", (30.52, 50.46), (30.58, 50.45)),
        ("eastern Kyiv", "kyiv", "part", (30.57, 50.45), (30.5, 50.45)),
        ("between Kyiv and Lviv", "kyiv", "between", (27.2, 50.2), (27.2, 52.0)),
        ("the far south of Ukraine", "UA", "part", (31, 45.5), (31, 47)),
        ("off the coast of Cuba", "CU", "near", (-80, 19.8), (-80, 21)),
        ("the border between Belarus and Poland near Lviv", None, None, None, None),
        ("the Polish side of the Belarus-Poland border", "PL", "along", (22.9, 53), (23.1, 53)),
        ("20 km from the Belarus-Poland border", "border:BY-PL", "border", (23, 53), None),
        ("Poland and Belarus borders", "border:BY-PL", "border", (23, 53), None),
    ],
)
def test_the_ground_follows_the_wording(query, id, relation, inside, outside):
    found = ask(query)
    if id is None:
        assert found == ()
        return
    assert (found[0].best.id, found[0].relation) == (id, relation)
    assert found[0].geometry.intersects(Point(inside))
    assert outside is None or not found[0].geometry.intersects(Point(outside))


def test_a_distance_from_a_border_widens_its_band():
    (place,) = ask("20 km from the Belarus-Poland border")
    assert place.precision_m == pytest.approx(23_000)


def test_whose_borders_they_are_may_be_given():
    assert ask("borders with Poland and Ukraine") == ()
    found = ask("borders with Poland and Ukraine", countries=("BY",))
    assert [p.best.id for p in found] == ["border:BY-PL", "border:BY-UA"]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("borders with Poland", "nothing says whose border it is"),
        ("France-Belarus border", "France and Belarus have no land border"),
        ("outside Ukraine", "‘outside’ an area says only where it was not"),
        ("hundreds of km from Kyiv", "‘hundreds of km from’ says a distance, but not how far"),
        ("Yelsk, France", "no Yel’sk is known to lie in France"),
        ("along Kyiv", "no water or line called Kyiv is known"),
    ],
)
def test_no_answer_has_a_reason(query, why):
    assert ask(query) == ()
    assert why_no_place(query, WORLD, Settings()) == (why,)


def test_others_of_the_name_are_told():
    first, second = ask("Paris")
    assert [c.entry.id for c in first.others] == ["paris-tx"]
    assert [c.entry.id for c in second.others] == ["paris"]


def test_a_people_is_answered_as_such():
    (place,) = ask("Belarusian")
    assert (place.best.id, place.role) == ("BY", "demonym")
    assert place.why[0] == "‘Belarusian’ is who or what is of Belarus, no place"
