"""English word forms made from a lemma, so that a lexicon lists each word once."""

from __future__ import annotations

from functools import cache

from geocode.languages import cues

_VOWELS = "aeiou"


@cache
def verb_forms(lemma: str, language: str = "en") -> tuple[str, ...]:
    """Base, third person, past, participles and -ing form of a verb, lower case, no repeats.

    In a phrasal verb the first word is inflected and the rest kept.

    >>> verb_forms("carry out")
    ('carry out', 'carries out', 'carried out', 'carrying out')
    >>> verb_forms("strike"), verb_forms("ban")
    (('strike', 'strikes', 'striking', 'struck', 'stricken'), ('ban', 'bans', 'banned', 'banning'))
    """
    head, _, tail = lemma.partition(" ")
    tail = f" {tail}" if tail else ""
    table: dict[str, dict[str, list[str]]] = cues(language, "inflection")
    irregular = table["past"].get(head)
    if irregular is not None:
        forms = [head, _third_person(head), _gerund(head, table), *irregular]
    else:
        forms = [head, _third_person(head), *_pasts(head, table), _gerund(head, table)]
        if head.endswith("l") and head[-2] in _VOWELS and head[-3] not in _VOWELS:
            forms += [f"{head}led", f"{head}ling"]  # travelled beside traveled
    return tuple(dict.fromkeys(f"{form}{tail}" for form in forms))


@cache
def noun_forms(lemma: str, language: str = "en") -> tuple[str, ...]:
    """Singular and plural of a noun, lower case; in a compound the last word is inflected.

    >>> noun_forms("rally"), noun_forms("phone call")
    (('rally', 'rallies'), ('phone call', 'phone calls'))
    """
    table: dict[str, dict[str, str]] = cues(language, "inflection")
    plural = table["plural"].get(lemma)
    return tuple(dict.fromkeys((lemma, plural or _third_person(lemma))))


def _third_person(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{word}es"
    return f"{word}s"


def _doubles(word: str, table: dict[str, dict[str, list[str]]]) -> bool:
    """Whether the last consonant is doubled: a short closed syllable, or a listed stressed one."""
    if word in table["doubled"]["verbs"]:
        return True
    vowels = sum(letter in _VOWELS for letter in word)
    closed = len(word) > 2 and word[-1] not in "aeiouwxyl" and word[-2] in _VOWELS  # noqa: PLR2004
    return closed and vowels == 1


def _pasts(word: str, table: dict[str, dict[str, list[str]]]) -> tuple[str, ...]:
    if word.endswith("e"):
        return (f"{word}d",)
    if word.endswith("y") and word[-2] not in _VOWELS:
        return (f"{word[:-1]}ied",)
    if _doubles(word, table):
        return (f"{word}{word[-1]}ed",)
    return (f"{word}ed",)


def _gerund(word: str, table: dict[str, dict[str, list[str]]]) -> str:
    if word.endswith("ie"):
        return f"{word[:-2]}ying"
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return f"{word[:-1]}ing"
    return f"{word}{word[-1]}ing" if _doubles(word, table) else f"{word}ing"
