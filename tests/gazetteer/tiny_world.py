"""Two square countries with a few places, as sources of a build; dumps as GeoNames writes them."""

import gzip
import zipfile
from pathlib import Path

import shapely

from geocode.gazetteer.build import BuildSummary, build
from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.sources import DUMP_AFTER

AREA = shapely.box(23, 51, 33, 56)


def countries(world):
    wkb = shapely.to_wkb(AREA)
    box = (23.0, 51.0, 33.0, 56.0)
    yield Draft(
        "geonames:630336", "Belarus", "PCLI", "C", "BY", lon=28.0, lat=53.0, population=9_500_000,
        bbox=box, wkb=wkb, shape="area", precision_m=250_000.0, code="BY",
    )  # fmt: skip
    yield Draft(
        "geonames:690791", "Ukraine", "PCLI", "C", "UA", lon=32.0, lat=49.0, population=44_000_000,
        bbox=(22.0, 44.0, 40.0, 52.0), precision_m=400_000.0, code="UA",
    )  # fmt: skip


def towns(world):
    yield Draft(
        "geonames:628281", "Homyelskaya Voblasts", "ADM1", "A", "BY", lon=30.0, lat=52.3,
        population=1_400_000, precision_m=120_000.0, code="BY-HO", names=("Gomel Region",),
    )  # fmt: skip
    yield Draft(
        "geonames:619598", "Yelsk", "PPL", "P", "BY", "geonames:628281", lon=29.15, lat=51.81,
        population=8_623, precision_m=1_171.0, names=("Ельск", "White House"),
    )  # fmt: skip
    yield Draft(
        "geonames:703448", "Kyiv", "PPLC", "P", "UA", lon=30.52, lat=50.45,
        population=2_900_000, precision_m=22_000.0, names=("Kiev",),
    )  # fmt: skip


def layers(world):
    assert world["geonames:619598"].name == "Yelsk"  # reference files call it so, dump or not
    yield Draft("geonames:619598", "Yelsk", "PPL", "P", demonyms=("Yelskian",))
    yield Draft(
        "site:white-house", "White House", "BLDG", "R", lon=-77.0, lat=38.9, precision_m=500.0
    )


SOURCES = {"countries and borders": countries, DUMP_AFTER: towns, "layers": layers}


def built(path: Path, **options) -> BuildSummary:
    return build(path, sources=SOURCES, **options)


def line(
    number, name, lon, lat, feature="P.PPL", *, country="BY", others="", admin=("", ""), people=0,
    changed="2024-01-01",
) -> str:  # fmt: skip
    group, _, code = feature.partition(".")
    cells = (
        *(number, name, name, others, lat, lon, group, code, country, "", *admin, "", "", people),
        *("", 0, "Europe/Minsk", changed),
    )
    return "\t".join(map(str, cells))


LINES = (
    line(628281, "Gomel Oblast", 30.1, 52.4, "A.ADM1", admin=("02", "")),
    line(1001, "Yelsk District", 29.2, 51.8, "A.ADM2", admin=("02", "17"), people=17_000),
    line(
        619598, "Yel’sk", 29.152, 51.814, "P.PPLA2", others="Elsk,Ельск,叶利斯克,يلسك",
        admin=("02", "17"), people=9_000,
    ),
    line(1002, "Valavsk", 29.0, 51.7, others="Валавск,Волавск", admin=("02", "17"), people=900),
    line(1003, "Pripyat’", 29.5, 51.9, "H.STM", others="Прыпяць"),
    line(1004, "Hotel Yelsk", 29.1, 51.8, "S.HTL"),
    line(1005, "Homyel Airport", 31.0, 52.5, "S.AIRP"),
    line(1006, "Kyiv", 29.9, 52.0, people=50),
    line(630336, "Republic of Belarus", 28.0, 53.0, "A.PCLI", others="Bielorussia"),
)  # fmt: skip


def dump(path: Path, lines=LINES) -> Path:
    """The lines in a file of the kind its ending says."""
    text = "".join(f"{row}\n" for row in lines).encode()
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "what the columns are")
            archive.writestr(f"{path.stem}.txt", text)
    elif path.suffix == ".gz":
        path.write_bytes(gzip.compress(text))
    else:
        path.write_bytes(text)
    return path
