"""The colours of kinds in files that carry their own style; those of the page's marks by day.

Source: Okabe and Ito, "Color Universal Design" (https://jfly.uni-koeln.de/color/), darkened a
little so that a thin line shows on a light ground.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OTHER = "#6c737b"
"""Of a kind that has no colour of its own."""

_BY_COLOUR = {
    "#c8501e": ("ASSAULT",),
    "#b98200": ("MOBILIZE", "RETREAT"),
    "#a8467f": ("COERCE", "SANCTION", "THREATEN"),
    "#0b8560": ("PROTEST",),
    "#1766a6": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "YIELD"),
    "#4d93b8": ("STATEMENT", "ACCUSE", "REJECT", "REQUEST"),
    "#80542b": ("DISASTER", "ACCIDENT", "HEALTH"),
}
COLOURS: Mapping[str, str] = MappingProxyType(
    {kind: colour for colour, kinds in _BY_COLOUR.items() for kind in kinds}
)
"""``#rrggbb`` by kind."""


def colour_of(kind: str) -> str:
    """The colour of a kind as ``#rrggbb``.

    >>> colour_of("PROTEST"), colour_of("ECLIPSE") == OTHER
    ('#0b8560', True)
    """
    return COLOURS.get(kind, OTHER)
