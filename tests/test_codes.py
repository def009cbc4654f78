"""The codes of ACLED and UCDP for where an event is: what is wide is never told as exact."""

import pytest

from geocode.codes import acled_geo_precision, ucdp_where_prec
from geocode.records import Entry


def entry(feature: str, precision_m: float, *, country: str | None = "UA") -> Entry:
    return Entry(
        "site:x", "X", feature, country, None, None, 30.0, 50.0, 0, None, None, precision_m
    )


@pytest.mark.parametrize(
    ("feature", "precision_m", "country", "ucdp", "acled"),
    [
        ("PPLC", 40_000.0, "JP", 1, 1),  # however large, a town is a place
        ("AIRP", 3_000.0, "UA", 1, 1),
        ("ISL", 25_000.0, "UA", 1, 1),
        ("ADM2", 20_000.0, "UA", 3, 2),
        ("ADM1", 97_000.0, "UA", 4, 3),
        ("PCLI", 400_000.0, "UA", 6, 3),
        ("RGN", 9_000.0, "UA", 5, 3),
        ("AREA", 50_034.0, "UA", 5, 3),
        ("DSRT", 226_960.0, "CL", 5, 3),
        ("DSRT", 721_401.0, None, 7, 3),
        ("RDGU", 3_500_000.0, None, 7, 3),
    ],
)
def test_a_place_is_as_exact_as_it_is_small(
    feature: str, precision_m: float, country: str | None, ucdp: int, acled: int
) -> None:
    place = entry(feature, precision_m, country=country)
    assert (ucdp_where_prec(place, "in"), acled_geo_precision(place, "in")) == (ucdp, acled)


@pytest.mark.parametrize(("feature", "code"), [("PPL", 2), ("AREA", 5), ("ADM1", 5), ("PCLI", 5)])
def test_near_a_place_is_less_exact_than_in_it(feature: str, code: int) -> None:
    assert ucdp_where_prec(entry(feature, 30_000.0), "near") == code
