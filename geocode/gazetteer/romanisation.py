"""Other ways in which a town's names are written in Latin letters, from the names it has.

From a name in Cyrillic or Greek comes what each system of romanisation makes of it
(``data/romanisation.toml``); from a Latin one what newsrooms, dictionaries and keyboards of its
country make of that: al-Raqqa of Ar Raqqah, Muenchen of München, Pusan of Busan. Such forms rank
below names by right, and one that is short is left out: it may be a word.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from geocode.gazetteer.reference import DATA
from geocode.names import fold

SHORTEST = 5
# Only for towns of this many people: German wires name few villages of the steppe.
_KNOWN_ABROAD = 5_000
_MOST_FORMS = 16
# A village called after a person, or by an adjective, is named in news less often than a person.
_SURNAME = re.compile(r"\w+sk(?:y|i|iy|ii|ij|yi|yy|yj)$")
_BETTER_KNOWN = 100_000

_RUSSIAN, _UKRAINIAN = (
    ("ru-bgn", "ru-press", "ru-press-i", "ru-iso"),
    (*("uk-national", "uk-bgn", "uk-press", "uk-iso"),),
)
_BELARUSIAN = ("be-bgn", "be-national", "be-press")
_SERBIAN = ("sr-latin", "sr-english")
_RUSSIAN_TOO = frozenset(("RU", "KZ", "KG", "UZ", "TJ", "TM", "MN", "GE", "AM", "AZ", "MD"))
# Letters that one of two languages written in a country lacks.
_ONLY_UKRAINIAN, _NOT_UKRAINIAN = frozenset("іїєґ"), frozenset("ыэъё")
_ONLY_BELARUSIAN, _NOT_BELARUSIAN = frozenset("іў"), frozenset("ищъ")

_STARTS_AFTER = "аеёиоуыэюяіїєўьъ'’ʼ"


@dataclass(frozen=True, slots=True)
class _System:
    letters: dict[int, str]
    known: frozenset[str]
    rules: tuple[tuple[re.Pattern[str], str], ...]
    ends: tuple[tuple[re.Pattern[str], str], ...]


def romanised(name: str, country: str, *, german: bool = False) -> Iterator[str]:
    """A Cyrillic or Greek name in Latin letters, by each system in use for its country.

    >>> list(romanised("Єльськ", "BY")), sorted(set(romanised("Гуляйполе", "UA")))[:2]
    ([], ['guliaipole', 'guljajpole'])
    """
    lower = _unaccented(name.lower())
    for key in _systems_of(lower, country, german=german):
        system = _systems()[key]
        if not system.known.issuperset(lower):
            continue
        out = lower
        for pattern, latin in system.rules:
            out = pattern.sub(latin, out)
        out = out.translate(system.letters)
        for pattern, latin in system.ends:
            out = pattern.sub(latin, out)
        yield out


def _unaccented(lower: str) -> str:
    """Without stress marks, composed: й, ё, ї and Greek diaereses stay letters of their own."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", lower).replace("\u0301", ""))


def _systems_of(lower: str, country: str, *, german: bool) -> tuple[str, ...]:
    letters = frozenset(lower)
    if country == "UA":
        russian = () if letters & _ONLY_UKRAINIAN else _RUSSIAN
        ukrainian = () if letters & _NOT_UKRAINIAN else _UKRAINIAN
        abroad = ("uk-german",) if ukrainian else ("ru-german",)
        return (*ukrainian, *russian, *(abroad if german else ()))
    if country == "BY":
        russian = () if letters & _ONLY_BELARUSIAN else _RUSSIAN
        return (*(() if letters & _NOT_BELARUSIAN else _BELARUSIAN), *russian)
    if country in _RUSSIAN_TOO:
        return (*_RUSSIAN, "ru-german") if german else _RUSSIAN
    if country == "BG":
        return ("bg-official", "bg-bgn")
    if country in {"RS", "ME", "BA", "XK", "MK"}:
        return _SERBIAN
    return ("el-elot", "el-spoken", "el-kh") if country in {"GR", "CY"} else ()


