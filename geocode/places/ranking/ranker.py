"""Which of the places that bear a name is meant: an explainable linear model, swept to agreement.

For every name the candidates and "none of these" share one softmax over named features
(``features.py``, ``context.py``); the probability of the best is then calibrated, so that a score
of .7 or more is right at least as often as it says. Source: multinomial logit with joint sweeps,
trained by ``benchmarks/train_ranker.py``; what on stands in ``weights/ranker.json``.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import repeat

from geocode.errors import GeocodeError
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.ranking.context import (
    Weights,
    abstain,
    context_features,
    first_beliefs,
    local_features,
    pooled,
    probabilities,
    score,
    sweep,
)
from geocode.places.ranking.evidence import Evidence, gather
from geocode.places.ranking.features import Features, Sense
from geocode.places.ranking.reasons import MOST_REASONS, Case, contributions, reasons
from geocode.places.ranking.scene import Scene, scene
from geocode.places.ranking.setting import Setting
from geocode.records import Candidate, Document, Mention

MOST_CANDIDATES = 10
"""Candidates given for one mention; the rest are too unlikely to show."""
_OVERLAID = 0.95
"""How sure it is that a place of a user's own overlay is meant by its name. Source: choice; above
every threshold in use, and what is left says that a name may also be no place."""
_SAME_PLACE_COS = 0.999682
"""cos(161 km / Earth's radius): senses closer than that are one place as the field measures."""


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt: weights by feature, sweeps, and the calibration as a rising broken line."""

    first: Weights
    joint: Weights
    sweeps: int
    calibration: tuple[tuple[float, float], ...]
    """(raw probability, share right) in rising order of both; straight between, flat outside."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The senses of one name in one setting, before they are calibrated."""

    senses: tuple[Sense, ...]
    features: tuple[Features, ...]
    """One for each sense, then that of "none of these"."""


def rank(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    model: Model | None = None,
    bare: bool = False,
) -> tuple[tuple[Candidate, ...], ...]:
    """For each mention, in their order, what it could mean, best first; () where nothing is known.

    ``score`` is the calibrated probability that the candidate is right; what is missing from a
    sum of 1 is the probability of "none of these". Every candidate has at least one reason.
    ``model``: the weights; None takes those that come with the package. ``bare``: no reasons.
    """
    if not mentions:
        return ()
    model = model or load_model()
    stage = scene(document, mentions, gazetteer)
    evidence = settle(stage, model)
    name_of = _names(gazetteer)
    done: dict[tuple[int, Setting], tuple[Candidate, ...]] = {}
    for group in sorted({group for group, _ in stage.places}):
        for setting, found in weigh(stage, evidence, group).items():
            case = None if bare else Case(stage, evidence, group, setting, name_of)
            candidates = _candidates(case, found, model)
            done[group, setting] = _own_first(candidates, found.senses, gazetteer.overlaid)
    return tuple(done[place] for place in stage.places)


def _own_first(
    candidates: tuple[Candidate, ...], senses: Sequence[Sense], overlaid: Mapping[str, str]
) -> tuple[Candidate, ...]:
    """The candidates with the place of a user's overlay before its namesakes.

    It is the first that bears the name; where an overlay only changed an entry, its other names
    are as before.
    """
    if not senses or senses[0].option.entry.id not in overlaid:
        return candidates
    own = senses[0].option.entry
    why = next((c.why for c in candidates if c.entry.id == own.id), ())
    rest = (
        replace(c, score=min(c.score, 1.0 - _OVERLAID)) for c in candidates if c.entry.id != own.id
    )
    first = Candidate(own, _OVERLAID, ("from an overlay of your own", *why)[:MOST_REASONS])
    return (first, *rest)[:MOST_CANDIDATES]


def _names(gazetteer: Gazetteer) -> Callable[[str], str | None]:
    """Names of countries by code and of divisions by id, each asked for once."""

    @cache
    def name_of(key: str) -> str | None:
        entry = gazetteer.entry(key) if ":" in key else gazetteer.country(key)
        return entry.name if entry else None

    return name_of


@cache
def load_model() -> Model:
    """The trained model that comes with the package.

    Raises: GeocodeError where the weights are not those of this version.
    """
    file = resources.files("geocode.places.ranking") / "weights" / "ranker.json"
    raw = json.loads(file.read_text(encoding="utf-8"))
    if raw.get("format") != 1:
        raise GeocodeError(f"{file} has another format; run benchmarks/train_ranker.py")
    return Model(
        first=raw["first"],
        joint=raw["joint"],
        sweeps=raw["sweeps"],
        calibration=tuple((x, y) for x, y in raw["calibration"]),
    )


def settle(stage: Scene, model: Model) -> Evidence:
    """The evidence of a document after the last sweep."""
    evidence = gather(stage, first_beliefs(stage, model.first))
    for _ in range(model.sweeps - 1):
        evidence = gather(stage, sweep(stage, evidence, model.joint))
    return evidence


def weigh(stage: Scene, evidence: Evidence, number: int) -> dict[Setting, Ranking]:
    """All features of one name, for each setting it stands in."""
    group = stage.groups[number]
    around = context_features(stage, evidence, number)
    rows = [local_features(stage, evidence, number, s) for s in group.settings]
    shared = [
        [*sense.static, *context, *local]
        for sense, context, local in zip(group.senses, around, pooled(rows), strict=True)
    ]
    none = abstain(group, around)
    return {
        setting: Ranking(
            group.senses, (*([*s, *here] for s, here in zip(shared, row, strict=True)), none)
        )
        for setting, row in zip(group.settings, rows, strict=True)
    }


def raw_confidence(ranking: Ranking, weights: Weights) -> tuple[list[float], int, float]:
    """Probabilities (the last is "none"), the index of the best, and how likely its spot is right.

    Senses within 161 km of the best (a town and the county of its name) speak for it too.
    """
    likely = probabilities([score(row, weights) for row in ranking.features])
    best = max(
        range(len(ranking.senses)),
        key=lambda i: (likely[i], ranking.senses[i].option.entry.id),
    )
    x, y, z = ranking.senses[best].position
    spot = sum(
        p
        for p, sense in zip(likely, ranking.senses, strict=False)
        if x * sense.position[0] + y * sense.position[1] + z * sense.position[2] > _SAME_PLACE_COS
    )
    return likely, best, min(1.0, spot)


def calibrated(raw: float, line: Sequence[tuple[float, float]]) -> float:
    """The value of a rising broken line at ``raw``."""
    at = bisect_right([x for x, _ in line], raw)
    if at == 0:
        return line[0][1]
    if at == len(line):
        return line[-1][1]
    (x0, y0), (x1, y1) = line[at - 1], line[at]
    return y0 + (y1 - y0) * (raw - x0) / (x1 - x0)


def _candidates(case: Case | None, ranking: Ranking, model: Model) -> tuple[Candidate, ...]:
    """The likeliest senses of a name, with their reasons where a case is given."""
    found = ranking.senses
    if not found:
        return ()
    likely, best, spot = raw_confidence(ranking, model.joint)
    sure = calibrated(spot, model.calibration)
    left = (1.0 - sure) / max(1e-9, 1.0 - likely[best])
    order = sorted(
        range(len(found)), key=lambda i: (i != best, -likely[i], found[i].option.entry.id)
    )[:MOST_CANDIDATES]
    scores = [sure if i == best else min(sure, likely[i] * left) for i in order]
    why: Iterable[tuple[str, ...]] = repeat(())
    if case is not None:
        gains = contributions(ranking.features, likely, model.joint)
        why = (reasons(case, found[i], gains(i)) for i in order)
    return tuple(
        Candidate(found[i].option.entry, score, told)
        for i, score, told in zip(order, scores, why, strict=False)
    )
