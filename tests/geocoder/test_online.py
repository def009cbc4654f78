"""CachedGeocoder: offline first, then its file, then a service; here a server on this machine."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import geopy.geocoders
import pytest
from geopy.adapters import BaseAsyncAdapter
from geopy.exc import (
    ConfigurationError,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from nominatim_server import SAMPLE_LANE, nominatim

from geocode.errors import StoreError
from geocode.geocoder import OfflineGeocoder
from geocode.geocoder.answers import Answer, AnswerFile, Found
from geocode.geocoder.online import CachedGeocoder

QUERY = "12 Sample Lane, London"
DAY = date(2026, 11, 22)
ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"


@pytest.fixture
def server():
    with nominatim() as running:
        running.says(QUERY, SAMPLE_LANE)
        yield running


@pytest.fixture
def path(tmp_path):
    return tmp_path / "answers.jsonl"


@pytest.fixture
def make(server, path, gazetteer):
    """Makes a CachedGeocoder over the server, with no delay and no retry unless told."""
    offline = OfflineGeocoder(gazetteer)

    def made(service=None, **options):
        given = {"path": path, "today": lambda: DAY, "offline": offline}
        quick = {"min_delay_seconds": 0, "max_retries": 0, "error_wait_seconds": 0}
        return CachedGeocoder(service or server.geocoder(), **{**given, **quick, **options})

    return made


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_is_known_offline_is_not_asked_and_not_kept(make, server, path):
    geocoder = make()
    assert geocoder.geocode("Yelsk").raw["id"] == "geonames:619598"
    assert geocoder.reverse((51.81, 29.15)).raw["id"] == "geonames:619598"
    assert server.asked == []
    assert not path.exists()


def test_what_is_not_known_offline_is_asked_once_and_kept(make, server, path):
    first = make().geocode(QUERY)
    assert first.address == SAMPLE_LANE["display_name"]
    assert (first.latitude, first.longitude) == (51.5034878, -0.1276965)
    assert server.asked == [
        ("/search", {"q": QUERY, "format": "json", "limit": "1"}, "dateline-tests/1")
    ]
    again = make().geocode(f"  {QUERY.replace(', ', ',  ')} ")
    assert (again, again.raw) == (first, first.raw)
    assert len(server.asked) == 1


def test_a_line_says_who_answered_what_when_and_under_which_terms(make, server, path):
    location = make().geocode(QUERY)
    raw = {key: value for key, value in SAMPLE_LANE.items() if key != "place_id"}
    domain = f"127.0.0.1:{server.port}"
    assert lines(path) == [
        {
            "query": QUERY,
            "method": "geocode",
            "parameters": {},
            "service": "Nominatim",
            "domain": domain,
            "attribution": ATTRIBUTION,
            "asked": "2026-11-22",
            "found": [
                {
                    "address": SAMPLE_LANE["display_name"],
                    "lat": 51.5034878,
                    "lon": -0.1276965,
                    "raw": raw,
                }
            ],
        }
    ]
    told = {"service": "Nominatim", "attribution": ATTRIBUTION, "asked": "2026-11-22"}
    assert location.raw == {**raw, **told}
    assert "©" in path.read_text(encoding="utf-8")  # to be read by people


def test_the_lines_stand_in_order_whatever_the_order_of_asking(make, path):
    queries = ["zzz 3", "Ärmelweg 1", "aaa 2", "mmm 9"]
    for query in queries:
        make().geocode(query)
    forwards = path.read_bytes()
    path.unlink()
    for query in reversed(queries):
        make().geocode(query)
    assert path.read_bytes() == forwards
    assert [line["query"] for line in lines(path)] == sorted(queries)


def test_nothing_found_is_kept_until_its_line_is_deleted(make, server, path):
    geocoder = make()
    assert geocoder.geocode("xyzzy plugh") is None
    assert geocoder.geocode("xyzzy plugh") is None
    assert geocoder.geocode("xyzzy plugh", exactly_one=False) is None
    assert server.queries == ["xyzzy plugh", "xyzzy plugh"]  # a list is another question
    assert [line["found"] for line in lines(path)] == [[], []]
    path.write_text("")
    assert geocoder.geocode("xyzzy plugh") is None
    assert len(server.asked) == 3


def test_the_parameters_are_passed_on_and_tell_questions_apart(make, server):
    geocoder = make()
    given = {
        "addressdetails": True, "language": "uk", "geometry": "geojson", "extratags": True,
        "country_codes": ["gb", "ie"], "viewbox": [(52, -1), (51, 1)], "bounded": True,
        "namedetails": True, "featuretype": "settlement",
    }  # fmt: skip
    assert geocoder.geocode(QUERY, **given).address == SAMPLE_LANE["display_name"]
    _, asked, _ = server.asked[0]
    assert asked == {
        "q": QUERY, "format": "json", "limit": "1", "addressdetails": "1",
        "accept-language": "uk", "polygon_geojson": "1", "extratags": "True",
        "countrycodes": "gb,ie", "viewbox": "-1.0,51.0,1.0,52.0", "bounded": "1",
        "namedetails": "1", "featureType": "settlement",
    }  # fmt: skip
    geocoder.geocode(QUERY, **given)
    assert len(server.asked) == 1
    geocoder.geocode(QUERY, language="de")
    assert len(server.asked) == 2
    geocoder.geocode(QUERY, language="de", addressdetails=0, namedetails=None, country_codes=[])
    assert len(server.asked) == 2


def test_a_list_is_kept_as_a_list(make, server):
    other = {**SAMPLE_LANE, "display_name": "Another"}
    server.says(QUERY, SAMPLE_LANE, other)
    found = make().geocode(QUERY, exactly_one=False, limit=2)
    assert [one.address for one in found] == [SAMPLE_LANE["display_name"], "Another"]
    again = make().geocode(QUERY, exactly_one=False, limit=2)
    assert [one.raw for one in again] == [one.raw for one in found]
    assert len(server.asked) == 1
    with pytest.raises(ValueError, match="1 or more"):
        make().geocode(QUERY, exactly_one=False, limit=0)


def test_a_structured_query_for_a_street_goes_to_the_service(make, server, path):
    query = {"street": "12 Sample Lane", "city": "London", "postalcode": None}
    assert make().geocode({"city": "Yelsk"}).raw["id"] == "geonames:619598"
    assert make().geocode(query) is None
    assert make().geocode(dict(reversed(query.items()))) is None
    fields = {"street": "12 Sample Lane", "city": "London", "format": "json", "limit": "1"}
    assert [asked for _, asked, _ in server.asked] == [fields]
    assert lines(path)[0]["query"] == {"city": "London", "street": "12 Sample Lane"}


def test_a_geometry_only_the_service_draws_is_asked_of_it(make, server):
    assert make().geocode("Yelsk", geometry="wkt") is None
    assert server.asked[0][1]["polygon_text"] == "1"


def test_reverse_asks_the_service_for_streets_and_where_no_town_is_near(make, server, path):
    geocoder = make()
    server.replies["51.5034"] = (200, json.dumps(SAMPLE_LANE))
    found = geocoder.reverse((51.5034, -0.1276), zoom=18)
    assert found.address == SAMPLE_LANE["display_name"]
    assert geocoder.reverse("51.5034, -0.1276", zoom=18).raw == found.raw
    assert geocoder.reverse((-48.876, -123.393)) is None
    assert geocoder.reverse((-48.876, -123.393)) is None
    assert [path_ for path_, _, _ in server.asked] == ["/reverse", "/reverse"]
    assert {line["query"] for line in lines(path)} == {
        "51.5034000, -0.1276000",
        "-48.8760000, -123.3930000",
    }


@pytest.mark.parametrize(
    "query",
    ["", "  ", "\ud800 1", {}, None, float("nan"), 7, {"city": float("nan")}, {"city": "\ud800"}],
)
def test_what_is_no_query_is_not_asked(make, server, query):
    assert make().geocode(query) is None
    assert server.asked == []


@pytest.mark.parametrize(
    "reply",
    [
        (429, "[]", GeocoderRateLimited),
        (500, "[]", GeocoderServiceError),
        (502, "[]", GeocoderServiceError),
        (503, "[]", GeocoderTimedOut),
        (400, "[]", GeocoderQueryError),
        (200, "<html>", GeocoderParseError),
        (200, "[1]", GeocoderParseError),
        (200, '[{"lat": "51.5"}]', GeocoderParseError),
        (200, '[{"lat": "x", "lon": "y", "display_name": "z"}]', GeocoderParseError),
        (200, '{"error": "no such thing"}', GeocoderQueryError),
    ],
)
def test_an_error_of_the_service_is_geopys_and_nothing_is_kept(make, server, path, reply):
    status, body, error = reply
    server.replies["10 Error Street"] = (status, body)
    with pytest.raises(error):
        make().geocode("10 Error Street")
    assert not path.exists()
    server.says("10 Error Street", SAMPLE_LANE)
    assert make().geocode("10 Error Street").latitude == 51.5034878


def test_a_service_that_does_not_answer_in_time_is_timed_out(make, server, path):
    server.replies["10 Slow Street"] = (0, "")
    with pytest.raises(GeocoderTimedOut):
        make().geocode("10 Slow Street", timeout=0.05)
    with pytest.raises(GeocoderTimedOut):
        make(server.geocoder(timeout=0.05)).geocode("10 Slow Street")
    assert not path.exists()


def test_a_service_that_is_not_there_is_unavailable(make, server, path):
    nobody = Nominatim(domain="127.0.0.1:9", scheme="http", user_agent="tests/1", proxies={})
    with pytest.raises(GeocoderUnavailable):
        make(nobody).geocode(QUERY)
    assert not path.exists()


def test_a_failed_request_is_made_again_as_geopys_rate_limiter_does(make, server):
    server.replies["10 Error Street"] = (500, "[]")
    with pytest.raises(GeocoderServiceError):
        make(max_retries=2).geocode("10 Error Street")
    assert len(server.asked) == 3


def test_requests_keep_their_distance_and_both_methods_share_it(make, server, monkeypatch):
    now, slept = [0.0], []

    def sleep(_, seconds):
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("geopy.extra.rate_limiter.RateLimiter._clock", lambda _: now[0])
    monkeypatch.setattr("geopy.extra.rate_limiter.RateLimiter._sleep", sleep)
    geocoder = make(min_delay_seconds=1.5)
    geocoder.geocode("aaa 1")
    geocoder.reverse((-48.876, -123.393))
    geocoder.geocode("aaa 1")  # kept: no request, no wait
    geocoder.geocode("Yelsk")
    geocoder.geocode("aaa 2")
    assert slept == [1.5, 1.5]
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    "domain", ["nominatim.openstreetmap.org", "Nominatim.OpenStreetMap.org:443"]
)
def test_the_public_server_is_asked_once_a_second_at_most(make, domain):
    public = Nominatim(domain=domain, user_agent="dateline-tests/1")
    with pytest.raises(ConfigurationError, match="one request a second"):
        make(public, min_delay_seconds=0.99)
    assert make(public, min_delay_seconds=1).service is public


@pytest.mark.parametrize("delay", [-1, float("nan"), float("inf")])
def test_a_delay_is_a_time(make, delay):
    with pytest.raises(ConfigurationError, match="0 or more"):
        make(min_delay_seconds=delay)


def test_the_public_server_wants_a_user_agent_of_ones_own():
    with pytest.raises(ConfigurationError, match="user_agent"):
        Nominatim()


def test_a_service_whose_terms_are_not_known_must_be_attributed(make, server, path):
    class Atlas(Nominatim):
        pass

    atlas = Atlas(domain=f"127.0.0.1:{server.port}", scheme="http", user_agent="x/1", proxies={})
    with pytest.raises(ConfigurationError, match="whose data Atlas gives"):
        make(atlas)
    make(atlas, attribution="© Atlas, CC0").geocode(QUERY)
    assert lines(path)[0]["attribution"] == "© Atlas, CC0"
    make().geocode(QUERY)  # another service answers for itself
    assert [line["service"] for line in lines(path)] == ["Atlas", "Nominatim"]


def test_an_asynchronous_service_is_refused(make, server):
    class Adapter(BaseAsyncAdapter):
        async def get_json(self, url, **_):
            raise NotImplementedError

        async def get_text(self, url, **_):
            raise NotImplementedError

    with pytest.raises(ConfigurationError, match="synchronous"):
        make(server.geocoder(adapter_factory=Adapter))


def test_a_parameter_the_service_does_not_take_is_named(make, server):
    class Narrow(Geocoder):
        api = "http://127.0.0.1/"

        def geocode(self, _query, *, exactly_one=True):
            return None if exactly_one else []

    geocoder = make(Narrow(proxies={}), attribution="© Narrow")
    assert geocoder.geocode("10 Nowhere Street") is None
    with pytest.raises(GeocoderQueryError, match=r"Narrow\.geocode takes no language, namedetails"):
        geocoder.geocode("10 Nowhere Street", language="uk", namedetails=True)
    with pytest.raises(GeocoderQueryError, match="Narrow has no reverse"):
        geocoder.reverse((-48.876, -123.393))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"{", "JSONDecodeError"),
        (b"<<<<<<< HEAD", "JSONDecodeError"),
        (b"\xff\xfe", "JSONDecodeError"),
        (b'"\xff"', "UnicodeDecodeError"),
        (b"[]", "no object"),
        (b"{}", "query"),
        (b"[" * 100_000, "RecursionError"),
        (b'{"query": "x", "method": 3}', "no text"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_overwritten(make, server, path, line, what):
    make().geocode(QUERY)
    path.write_bytes(b"\n" + path.read_bytes() + line + b"\n")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=rf"answers\.jsonl, line 3: no answer.*{what}"):
        make()
    assert path.read_bytes() == before


@pytest.mark.parametrize("lat", ["NaN", "Infinity", "91", '"north"', "null", "[]"])
def test_a_line_with_no_point_is_a_broken_line(path, lat):
    answer = Answer("geocode", "x", {}, "S", "d", "©", DAY, (Found("X", 1.0, 2.5, {}),))
    AnswerFile(path).add(answer)
    path.write_text(path.read_text().replace("2.5", lat))
    with pytest.raises(StoreError, match="line 1: no answer"):
        AnswerFile(path)


def test_a_file_broken_while_in_use_is_not_overwritten(make, server, path):
    geocoder = make()
    geocoder.geocode(QUERY)
    path.write_text("half a li")
    with pytest.raises(StoreError, match="line 1"):
        geocoder.geocode("another 1")
    assert path.read_text() == "half a li"


def test_of_two_lines_for_one_question_the_later_day_holds(path):
    old, new = (
        Answer("geocode", "x", {}, "S", "d", "©", day, (Found(str(day), 1.0, 2.0, {}),))
        for day in (DAY, date(2026, 11, 23))
    )
    for first, second in ((old, new), (new, old)):
        path.unlink(missing_ok=True)
        AnswerFile(path).add(first)
        one = path.read_text()
        path.unlink()
        AnswerFile(path).add(second)
        path.write_text(one + path.read_text())
        assert AnswerFile(path).get(new.key) == new


def test_two_who_add_to_one_file_lose_nothing(path):
    def answer(number):
        return Answer("geocode", f"q{number}", {}, "S", "d", "©", DAY, ())

    def add(numbers):
        file = AnswerFile(path)
        for number in numbers:
            file.add(answer(number))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, [range(k, 40, 4) for k in range(4)]))
    assert {line["query"] for line in lines(path)} == {f"q{n}" for n in range(40)}


def test_another_process_may_add_to_the_file_too(make, server, path):
    geocoder = make()
    geocoder.geocode(QUERY)
    program = """