@cache
def _systems() -> Mapping[str, _System]:
    with (DATA / "romanisation.toml").open("rb") as file:
        table: dict[str, dict[str, str]] = tomllib.load(file)
    return {key: _system(table, row) for key, row in table.items()}


def _system(table: Mapping[str, Mapping[str, str]], row: Mapping[str, str]) -> _System:
    letters = _pairs(table.get(row.get("like", ""), {}).get("letters", ""))
    letters |= _pairs(row["letters"])
    at_start = r"(?<![^\W\d_])"
    rules = [(re.compile(at_start + a), b) for a, b in _pairs(row.get("firsts", "")).items()]
    after = rf"(?:{at_start}|(?<=[{_STARTS_AFTER}]))"
    rules += [(re.compile(after + a), b) for a, b in _pairs(row.get("starts", "")).items()]
    rules += [(re.compile(a), b) for a, b in _pairs(row.get("clusters", "")).items()]
    ends = [(re.compile(rf"{a}\b"), b) for a, b in _pairs(row.get("ends", "")).items()]
    letters |= {"ς": "s", "ϊ": "i", "ϋ": "i"} if "α" in letters else {}
    return _System(
        letters={ord(a): b for a, b in letters.items()},
        known=frozenset(letters) | frozenset(" -–'’ʼ."),
        rules=tuple(rules),
        ends=tuple(ends),
    )


def _pairs(cell: str) -> dict[str, str]:
    return {a: b for a, _, b in (item.rpartition("=") for item in cell.split())}


def _spelt_out(*pairs: str) -> Callable[[str], Iterator[str]]:
    """Rewrites letters with a mark as two plain ones, all at once."""
    table = {ord(p[0]): p[1:] for p in pairs} | {ord(p[0].upper()): p[1:].title() for p in pairs}

    def forms(name: str) -> Iterator[str]:
        spelt = unicodedata.normalize("NFC", name).translate(table)
        if spelt != name:
            yield spelt

    return forms


def _either(*pairs: tuple[str, str]) -> Callable[[str], Iterator[str]]:
    """Rewrites a folded name by each pattern in turn: singly, and one upon another."""
    compiled = [(re.compile(a), b) for a, b in pairs]

    def forms(name: str) -> Iterator[str]:
        seen = {fold(name): None}
        for pattern, other in compiled:
            for form in list(seen):
                if len(seen) < _MOST_FORMS:
                    seen.setdefault(pattern.sub(other, form))
        yield from list(seen)[1:]

    return forms


_ARTICLE = re.compile(r"^(?:al|el|a([dtznlrs])|a(sh|th|dh)|e([dtznrs])|esh) (?=(\w))")
_SUN = {"t", "d", "r", "z", "s", "n", "l"}
_ENDINGS = _either(
    (r"\ba(d|t|z|n|r|s|sh) (?=\1)", "al "),
    (r"iyah\b", "iya"),
    (r"ah\b", "a"),
    (r"ah?\b", "eh"),
    (r"q", "k"),
    (r"ay(?=[^aeiouy ])", "ai"),
    (r"ay(?=[^aeiouy ])", "ei"),
    (r"u", "ou"),
    (r"([bdfklmnrstz])\1", r"\1"),
)


def _arabic(name: str) -> Iterator[str]:
    """With al-, el-, the assimilated article or none; and endings as the press has them."""
    folded = fold(name)
    article = _ARTICLE.match(folded)
    bare = folded[article.end() :] if article else folded
    stems = (bare, *_ENDINGS(bare))
    if not article:
        yield from stems[1:]
        return
    own = article.group()
    for stem in stems:
        letter = next((c for c in ("sh", "th", "dh", stem[0]) if stem.startswith(c)), "")
        sun = (f"a{letter} ", f"e{letter} ") if letter[0] in _SUN else ()
        for form in dict.fromkeys((own, "al ", "el ", *sun)):
            yield form + stem
        yield stem


