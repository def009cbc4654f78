"""What each parameter of geopy's Nominatim does to an answer of OfflineGeocoder."""

from dataclasses import replace

import pytest
from geopy.exc import GeocoderQueryError
from geopy.point import Point
from shapely.geometry import LineString, shape
from shapely.geometry import Point as ShapelyPoint

from geocode.geocoder import OfflineGeocoder
from geocode.geocoder.locations import pin_of
from geocode.geometry import disc, distance_m
from geocode.places import place_query
from geocode.settings import Settings


@pytest.fixture(scope="module")
def geocoder(gazetteer):
    return OfflineGeocoder(gazetteer)


def test_raw_has_nominatims_keys(geocoder):
    raw = geocoder.geocode("Yelsk").raw
    assert raw["display_name"] == geocoder.geocode("Yelsk").address
    assert raw["addresstype"] == "village"
    south, north, west, east = raw["boundingbox"]
    assert south < raw["lat"] < north
    assert west < raw["lon"] < east
    assert distance_m(west, south, east, south) == pytest.approx(2 * raw["precision_m"], rel=0.01)
    assert {"address", "namedetails", "extratags", "geojson"}.isdisjoint(raw)
    ukraine = geocoder.geocode("Ukraine").raw
    assert ukraine["boundingbox"] == pytest.approx([44.4, 52.4, 22.1, 40.2], abs=0.1)
    fiji = geocoder.geocode("Fiji").raw["boundingbox"]
    assert fiji[2] > 170
    assert fiji[3] < -170  # over 180 degrees


def test_details_are_given_where_asked_for(geocoder):
    raw = geocoder.geocode(
        "Yelsk", addressdetails=True, namedetails=True, extratags=True, geometry="GeoJSON"
    ).raw
    state = geocoder.gazetteer.entry("geonames:628281").name
    assert raw["address"] == {
        "village": "Yel’sk", "state": state, "country": "Belarus", "country_code": "by"
    }  # fmt: skip
    assert raw["namedetails"]["name"] == "Yel’sk"
    assert "Ельск" in raw["namedetails"]["alt_name"].split(";")
    assert raw["extratags"] == {"population": "8623"}
    assert raw["geojson"] == raw["geometry"]
    city = geocoder.geocode("Warsaw", addressdetails=True).raw["address"]
    assert next(iter(city)) == "city"
    sea = geocoder.geocode("Black Sea", addressdetails=True).raw["address"]
    assert sea == {"sea": "Black Sea"}


def test_an_outline_is_written_once_however_often_it_is_asked_for(geocoder):
    first, second = (geocoder.geocode("Canada").raw["geometry"] for _ in range(2))
    assert first is not second
    assert first["coordinates"] is second["coordinates"]
    assert geocoder.geocode("Kyiv").raw["geometry"]["type"] == "Point"


@pytest.mark.parametrize("geometry", ["wkt", "svg", "kml", "shapefile"])
def test_a_geometry_that_is_not_offered_is_an_error_that_says_which_is(geocoder, geometry):
    with pytest.raises(GeocoderQueryError, match="geojson is"):
        geocoder.geocode("Yelsk", geometry=geometry)


def test_names_are_shown_in_the_language_asked_for_where_known(geocoder):
    found = geocoder.geocode("Lviv", language="uk", addressdetails=True, namedetails=True)
    assert found.address.startswith("Львів, ")
    assert found.address.endswith(", Україна")
    assert found.raw["address"]["country"] == "Україна"
    assert found.raw["namedetails"]["name:uk"] == "Львів"
    assert geocoder.geocode("Poland", language="de").address == "Polen"
    assert geocoder.geocode("Poland", language="xx, fr;q=0.5, de").address == "Polen"
    assert geocoder.geocode("Yelsk", language="de").raw["name"] == "Yel’sk"
    for nothing in (False, None, True, "", "*", "x" * 99):
        assert geocoder.geocode("Poland", language=nothing).address == "Poland"
    assert geocoder.reverse((52.2, 21.0), language="uk").address.endswith("Польща")


