"""Every word a person reads on the page, in the language spoken, and the colours of kinds.

The words stand in ``words.toml``; each entry of it is an attribute here, as ``words.RESET``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel import Locale
from babel.dates import get_month_names
from babel.units import format_unit

from dashboard.speech import counted, language, number, said
from geocode import EventRow

__all__ = ["counted", "language", "number"]


@dataclass(frozen=True, slots=True)
class Group:
    """A few kinds under one name and one colour, told apart also by colour-blind readers."""

    key: str
    kinds: tuple[str, ...]
    light: str
    dark: str

    @property
    def name(self) -> str:
        """Its name in the language spoken."""
        return said("GROUP_NAMES")[self.key]


# Colours after Okabe and Ito's palette (https://jfly.uni-koeln.de/color/), darkened a little on
# white so that a thin line still shows, lightened a little on black.
GROUPS: Final[dict[str, Group]] = {
    group.key: group
    for group in (
        Group("force", ("ASSAULT",), "#c8501e", "#f0774a"),
        Group("deployment", ("MOBILIZE", "RETREAT"), "#b98200", "#e8b23a"),
        Group("pressure", ("COERCE", "SANCTION", "THREATEN"), "#a8467f", "#dd88b8"),
        Group("protest", ("PROTEST",), "#0b8560", "#3fc297"),
        Group(
            "talks",
            ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "YIELD"),
            "#1766a6",
            "#62aee6",
        ),
        Group("statements", ("STATEMENT", "ACCUSE", "REJECT", "REQUEST"), "#4d93b8", "#9fd3ee"),
        Group("disaster", ("DISASTER", "ACCIDENT", "HEALTH"), "#80542b", "#cfa274"),
        Group("other", (), "#6c737b", "#a4adb6"),
    )
}
OTHER: Final = "other"
DEFAULTED: Final = "dateline_default"
"""The basis of a date that only the day of publication gave."""
INHERITED: Final = "inherited"
"""The basis of a date that another one gave: its own words count from it, or it has none."""
YEARLESS: Final = ("date", "month", "season", "feast")
"""Forms of a date that say all but the year."""
LONGEST_NAME: Final = 300
"""Characters of a name that the page shows; a million would hang a browser."""
SAYS_NEAR: Final = ("near", "close", "far", "outside", "around")
"""English words of a report with one of which it has itself said that a place is only near."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 — a text, or a dict of texts
    """The entry of this name of ``words.toml`` in the language spoken."""
    try:
        return said(name)
    except KeyError:
        raise AttributeError(f"words.toml has no entry {name}") from None


def of_the_map() -> dict[str, Any]:
    """What the map's script needs to speak: its own words, the groups' names, counted events."""
    groups, counts = [group.name for group in GROUPS.values()], said("PLURAL")
    return {
        **said("MAP"),
        "language": language(),
        "groups": groups,
        "counted": counts["event"],
        "reports": counts["report"],
        "left_out": counts["left_out"],
        "not_counted": counts["not_counted"],
    }


def months() -> list[str]:
    """Short names of the months, January first.

    >>> months()[:3]
    ['Jan', 'Feb', 'Mar']
    """
    return list(get_month_names("abbreviated", locale=language()).values())


def group_of(kind: str) -> str:
    """The group a kind belongs to, ``other`` for a kind that is in none.

    >>> group_of("MOBILIZE"), group_of("ECLIPSE")
    ('deployment', 'other')
    """
    return next((name for name, group in GROUPS.items() if kind in group.kinds), OTHER)


def kind_name(kind: str) -> str:
    """A kind as a word; of one that has none, its code in small letters with a capital first.

    >>> kind_name("MOBILIZE"), kind_name("SOLAR_ECLIPSE")
    ('Mobilize', 'Solar eclipse')
    """
    return said("KIND_NAMES").get(kind) or kind.replace("_", " ").capitalize()


def status_name(status: str) -> str:
    """A status as a word, itself where it has none."""
    return said("STATUSES").get(status, status)