import sys
from datetime import date
from pathlib import Path
from geocode.geocoder.answers import Answer, AnswerFile
file = AnswerFile(Path(sys.argv[1]))
for n in range(5):
    file.add(Answer("geocode", f"other {n}", {}, "S", "d", "©", date(2026, 11, 22), ()))
"""
    subprocess.run([sys.executable, "-c", program, str(path)], check=True)
    geocoder.geocode("last 1")
    others = [f"other {n}" for n in range(5)]
    assert [line["query"] for line in lines(path)] == [QUERY, "last 1", *others]


def test_many_threads_that_ask_one_thing_ask_it_once(make, server):
    geocoder = make()
    start = threading.Barrier(6)

    def ask(_):
        start.wait(10)
        return geocoder.geocode(QUERY).address

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(ask, range(6))) == {SAMPLE_LANE["display_name"]}
    assert len(server.asked) == 1


def test_an_interrupted_request_keeps_what_was_answered_before(make, server, path):
    geocoder = make()
    geocoder.geocode(QUERY)
    before = path.read_bytes()

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    geocoder.service.adapter.get_json = interrupted
    with pytest.raises(KeyboardInterrupt):
        geocoder.geocode("another 1")
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name, f"{path.name}.lock"]
    assert geocoder.geocode(QUERY).address == SAMPLE_LANE["display_name"]


@pytest.mark.parametrize(
    "query", ["\ud800 1", "a\nb 1", "\u2028 1", '"}, {"query": "x 1', "é" * 400]
)
def test_a_hostile_query_is_kept_as_it_was_asked(path, query):
    answer = Answer("geocode", query, {}, "S", "d", "©", DAY, (Found(query, 1.0, 2.0, {}),))
    AnswerFile(path).add(answer)
    assert path.read_bytes().count(b"\n") == 1
    assert AnswerFile(path).get(answer.key) == answer


def test_a_folder_that_is_not_there_is_said_before_anything_is_lost(make, server, tmp_path):
    with pytest.raises(StoreError, match="cannot write"):
        make(path=tmp_path / "nowhere" / "answers.jsonl").geocode(QUERY)


def test_nothing_imports_it_and_no_request_is_made_unless_asked(monkeypatch):
    program = (
        "import sys, geocode, geocode.geocoder, geocode.pipeline, geocode.__main__;"
        "unasked = {'geocode.geocoder.online', 'geocode.geocoder.answers'};"
        "print([m for m in sys.modules if m in unasked])"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert out.stdout == "[]\n"


def test_it_shares_the_adapter_and_the_settings_of_its_service(make, server):
    service = server.geocoder(timeout=7, user_agent="mine/2")
    with make(service) as geocoder:
        assert isinstance(geocoder, Geocoder)
        assert geocoder.adapter is service.adapter
        assert (geocoder.timeout, geocoder.headers) == (7, {"User-Agent": "mine/2"})
    assert geopy.geocoders.options.default_user_agent != "mine/2"
