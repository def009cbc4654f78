"""Our geocoders against geopy's own conventions, as geopy's tests hold its geocoders to them."""

import doctest
import inspect
import json
import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

import geopy.geocoders
import pandas as pd
import pytest
from geopy.adapters import URLLibAdapter
from geopy.exc import ConfigurationError, GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point
from hypothesis import given
from hypothesis import strategies as st
from nominatim_server import nominatim
from shapely.geometry import Point as ShapelyPoint
from shapely.geometry import shape

from geocode.geocoder import REVERSE_RADIUS_M, OfflineGeocoder, address_of, lookup_record
from geocode.geocoder.online import CachedGeocoder
from geocode.geometry import distance_m
from geocode.places import place_query
from geocode.settings import Settings

OURS = (OfflineGeocoder, CachedGeocoder)
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


def directives(doc):
    """The names, types and return type that a docstring of geopy's manner gives."""
    names = [line.split()[-1] for line in re.findall(r"^:param ([^:]+):", doc, re.MULTILINE)]
    inline = {
        w.split()[1]: w.split()[0] for w in re.findall(r"^:param (\w+ \w+):", doc, re.MULTILINE)
    }
    apart = dict(re.findall(r"^:type (\w+): (.+)", doc, re.MULTILINE))
    assert not inline.keys() & apart.keys()
    return_types = re.findall(r"^:rtype: ((?:.+\n?)+)", doc, re.MULTILINE)
    return names, {**inline, **apart}, [" ".join(one.split()) for one in return_types]


@pytest.mark.parametrize("ours", OURS)
@pytest.mark.parametrize("method", ["geocode", "reverse"])
def test_the_signature_is_the_one_of_geopys_geocoders(ours, method):
    parameters = inspect.signature(getattr(ours, method)).parameters
    query, *rest = list(parameters.values())[1:]
    assert (query.name, query.kind) == ("query", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in rest)
    assert parameters["exactly_one"].default is True
    assert parameters["timeout"].default is DEFAULT_SENTINEL
    names, types, returned = directives(inspect.getdoc(getattr(ours, method)))
    assert names == list(parameters)[1:]
    assert types.keys() == set(names)
    assert returned == [
        "``None``, :class:`geopy.location.Location` or a list of them, if ``exactly_one=False``."
    ]


@pytest.mark.parametrize("ours", OURS)
@pytest.mark.parametrize("method", ["geocode", "reverse"])
def test_every_parameter_of_nominatim_is_taken_with_its_default(ours, method):
    theirs = inspect.signature(getattr(Nominatim, method)).parameters
    parameters = inspect.signature(getattr(ours, method)).parameters
    assert {name: parameters[name].default for name in theirs} == {
        name: one.default for name, one in theirs.items()
    }


@pytest.mark.parametrize("ours", OURS)
def test_the_constructor_is_documented_and_takes_no_more_than_it_says(ours):
    parameters = inspect.signature(ours.__init__).parameters
    names, types, returned = directives(inspect.getdoc(ours.__init__))
    assert names == list(parameters)[1:]
    assert types.keys() == set(names)
    assert returned == []
    varying = {inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL}
    assert varying.isdisjoint(one.kind for one in parameters.values())
    assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in list(parameters.values())[2:])


@pytest.mark.parametrize("ours", OURS)
def test_there_are_no_public_methods_but_geopys(ours):
    public = {n for n in dir(ours) if n[0] != "_" and inspect.isfunction(getattr(ours, n))}
    assert public == {"geocode", "reverse"}


def test_the_offline_constructor_takes_what_every_geocoder_of_geopy_takes():
    parameters = inspect.signature(OfflineGeocoder.__init__).parameters
    for name in ("timeout", "proxies", "ssl_context"):
        assert parameters[name].default is DEFAULT_SENTINEL
    for name in ("scheme", "user_agent", "adapter_factory"):
        assert parameters[name].default is None


def test_it_keeps_geopys_settings_and_falls_back_on_geopys_defaults(gazetteer):
    defaults = geopy.geocoders.options
    plain = OfflineGeocoder(gazetteer)
    assert plain.timeout == defaults.default_timeout
    assert plain.scheme == defaults.default_scheme
    assert plain.headers == {"User-Agent": defaults.default_user_agent}
    told = OfflineGeocoder(
        gazetteer, scheme="http", timeout=None, proxies={"https": "192.0.2.0"}, user_agent="mine/1",
        ssl_context=None,
    )  # fmt: skip
    assert (told.scheme, told.timeout, told.proxies) == ("http", None, {"https": "192.0.2.0"})
    assert (told.headers, told.ssl_context) == ({"User-Agent": "mine/1"}, None)
    with pytest.raises(ConfigurationError, match="adapter_factory"):
        OfflineGeocoder(gazetteer, adapter_factory=URLLibAdapter)