def kind_of(row: EventRow) -> str:
    """The kind of a row, and the sort of violence where one is told."""
    label = said("LABELS").get(row.label) or row.label.replace("_", " ")
    return f"{kind_name(row.kind)}, {label}" if label else kind_name(row.kind)


def place_name(place: str | None, relation: str | None, *, line: bool = False) -> str:
    """A place as the wording has it: *near* is said unless the words say it, and *part of*.

    ``line``: whether it is drawn as one, as a river or the border of two divisions is.

    >>> place_name("Yelsk", "near"), place_name("not far from Yelsk", "near")
    ('near Yelsk', 'not far from Yelsk')
    >>> place_name("Russia", "along"), place_name("Volga", "along", line=True)
    ('part of Russia', 'along Volga')
    >>> place_name("Texas", "border", line=True)
    'border of Texas'
    """
    if not place:
        return said("UNPLACED")
    plain, worded = place.casefold(), said("PLACES")
    if relation in {"part", "along"}:
        return worded["along" if line and relation == "along" else "part"].format(place=place)
    if relation == "border" and line and "border" not in plain and "line" not in plain:
        return worded["border"].format(place=place)
    named = any(word in plain for word in SAYS_NEAR)
    return worded["near"].format(place=place) if relation == "near" and not named else place


def cut(name: str | None, most: int) -> str | None:
    """A name as it is, or its beginning where it is longer than anybody would read.

    >>> cut("Yelsk", 9), cut("Yelsk on the border", 9), cut(None, 9)
    ('Yelsk', 'Yelsk on…', None)
    """
    return name if name is None or len(name) <= most else name[: most - 1] + "…"


def place_of(row: EventRow) -> str:
    """The place of a row as its wording and its geometry have it."""
    line = row.geometry is not None and row.geometry.geom_type.endswith("LineString")
    return place_name(cut(row.place, LONGEST_NAME), row.relation, line=line)


def day(when: date) -> str:
    """A day as 14 Feb 2022.

    >>> day(date(2022, 2, 4))
    '4 Feb 2022'
    """
    return f"{when.day} {months()[when.month - 1]} {when.year}"


def days(earliest: date | None, latest: date | None) -> str:
    """Inclusive days in words; None for an end means it is open.

    >>> days(date(2022, 2, 10), date(2022, 2, 20)), days(None, None)
    ('10–20 Feb 2022', 'no date')
    """
    if earliest is None and latest is None:
        return said("UNDATED")
    if earliest is None or latest is None:
        return _open("until", latest) if latest else _open("since", earliest or date.min)
    if earliest == latest:
        return day(earliest)
    return _whole(earliest, latest) or _stretch(earliest, latest)


def when(row: EventRow) -> str:
    """The days of a row in words.

    An open end the text gave is "until" or "since"; one that only the day of publication gave is
    "by", for the text says no more than that it had happened. What is still to come is "from".
    """
    if row.latest and not row.earliest and row.date_basis == DEFAULTED:
        return _open("by", row.latest)
    if row.earliest and not row.latest and row.status in {"planned", "hypothetical"}:
        return _open("from", row.earliest)
    return days(row.earliest, row.latest)


def why_when(row: EventRow, form: str = "") -> str:
    """Where the days of a row come from; ``form``: its words' name in ``DATE_FORMS``, if known."""
    if not row.dated:
        return said("EVIDENCE")["no_date"]
    if row.date_basis == DEFAULTED and row.published and not (row.earliest and row.latest):
        sentence = said("AFTER_PUBLICATION" if row.earliest else "BY_PUBLICATION")
        return sentence.format(day=day(row.published))
    basis = row.date_basis or ""
    if basis == INHERITED and row.date_start is not None and _quotes(row, row.date_start):
        basis = "year" if form in YEARLESS else "counted"
    return said("BASIS").get(basis, basis)


def _quotes(row: EventRow, start: int) -> bool:
    return row.quote_start <= start < row.quote_start + len(row.quote)