def test_an_unbounded_viewbox_is_a_preference(geocoder):
    texas = [(36, -107), (25, -93)]
    found = geocoder.geocode("Paris", viewbox=texas, exactly_one=False)
    assert found[0].raw["admin1"] == "Texas"
    assert found[0].raw["reasons"][-1] == "in the viewbox"
    assert "FR" in {one.raw["country"] for one in found}
    scores = [one.raw["score"] for one in found]
    assert scores == sorted(scores, reverse=True)
    spain = [(44, -10), (36, 4)]  # with a village that is called Ukraine too
    assert geocoder.geocode("Ukraine", viewbox=spain).raw["feature"] == "PCLI"
    assert geocoder.geocode("Kyiv", viewbox=spain).raw["id"] == "geonames:703448"


@pytest.mark.parametrize(
    "viewbox",
    [
        [(36, -107), (25, -93)],
        [(25, -93), (36, -107)],
        ((36, -93), (25, -107)),
        [Point(25, -107), Point(36, -93)],
        ["36, -107", "25, -93"],
    ],
)
def test_a_bounded_viewbox_is_a_filter_whichever_way_its_corners_run(geocoder, viewbox):
    found = geocoder.geocode("Paris", viewbox=viewbox, bounded=True, exactly_one=False)
    assert [one.raw["admin1"] for one in found] == ["Texas", "Arkansas"]
    assert geocoder.geocode("Kyiv", viewbox=viewbox, bounded=True) is None


def test_the_feature_type_is_a_filter(geocoder):
    kinds = {"country": "PCLI", "state": "ADM1"}
    for featuretype, feature in kinds.items():
        assert geocoder.geocode("Georgia", featuretype=featuretype).raw["feature"] == feature
    assert geocoder.geocode("Luxembourg").raw["feature"] == "PCLI"
    assert geocoder.geocode("Luxembourg", featuretype="city").raw["feature"] == "PPLC"
    settlements = geocoder.geocode("Luxembourg", featuretype="settlement", exactly_one=False)
    assert {one.raw["feature"][:3] for one in settlements} == {"ADM", "PPL"}
    assert geocoder.geocode("Black Sea", featuretype="settlement") is None
    with pytest.raises(GeocoderQueryError, match="country, state, city, settlement"):
        geocoder.geocode("Georgia", featuretype="town")
    with pytest.raises(GeocoderQueryError, match="country, state, city, settlement"):
        geocoder.geocode("Georgia", featuretype=["country"])


def test_a_structured_query_is_answered_by_its_finest_part(geocoder):
    def answer(**query):
        found = geocoder.geocode(query)
        return found and (found.raw["feature"], found.raw["country"], found.raw["admin1"])

    assert answer(city="Paris") == ("PPLC", "FR", "Île-de-France")
    assert answer(city="Paris", state="Texas", country="US") == ("PPL", "US", "Texas")
    assert answer(city="Paris", country="FR")[:2] == ("PPLC", "FR")
    assert answer(state="Georgia") == ("ADM1", "US", None)
    assert answer(country="Georgia") == ("PCLI", "GE", None)
    assert answer(county="Harris County", state="Texas")[0] == "ADM2"
    assert answer(city="Kyiv", country="France") is None
    assert answer(city="Kyiv", nonsense="x", county=None, state=float("nan"))[:2] == ("PPLC", "UA")


@pytest.mark.parametrize("part", ["street", "postalcode"])
def test_a_part_we_do_not_know_is_not_answered_by_its_city(geocoder, part):
    assert geocoder.geocode({part: "75001", "city": "Paris"}) is None
    assert geocoder.geocode({part: 75001.0, "city": "Paris"}) is None
    assert geocoder.geocode({part: "", "city": "Paris"}).raw["country"] == "FR"


