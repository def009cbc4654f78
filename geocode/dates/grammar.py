"""The grammar of dates: regular expressions compiled from the cue words, one for each form.

Every repeat is bounded, so matching at a place costs a constant and a document linear time.
Patterns are ASCII: only ASCII digits are numbers, and no letter folds to another of other length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from geocode.dates.standpoint import Words

GAP = r"(?:[ \t\xa0\u2009\u202f]{1,3}|[ \t\xa0]{0,3}\r?\n[ \t\xa0]{0,8})"
_COMMA = rf"(?:{GAP}?,{GAP}?|{GAP})"
_RANGE = rf"(?:{GAP}?[-–—]{GAP}?|{GAP}(?:to|and|or|through|thru|until|till){GAP})"
_DASH = r"(?:[ ]?[-–—/][ ]?)"
_UNIT = "minute|hour|day|week|fortnight|month|year|decade"

# Form → (what a first word must be, template). "#" is a number; other marks are tables of words.
_FORMS: dict[str, tuple[str, str]] = {
    "iso": ("#", r"(?P<y>\d{4})(?P<sep>[-/])(?P<mo>\d{2})(?P=sep)(?P<d>\d{2})(?:T[\d:.]{2,15}Z?)?"),
    "slashed": ("#", r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})"),
    "day_month": (
        "# ordinals weekdays the",
        r"(?:{ANYDAY}{COMMA}(?:on{S})?)?(?:the{S})?{DAY}{S1}(?:day{S})?(?:of{S})?{MONTH}{TAIL}",
    ),
    "month_day": ("months weekdays", r"(?:{ANYDAY}{COMMA})?{MONTH}{S}(?:the{S})?{DAY}{TAIL}"),
    "day_day_month": (
        "# from between the",
        (r"(?:(?:from|between){S})?(?:the{S})?{DAY}{RANGE}(?:the{S})?{DAY2}{S}(?:of{S})?"
        r"{MONTH}{TAIL}"),
    ),
    "month_day_day": (
        "months from between",
        r"(?:(?:from|between){S})?{MONTH}{S}{DAY}{RANGE}{DAY2}{TAIL}",
    ),
    "moveable_feast": ("easter", r"(?P<feast>{EASTER})(?:{COMMA}{YEAR}|{S}{RELYEAR})?"),
    "era": (
        "# ad parts months seasons",
        (r"{PART}?(?:(?:{MONTH}|(?P<season>{SEASONS})){S}(?:of{S})?(?=\d{{1,4}}{S}?B))?(?:(?P<n>\d{{1,4}})(?P<cent>(?:st|nd|rd|th)(?:{S}|-)century)?"
        r"(?:{DASH}(?P<n2>\d{{1,4}})(?:st|nd|rd|th)?(?:{S}century)?)?{S}?(?-i:(?P<before>BCE?|B\.C\.(?:E\.)?)"
        r"|AD|A\.D\.|CE|C\.E\.)|(?-i:AD|A\.D\.){S}(?P<n3>\d{{1,4}})(?![\w.,]\d))"),
    ),
    "feast": ("feasts", r"(?P<feast>{FEASTS})(?:{COMMA}{YEAR})?"),
    "month": (
        "months parts relations",
        r"{PART}?(?:{REL}{S})?{MONTH}(?:{S}of(?={S}\d))?{MONTHTAIL}",
    ),
    "year": ("# parts", r"{PART}?{YEAR}(?:{DASH}(?P<y2>\d{{4}}|\d\d)(?![\w]|[.,]\d))?"),
    "decade": ("# parts the", r"{PART}?(?:the{S})?(?P<decade>[12]\d\d0)['’]?s"),
    "century": (
        "# parts the ordinals",
        (r"{PART}?(?:the{S})?(?:(?P<c>\d{{1,2}})(?:st|nd|rd|th)|(?P<cw>{ORDINALS}))(?:{S}|-)"
        r"century(?!{S}B)"),
    ),
    "season": (
        "parts seasons relations the",
        (r"{PART}?(?:{REL}{S}|(?P<the>the{S}))?(?P<season>{SEASONS})(?P<plain>(?:{S}of)?{COMMA}"
        r"(?:{YEAR}(?:{DASH}(?P<y2>\d\d(?:\d\d)?))?|{RELYEAR}))?"),
    ),
    "quarter": (
        "q h the first second third fourth last",
        (r"(?:the{S})?(?:Q(?P<q>[1-4])|H(?P<h>[12])|(?P<qw>first|second|third|fourth|last){S}quarter"
        r"|(?P<hw>first|second){S}half)(?:{S}of)?{S}(?:{YEAR}|{RELYEAR})"),
    ),
    "weekday": (
        "weekdays relations",
        (r"(?:{REL}{S})?(?P<wd>{WEEKDAYS})(?:{S}(?:of{S})?(?P<rw>this|last|next){S}week"
        r"|{S}(?P<back>last)(?={S}?[.,;:]))?"
        r"(?:{S}(?:(?:early|late|mid-?){S}?)?(?P<hour>morning|afternoon|evening|night|noon|midday|midnight))?"),
    ),
    "offset": ("day_offsets", r"(?P<offset>{OFFSETS})(?:{S}(?:morning|afternoon|evening|night))?"),
    "period": (
        "relations parts earlier later so",
        (r"(?:(?P<edge>earlier|later|so{S}far|{PARTS})(?:{S}in|{S}of)?(?:-|{S}))?(?:{REL}{S}|(?P<the>the{S}))"
        r"(?P<unit>day|morning|afternoon|evening|night|weekend|week|month|year|decade|century)"),
    ),
    "weekend": ("over at the", r"(?:over{S}|at{S})?the{S}weekend(?!{S}of)"),
    "rolling": (
        "relations",
        (r"{REL}{S}(?P<n>{NUMBER}|{FEW}){S}(?P<unit>{UNIT})s?"
        r"(?!{S}(?:{DIRECTIONS})(?!\w))"),
    ),
    "open_units": (
        "recent the coming",
        r"(?:the{S})?(?P<open>recent|coming){S}(?:hours|days|weeks|months|years|decades)",
    ),
    "shifted": (
        "# numbers few the minutes hours days weeks months years decades",
        (r"(?:(?P<n>{NUMBER}|{FEW}){S})?(?:the{S})?(?P<unit>{UNIT})(?P<s>s?){S}"
        r"(?P<dir>{DIRECTIONS})"),
    ),
    "next_day": ("next", r"next{S}(?P<unit>day|morning)"),
    "within": (
        "within in",
        (r"(?P<prep>within|in)(?:{S}the{S}next)?{S}(?P<n>{NUMBER}){S}(?P<unit>{UNIT})s?"
        r"(?:['’]?{S}time)?(?!{S}of)"),
    ),
    "duration": (
        "# numbers for over during lasting lasted week day month year",
        (r"(?:(?P<lead>for|over|during|lasting|lasted)(?:{S}(?:about|around|nearly|almost|some))?{S})?"
        r"(?P<n>{NUMBER})(?P<hyphen>-|{S})(?P<unit>day|week|month|year)s?(?P<long>[- ]?long)?"
        r"(?P<of>{S}of(?={S}))?(?!{S}(?:{DIRECTIONS})(?!\w))"),
    ),
    "unit_long": ("week day month year weeklong daylong monthlong yearlong",
        r"(?P<unit>day|week|month|year)-?long"),
    "overnight": ("overnight", r"overnight"),
    "vague_past": ("vague_past", r"(?P<vague>{VAGUE_PAST})"),
    "vague_future": ("vague_future", r"(?P<vague>{VAGUE_FUTURE})"),
}  # fmt: skip


@cache
def forms(language: str) -> dict[str, re.Pattern[str]]:
    """The compiled pattern of each form, in the order in which ties are settled."""
    parts = _vocabulary(Words(language))
    flags = re.IGNORECASE | re.ASCII
    return {name: re.compile(_fill(t, parts), flags) for name, (_, t) in _FORMS.items()}


@cache
def openings(language: str) -> dict[str, tuple[str, ...]]:
    """First word, lower case ("#" for a number) → the forms that may begin with it."""
    words, index = Words(language), dict[str, list[str]]()
    for name, (opens, _) in _FORMS.items():
        for first in {w for o in opens.split() for w in _first_words(words, o)}:
            index.setdefault(first, []).append(name)
    return {word: tuple(names) for word, names in index.items()}


def alternatives(words: Iterable[str]) -> str:
    """An alternation of phrases, longest first; spaces stand for any gap."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", GAP) for w in ordered)


