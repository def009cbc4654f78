"""Cost against events, both on logarithmic scales, as an SVG: no plotting package needed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

Point: TypeAlias = tuple[str, int, Mapping[str, float]]
"""A design, how many events, and its figures by name."""

PANELS: Final = (
    ("cold", "first paint, ms", 4000.0),
    ("pan", "pan, ms", 50.0),
    ("filter", "filter change, ms", 300.0),
    ("heap", "browser heap, MB", 150.0),
)
"""Figure, title, and the most it may be."""
COLOURS: Final = ("#1766a6", "#c8501e", "#b98200", "#6c737b")
WIDTH: Final = 300
HEIGHT: Final = 230
LEFT: Final = 46
BOTTOM: Final = 34
TOP: Final = 30


def write(path: Path, points: Sequence[Point]) -> None:
    """The chart at ``path``: a panel for each of ``PANELS``, a line for each design."""
    path.write_text("\n".join(_chart(points)), encoding="utf-8")


def _chart(points: Sequence[Point]) -> Iterator[str]:
    designs = list(dict.fromkeys(design for design, *_ in points))
    width = WIDTH * len(PANELS)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT + 30}" '
        'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>'
    )
    for number, (name, title, most) in enumerate(PANELS):
        yield f'<g transform="translate({number * WIDTH},0)">'
        yield from _panel(points, designs, name, title, most)
        yield "</g>"
    for number, design in enumerate(designs):
        x = LEFT + number * 160
        yield f'<rect x="{x}" y="{HEIGHT + 8}" width="14" height="4" fill="{COLOURS[number]}"/>'
        yield f'<text x="{x + 20}" y="{HEIGHT + 14}">{design}</text>'
    yield "</svg>"


def _panel(
    points: Sequence[Point], designs: Sequence[str], name: str, title: str, most: float
) -> Iterator[str]:
    values = [figures[name] for _, _, figures in points if name in figures] + [most]
    sizes = sorted({events for _, events, _ in points})
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(sizes[0]), max(math.log10(sizes[-1]), math.log10(sizes[0]) + 1)

    def x(events: float) -> float:
        share = (math.log10(events) - first) / (last - first)
        return LEFT + share * (WIDTH - LEFT - 16)

    def y(value: float) -> float:
        share = (math.log10(max(value, 10**low)) - low) / max(1, high - low)
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)

    yield f'<text x="{LEFT}" y="18" font-weight="600">{title}</text>'
    for power in range(low, high + 1):
        at = y(10**power)
        yield f'<path d="M{LEFT} {at}H{WIDTH - 16}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 5}" y="{at + 4}" text-anchor="end">{10**power:,g}</text>'
    for events in sizes:
        yield (
            f'<text x="{x(events)}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">'
            f"10{_raised(round(math.log10(events)))}</text>"
        )
    yield (
        f'<path d="M{LEFT} {y(most)}H{WIDTH - 16}" stroke="#0b8560" stroke-dasharray="4 3"/>'
        f'<text x="{WIDTH - 16}" y="{y(most) - 4}" text-anchor="end" fill="#0b8560">'
        f"{most:,g}</text>"
    )
    for number, design in enumerate(designs):
        found = [(e, f[name]) for d, e, f in points if d == design and name in f]
        if not found:
            continue
        line = " ".join(f"{x(e):.1f},{y(v):.1f}" for e, v in found)
        colour = COLOURS[number]
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for e, v in found:
            yield f'<circle cx="{x(e):.1f}" cy="{y(v):.1f}" r="3" fill="{colour}"/>'


def _raised(number: int) -> str:
    return "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(number))
