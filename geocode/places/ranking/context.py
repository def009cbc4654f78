"""What the rest of a document says of each sense, and the sweeps in which the names agree.

All names are weighed at once from the beliefs of the sweep before, so the order in which they are
visited changes nothing; the work grows with the number of names, not with its square.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from geocode.places.ranking.candidates import classes_beside
from geocode.places.ranking.evidence import Evidence
from geocode.places.ranking.features import (
    EARTH_RADIUS_KM,
    NEAR_KM,
    Features,
    Outlook,
    Sense,
    levels,
)
from geocode.places.ranking.scene import Group, Scene
from geocode.places.ranking.setting import Setting

Weights: TypeAlias = Mapping[str, float]

_COS_NEAR = math.cos(NEAR_KM / EARTH_RADIUS_KM)
_NOTHING = 1e-9
_ALIAS_SHARE = 0.2
"""Source: choice; Zaragoza is Spain's rather than Tijuana, Ginebra is Geneva."""
_FAINT = 0.01
"""A tie that says less of a sense than this is not written down …"""
_HEARD = 0.05
"""… and one that says less than this of every sense says nothing against the others either."""
_LOCATED = frozenset({"place", "adm2", "physical", "adm1"})
"""Classes small enough for their distance to other places to tell something."""
_SINGLE = frozenset({"place", "physical"})
"""Classes in which nothing else lies; of the others ``named:is_country`` and the like tell that
another name means the same."""


def score(features: Features, weights: Weights) -> float:
    """The weighted sum; a feature without a weight counts nothing."""
    total = 0.0
    for name, value in features:  # a loop: this is where half of a sweep goes
        total += weights.get(name, 0.0) * value
    return total


def probabilities(scores: Sequence[float]) -> list[float]:
    """Softmax; the last score is that of "none of these"."""
    top = max(scores)
    masses = [math.exp(s - top) for s in scores]
    total = sum(masses)
    return [mass / total for mass in masses]


def context_features(stage: Scene, evidence: Evidence, number: int) -> list[Features]:
    """For each sense of one group, what the rest of the document says of it."""
    group = stage.groups[number]
    rest = evidence.weight - group.weight + 1.0
    mine = evidence.own_classes[number]
    abroad, local = (
        sum(evidence.classes.get(k, 0.0) - mine.get(k, 0.0) * group.weight for k in kinds) / rest
        for kinds in (("country", "capital"), ("place", "adm2", "suburb"))
    )
    out: list[Features] = []
    told: dict[tuple[str, str], Features] = {}  # namesakes lie in the same few countries
    for sense, alone in zip(group.senses, _alone_features(stage, group, rest), strict=True):
        row: Features = [
            (f"abroad:{sense.kind}", max(0.0, abroad)),
            (f"local:{sense.kind}", max(0.0, local)),
            *alone,
        ]
        for at in levels(sense):
            if at not in told:
                told[at] = _level_features(stage, evidence, number, *at)
            row += told[at]
        if sense.broad in _SINGLE:
            itself, _ = evidence.being.others(-1, sense.option.entry.id, number)
            row += [("told:itself", itself)] if itself else []
        if sense.cells:
            row += _cell_features(stage, evidence, number, sense.cells[0])
        if sense.broad in _LOCATED:
            row += _distances(sense, evidence, number)
        row += _home_features(stage, evidence, number, sense)
        out.append(row)
    return out


def _alone_features(stage: Scene, group: Group, rest: float) -> list[Features]:
    """For each sense what fame says of it: the more, the less company; nothing in a known paper."""
    if any(label == "outlet" for label, _ in stage.homes):
        return [[] for _ in group.senses]
    people = [_people(sense) for sense in group.senses]
    return [
        [("alone:fame", known / sum(people) / rest), (f"alone:{sense.broad}", 1.0 / rest)]
        for sense, known in zip(group.senses, people, strict=True)
    ]


