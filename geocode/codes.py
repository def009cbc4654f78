"""How precise a date and a place are, in the codes of ACLED and UCDP GED.

Source (geo and time 1-3): Armed Conflict Location & Event Data, *ACLED Codebook* (2024),
"Geographic precision codes" and "Time precision codes".
Source (where_prec 1-7, date_prec 1-5): Högbladh, *UCDP GED Codebook version 24.1* (Uppsala
University, Department of Peace and Conflict Research, 2024), variables ``where_prec`` and
``date_prec``.
"""

from __future__ import annotations

from geocode.records import Entry, Relation, TimeSpan

_COUNTRIES = frozenset({"PCLI", "PCLD", "PCLF", "PCLS", "PCL", "PCLIX", "TERR", "PCLH"})
_SECOND = frozenset({"ADM2", "ADM3", "ADM4", "ADM5", "ADMD"})
_FIRST = frozenset({"ADM1", "ADM1H"})
_WIDER = frozenset({"CONT", "RGN", "RGNE", "OCN", "SEA", "GULF", "STRT"})
_FUZZY = frozenset({"border", "along", "part", "between"})
# The widest "limited area around" a point, in metres. Source: UCDP's code 2, "ca. 25 km radius".
_LIMITED_M = 25_000.0


def acled_time_precision(when: TimeSpan | None) -> int | None:
    """1 the day is known, 2 the week, 3 the month or less; None where nothing is.

    ACLED's three codes go no wider than a month; a year, a season and an open end are 3 as well.
    """
    days = _days(when)
    if when is None or (when.earliest is None and when.latest is None):
        return None
    if days is None:
        return 3
    return 1 if days == 1 else 2 if days <= 7 else 3  # noqa: PLR2004 - a week


def ucdp_date_prec(when: TimeSpan | None) -> int | None:
    """1 the exact day, 2 two to six days, 3 a week, 4 a month, 5 more than a month up to a year.

    None where nothing is known. What is open at one end, or longer than a year, is 5 too: UCDP
    has no wider code.
    """
    if when is None or (when.earliest is None and when.latest is None):
        return None
    days = _days(when)
    if days is None:
        return 5
    return next((code for limit, code in ((1, 1), (6, 2), (7, 3), (31, 4)) if days <= limit), 5)


def acled_geo_precision(entry: Entry | None, relation: Relation) -> int:
    """1 the town itself, 2 near it or within its district, 3 a larger region, line or country."""
    return {1: 1, 2: 2, 3: 2}.get(ucdp_where_prec(entry, relation), 3)


def ucdp_where_prec(entry: Entry | None, relation: Relation) -> int:
    """Of a site with a geometry, by its gazetteer entry and the wording's relation to it.

    1 exact place, 2 within a stated radius of it, 3 second-level division, 4 first-level, 5 a line
    or a vague part of an area, 6 a country, 7 wider than one country. UCDP gives 5 to "a linear
    feature, or a fuzzy polygon without defined limits", 7 to international waters and airspace;
    regions, deserts and the like that span countries come nearest to that.
    """
    if entry is None or relation in _FUZZY or entry.feature == "BDRY" or entry.shape == "line":
        return 5
    wide = {**dict.fromkeys(_COUNTRIES, 6), **dict.fromkeys(_FIRST, 4), **dict.fromkeys(_SECOND, 3)}
    code = wide.get(entry.feature, 1)
    is_wide = code == 1 and not _is_town(entry) and entry.precision_m > _LIMITED_M
    if entry.feature in _WIDER or is_wide:
        return 7 if entry.country is None else 5
    if relation == "near":
        return 2 if code == 1 else 5
    return code


def _is_town(entry: Entry) -> bool:
    return entry.feature.startswith("PPL")


def _days(when: TimeSpan | None) -> int | None:
    if when is None or when.earliest is None or when.latest is None:
        return None
    return (when.latest - when.earliest).days + 1
