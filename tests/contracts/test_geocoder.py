"""OfflineGeocoder against geopy's own conventions, as geopy's tests hold its geocoders to them."""

import inspect
import json
import urllib.request

import geopy.geocoders
import pytest
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point
from shapely.geometry import Point as ShapelyPoint
from shapely.geometry import shape

from geocode.geocoder import REVERSE_RADIUS_M, OfflineGeocoder, address_of, lookup_record
from geocode.geometry import distance_m
from geocode.places import place_query
from geocode.settings import Settings

FIELDS = {
    "id", "name", "feature", "country", "admin1", "lat", "lon", "precision_m", "score", "reasons",
    "geometry",
}  # fmt: skip


@pytest.fixture(scope="module")
def geocoder(gazetteer):
    return OfflineGeocoder(gazetteer)


def test_it_is_a_geopy_geocoder(geocoder):
    assert isinstance(geocoder, Geocoder)
    assert OfflineGeocoder.__doc__
    assert OfflineGeocoder.__init__.__doc__


@pytest.mark.parametrize("method", ["geocode", "reverse"])
def test_the_signature_is_the_one_of_geopys_geocoders(method):
    ours = inspect.signature(getattr(OfflineGeocoder, method)).parameters
    theirs = inspect.signature(getattr(Nominatim, method)).parameters
    assert list(ours)[:2] == ["self", "query"]
    for name in ("exactly_one", "timeout"):
        assert ours[name].kind is inspect.Parameter.KEYWORD_ONLY
        assert ours[name].default == theirs[name].default
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in list(ours.values())[2:])
    doc = inspect.getdoc(getattr(OfflineGeocoder, method))
    assert all(f"{name}:" in doc for name in list(ours)[1:])
    assert ":rtype:" in doc


def test_the_constructor_takes_keywords_only_but_for_the_gazetteer():
    parameters = list(inspect.signature(OfflineGeocoder).parameters.values())
    assert parameters[0].name == "gazetteer"
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in parameters[1:])


def test_no_http_adapter_is_built(monkeypatch, gazetteer):
    def refuse(**_):
        raise AssertionError("an HTTP adapter was built")

    monkeypatch.setattr(geopy.geocoders.options, "default_adapter_factory", refuse)
    monkeypatch.setattr(urllib.request, "getproxies", refuse)
    geocoder = OfflineGeocoder(gazetteer, timeout=3, user_agent="a-test/1")
    assert geocoder.timeout == 3
    assert geocoder.geocode("Kyiv").raw["id"] == "geonames:703448"
    with pytest.raises(GeocoderQueryError, match="makes no requests"):
        geocoder.adapter.get_json("https://example.org", timeout=1, headers={})
    with pytest.raises(GeocoderQueryError, match="makes no requests"):
        geocoder.adapter.get_text("https://example.org", timeout=1, headers={})


def test_it_works_in_a_with_block_and_under_geopys_rate_limiter(gazetteer):
    with OfflineGeocoder(gazetteer) as geocoder:
        limited = RateLimiter(geocoder.geocode, min_delay_seconds=0)
        assert limited("Kyiv").raw["id"] == "geonames:703448"


def test_a_town(geocoder):
    found = geocoder.geocode("Yelsk")
    assert isinstance(found, Location)
    assert (found.latitude, found.longitude) == pytest.approx((51.814, 29.152), abs=0.01)
    assert found.raw["id"] == "geonames:619598"
    assert found.address.startswith("Yel’sk, ")
    assert found.address.endswith(", Belarus")
    assert set(found.raw) >= FIELDS
    assert found.raw["geometry"]["type"] == "Point"
    json.dumps(found.raw)


def test_every_spelling_of_a_town_finds_it(geocoder):
    ids = {geocoder.geocode(n).raw["id"] for n in ("Kyiv", "Kiev", "Київ", "Киев", "KYIV")}
    assert ids == {"geonames:703448"}
    assert geocoder.geocode("Yelsk, Belarus").raw["id"] == "geonames:619598"


