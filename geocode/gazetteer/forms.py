"""Names that follow from names: saints, mounts, articles and administrative words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from geocode.names import fold

# Administrative words that trail or lead a name, in the romanisations GeoNames uses (folded).
_TRAILING_WORDS = """
    county parish borough census area municipality district region province state oblast oblasti
    oblasts voblast voblasts voblasc krai kray raion rayon rajon republic prefecture governorate
    department departement division canton voivodeship voivodship wojewodztwo emirate territory
    commune community city town okrug kraj megye judet sheng shi qu zizhiqu fu ken do gun ilce
    ilcesi ili powiat gmina kommune kommun lan fylke oblasty respublika okrugu
    область області области вобласць обл облысы облусу край раион раиону раён ауданы округ
    राज्य
"""
_TRAILING = frozenset(map(fold, _TRAILING_WORDS.split()))
# The same in English, by which a division's name is told from its town's.
_ENGLISH = frozenset(
    ("oblast", "governorate", "province", "region", "prefecture", "voivodeship", "district")
)
# Written without a space before it, or before the name, in other scripts (folded).
_ATTACHED = re.compile(
    "^(?:" + "|".join(map(fold, ("محافظة", "ولاية", "استان", "إقليم", "منطقة", "مقاطعة"))) + ") "
    "|^(?:" + "|".join(map(fold, ("מחוז", "Περιφέρεια", "область"))) + ") "
    "|(?<=..)(?:省|市|州|区|县|縣|県|府|自治区|自治州|特别市|"
    + fold(" 주")
    + "|"
    + fold(" 도")
    + ")$"
)
_LEADING = re.compile(
    r"^(?:(?:the )?(?:state|province|region|republic|county|department|departement|provincia|"
    r"departamento|estado|municipio|provincie|provinz|province|region|regiao|distrito|wilaya|"
    r"wilayat|gouvernorat|muhafazat|judetul|horad|misto|gorod|city|town|governorate|district|"
    r"emirate|prefecture|arrondissement|comunidad autonoma|parroquia|comarca|gemeente|landkreis|"
    r"kreis|powiat|wojewodztwo|okres) (?:of |de la |de los |de |del |do |da |du |des |d |di |al )?)"
)
_SAINT = (
    (r"\bsaint\b", "st"),
    (r"\bsainte\b", "ste"),
    (r"\bst\b", "saint"),
    (r"\bste\b", "sainte"),
)
_MOUNT = ((r"\bmount\b", "mt"), (r"\bmt\b", "mount"), (r"\bfort\b", "ft"), (r"\bft\b", "fort"))
_SWAPS = tuple((re.compile(a), b) for a, b in (*_SAINT, *_MOUNT))
_SWAPPABLE = re.compile(r"\b(?:sainte?|ste?|mount|mt|fort|ft)\b")
_SHORTEST = 3

# What news writes after the bare name, by the word of the division's own type (folded).
_WORDS = {
    "oblast": ("oblast", "region"),
    "region": ("region", "oblast"),
    "rayon": ("district", "raion", "rayon"),
    "district": ("district",),
    "province": ("province",),
    "state": ("state",),
    "department": ("department",),
    "governorate": ("governorate", "province"),
    "prefecture": ("prefecture",),
    "county": ("county",),
    "canton": ("canton",),
    "voivodship": ("voivodeship", "province", "region"),
    "republic": ("republic",),
    "municipality": ("municipality",),
    "autonomous region": ("region", "autonomous region"),
    "autonomous community": ("region", "autonomous community"),
    "regional state": ("region", "state"),
    "administrative region": ("region", "oblast"),
    "division": ("division", "province"),
    "emirate": ("emirate",),
    "territory": ("territory", "region"),
    "land": ("state",),
}

_ANY = ("region", "province", "district")


def swapped(folded: str) -> tuple[str, ...]:
    """The name with saint/st, mount/mt and fort/ft written the other way; () if it has none.

    The word alone is an abbreviation of something else: MT is Montana.

    >>> swapped("saint petersburg"), swapped("mt pleasant"), swapped("mt")
    (('st petersburg',), ('mount pleasant',), ())
    """
    if " " not in folded or not _SWAPPABLE.search(folded):
        return ()
    out = (pattern.sub(other, folded) for pattern, other in _SWAPS)
    return tuple(dict.fromkeys(form for form in out if form != folded))


def without_article(folded: str) -> str | None:
    """The name without a leading *the*; None if it has none.

    >>> without_article("the hague")
    'hague'
    """
    return folded[4:] if folded.startswith("the ") and len(folded) > len("the ") + 2 else None


def bare(folded: str) -> str:
    """The name without the administrative words around it; itself where nothing would be left.

    >>> bare("rapides parish"), bare("homyel voblasc"), bare("provincia de buenos aires")
    ('rapides', 'homyel', 'buenos aires')
    """
    words = folded.split()
    while len(words) > 1 and words[-1] in _TRAILING:
        words.pop()
    out = _LEADING.sub("", " ".join(words))
    if not out.isascii():
        return _ATTACHED.sub("", out) or folded
    return out if len(out) >= _SHORTEST else folded


def is_typed(folded: str) -> bool:
    """Whether a name ends in an English word for what it is; states go without.

    >>> is_typed("aleppo governorate"), is_typed("texas")
    (True, False)
    """
    return folded.rpartition(" ")[2] in _ENGLISH and " " in folded


def with_word(names: Iterable[str], type_word: str, *, bare_only: bool = False) -> Iterator[str]:
    """Bare names followed by the words news puts after a division of this type.

    ``bare_only`` leaves out names that carry an administrative word already.

    >>> list(with_word(["Homyel"], "Oblast")), list(with_word(["Cook County"], "", bare_only=True))
    (['homyel oblast', 'homyel region'], [])
    """
    words = _WORDS.get(fold(type_word), ("district",) if bare_only else _ANY)
    for name in names:
        folded = fold(name)
        base = bare(folded)
        if len(base) < _SHORTEST or not base.isascii() or (bare_only and base != folded):
            continue
        yield from (f"{base} {word}" for word in words)
        if type_word == "County":
            yield f"county {base}"
