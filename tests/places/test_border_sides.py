"""What of a country lies along a border, on the outlines that the cache really holds."""

from shapely.geometry import Point

from geocode.places.borders import Owner, Pair, side_footprint


def test_a_side_leaves_out_divisions_that_are_counted_to_the_neighbour(gazetteer):
    russia, ukraine = (Owner(code, 1.0, gazetteer.country(code)) for code in ("RU", "UA"))
    side = side_footprint(Pair(russia, ukraine, 1.0), (), gazetteer)
    assert side.geometry.contains(Point(36.6, 50.6))  # Belgorod
    assert not side.geometry.intersects(Point(34.1, 45.3).buffer(0.5))  # about Simferopol
    assert {w for w in side.why if w.startswith("without")} == {
        "without Sevastopol, counted to Ukraine",
        "without Avtonomna Respublika Krym, counted to Ukraine",
    }