@pytest.fixture(params=["offline", "cached"])
def either(request, gazetteer, tmp_path):
    """Each of our geocoders; the cached one over a server that knows nothing."""
    offline = OfflineGeocoder(gazetteer)
    if request.param == "offline":
        yield offline
        return
    with nominatim() as server:
        yield CachedGeocoder(
            server.geocoder(), path=tmp_path / "answers.jsonl", today=lambda: date(2026, 11, 22),
            offline=offline, min_delay_seconds=0, max_retries=0,
        )  # fmt: skip


def test_it_works_with_pandas_as_in_geopys_documentation(either):
    df = pd.DataFrame({"name": ["paris", "berlin", "london", None, float("nan"), "xyzzy plugh"]})
    geocode = RateLimiter(either.geocode, min_delay_seconds=0)
    df["location"] = df["name"].apply(geocode)
    df["point"] = df["location"].apply(lambda loc: tuple(loc.point) if loc else None)
    found = [one.raw["id"] for one in df["location"] if one]
    assert found == ["geonames:2988507", "geonames:2950159", "geonames:2643743"]
    assert [one is None for one in df["location"]] == [False, False, False, True, True, True]
    assert df["point"][0] == pytest.approx((48.853, 2.349, 0.0), abs=0.01)
    in_ukrainian = df["name"].apply(partial(geocode, language="uk"))
    assert [one.raw["name"] for one in in_ukrainian if one] == ["Париж", "Берлін", "Лондон"]
    reverse = RateLimiter(either.reverse, min_delay_seconds=0)
    back = df["point"].dropna().apply(reverse)
    assert [one.raw["country"] for one in back] == ["FR", "DE", "GB"]


def test_it_answers_from_several_threads(either):
    names = ["Kyiv", "Minsk", "Warsaw", "near Kyiv", "Belarus-Poland border"] * 8
    alone = [either.geocode(name).raw for name in names]
    with ThreadPoolExecutor(4) as pool:
        assert [one.raw for one in pool.map(either.geocode, names)] == alone


@pytest.mark.parametrize("query", [None, float("nan"), pd.NA, pd.NaT, 42, b"Kyiv", ["Kyiv"], {}])
def test_what_is_no_text_is_not_found(either, query):
    assert either.geocode(query) is None
    assert either.geocode(query, exactly_one=False) is None


@given(st.text(max_size=40))
def test_no_text_is_an_error(gazetteer, query):
    found = OfflineGeocoder(gazetteer).geocode(query)
    assert found is None or isinstance(found, Location)


def test_timeouts_are_accepted_and_a_with_block_works(either):
    with either as geocoder:
        assert geocoder.geocode("Kyiv", timeout=3).raw["id"] == "geonames:703448"
        assert geocoder.geocode("Kyiv", timeout=None).raw["id"] == "geonames:703448"
        assert geocoder.reverse((50.4547, 30.5238), timeout=3).raw["id"] == "geonames:703448"


@pytest.mark.parametrize("viewbox", ["5,5,5,5", [5], [5, 5, 5], [5] * 4, [5] * 5])
def test_what_is_no_box_is_an_error_as_in_geopy(either, viewbox):
    with pytest.raises(GeocoderQueryError, match="Unsupported format for a bounding box"):
        either.geocode("Kyiv", viewbox=viewbox)


def test_bounded_without_a_box_is_an_error(either):
    with pytest.raises(GeocoderQueryError, match="viewbox"):
        either.geocode("Kyiv", bounded=True)


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


def test_the_examples_of_the_readme_hold(gazetteer, monkeypatch):
    monkeypatch.setattr("geocode.geocoder.offline.open_gazetteer", lambda: gazetteer)
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## From Python, as with geopy")[2].partition("\n## ")[0]
    section = section.replace("```", "")
    examples = doctest.DocTestParser().get_doctest(section, {}, "README.md", "README.md", 0)
    assert len(examples.examples) == 7
    assert doctest.DocTestRunner().run(examples) == doctest.TestResults(failed=0, attempted=7)


def test_a_misspelt_name_is_a_question_back_and_only_where_it_is_asked_for(geocoder):
    assert geocoder.geocode("Minskk") is None
    found = geocoder.geocode("Minskk", fuzzy=True)
    assert (found.raw["name"], found.raw["match"]) == ("Minsk", "fuzzy")
    assert found.raw["reasons"][0] == "did you mean: spelt Minsk, edit distance 1"
    assert "match" not in geocoder.geocode("Minsk", fuzzy=True).raw
