"""Files of GeoNames that anyone may bring: read, linked, ranked, and the bad lines counted."""

import zipfile
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_world import LINES, built, dump, line

from geocode.errors import InputError
from geocode.gazetteer import Index, open_gazetteer
from geocode.gazetteer.sources.dump import read_row, wanted
from geocode.gazetteer.sources.dumpfiles import blocks


@pytest.fixture
def index(tmp_path: Path):
    built(tmp_path / "g.sqlite", dumps=[dump(tmp_path / "BY.zip")])
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        yield index


def ids(index: Index, name: str) -> list[str]:
    return [entry.id for entry in index.lookup(name)]


@pytest.mark.parametrize("name", ["BY.zip", "BY.txt", "BY.txt.gz"])
def test_every_packing_gives_the_same_cache(tmp_path: Path, name: str) -> None:
    plain = built(tmp_path / "a.sqlite", dumps=[dump(tmp_path / "BY.tsv")])
    packed = built(tmp_path / "b.sqlite", dumps=[dump(tmp_path / name)])
    assert packed.digest == plain.digest
    assert packed.entries == 10


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Valavsk", "geonames:1002"),
        ("Волавск", "geonames:1002"),
        ("叶利斯克", "geonames:619598"),
        ("يلسك", "geonames:619598"),
        ("Pripyat", "geonames:1003"),
        ("Yelsk District", "geonames:1001"),
    ],
)
def test_names_in_every_script_find_their_place(index: Index, name: str, id: str) -> None:
    assert ids(index, name) == [id]


def test_codes_of_divisions_become_links(index: Index) -> None:
    valavsk, district = index.entry("geonames:1002"), index.entry("geonames:1001")
    assert (valavsk.admin1, valavsk.admin2) == ("geonames:628281", "geonames:1001")
    assert (district.admin1, district.admin2) == ("geonames:628281", None)
    assert index.entry("geonames:628281").admin1 is None
    assert index.entry("geonames:1003").admin1 is None


def test_a_row_wins_over_the_package_and_adds_names(index: Index) -> None:
    yelsk = index.entry("geonames:619598")
    assert (yelsk.name, yelsk.feature, yelsk.population) == ("Yel’sk", "PPLA2", 9_000)
    assert (yelsk.lon, yelsk.lat) == (29.152, 51.814)
    assert index.names("geonames:619598") == (
        *("Yel’sk", "Ельск", "White House", "Yelsk", "Elsk", "叶利斯克", "يلسك"),
    )


def test_layers_made_by_hand_still_apply(index: Index) -> None:
    assert [entry.id for entry in index.demonym("Yelskian")] == ["geonames:619598"]
    assert ids(index, "White House") == ["site:white-house", "geonames:619598"]


def test_a_country_keeps_its_short_name_its_size_and_its_shape(index: Index) -> None:
    belarus = index.country("BY")
    assert (belarus.name, belarus.shape, belarus.precision_m) == ("Belarus", "area", 250_000)
    assert belarus.population == 9_500_000
    assert ids(index, "Republic of Belarus") == ids(index, "Bielorussia") == ["geonames:630336"]


def test_a_hamlet_comes_after_its_famous_namesake(index: Index) -> None:
    assert ids(index, "Kyiv") == ["geonames:703448", "geonames:1006"]


def test_a_minor_feature_makes_no_town_stand_back(tmp_path: Path) -> None:
    rows = (*LINES, line(1010, "Elsk", 1.0, 1.0, "H.STM"))
    built(tmp_path / "g.sqlite", dumps=[dump(tmp_path / "BY.zip", rows)])
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        assert ids(index, "Elsk") == ["geonames:619598", "geonames:1010"]
        assert index.evidence("elsk").kinds == "PR"
        assert index.evidence("elsk").log_population == pytest.approx(3.954, abs=0.001)


def test_only_the_classes_asked_for_are_taken(tmp_path: Path, index: Index) -> None:
    assert index.entry("geonames:1004") is None
    summary = built(tmp_path / "p.sqlite", dumps=[dump(tmp_path / "BY.zip")], classes="P, s.airp")
    (counts,) = summary.dumps
    assert (counts.lines, counts.taken, counts.left_out, counts.refused) == (9, 4, 5, 0)
    with open_gazetteer(tmp_path / "p.sqlite") as towns:
        assert towns.entry("geonames:1005").feature == "AIRP"
        assert towns.entry("geonames:1004") is towns.entry("geonames:1001") is None
        # A division that is left out is no link, but one of the packages is.
        valavsk = towns.entry("geonames:1002")
        assert (valavsk.admin1, valavsk.admin2) == ("geonames:628281", None)


@pytest.mark.parametrize("classes", ["", "X", "P.", "PAQ", ".AIRP", ","])
def test_classes_that_are_none_are_refused(classes: str) -> None:
    with pytest.raises(InputError, match="write some of PAHTLSRUV"):
        wanted(classes)


