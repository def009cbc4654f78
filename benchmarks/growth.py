"""What a question costs as the number of names grows tenfold, on made-up gazetteers.

Usage: python benchmarks/growth.py [PLOT.svg]        (benchmarks/growth.svg unless told)

Beside the gazetteer stand a plain dict and rapidfuzz over a list of all names. Each figure is the
median of so many first askings in one run; the plot has both axes in powers of ten.
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.writing import write_cache
from geocode.names import fold

SIZES = (100_000, 316_000, 1_000_000)
ASKED = 1_000
LISTED = 5
"""Misspellings asked of rapidfuzz: a fifth of a second each at a million names."""
PLOT = Path(__file__).with_name("growth.svg")
_ONSETS = tuple(
    "b c d f g h k l m n p r s t v z br dr gr kr pl sh st tr kh zh".split()  # noqa: SIM905
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou", "ya")
_ENDINGS = ("n", "s", "k", "v", "sk", "burg", "ton", "ville", "abad", "grad", "")

# Of the plot, in pixels: size, and the margins left, right, top, bottom.
_WIDE, _HIGH = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 190, 34, 44
_OURS = {"exact": "#0b5394", "fuzzy": "#b45f06", "reverse": "#38761d", "opening": "#741b47"}
_BESIDE = "#777"


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured with so many names; microseconds where nothing else is said."""

    names: int
    build_s: float
    file_mb: float
    microseconds: dict[str, float]


def main(arguments: list[str]) -> None:
    """Prints a line for each size and draws the plot."""
    measured: list[Costs] = []
    for size in SIZES:
        with TemporaryDirectory() as folder:
            cost = _measured(size, Path(folder) / "gazetteer.sqlite")
        told = ", ".join(f"{what} {us:,.1f} µs" for what, us in cost.microseconds.items())
        print(
            f"{cost.names:,} names: written in {cost.build_s:.1f} s, {cost.file_mb:.0f} MB; {told}"
        )
        measured.append(cost)
    target = Path(arguments[0]) if arguments else PLOT
    target.write_text(plot(measured), encoding="utf-8")
    print(f"drawn in {target}")


