"""What of a country lies along a border, on the outlines that the cache really holds."""

from shapely.geometry import Point

from geocode.places.wording.borders import Owner, Pair, side_footprint


def test_a_side_follows_the_outline_that_counts_crimea_to_ukraine(gazetteer):
    russia, ukraine = (Owner(code, 1.0, gazetteer.country(code)) for code in ("RU", "UA"))
    side = side_footprint(Pair(russia, ukraine, 1.0), (), gazetteer)
    assert side.geometry.contains(Point(36.6, 50.6))  # Belgorod
    assert not side.geometry.intersects(Point(34.1, 45.3).buffer(0.5))  # about Simferopol
    assert side.why == (
        "Russia within 100 km of the border",
        (
            "disputed: Crimea and the Donbas: the isthmus Russia holds since 2014 and the line of "
            "2015 (lines: Natural Earth, de facto)"
        ),
    )
