"""Every word a person reads on the page, and the colours and names of kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from babel import Locale

from geocode import EventRow, coverage

if TYPE_CHECKING:
    from dashboard.summary import Summary
    from dashboard.view import View


@dataclass(frozen=True, slots=True)
class Group:
    """A few kinds under one name and one colour, told apart also by colour-blind readers."""

    name: str
    kinds: tuple[str, ...]
    light: str
    dark: str


# Colours after Okabe and Ito's palette (https://jfly.uni-koeln.de/color/), darkened a little on
# white so that a thin line still shows, lightened a little on black.
GROUPS: Final[dict[str, Group]] = {
    "force": Group("Armed force", ("ASSAULT",), "#c8501e", "#f0774a"),
    "deployment": Group("Deployment", ("MOBILIZE", "RETREAT"), "#b98200", "#e8b23a"),
    "pressure": Group("Pressure", ("COERCE", "SANCTION", "THREATEN"), "#a8467f", "#dd88b8"),
    "protest": Group("Protest", ("PROTEST",), "#0b8560", "#3fc297"),
    "talks": Group(
        "Talks and aid",
        ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "YIELD"),
        "#1766a6",
        "#62aee6",
    ),
    "statements": Group(
        "Statements", ("STATEMENT", "ACCUSE", "REJECT", "REQUEST"), "#4d93b8", "#9fd3ee"
    ),
    "disaster": Group("Disaster", ("DISASTER", "ACCIDENT", "HEALTH"), "#80542b", "#cfa274"),
    "other": Group("Other", (), "#6c737b", "#a4adb6"),
}
OTHER: Final = "other"

STATUSES: Final[dict[str, str]] = {
    "realised": "Happened",
    "ongoing": "Going on",
    "planned": "Planned",
    "hypothetical": "Possible",
    "denied": "Denied",
    "background": "Background",
}

SHAPE_NAMES: Final = {
    "point": "a town or spot",
    "disc": "near a place",
    "line": "along a border or line",
    "area": "somewhere in an area",
}
DATE_KNOWN: Final = "date"
CONFIDENCE: Final = "{percent} % sure"
SOURCE_UNKNOWN: Final = "unknown source"
DISMISS: Final = "Dismiss"
SHOW_ONLY: Final = "Show only these"
SHOW_ALL: Final = "Show all reports"
AND_MORE: Final = "and {number:,} more"

TITLE: Final = "Dateline"
TAGLINE: Final = "Who said so, where, when, and how sure"
SEARCH: Final = "Search"
SEARCH_HINT: Final = "Search words, places, sources"
DATES: Final = "Dates"
KINDS: Final = "Kinds of event"
STATUS: Final = "Status"
STATUS_ANY: Final = "Any status"
ONLY_REPORTS: Final = "Only {reports}"
RESET: Final = "Clear filters"
ADD: Final = "Add reports"
DOWNLOAD: Final = "Download"
DOWNLOAD_HELP: Final = (
    "Exactly what the list shows: the same filter, both ends of the range included."
)
GEOJSON: Final = "GeoJSON"
CSV: Final = "CSV"
ONLINE: Final = "Online map"
ONLINE_HELP: Final = (
    "Loads tiles from openstreetmap.org: they learn which part of the world you look at."
)
TRAY: Final = {"events": "Events", "unplaced": "No place", "undated": "No date"}
TRAY_LABEL: Final = "Which list"

EMPTY_STORE: Final = (
    "No reports yet. Use **Add reports** above, or begin with the sample reports: the button reads "
    "them, and so does `python -m geocode read seeds/reports`."
)
READ_SAMPLES: Final = "Read the sample reports"
NO_EVENTS: Final = "{reports} read, and no event found in them. **Add reports** above adds more."
NOTHING_IN_RANGE: Final = "No events match. Widen the dates, or clear the filters."
NO_UNPLACED: Final = "Every event here has a place."
NO_UNDATED: Final = "Every event here has a date."
READ_ONLY: Final = "read only"
READ_ONLY_HELP: Final = "This page was started to be shown: nothing can be added or changed here."
READ_ONLY_REFUSED: Final = (
    "This page is read only: it was started with --read-only, and nothing can be added or changed "
    "here. Start it without that to work on the store."
)
STORE_TROUBLE: Final = "The event store cannot be opened."
STORE_AGAIN: Final = "Try again"
GONE: Final = "The chosen event is not among those shown."

UPLOAD_FILES: Final = "Files: .txt .md .html .eml .jsonl .csv, up to 20 MB each"
UPLOAD_HINT: Final = "Several at once; a line of .jsonl or a row of .csv is one report."
PASTE: Final = "Or paste a report"
PASTE_HINT: Final = "The text of one report"
PASTE_SOURCE: Final = "Its source"
PASTE_SOURCE_HINT: Final = "Newspaper, agency, website"
PUBLISHED: Final = "Date of publication"
PUBLISHED_HELP: Final = (
    "“On Monday” and “yesterday” are counted from this day. A date inside a file comes first."
)
PUBLISHED_HINT: Final = "Leave it empty if the report says it, or if it is not known."
NOTHING_GIVEN: Final = "Choose a file of at most 20 MB or paste a report first."
READ_BUTTON: Final = "Read"
READING: Final = "Reading…"
FIRST_LOOK: Final = "Looking through all events once; the next time it is quick."

DEFAULTED: Final = "dateline_default"
"""The basis of a date that only the day of publication gave."""
BASIS: Final = {
    "explicit": "The text gives this date.",
    "relative": "Counted from the day of publication.",
    "inherited": "Carried over from the sentence before.",
    "dateline_default": "The report does not say when; taken from the day of publication.",
    "vague": "The text says it only vaguely.",
}
BY_PUBLICATION: Final = (
    "The report does not say when; it was published on {day}, so it happened by then."
)
AFTER_PUBLICATION: Final = (
    "The report does not say when; on {day}, when it was published, it still lay ahead."
)
NO_PLACE: Final = {
    "silent": "Its sentence names no place.",
    "unknown": "{names}: named, but we cannot say surely which place that is.",
    "people": "{names}: only its people or bodies are named, so nothing is drawn.",
    "who": "{names}: named as who acts or speaks, not as where it happened.",
    "way": "{names}: named as where it came from or leads to, not as where it happened.",
    "aside": "{names}: named in the same sentence, but not as where it happened.",
}
DATE_PRECISION: Final = {
    "day": "known to the day",
    "week": "known to the week",
    "month": "known to the month",
    "season": "known to the season",
    "year": "known to the year",
    "interval": "is an interval",
    "open": "is open-ended",
}
EVIDENCE: Final = {
    "event": "Event",
    "quote": "What the report says",
    "source": "Source",
    "where": "Why this place",
    "when": "Why this date",
    "precision": "Precision",
    "who": "Who",
    "also_here": "Also at this spot",
    "other_places": "Other places of this event",
    "other_tellings": "Other tellings",
    "part_of": "Part of",
    "parts": "Its parts",
    "close": "Close",
    "previous": "Previous event",
    "next": "Next event",
    "why_nowhere": "Why no place",
    "no_date": "The report gives no day we could count from.",
    "published": "published",
    "publication_unknown": "publication date unknown",
    "open": "Open the source",
    "document": "Document",
    "only_report": "Only this report",
    "says_trigger": "what",
    "says_place": "where",
    "says_date": "when",
}
COVERAGE: Final = {
    "places": "{reports} in {language}: only places are read, not dates or events.",
    "names": (
        "{reports} in {language}, of which no words are prepared: places are found by their names "
        "alone, less surely; dates and events are not read."
    ),
}
MORE_LANGUAGES: Final = "and reports in {languages}"
NO_LANGUAGE: Final = {"und": "a language we cannot tell"}
UNPLACED: Final = "no place"
UNDATED: Final = "no date"

MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


TIMELINE: Final = {
    "title": "When",
    "all": "all dates",
    "clear": "All dates",
    "start": "the beginning",
    "end": "the end",
    "from": "From",
    "to": "To",
    "event": "event",
    "events": "events",
    "none": "no event here has a date",
    "months": list(MONTHS),
    "week": "Last week",
    "week_help": "The last seven days in the data",
    "month": "Last month",
    "month_help": "The last month in the data",
    "both": (
        "The first and the last day count too. An event is shown if any of its days may lie in "
        "the range."
    ),
    "sure": "Only surely inside",
    "sure_help": "Leave out what may have happened on a day outside the range",
    "undated": "With undated",
    "undated_help": "Also show events of which no date is known",
    "longer": "of them may lie in another bar",
    "play": "Play",
    "pause": "Pause",
    "back": "Step back",
    "on": "Step on",
    "step": "By",
    "steps": {"day": "day", "week": "week", "event": "event"},
}
LISTING: Final = {
    "list": "Events",
    "pages": "Pages of the list",
    "newest": "Newest",
    "newer": "Newer",
    "older": "Older",
    "oldest": "Oldest",
    "of": "of",
    "sites": "more places",
}
FACES: Final = {"map": "Map", "table": "Table"}
FACE_LABEL: Final = "Show the events as"
TABLE: Final = {
    "caption": "Events",
    "date": "Date",
    "kind": "Kind",
    "place": "Place",
    "precision": "How exactly",
    "status": "Status",
    "source": "Source",
    "reports": "Reports",
    "quote": "What the report says",
    "sort_by": "Sort by this column",
    "first": "First page",
    "before": "Page before",
    "after": "Next page",
    "last": "Last page",
}
TABLE_SHAPES: Final = {"point": "spot", "disc": "near", "line": "line", "area": "area"}
LANDMARKS: Final = {
    "search": "Search",
    "filters": "Filters",
    "map": "Map of events",
    "table": "Table of events",
    "timeline": "Events over time",
    "list": "List of events",
    "evidence": "Evidence",
    "skip": "Skip to",
    "skip_list": "Skip to the list",
    "skip_map": "Skip to the map",
    "skip_timeline": "Skip to the timeline",
    "skip_evidence": "Skip to the evidence",
    "skip_filters": "Skip to the filters",
}
SUMMARY: Final = {
    "spots": "{number} at or near a spot",
    "often": "{number} at or near a spot, most often in {places}",
    "vague": "{number} in areas or along lines",
    "nowhere": "{number} with no place",
    "none": "No events on the map.",
    "and": "and",
}
EMPTIED: Final = {
    "one": "No event matches all filters at once. Drop one of them:",
    "several": "No event matches, and dropping one filter is not enough.",
    "without": "{events} without it",
    "drop": "Drop this filter",
}
ASKED: Final = {
    "dates": "Dates: {what}",
    "sure": "Only surely inside",
    "kinds": "Kinds: {what}",
    "statuses": "Status: {what}",
    "text": "Search: “{what}”",
    "reports": "Only {what}",
}
HOWTO: Final = (
    "Choose a mark or a line: who said so, in which words, and why it is there.",
    "Drag over the bars for days, tap a kind to keep only it. The address is a link to this view.",
)
HOWTO_DONE: Final = "Got it"
FOOT: Final = "Everything stays on this computer. Places: GeoNames (CC BY 4.0), Natural Earth."


def group_of(kind: str) -> str:
    """The group a kind belongs to, ``other`` for a kind that is in none.

    >>> group_of("MOBILIZE"), group_of("ECLIPSE")
    ('deployment', 'other')
    """
    return next((name for name, group in GROUPS.items() if kind in group.kinds), OTHER)


def kind_name(kind: str) -> str:
    """A kind as a word: its code in small letters with a capital first.

    >>> kind_name("MOBILIZE")
    'Mobilize'
    """
    return kind.replace("_", " ").capitalize()


def kind_of(row: EventRow) -> str:
    """The kind of a row, and the sort of violence where one is told."""
    label = row.label.replace("_", " ")
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
        return UNPLACED
    said = place.casefold()
    if relation in {"part", "along"}:
        return f"along {place}" if line and relation == "along" else f"part of {place}"
    if relation == "border" and line and "border" not in said and "line" not in said:
        return f"border of {place}"
    named = any(word in said for word in ("near", "close", "far", "outside", "around"))
    return f"near {place}" if relation == "near" and not named else place


def place_of(row: EventRow) -> str:
    """The place of a row as its wording and its geometry have it."""
    line = row.geometry is not None and row.geometry.geom_type.endswith("LineString")
    return place_name(row.place, row.relation, line=line)


def day(when: date) -> str:
    """A day as 14 Feb 2022.

    >>> day(date(2022, 2, 4))
    '4 Feb 2022'
    """
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def days(earliest: date | None, latest: date | None) -> str:
    """Inclusive days in words; None for an end means it is open.

    >>> days(date(2022, 2, 10), date(2022, 2, 20)), days(None, None)
    ('10–20 Feb 2022', 'no date')
    """
    if earliest is None and latest is None:
        return UNDATED
    if earliest is None or latest is None:
        return f"until {day(latest)}" if latest else f"since {day(earliest or date.min)}"
    if earliest == latest:
        return day(earliest)
    return _whole(earliest, latest) or _stretch(earliest, latest)


def when(row: EventRow) -> str:
    """The days of a row in words.

    An open end the text gave is "until" or "since"; one that only the day of publication gave is
    "by", for the text says no more than that it had happened. What is still to come is "from".
    """
    if row.latest and not row.earliest and row.date_basis == DEFAULTED:
        return f"by {day(row.latest)}"
    if row.earliest and not row.latest and row.status in {"planned", "hypothetical"}:
        return f"from {day(row.earliest)}"
    return days(row.earliest, row.latest)


def why_when(row: EventRow) -> str:
    """Where the days of a row come from."""
    if not row.dated:
        return EVIDENCE["no_date"]
    if row.date_basis == DEFAULTED and row.published and not (row.earliest and row.latest):
        return (AFTER_PUBLICATION if row.earliest else BY_PUBLICATION).format(
            day=day(row.published)
        )
    return BASIS.get(row.date_basis or "", row.date_basis or "")


def _stretch(earliest: date, latest: date) -> str:
    """Two days with what they share said once."""
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day}–{day(latest)}"
    if earliest.year == latest.year:
        return f"{earliest.day} {MONTHS[earliest.month - 1]} – {day(latest)}"
    return f"{day(earliest)} – {day(latest)}"


def _whole(earliest: date, latest: date) -> str | None:
    """A whole month as Feb 2022, a whole year as 2022, else None."""
    after = date.fromordinal(min(latest.toordinal() + 1, date.max.toordinal()))
    if earliest.day != 1 or after.day != 1:
        return None
    if (earliest.month, after.month, after.year - earliest.year) == (1, 1, 1):
        return str(earliest.year)
    months = (after.year - earliest.year) * 12 + after.month - earliest.month
    return f"{MONTHS[earliest.month - 1]} {earliest.year}" if months == 1 else None


def metres(length_m: float) -> str:
    """A length as a person says it.

    >>> metres(15_000.0), metres(800.0), metres(2_500.0)
    ('15 km', '800 m', '2.5 km')
    """
    if length_m < 1000:  # noqa: PLR2004 — below a kilometre, metres
        return f"{length_m:.0f} m"
    km = length_m / 1000
    return f"{km:,.0f} km" if km >= 10 or km == int(km) else f"{km:.1f} km"  # noqa: PLR2004


def more_languages(count: int) -> str:
    """Those of which there is no room for a line.

    >>> more_languages(1)
    'and reports in 1 more language'
    """
    return MORE_LANGUAGES.format(languages=plural(count, "more language"))


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> plural(1, "event"), plural(1200, "event")
    ('1 event', '1,200 events')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def told_in(reports: int) -> str:
    """How many reports tell of an event; nothing where it is one.

    >>> told_in(1), told_in(1000)
    ('', '1,000 reports')
    """
    return plural(reports, "report") if reports > 1 else ""


def other_reports(count: int) -> str:
    """Over what other reports say of an event.

    >>> other_reports(1), other_reports(999)
    ('In 1 other report', 'In 999 other reports')
    """
    return f"In {plural(count, 'other report')}"


def why_same(why: Sequence[str]) -> str:
    """Why a report's event is taken for the same as those of earlier ones.

    >>> why_same(("both in Pinsk", "both say 2022-02-12"))
    'The same: both in Pinsk; both say 2022-02-12.'
    """
    return f"The same: {'; '.join(why)}." if why else ""


def counts(
    *,
    events: int,
    reports: int,
    placed: int,
    unplaced: int,
    undated: int,
    ranged: bool,
    doubtful: int = 0,
) -> str:
    """The sum of the page in one line; with a range, ``undated`` lie outside it.

    ``doubtful`` ones were left out because they may lie outside the range too.

    >>> counts(events=28, reports=9, placed=23, unplaced=5, undated=2, ranged=False)
    '28 events in 9 reports = 23 on the map + 5 with no place; 2 of them have no date'
    """
    told = f"{plural(events, 'event')} in {plural(reports, 'report')}"
    head = f"{told} = {placed:,} on the map + {unplaced:,} with no place"
    if doubtful:
        head += f"; {doubtful:,} more may lie outside the range"
    if not undated:
        return head
    if ranged:
        return f"{head}; {undated:,} more with no date, outside any range"
    return f"{head}; {undated:,} of them {'has' if undated == 1 else 'have'} no date"


def summary(found: Summary) -> str:
    """What the map shows, in a sentence.

    >>> from dashboard.summary import Summary
    >>> summary(Summary(162, 70, 0, 92, (("Kyiv", 23), ("Lima", 9))))
    '162 events: 70 at or near a spot, most often in Kyiv (23) and Lima (9); 92 with no place.'
    """
    if not found.events:
        return SUMMARY["none"]
    named = [f"{name} ({number:,})" for name, number in found.busiest]
    places = f" {SUMMARY['and']} ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))
    sums = {"often" if named else "spots": found.spots, "vague": found.vague}
    parts = [
        SUMMARY[name].format(number=f"{number:,}", places=places)
        for name, number in {**sums, "nowhere": found.nowhere}.items()
        if number
    ]
    return f"{plural(found.events, 'event')}: {'; '.join(parts)}."


def asked_for(name: str, view: View) -> str:
    """What one filter of a view asks for."""
    what = {
        "dates": lambda: days(view.since, view.until),
        "sure": str,
        "kinds": lambda: ", ".join(GROUPS[group].name for group in view.groups),
        "statuses": lambda: ", ".join(STATUSES[status] for status in view.statuses),
        "text": lambda: view.text,
        "reports": lambda: plural(len(view.documents), "report"),
    }[name]()
    return ASKED[name].format(what=what)


def how_read(language: str, count: int = 1) -> str | None:
    """What is not read of so many reports in a language; None where everything is.

    >>> how_read("pl", 3), how_read("en")
    ('3 reports in Polish: only places are read, not dates or events.', None)
    """
    sentence = COVERAGE.get(coverage(language))
    if sentence is None:
        return None
    name = NO_LANGUAGE.get(language) or Locale("en").languages.get(language, language)
    return sentence.format(reports=plural(count, "report"), language=name)


def read_summary(*, added: int, known: int, events: int, dateless: int, rejected: int) -> str:
    """What came of an upload, in one line."""
    parts = [f"{plural(added, 'report')} read"] if added else []
    parts += [f"{plural(known, 'report')} already known"] if known else []
    if parts:
        parts[-1] += f", {plural(events, 'event')} found" if events else ", no event found"
    parts += [f"{dateless:,} without a date of publication"] if dateless else []
    parts += [f"{rejected:,} not readable"] if rejected else []
    return "; ".join(parts) + "."