def _people(sense: Sense) -> float:
    """People by whom a name is known as this place's; by another of its names to one in five."""
    own = sense.option.how in {"name", "stem"}
    return (sense.option.entry.population + 1) * (1.0 if own else _ALIAS_SHARE)


def _level_features(
    stage: Scene, evidence: Evidence, number: int, level: str, key: str
) -> Features:
    """What other names say of one country or division that a sense lies in or is."""
    group = stage.groups[number]
    rest = evidence.weight - group.weight + 1.0
    out: Features = []
    covered = stage.cover.get(key, 0.0) - group.cover.get(key, 0.0)
    if covered > _NOTHING:
        out.append((f"cover:{level}", covered / rest))
    own = evidence.outlooks[number].within.get(key, 0.0) * group.weight
    shared = evidence.share.get(key, 0.0) - own
    if shared <= _NOTHING:
        return out
    out.append((f"share:{level}", shared / rest))
    for label, loudest in (("", evidence.within), ("_named", evidence.being)):
        seen, _ = loudest.others(-1, key, number)
        if seen:
            out.append((f"named:{level}" if label else f"seen:{level}", seen))
            same = max((loudest.others(s, key, number)[0] for s in group.sentences), default=0.0)
            if same:
                out.append((f"sentence{label}:{level}", same))
    return out


def _cell_features(stage: Scene, evidence: Evidence, number: int, cell: str) -> Features:
    """How many other names could lie, and are believed to lie, about a square of the world."""
    group = stage.groups[number]
    rest = evidence.weight - group.weight + 1.0
    covered = stage.cover.get(cell, 0.0) - group.cover.get(cell, 0.0)
    own = evidence.outlooks[number].around.get(cell, 0.0) * group.weight
    shared = evidence.share.get(cell, 0.0) - own
    out: Features = []
    if covered > _NOTHING:
        out.append(("cover:cell", covered / rest))
    if shared > _NOTHING:
        out.append(("share:cell", shared / rest))
    return out


def _home_features(stage: Scene, evidence: Evidence, number: int, sense: Sense) -> Features:
    """What the outlet's address says of a sense."""
    out: Features = []
    if stage.home_country:
        same = sense.option.entry.country == stage.home_country
        out.append((f"address:{'same' if same else 'other'}:{sense.broad}", 1.0))
    for label, home in stage.homes:
        if home == number:
            continue
        theirs = stage.groups[home]
        if not theirs.weight and theirs.folded == stage.groups[number].folded:
            size = math.log10(sense.option.entry.population + 1) / 8
            out += [(f"{label}:own:{sense.broad}", 1.0), (f"{label}:own:size", size)]
            bearers = [theirs_own.option.entry.id for theirs_own in theirs.senses]
            if len(bearers) > 1:  # which of its bearers is not known
                continue
            if sense.option.entry.id in bearers:
                out.append((f"{label}:own:itself", 1.0))
        view = evidence.outlooks[home]
        for level, key in levels(sense):
            if view.within.get(key):
                out.append((f"{label}:{level}", view.within[key]))
        if sense.cells and view.around.get(sense.cells[0]):
            out.append((f"{label}:cell", view.around[sense.cells[0]]))
    return out


def _distances(sense: Sense, evidence: Evidence, number: int) -> Features:
    x, y, z = sense.position
    total = near = 0.0
    closest = -1.0
    for weight, group, (a, b, c) in evidence.anchors:
        if group == number:
            continue
        cosine = x * a + y * b + z * c
        total += weight
        if cosine > _COS_NEAR:
            near += weight
        closest = max(closest, cosine)
    if not total:
        return []
    close = _closeness(closest)
    out = [("near:share", near / (total + 1.0)), ("near:closest", close)]
    if sense.broad == "place":
        small = 1.0 - math.log10(sense.option.entry.population + 1) / 8
        out.append(("far:small", small * (1.0 - close)))
    return out