_NORDIC = _spelt_out("åaa", "äae", "öoe", "øoe")
_GERMAN = _spelt_out("äae", "öoe", "üue")
_PERSIAN = _either(
    (r"(?<=\w) ?e (?=\w)", " i "),
    (r" (?:e|i) ", " "),
    (r"ow", "o"),
    (r"q", "gh"),
    (r"eh\b", "a"),
    (r"an\b", "on"),
)
_HEBREW = _either(("q", "k"), ("yy", "y"), ("w", "v"), (r"^z|(?<=[ aeiou])z", "tz"), (r"h\b", ""))
_KOREAN = _either(
    (r"^k", "k"),
    (r"eo", "o"),
    (r"eu", "u"),
    (r"^g", "k"),
    (r"^b", "p"),
    (r"^d", "t"),
    (r"^j", "ch"),
)


def _azeri(name: str) -> Iterator[str]:
    """Azerbaijani letters as Russian and English newsrooms read them."""
    lower = unicodedata.normalize("NFC", name.replace("I", "ı").lower())
    for q, schwa in (("g", "a"), ("q", "a"), ("g", "e")):
        table = {"x": "kh", "q": q, "ə": schwa, "c": "j", "ç": "ch", "ş": "sh", "ğ": "gh", "ı": "i"}
        yield lower.translate(str.maketrans(table))
        yield lower.translate(str.maketrans(table | {"ğ": "g", "c": "dzh", "ı": "y"}))


def _japanese(name: str) -> Iterator[str]:
    """Long vowels doubled as keyboards have them: Ōsaka, Oosaka, Ousaka."""
    lower = unicodedata.normalize("NFC", name.lower())
    if "ō" in lower or "ū" in lower:
        yield lower.translate(str.maketrans({"ō": "oo", "ū": "uu"}))
        yield lower.translate(str.maketrans({"ō": "ou", "ū": "uu"}))
        yield lower.translate(str.maketrans({"ō": "oh", "ū": "u"}))


def _joined(name: str) -> Iterator[str]:
    """Syllables written as one word: Da Nang, Danang."""
    folded = fold(name)
    if folded.count(" ") in {1, 2}:
        yield folded.replace(" ", "")


_ARAB = (
    *("SY", "IQ", "YE", "LY", "EG", "SD", "SA", "JO", "LB", "PS", "KW"),
    *("QA", "AE", "BH", "OM", "TN", "DZ", "MA", "EH", "MR"),
)
_BY_COUNTRY: dict[str, Callable[[str], Iterator[str]]] = {
    **dict.fromkeys(_ARAB, _arabic),
    **dict.fromkeys(("DE", "AT", "CH", "LI", "LU"), _GERMAN),
    **dict.fromkeys(("SE", "FI", "NO", "DK", "FO", "EE", "AX"), _NORDIC),
    **dict.fromkeys(("IR", "AF"), _PERSIAN),
    **dict.fromkeys(("VN", "MM", "KH", "LA"), _joined),
    "AZ": _azeri,
    "IL": _HEBREW,
    "JP": _japanese,
    "KR": _KOREAN,
}


def _is_varied(name: str, country: str) -> bool:
    """Whether a further name is worth it: a Japanese long vowel, an Arabic article."""
    if country == "JP":
        return "ō" in name.lower()
    return country in _ARAB and _ARTICLE.match(fold(name)) is not None


def variants(names: Iterable[str], country: str, population: int) -> tuple[str, ...]:
    """Further forms of a town's names, folded, none of them among these; the preferred name first.

    Of names in Latin letters the first is varied, others where ``_is_varied`` says.
    """
    listed = tuple(names)
    latin = _BY_COUNTRY.get(country)
    german = population >= _KNOWN_ABROAD
    out: dict[str, None] = {}
    for place, name in enumerate(listed):
        if name >= "Ͱ":
            for form in romanised(name, country, german=german):
                out[fold(form)] = None
        elif latin and (place == 0 or _is_varied(name, country)):
            for form in latin(name):
                out[fold(form)] = None
    return tuple(form for form in out if _is_fit(form, population))


def _is_fit(form: str, population: int) -> bool:
    """Whether a form is long enough, and no surname but of a large town: Petrovsky, Leninsky."""
    if len(form) < SHORTEST or not form.isascii():
        return False
    return population >= _BETTER_KNOWN or _SURNAME.match(form) is None
