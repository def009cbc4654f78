"""What all names of a document say together, so that each can hear what the others say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from geocode.places.ranking.features import Outlook, outlook
from geocode.places.ranking.scene import Group, Scene

_ANCHORS = 12
"""Surest names from which distance is measured."""
_SURE = 0.5


class Loudest:
    """For each key the two groups that say most of it, so that any one can be left out."""

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: dict[tuple[int, str], list[tuple[float, int]]] = {}

    def hear(self, sentence: int, key: str, said: float, group: int) -> None:
        """Take note of what a group says of a key in a sentence (-1: anywhere)."""
        row = self._rows.get((sentence, key))
        if row is None:
            self._rows[sentence, key] = [(said, -group)]
        elif len(row) == 1 or (said, -group) > row[1]:
            row.append((said, -group))
            row.sort(reverse=True)
            del row[2:]

    def others(self, sentence: int, key: str, group: int) -> tuple[float, int | None]:
        """The most that any other group says of the key, and which; (0, None) if none does."""
        for said, negative in self._rows.get((sentence, key), ()):
            if negative != -group:
                return said, -negative
        return 0.0, None


@dataclass(slots=True)
class Evidence:
    """The pooled beliefs of a document's names after one sweep; filled by ``gather`` alone."""

    outlooks: list[Outlook]
    weight: float
    share: dict[str, float] = field(default_factory=dict[str, float])
    """Weighted belief that names lie in each country and division."""
    within: Loudest = field(default_factory=Loudest)
    being: Loudest = field(default_factory=Loudest)
    anchors: list[tuple[float, int, tuple[float, float, float]]] = field(
        default_factory=list[tuple[float, int, tuple[float, float, float]]]
    )
    """(weight, group, position) of the surest places, weightiest first."""
    classes: dict[str, float] = field(default_factory=dict[str, float])
    """Weighted belief in each class of place."""
    own_classes: list[dict[str, float]] = field(default_factory=list[dict[str, float]])


def gather(stage: Scene, beliefs: Sequence[Sequence[float]]) -> Evidence:
    """Pool what the names' beliefs (probabilities of their senses) say of one another."""
    outlooks = [outlook(g.senses, p) for g, p in zip(stage.groups, beliefs, strict=True)]
    out = Evidence(outlooks, sum(group.weight for group in stage.groups))
    for number, group in enumerate(stage.groups):
        out.own_classes.append({})
        if group.weight > 0:  # the outlet's home hears, but has no voice among the names
            _speak(out, group, number)
            _classify(out, group, number, beliefs[number])
            _anchor(out, group, number, beliefs[number])
    out.anchors.sort(key=lambda anchor: (-anchor[0], anchor[1]))
    del out.anchors[_ANCHORS:]
    return out


def _speak(out: Evidence, group: Group, number: int) -> None:
    view = out.outlooks[number]
    for key, p in view.within.items():
        out.share[key] = out.share.get(key, 0.0) + p * group.weight
    for cell, p in view.around.items():
        out.share[cell] = out.share.get(cell, 0.0) + p * group.weight
    for loudest, said in ((out.within, view.within), (out.being, view.being)):
        for key, p in said.items():
            loudest.hear(-1, key, p, number)
            for sentence in group.sentences:
                loudest.hear(sentence, key, p, number)


def _classify(out: Evidence, group: Group, number: int, likely: Sequence[float]) -> None:
    mine = out.own_classes[number]
    for sense, p in zip(group.senses, likely, strict=False):
        mine[sense.kind] = mine.get(sense.kind, 0.0) + p
    for kind, p in mine.items():
        out.classes[kind] = out.classes.get(kind, 0.0) + p * group.weight


def _anchor(out: Evidence, group: Group, number: int, likely: Sequence[float]) -> None:
    best = max(range(len(group.senses)), key=likely.__getitem__, default=None)
    if best is None or likely[best] < _SURE:
        return
    sense = group.senses[best]
    if sense.broad in {"place", "adm2", "physical"}:
        out.anchors.append((likely[best] * group.weight, number, sense.position))