def made_up(number: int, *, seed: int = 1) -> Iterator[Draft]:
    """So many towns of different names, the largest first, all over the world."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    seen: set[str] = set()
    while len(seen) < number:
        syllables = (
            chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(chance.choice((2, 3, 3)))
        )
        name = "".join(syllables) + chance.choice(_ENDINGS)
        if name in seen:
            continue
        rank = len(seen)
        seen.add(name)
        lat = math.degrees(math.asin(chance.uniform(-0.8, 0.9)))
        yield Draft(
            id=f"geonames:{rank + 1}", name=name.title(), feature="PPL", kind="P", country="XX",
            lon=round(chance.uniform(-180, 180), 5), lat=round(lat, 5),
            population=10_000_000 // (rank + 1), precision_m=1_000.0,
        )  # fmt: skip


def _measured(size: int, path: Path) -> Costs:
    towns = list(made_up(size))
    names = [town.name for town in towns]
    started = time.perf_counter()
    written = write_cache(path, towns, expected=size, meta={}, overlaid={}, tell=lambda *_: None)
    build_s = time.perf_counter() - started
    some = names[:: max(1, len(names) // ASKED)][:ASKED]
    wrong = [name[:2] + name[3:] for name in some]
    chance = random.Random(2)  # noqa: S311 - no secret
    points = [(chance.uniform(-180, 180), chance.uniform(-50, 60)) for _ in some]
    opening = _median(lambda _: open_gazetteer(path).close(), range(9))
    with open_gazetteer(path) as index:
        index.lookup("Minsk")
        index.nearest(0.0, 0.0)
        exact = _median(index.lookup, some)
        fuzzy = _median(index.similar, wrong)
        reverse = _median(lambda point: index.nearest(*point), points)
    table = {fold(name): number for number, name in enumerate(names)}
    listed = list(table)
    scorer = OSA.normalized_similarity
    return Costs(
        names=written.names,
        build_s=build_s,
        file_mb=path.stat().st_size / 1e6,
        microseconds={
            "exact": exact,
            "fuzzy": fuzzy,
            "reverse": reverse,
            "opening": opening,
            "plain dict, exact": _median(lambda name: table.get(fold(name)), some),
            "rapidfuzz over a list": _median(
                lambda name: extract(fold(name), listed, scorer=scorer, limit=5),
                list(islice(wrong, LISTED)),
            ),
        },
    )


def _median(ask: Callable[..., object], asked: Sequence[object]) -> float:
    """Microseconds."""
    out: list[float] = []
    for one in asked:
        started = time.perf_counter()
        ask(one)
        out.append(time.perf_counter() - started)
    return median(out) * 1e6


def plot(measured: Sequence[Costs]) -> str:
    """Both axes logarithmic, a line for each thing measured, its name at its end."""
    every = [us for cost in measured for us in cost.microseconds.values()]
    bottom, top = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))
    first, last = (math.log10(measured[at].names) for at in (0, -1))

    def x(names: float) -> float:
        return _LEFT + (math.log10(names) - first) / (last - first) * (_WIDE - _LEFT - _RIGHT)

    def y(us: float) -> float:
        return (
            _HIGH - _BOTTOM - (math.log10(us) - bottom) / (top - bottom) * (_HIGH - _TOP - _BOTTOM)
        )

    font = 'font-family="sans-serif" font-size="12" fill="#222"'
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" {font}>',
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="18" font-size="14">Time of one question, as names grow</text>',
    ]
    for power in range(bottom, top + 1):
        at = y(10**power)
        out += [
            f'<path d="M{_LEFT} {at:.1f}H{_WIDE - _RIGHT}" stroke="#ddd"/>',
            f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{_duration(power)}</text>',
        ]
    for cost in measured:
        out.append(
            f'<text x="{x(cost.names):.1f}" y="{_HIGH - _BOTTOM + 18}" text-anchor="middle">'
            f"{_short(cost.names)}</text>"
        )
    middle = (_LEFT + _WIDE - _RIGHT) / 2
    out.append(f'<text x="{middle}" y="{_HIGH - 8}" text-anchor="middle">folded names</text>')
    out += _lines(measured, x, y)
    return "\n".join([*out, "</svg>", ""])


def _lines(
    measured: Sequence[Costs], x: Callable[[float], float], y: Callable[[float], float]
) -> Iterator[str]:
    floor = float(_HIGH)
    ends = sorted(measured[-1].microseconds, key=lambda what: measured[-1].microseconds[what])
    for what in ends:
        colour, dashes = (
            _OURS.get(what, _BESIDE),
            "" if what in _OURS else ' stroke-dasharray="5 4"',
        )
        points = [(x(cost.names), y(cost.microseconds[what])) for cost in measured]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        drawn = f'fill="none" stroke="{colour}" stroke-width="2"{dashes}'
        yield f'<polyline points="{path}" {drawn}/>'
        yield from (f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points)
        floor = min(floor - 15, points[-1][1] + 4)  # labels from below, none upon another
        at = f'x="{_WIDE - _RIGHT + 10}" y="{floor:.1f}"'
        yield f'<text {at} fill="{colour}">{escape(what)}</text>'


def _duration(power: int) -> str:
    """A power of ten of microseconds, in the unit people say."""
    for least, unit in ((6, "s"), (3, "ms"), (0, "µs")):
        if power >= least:
            return f"{10 ** (power - least)} {unit}"
    return f"{10.0**power:g} µs"


def _short(names: int) -> str:
    return f"{names / 1e6:.2g} M" if names >= 1e6 else f"{names / 1e3:.0f} k"


if __name__ == "__main__":
    main(sys.argv[1:])