def _closeness(cosine: float) -> float:
    """From 0 at the antipodes to .77 at no distance, by the logarithm of the kilometres."""
    distance_km = EARTH_RADIUS_KM * math.acos(max(-1.0, min(1.0, cosine)))
    return 1.0 - math.log10(distance_km + 10.0) / 4.31


def local_features(
    stage: Scene, evidence: Evidence, number: int, setting: Setting
) -> list[Features]:
    """For each sense of one group, what the names and words beside one mention say of it."""
    found = stage.groups[number].senses
    out: list[Features] = [[] for _ in found]
    for side, tied in (("next", setting.following), ("prev", setting.preceding)):
        if tied is not None:
            _tie(out, found, evidence.outlooks[tied[1]], f"{tied[0]}:{side}")
    wanted = frozenset(c for word in setting.words for c in classes_beside(word))
    for row, sense in zip(out, found, strict=True):
        if wanted:
            row.append(("beside:agrees" if sense.broad in wanted else "beside:differs", 1.0))
        if setting.dateline:
            row.append((f"dateline:{sense.broad}", 1.0))
    return out


def _tie(out: list[Features], found: Sequence[Sense], view: Outlook, tie: str) -> None:
    """Whether the senses lie in, hold, or are fellows of what the neighbour may be."""
    inside = [
        max((view.being.get(k, 0.0) for k in s.keys if k != s.own), default=0.0) for s in found
    ]
    holding = [
        view.within.get(s.own, 0.0) - view.being.get(s.own, 0.0) if s.own else 0.0 for s in found
    ]
    beside = [
        max((view.within.get(k, 0.0) for k in s.keys if k != s.own), default=0.0) for s in found
    ]
    for label, values in (("inside", inside), ("holds", holding), ("fellow", beside)):
        if tie.startswith("and") and label != "fellow":
            continue
        most = max(values, default=0.0)
        if most < _HEARD:
            continue
        for row, value in zip(out, values, strict=True):
            if value > _FAINT:
                row.append((f"{tie}:{label}", value))
            if label != "fellow":
                row.append((f"{tie}:not_{label}", most - value))


def pooled(rows: Sequence[Sequence[Features]]) -> list[Features]:
    """The strongest of each local feature over all settings of a group, under its own name."""
    if not rows:
        return []
    out: list[Features] = []
    for here in zip(*rows, strict=True):
        best: dict[str, float] = {}
        for name, value in chain.from_iterable(here):
            best[name] = max(best.get(name, 0.0), value)
        out.append([("doc:" + name, best[name]) for name in sorted(best)])
    return out


def sweep(stage: Scene, evidence: Evidence, weights: Weights) -> list[list[float]]:
    """New beliefs for every group, all from the same evidence."""
    beliefs: list[list[float]] = []
    for number, group in enumerate(stage.groups):
        if not group.senses:
            beliefs.append([1.0])
            continue
        around = context_features(stage, evidence, number)
        whole = pooled([local_features(stage, evidence, number, s) for s in group.settings])
        whole = whole or [[] for _ in group.senses]
        scores = [
            score(sense.static, weights)
            + score(context, weights)
            + score(local, weights)
            + sum(weights.get(name[4:], 0.0) * value for name, value in local)
            for sense, context, local in zip(group.senses, around, whole, strict=True)
        ]
        beliefs.append(probabilities([*scores, score(abstain(group, around), weights)]))
    return beliefs


def first_beliefs(stage: Scene, weights: Weights) -> list[list[float]]:
    """Beliefs from the names alone, before any sweep."""
    return [
        probabilities(
            [*(score(sense.static, weights) for sense in group.senses), score(group.none, weights)]
        )
        for group in stage.groups
    ]


def abstain(group: Group, around: Sequence[Features]) -> Features:
    """The features of "none of these" with what the document says of the senses."""
    seen = max((v for row in around for n, v in row if n.startswith("seen:")), default=0.0)
    return [*group.none, ("none:unseen", 1.0 - seen)]
