"""A text of any shape costs time by its length: twice as long, twice as dear, not four times."""

from __future__ import annotations

import time

import pytest

from geocode.documents import make_document
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import read_document

SHORT, GROWN = 2_000, 8
STEEPEST = 20.0
"""CPU time may grow so many times as a text grows eightfold: 8 where it is linear, 64 where names
are weighed against names; what lies between is left to a busy machine."""
TOWNS = 1_300
LETTERS, VOWELS = "bcdfghklmnprstvw", "aeiou"
SIDES = ("north", "south", "east", "west")

# What is written again and again; the longest of them are as long as the longest text.
SHAPES = {
    "capitalised words": "".join(
        f"{LETTERS[n % 16].upper()}{VOWELS[n // 16 % 5]}{LETTERS[n // 80 % 16]}o{VOWELS[n % 5]} "
        for n in range(3_000)
    ),
    "one name again and again": "Springfield, ",
    "a name on every line": "Paris\n",
    "names joined": "Paris and London and Moscow and Lagos, Georgia in ",
    "one sentence of borders": "the border between Belarus and Poland near the border ",
    "one sentence of attacks": "Soldiers attacked Paris and ",
    "distances": "".join(f"Police met {n} km {SIDES[n % 4]} of Kyiv. " for n in range(5, 95)),
    "no spaces": "SoldiersattackedParison3May2020,",
    "compounds without end": "Belarus-Poland-",
    "dates": "on 3 May 2020 ",
    "a chronicle of attacks": "".join(
        f"On {n % 27 + 1} May {1700 + n} rebels bombed depot{n} in Goma, killing {n % 9}. "
        for n in range(280)
    ),
    "brackets": "(",
    "borders near a town": "border of Ukraine near Kyiv ",
    "datelines": "KYIV, Feb. 14 (Reuters) — Troops met.\n\n",
    "quotations": "“Troops met in Kyiv.\n",
    "described places": "Police met in Kyiv. Shells hit the city and the capital of Ukraine. ",
    "whom it befell": "victims of the crash near Paris were shot by the birds killed in a storm ",
    "in capitals": "POLICE MET IN PARIS, ILLINOIS. ",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_cost_grows_with_the_length_of_a_text(shape: str, gazetteer: Gazetteer) -> None:
    assert growth(SHAPES[shape], gazetteer) < STEEPEST


def test_cost_grows_with_the_number_of_different_towns(gazetteer: Gazetteer) -> None:
    near = gazetteer.nearest(19.0, 50.0, limit=TOWNS)
    names = dict.fromkeys(entry.name for entry, _ in near)
    assert growth("".join(f"{name}, " for name in names), gazetteer) < STEEPEST


def growth(unit: str, gazetteer: Gazetteer) -> float:
    """How many times dearer it is to read a text of ``GROWN`` times as many repeated words."""
    text = unit * (SHORT * GROWN // len(unit) + 1)
    short, long = (
        min(cost(text[:chars], gazetteer) for _ in range(2)) for chars in (SHORT, SHORT * GROWN)
    )
    return long / max(short, 0.004)


def cost(text: str, gazetteer: Gazetteer) -> float:
    """CPU seconds that it takes to read a text as English."""
    document = make_document(text, language="en")
    started = time.process_time()
    read_document(document, gazetteer=gazetteer)
    return time.process_time() - started
