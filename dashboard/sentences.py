"""What the page says in whole sentences: its sums, what was asked for, what came of reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from babel import Locale

from dashboard import words
from dashboard.retold import all_retold, retold
from dashboard.speech import counted, language, number, said
from geocode import coverage

if TYPE_CHECKING:
    from dashboard.arrivals import Line
    from dashboard.summary import Summary
    from dashboard.view import View


def why_same(why: Sequence[str]) -> str:
    """Why a report's event is taken for the same as those of earlier ones.

    >>> why_same(("both in Pinsk", "both say 2022-02-12"))
    'The same: both in Pinsk; both say 2022-02-12.'
    """
    return said("WHY_SAME").format(why="; ".join(all_retold(why))) if why else ""


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
    parts = said("COUNTS")
    line = parts["whole"].format(
        events=words.plural(events, "event"),
        in_reports=words.plural(reports, "in_reports"),
        placed=number(placed),
        unplaced=number(unplaced),
    )
    if doubtful:
        line += counted(parts["doubtful"], doubtful)
    if undated:
        line += counted(parts["outside" if ranged else "undated"], undated)
    return line


def summary(found: Summary) -> str:
    """What the map shows, in a sentence whose numbers add up.

    >>> from dashboard.summary import Summary
    >>> summary(Summary(162, 70, 0, 92, (("Kyiv", 23), ("Lima", 9))))
    '162 events: 70 at or near a spot, most often: Kyiv (23), Lima (9); 92 with no place.'
    """
    worded = said("SUMMARY")
    if not found.events:
        return worded["none"]
    places = ", ".join(f"{name} ({number(times)})" for name, times in found.busiest)
    sums = {"often" if places else "spots": found.spots, "vague": found.vague}
    parts = [
        worded[name].format(number=number(count), places=places)
        for name, count in {**sums, "nowhere": found.nowhere}.items()
        if count
    ]
    return f"{words.plural(found.events, 'event')}: {'; '.join(parts)}."


def asked_for(name: str, view: View) -> str:
    """What one filter of a view asks for; ``name`` is one of ``emptied.FILTERS``."""
    what = {
        "dates": lambda: words.days(view.since, view.until),
        "sure": str,
        "kinds": lambda: ", ".join(words.GROUPS[group].name for group in view.groups),
        "statuses": lambda: ", ".join(words.status_name(status) for status in view.statuses),
        "text": lambda: view.text,
        "reports": lambda: number(len(view.documents)),
        "shapes": lambda: ", ".join(said("TABLE_SHAPES")[shape] for shape in view.shapes),
    }[name]()
    return said("ASKED")[name].format(what=what)


def rejected(*, inputs: int, events: int) -> str:
    """What was left out of the sum of the page, to be said behind it; "" where nothing was.

    >>> rejected(inputs=2, events=1), rejected(inputs=0, events=0)
    ('; 2 inputs rejected; 1 event rejected by hand', '')
    """
    parts = said("COUNTS")
    line = counted(parts["inputs"], inputs) if inputs else ""
    return line + (counted(parts["dismissed"], events) if events else "")


def how_read(code: str, count: int = 1) -> str | None:
    """What is not read of so many reports in a language; None where everything is.

    >>> how_read("pl", 3), how_read("en")
    ('3 reports in Polish: only places are read, not dates or events.', None)
    """
    sentence = said("COVERAGE").get(coverage(code))
    if sentence is None:
        return None
    name = said("NO_LANGUAGE").get(code) or Locale(language()).languages.get(code, code)
    return sentence.format(reports=words.plural(count, "report"), language=name)


def line_of(line: Line) -> str:
    """What became of one file: "report.pdf: read, 3 events"."""
    told = said("LINE")
    name = words.short(line.name)
    many = line.read + line.known + line.copied + line.rejected
    if many == 0:
        return f"{name}: {told['waiting']}"
    if many > 1:
        parts = [_many_of(line)]
    elif line.copied:
        parts = [told["copied"].format(name=words.short(line.why) or name)]
    elif line.rejected:
        parts = [told["rejected"].format(why=retold(line.why))]
    else:
        found = words.plural(line.events, "event")
        parts = [f"{told['read' if line.read else 'known']}, {found}"]
    if line.retold:
        parts.append(counted(told["retold"], line.retold))
    if line.rejected and many > 1:
        parts.append(retold(line.why))
    return f"{name}: {'; '.join(parts)}"


def _many_of(line: Line) -> str:
    return read_summary(
        added=line.read, known=line.known, events=line.events, dateless=0,
        rejected=line.rejected, copied=line.copied,
    ).rstrip(".")  # fmt: skip


def read_summary(
    *, added: int, known: int, events: int, dateless: int, rejected: int, copied: int = 0
) -> str:
    """What came of an upload, in one line."""
    told = said("READ")
    parts = [counted(told["new"], added)] if added else []
    parts += [counted(told["known"], known)] if known else []
    if parts:
        parts[-1] += counted(told["events"], events) if events else told["no_event"]
    parts += [counted(told["dateless"], dateless)] if dateless else []
    parts += [counted(told["copied"], copied)] if copied else []
    parts += [counted(told["rejected"], rejected)] if rejected else []
    return "; ".join(parts) + "."
