"""How likely each name of a sentence is where a trigger's event was, learnt from news of conflict.

Two forests: the first judges each name by itself, the second knows what the first thought of the
others: the rest of a list, the town before its province, the better name nearby.
Source: ``benchmarks/train_linker.py``; what they learnt from stands in their card, beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from geocode.events.linking.forest import Forest
from geocode.events.linking.names import Name
from geocode.events.linking.signs import Signs, name_signs, pair_signs, trigger_signs
from geocode.events.linking.view import View, view_of
from geocode.events.models import read_model
from geocode.places.roles.clauses import Sentence

VERSION = 1
"""Of the signs; weights trained on others are refused."""
_REMEDY = "run: python benchmarks/train_linker.py FOLDER_WITH_THE_SETS"
_FAR = 99.0
MOST_PAIRS = 240
"""Of triggers and names in one sentence; what has more is a list or a table, and none is judged, so
that reading stays linear in the text."""


@cache
def open_forests() -> tuple[Forest, Forest]:
    """The two forests, opened once."""
    return read_forests(resources.files("geocode.events.linking") / "weights")


def read_forests(folder: Traversable) -> tuple[Forest, Forest]:
    """The forests in ``linker.json`` in ``folder``; rows of the second are rows of both.

    Raises: ModelError where it is missing or of another version.
    """
    called = "The linker's weights"
    grown = read_model(folder / "linker.json", version=VERSION, called=called, remedy=_REMEDY)
    first = Forest.grow(grown["first"])
    return first, Forest.grow(grown["second"], beside=first.signs)


def likelihoods(
    sentence: Sentence, names: Sequence[Name], triggers: Sequence[tuple[int, int]]
) -> tuple[dict[Name, float], ...]:
    """For each trigger, at words ``[first, last)``, the likelihood of each name; its own has none.

    Every name of the sentence has to be given: what is unlikely beside others counts. Where there
    are more than ``MOST_PAIRS``, nothing is said of any.
    """
    pairs = [
        (number, name)
        for number, (first, last) in enumerate(triggers)
        for name in names
        if name.last <= first or name.first >= last
    ]
    out: tuple[dict[Name, float], ...] = tuple({} for _ in triggers)
    if not pairs or len(pairs) > MOST_PAIRS:
        return out
    view = view_of(sentence, names)
    alone, together = open_forests()
    rows = together.rows(pair_rows(view, pairs, triggers))
    first = [float(c) for c in alone.chances(rows)]
    beside = neighbour_signs(pairs, first)
    second = together.chances(together.rows([(signs,) for signs in beside], onto=rows))
    for (number, name), chance in zip(pairs, second, strict=True):
        out[number][name] = float(chance)
    return out


def pair_rows(
    view: View, pairs: Sequence[tuple[int, Name]], triggers: Sequence[tuple[int, int]]
) -> list[tuple[Signs, ...]]:
    """The signs of each pair: of the name, of the trigger and of both together."""
    of_names = {name: name_signs(view, name) for name in dict.fromkeys(n for _, n in pairs)}
    of_triggers = [trigger_signs(view, first, last) for first, last in triggers]
    return [
        (of_names[name], of_triggers[number], pair_signs(view, name, *triggers[number]))
        for number, name in pairs
    ]


def neighbour_signs(pairs: Sequence[tuple[int, Name]], chances: Sequence[float]) -> list[Signs]:
    """For each pair, what was thought of the same trigger's other names."""
    by_trigger: dict[int, list[tuple[Name, float]]] = {}
    for (number, name), chance in zip(pairs, chances, strict=True):
        by_trigger.setdefault(number, []).append((name, chance))
    return [
        _beside(name, chance, by_trigger[number])
        for (number, name), chance in zip(pairs, chances, strict=True)
    ]


def _beside(name: Name, chance: float, judged: Sequence[tuple[Name, float]]) -> Signs:
    before = [(n, c) for n, c in judged if n.span.end <= name.span.start]
    behind = [(n, c) for n, c in judged if n.span.start >= name.span.end]
    crossing = [c for n, c in judged if n is not name and n.span.overlaps(name.span)]
    last = max(before, key=lambda pair: (pair[0].span.end, pair[1]), default=None)
    following = min(behind, key=lambda pair: (pair[0].span.start, -pair[1]), default=None)
    others = [c for _, c in (*before, *behind)]
    return {
        "chance": chance,
        "best other": max(others, default=0.0),
        "best crossing": max(crossing, default=0.0),
        "likelier": sum(c > chance for c in others),
        "likely": sum(c > 0.3 for c in others),  # noqa: PLR2004
        "all others": sum(others),
        "best before": max((c for _, c in before), default=0.0),
        "best behind": max((c for _, c in behind), default=0.0),
        "last chance": last[1] if last else 0.0,
        "last gap": name.span.start - last[0].span.end if last else _FAR,
        "next chance": following[1] if following else 0.0,
        "next gap": following[0].span.start - name.span.end if following else _FAR,
    }