def published(day_: date | None) -> str:
    """When a report was published, in words.

    >>> published(date(2022, 2, 14)), published(None)
    ('published 14 Feb 2022', 'publication date unknown')
    """
    return (
        said("PUBLISHED_ON").format(day=day(day_))
        if day_
        else said("EVIDENCE")["publication_unknown"]
    )


def rounded(length_m: float) -> float:
    """A length to two digits, for what is only about right.

    >>> rounded(15_432.0), rounded(287.3)
    (15000.0, 290.0)
    """
    return float(f"{length_m:.1e}")


def chance(share: float) -> str:
    """How likely one of several is.

    >>> chance(0.834), chance(0.004)
    ('83 %', 'under 1 %')
    """
    percent = round(share * 100)
    return f"{percent} %" if percent else said("SMALL_CHANCE")


def coordinates(*, lon: float, lat: float) -> str:
    """A point in degrees, to about ten metres.

    >>> coordinates(lon=-77.03, lat=-12.04)
    '12.0400° S, 77.0300° W'
    """
    north, east = ("S" if lat < 0 else "N"), ("W" if lon < 0 else "E")
    return f"{abs(lat):.4f}° {north}, {abs(lon):.4f}° {east}"


def country(code: str) -> str:
    """The name of a country; its code where it has none.

    >>> country("BY"), country("XX")
    ('Belarus', 'XX')
    """
    return Locale(language()).territories.get(code, code)


def feature(code: str) -> str:
    """What sort of place a GeoNames feature code stands for.

    >>> feature("PPLA2"), feature("ADM2"), feature("SQR")
    ('town', 'division', 'site')
    """
    known = said("FEATURES")
    starts = (start for start in known if code.startswith(start))
    return known[max(starts, key=len, default="site")]


def _open(name: str, end: date) -> str:
    """Days of which only one end is known."""
    return said("SPANS")[name].format(day=day(end))


def _stretch(earliest: date, latest: date) -> str:
    """Two days with what they share said once."""
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day}–{day(latest)}"
    if earliest.year == latest.year:
        return f"{earliest.day} {months()[earliest.month - 1]} – {day(latest)}"
    return f"{day(earliest)} – {day(latest)}"


def _whole(earliest: date, latest: date) -> str | None:
    """A whole month as Feb 2022, a whole year as 2022, else None."""
    after = date.fromordinal(min(latest.toordinal() + 1, date.max.toordinal()))
    if earliest.day != 1 or after.day != 1:
        return None
    if (earliest.month, after.month, after.year - earliest.year) == (1, 1, 1):
        return str(earliest.year)
    lasting = (after.year - earliest.year) * 12 + after.month - earliest.month
    return f"{months()[earliest.month - 1]} {earliest.year}" if lasting == 1 else None


def metres(length_m: float) -> str:
    """A length as a person says it.

    >>> metres(15_000.0), metres(800.0), metres(2_500.0)
    ('15 km', '800 m', '2.5 km')
    """
    unit, shown = ("meter", round(length_m)) if length_m < _KM else ("kilometer", _km(length_m))
    return format_unit(shown, f"length-{unit}", length="short", locale=language())


_KM: Final = 1000.0
_WHOLE_KM: Final = 10.0
"""From here on kilometres are whole."""


def _km(length_m: float) -> float:
    km = length_m / _KM
    return round(km) if km >= _WHOLE_KM else round(km, 1)


def plural(count: int, name: str) -> str:
    """A count with its noun: a name in the words' ``PLURAL``.

    >>> plural(1, "event"), plural(1200, "event")
    ('1 event', '1,200 events')
    """
    return counted(said("PLURAL")[name], count)


def told_in(reports: int) -> str:
    """How many reports tell of an event; nothing where it is one.

    >>> told_in(1), told_in(1000)
    ('', '1,000 reports')
    """
    return plural(reports, "report") if reports > 1 else ""


def short(text: str, most: int = 120) -> str:
    """A name as far as it is shown: a file may be called by a megabyte.

    >>> short("a" * 200, 4)
    'aaa…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"