@pytest.mark.parametrize(
    "query",
    [
        "Belarus–Poland border",
        "Belarus-Poland border",
        "Poland—Belarus border",
        "border between Poland and Belarus",
        "Poland's border with Belarus",
    ],
)
def test_a_border_is_a_line(geocoder, query):
    found = geocoder.geocode(query)
    assert found.raw["id"] == "border:BY-PL"
    assert found.raw["relation"] == "border"
    assert found.raw["precision_m"] == 10_000
    assert found.raw["geometry"]["type"] == "LineString"
    assert distance_m(found.longitude, found.latitude, 23.6, 52.6) < 150_000


def test_near_is_a_disc_and_says_how_wide(geocoder):
    found = geocoder.geocode("near Yelsk")
    disc = shape(found.raw["geometry"])
    assert found.raw["relation"] == "near"
    assert found.raw["precision_m"] == 15_000
    assert "a disc of 15 km for ‘near’" in found.raw["reasons"]
    assert disc.contains(ShapelyPoint(found.longitude, found.latitude))


def test_a_part_of_a_country_is_an_area_of_it(geocoder):
    west = shape(geocoder.geocode("western Ukraine").raw["geometry"])
    assert west.contains(ShapelyPoint(24.03, 49.84))  # Lviv
    assert not west.contains(ShapelyPoint(30.52, 50.45))  # Kyiv


@pytest.mark.parametrize("query", ["", "xyzzy plugh", "Yelsk, France", "near", "blue near Kyiv"])
def test_not_found_is_none(geocoder, query):
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None


def test_a_list_is_given_best_first_up_to_the_limit(geocoder):
    found = geocoder.geocode("Springfield", exactly_one=False)
    assert isinstance(found, list)
    assert len(found) == 10
    scores = [one.raw["score"] for one in found]
    assert scores == sorted(scores, reverse=True)
    assert len(geocoder.geocode("Springfield", exactly_one=False, limit=3)) == 3
    with pytest.raises(ValueError, match="give 1 or more"):
        geocoder.geocode("Springfield", exactly_one=False, limit=0)


def test_country_codes_narrow_the_answer(geocoder):
    assert geocoder.geocode("Paris").raw["country"] == "FR"
    assert geocoder.geocode("Paris", country_codes="us").raw["country"] == "US"
    found = geocoder.geocode("Paris", exactly_one=False, country_codes=["US", "CA"])
    assert {one.raw["country"] for one in found} <= {"US", "CA"}
    assert geocoder.geocode("Yelsk", country_codes="FR") is None
    with pytest.raises(GeocoderQueryError, match="two letters"):
        geocoder.geocode("Paris", country_codes="France")


@pytest.mark.parametrize("query", [(51.81, 29.15), Point(51.81, 29.15), "51.81, 29.15"])
def test_reverse_takes_every_form_of_a_point(geocoder, query):
    found = geocoder.reverse(query)
    assert found.raw["id"] == "geonames:619598"
    assert found.raw["distance_m"] < 1_000


def test_reverse_lists_what_is_near_nearest_first(geocoder):
    found = geocoder.reverse((51.81, 29.15), exactly_one=False, limit=3)
    distances = [one.raw["distance_m"] for one in found]
    assert distances == sorted(distances)
    assert len(found) <= 3
    assert max(distances) <= REVERSE_RADIUS_M


def test_reverse_far_at_sea_is_none(geocoder):
    assert geocoder.reverse((-48.876, -123.393)) is None  # Point Nemo
    assert geocoder.reverse((-48.876, -123.393), exactly_one=False) is None


def test_what_is_no_point_is_an_error_as_in_geopy(geocoder):
    with pytest.raises(ValueError, match="finite"):
        geocoder.reverse((float("nan"), 29.15))
    with pytest.raises(ValueError, match="Failed to create Point"):
        geocoder.reverse("Yelsk")


def test_the_record_of_the_command_line(gazetteer):
    place = place_query("Yelsk, Belarus", gazetteer, Settings())[0]
    record = lookup_record(place, gazetteer)
    assert set(record) == FIELDS
    assert record["country"] == "BY"
    assert record["admin1"] in address_of(place.best, gazetteer)
    assert json.loads(json.dumps(record)) == record