def _first_words(words: Words, mark: str) -> list[str]:
    if mark.startswith("vague_"):
        phrases = list(words.lists("vague")[mark.removeprefix("vague_")])
    elif mark == "few":
        phrases = words.lists("vague")["few"]
    elif mark == "weekdays":
        phrases = [*words.numbers("weekdays"), *words.numbers("weekday_abbreviations")]
    elif mark in {"months", "ordinals", "numbers", "parts", "seasons", "day_offsets", "easter"}:
        phrases = list(words.numbers(mark))
    elif mark == "feasts":
        phrases = list(words.pairs(mark))
    elif mark == "relations":
        phrases = list(words.labels(mark))
    else:
        phrases = [mark]
    return [re.split(r"[^a-z#]", p)[0] for p in phrases]


def _vocabulary(words: Words) -> dict[str, str]:
    guards, vague = words.lists("guards"), words.lists("vague")
    counts = alternatives(guards["count_nouns"])
    ordinals = alternatives(words.numbers("ordinals"))
    # Small, "sat" and "sun" are no days; the whole names may be written small.
    short = [
        form(w) for w in words.numbers("weekday_abbreviations") for form in (str.title, str.upper)
    ]
    any_day = f"{alternatives(words.numbers('weekdays'))}|(?-i:{alternatives(short)})"
    months = words.numbers("months")
    not_full = "".join(f"(?<!{m})" for m in months if m == "may" or len(m) > len("sept"))
    not_full += "(?<!june)(?<!july)"
    dotted = rf"{GAP}?(?:\d|(?:of|this|last|next|that|the)(?!\w))"
    parts = alternatives(words.numbers("parts"))
    # "In 2010 soldiers …" opens with a year; "some 2010 soldiers" counts.
    counted = rf"(?<!(?-i:In) 19\d\d)(?<!(?-i:In) 20\d\d){GAP}(?:{counts})(?!\w)"
    not_year = rf"(?![\w%]|[.,:/]\d|-\d\d-\d|{counted}|{GAP}B\.?C)"
    year = rf"(?P<y>[0-2]\d\d\d){not_year}"
    # Behind a comma any year is one; behind a bare gap 5000 is sooner a count.
    # "In May 1980 troops …" is a year unless it is round: "in May 2000 people"; behind a day
    # only a year of news is: "by 3 June 1850 cases", "on 3 June 1945 hours".
    plain, end = rf"(?:{GAP}?,{GAP}?|-)|{GAP}(?=[0-2])", rf"(?![\w%]|[.,:/]\d|-\d\d-\d|{GAP}B\.?C)"
    hours = rf"(?!\d{{4}}{GAP}(?:hours|hrs|local|GMT|UTC))"
    month_tail, tail = (
        rf"(?:(?:{plain})(?=\d{{4}}{not_year})|{GAP}(?=(?:{years})(?!00))){hours}(?P<y>\d{{4}}){end}"
        for years in ("1[6-9]|20", "19|20")
    )
    rel_year = rf"(?P<ry>this|last|next|that|the{GAP}same|the{GAP}following){GAP}year"
    day_end = r"(?![\w%]|:\d|\.\d|,\d{3}(?!\d))"
    return {
        "S": GAP, "S1": rf"(?:{GAP}|-)", "COMMA": _COMMA, "RANGE": _RANGE, "DASH": _DASH,
        "DAY": rf"(?P<d>(?:\d{{1,2}}(?:st|nd|rd|th)?|{ordinals}){day_end})",
        "DAY2": rf"(?P<d2>\d{{1,2}}(?:st|nd|rd|th)?{day_end})",
        "MONTH": rf"(?P<mo>{alternatives(months)})(?![a-z])(?:{not_full}\.(?={dotted}))?",
        "YEAR": year,
        "RELYEAR": rel_year,
        "TAIL": rf"(?:{tail}|{GAP}(?:of{GAP})?{rel_year})?",
        "MONTHTAIL": rf"(?:{month_tail}|{GAP}(?:of{GAP})?{rel_year})?",
        "ANYDAY": rf"(?P<wd>{any_day})\.?",
        "WEEKDAYS": alternatives(words.numbers("weekdays")),
        "PARTS": parts,
        "PART": rf"(?:(?P<part>{parts})(?:{GAP}of|{GAP}in)?(?:-|{GAP})(?:the{GAP})?)",
        "REL": rf"(?P<rel>{alternatives(words.labels('relations'))})",
        "SEASONS": alternatives(words.numbers("seasons")),
        "ORDINALS": ordinals,
        "OFFSETS": alternatives(words.numbers("day_offsets")),
        "NUMBER": rf"\d{{1,4}}|{alternatives(words.numbers('numbers'))}",
        "FEW": alternatives(vague["few"]),
        "UNIT": _UNIT,
        "DIRECTIONS": alternatives(words.labels("directions")),
        "EASTER": alternatives(words.numbers("easter")),
        "FEASTS": alternatives(words.pairs("feasts")),
        "VAGUE_PAST": alternatives(vague["past"]),
        "VAGUE_FUTURE": alternatives(vague["future"]),
    }  # fmt: skip


_MARK = re.compile(r"\{([A-Z][A-Z0-9_]*)\}")


def _fill(template: str, parts: dict[str, str]) -> str:
    """The template with its {MARKS} replaced; doubled braces stand for single ones."""
    filled = _MARK.sub(lambda m: parts[m[1]], template.replace("{{", "{").replace("}}", "}"))
    return rf"(?:{filled})(?!\w)"