GOOD = line(7, "Brahin", 30.27, 51.79).split("\t")


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        (0, "seven", "geonameid is 'seven'"),
        (0, "9" * 40, f"geonameid is '{'9' * 30}'"),
        (1, " ’ ", "name is ' ’ '"),
        (4, "91", "latitude is '91'"),
        (4, "", "latitude is ''"),
        (5, "nan", "longitude is 'nan'"),
        (6, "Z", "feature class is 'Z'"),
        (8, "Belarus", "country code is 'Belarus'"),
        (14, "-5", "population is '-5'"),
        (14, "many", "population is 'many'"),
        (18, "2024\t\t", "21 columns, not 19"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(column: int, text: str, reason: str) -> None:
    cells = [*GOOD[:column], text, *GOOD[column + 1 :]]
    assert read_row("\t".join(cells).encode()) == reason


def test_bytes_that_are_no_text_are_refused() -> None:
    assert read_row("\t".join(GOOD).encode("utf-8").replace(b"Brahin", b"Br\xe4hin", 1)) == (
        "not UTF-8 at byte 4"
    )


@given(st.binary())
def test_no_line_stops_a_build(text: bytes) -> None:
    assert isinstance(read_row(text), str)


def test_bad_rows_are_counted_and_named_by_their_line(tmp_path: Path) -> None:
    rows = ("no\tdump", *LINES, *["short"] * 20)
    (counts,) = built(tmp_path / "g.sqlite", dumps=[dump(tmp_path / "BY.zip", rows)]).dumps
    assert (counts.lines, counts.taken, counts.left_out, counts.refused) == (30, 7, 2, 21)
    assert counts.examples[:2] == ("line 1: 2 columns, not 19", "line 11: 1 columns, not 19")
    assert len(counts.examples) == 10


def test_the_order_of_rows_and_of_files_changes_nothing(tmp_path: Path) -> None:
    other = (line(2001, "Brahin", 30.27, 51.79), line(1002, "Newer", 1.0, 2.0, changed="2025"))
    first = [dump(tmp_path / "BY.txt"), dump(tmp_path / "X.txt", other)]
    one = built(tmp_path / "one.sqlite", dumps=first)
    dump(tmp_path / "BY.txt", LINES[::-1])
    dump(tmp_path / "X.txt", other[::-1])
    two = built(tmp_path / "two.sqlite", dumps=first[::-1])
    assert one.digest == two.digest
    with open_gazetteer(tmp_path / "two.sqlite") as index:
        assert index.entry("geonames:1002").name == "Newer"  # of two rows the one changed last


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", r"is empty; give a file of download\.geonames\.org"),
        (b"Dear reader,\nthis is a letter\n", r"no dump of GeoNames \(line 1: 1 columns, not 19"),
        (b"\x1f\x8b\x08\x00garbage that is no gzip", r"is damaged .*; download it again"),
        (b"PK\x03\x04 but no archive", r"is damaged .*; download it again"),
        (b"\x00" * 3_000_000, r"no dump of GeoNames"),
    ],
)
def test_a_file_that_is_no_dump_says_so(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "UA.zip").write_bytes(content)
    with pytest.raises(InputError, match=said):
        built(tmp_path / "g.sqlite", dumps=[tmp_path / "UA.zip"])
    assert [path.name for path in tmp_path.iterdir()] == ["UA.zip"]


def test_a_download_cut_short_is_damaged(tmp_path: Path) -> None:
    for name in ("BY.zip", "BY.gz"):
        path = dump(tmp_path / name, LINES * 50)
        path.write_bytes(path.read_bytes()[: -path.stat().st_size // 3])
        with pytest.raises(InputError, match=f"{name} is damaged"):
            built(tmp_path / "g.sqlite", dumps=[path])


def test_an_archive_without_a_dump_says_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "UA.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing else")
    with pytest.raises(InputError, match="holds no dump of GeoNames"):
        built(tmp_path / "g.sqlite", dumps=[tmp_path / "UA.zip"])


def test_a_missing_dump_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*none\.zip"):
        built(tmp_path / "g.sqlite", dumps=[tmp_path / "none.zip"])


def test_blocks_go_on_from_any_line(tmp_path: Path) -> None:
    rows = tuple(line(n, f"Place {n}", 1.0, 2.0, others="x" * 4_000) for n in range(1, 2_500))
    for name in ("a.zip", "a.gz", "a.txt"):
        path = dump(tmp_path / name, rows)
        first, second, *_ = list(islice(blocks(path), 3))
        whole = [text for block in blocks(path) for text in block.lines]
        assert [text.decode() for text in whole] == list(rows)
        rest = [text for block in blocks(path, start=first.end) for text in block.lines]
        assert whole[len(first.lines) :] == rest
        assert 0 < first.share <= second.share <= 1


def test_a_line_without_an_end_is_one_bad_line(tmp_path: Path) -> None:
    path = tmp_path / "BY.txt"
    endless = b"x" * 11_000_000
    good = "\n".join(LINES).encode()
    path.write_bytes(good + b"\n" + endless + b"\n" + good)
    (counts,) = built(tmp_path / "g.sqlite", dumps=[path]).dumps
    assert (counts.lines, counts.taken, counts.refused) == (19, 14, 1)
    assert counts.examples == ("line 10: 1 columns, not 19",)


def test_five_thousand_places_keep_rank_and_memory_in_batches(tmp_path: Path) -> None:
    rows = [line(n, f"Place {n % 977}", n % 180, n % 90, people=n) for n in range(10_000, 15_000)]
    summary = built(tmp_path / "g.sqlite", dumps=[dump(tmp_path / "XX.zip", rows)])
    assert summary.entries == 6 + 5_000
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        found = index.lookup("Place 5")
        assert [entry.population for entry in found] == [14_660, 13_683, 12_706, 11_729, 10_752]
        assert index.meta["dump 1"] == "XX.zip: 5,000 lines, 5,000 taken, 0 left out, 0 refused"
        assert index.meta["dump"] == "5,000 places of AHLPT, last changed 2024-01-01"