def test_the_point_is_where_the_words_say_and_the_address_says_the_words(geocoder):
    north = geocoder.geocode("30 km north of Kyiv")
    assert north.address == "30 km north of Kyiv (Kyiv, Kyiv City, Ukraine)"
    assert distance_m(30.5238, 50.45466, north.longitude, north.latitude) == pytest.approx(
        30_000, rel=0.1
    )
    assert (north.raw["lat"], north.raw["lon"]) == (north.latitude, north.longitude)
    west = geocoder.geocode("western Germany")
    assert shape(west.raw["geometry"]).contains(ShapelyPoint(west.longitude, west.latitude))
    near = geocoder.geocode("near Kyiv")
    assert (near.latitude, near.longitude) == (50.45466, 30.5238)


@pytest.mark.parametrize(
    ("ground", "pin"),
    [
        (disc(30.5, 50.4, 20_000), (30.5, 50.4)),
        (disc(30.5, 50.4, 20_000) - disc(30.5, 50.4, 10_000), (30.5, 50.4)),  # around it
        (disc(31.5, 50.4, 20_000), (31.5, 50.4)),  # away from it
        (
            LineString([(30, 50), (30.5, 50.40001), (31, 51)]),
            (30.5, 50.4),
        ),  # on it, but for rounding
        (LineString([(30, 51), (31, 51), (32, 51)]), (31.0, 51.0)),
    ],
)
def test_the_pin_is_on_what_is_meant_or_in_the_middle_of_a_ring(gazetteer, ground, pin):
    near = place_query("near Kyiv", gazetteer, Settings())[0]
    place = replace(near, best=replace(near.best, lon=30.5, lat=50.4), geometry=ground)
    assert pin_of(place) == pytest.approx(pin, abs=0.01)
    assert pin_of(replace(place, relation="in")) == (30.5, 50.4)


@pytest.mark.parametrize(
    ("point", "zoom", "kind", "name"),
    [
        ((51.81, 29.15), 3, "country", "Belarus"),
        ((51.81, 29.15), 0, "country", "Belarus"),
        ((51.81, 29.15), 18, "village", "Yel’sk"),
        ((66, 100), 3, "country", "Russia"),
        ((66, 100), 5, "state", "Krasnoyarsk Krai"),
        ((-16.8, -179.95), 3, "country", "Fiji"),
        ((-29.6, 28.2), 3, "country", "Lesotho"),
    ],
)
def test_zoom_chooses_the_level(geocoder, point, zoom, kind, name):
    found = geocoder.reverse(point, zoom=zoom)
    assert (found.raw["addresstype"], found.raw["name"]) == (kind, name)
    assert found.raw["address"][kind] == name


def test_the_county_is_that_of_the_nearest_town_in_the_state(geocoder):
    assert geocoder.reverse((29.76, -95.37), zoom=8).raw["name"] == "Harris County"


@pytest.mark.parametrize("zoom", [0, 3, 5, 8, 10, 18, None])
def test_at_sea_there_is_nothing_at_any_zoom(geocoder, zoom):
    assert geocoder.reverse((43.3, 34.5), zoom=zoom) is None


def test_a_place_across_the_border_is_not_the_answer(geocoder):
    lat, lon = 48.24, 20.06  # 4 km inside Slovakia, 7.6 km from Domaháza in Hungary
    assert geocoder.gazetteer.nearest(lon, lat)[0][0].country == "HU"
    found = geocoder.reverse((lat, lon), exactly_one=False, limit=6)
    assert {one.raw["country"] for one in found} == {"SK"}
    assert geocoder.reverse((lat, lon)).raw == found[0].raw


def test_details_of_reverse_are_given_unless_told_otherwise(geocoder):
    assert geocoder.reverse((51.81, 29.15)).raw["address"]["country_code"] == "by"
    assert "address" not in geocoder.reverse((51.81, 29.15), addressdetails=False).raw
    assert geocoder.reverse((51.81, 29.15), namedetails=True).raw["namedetails"]["name"] == "Yel’sk"
