"""A learnt second opinion on whether a name that is no mark acts or is meant at all.

Where something is, the rules alone say: a wrong mark is the dear error, and weights that may make
or take marks lost more of them than they mended. Source: multinomial logit over
``evidence.features``, trained by ``benchmarks/train_roles.py``; what on stands in
``weights/en.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from geocode.errors import ModelError
from geocode.records import Role

ACTING: tuple[Role, ...] = ("actor", "target")
"""Roles that are taken from a name, or given to what the rules leave in the background."""
REVISED: tuple[Role, ...] = (*ACTING, "background")
"""Roles that are revised, into one another."""
TAKEN = 0.5
"""Probability of background from which what acts or is meant becomes it."""
GIVEN = 0.8
"""Probability of acting or being meant from which background becomes it: what is doubtful stays
background. Source of both: set by hand among three values each, in cross-validation over
documents; all of them lie within a point of one another."""
_FORMAT = 1
_REASONS = 3
"""Reasons given for one revision."""


@dataclass(frozen=True, slots=True)
class RoleModel:
    """Weights by feature, one for each of ``roles``."""

    roles: tuple[Role, ...]
    weights: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class RoleReading:
    """A role and what spoke for it; () where the rules' word stands."""

    role: Role
    why: tuple[str, ...] = ()


@cache
def shipped_model() -> RoleModel:
    """The weights that ship, read once.

    Raises:
        ModelError: they are of another format than this version reads.

    """
    file = resources.files("geocode.places.roles") / "weights" / "en.json"
    raw = json.loads(file.read_text(encoding="utf-8"))
    if raw.get("format") != _FORMAT:
        raise ModelError(f"{file} has another format; run benchmarks/train_roles.py")
    weights = {name: tuple(row) for name, row in raw["weights"].items()}
    return RoleModel(tuple(raw["roles"]), weights)


def probabilities(features: Sequence[str], model: RoleModel) -> dict[Role, float]:
    """How likely each role is; they sum to one."""
    rows = [model.weights[name] for name in features if name in model.weights]
    scores = [math.fsum(column) for column in zip(*rows, strict=True)] or [0.0] * len(model.roles)
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = math.fsum(powers)
    return {role: p / total for role, p in zip(model.roles, powers, strict=True)}


def revise(rules: Role, features: Sequence[str], model: RoleModel) -> RoleReading:
    """The role to take where the rules said ``rules``, with reasons where it is another.

    Only actor, target and background are revised, and only into one another.
    """
    if rules not in REVISED:
        return RoleReading(rules)
    likely = probabilities(features, model)
    best = rules
    if rules in ACTING and likely["background"] >= TAKEN:
        best = "background"
    elif rules == "background" and math.fsum(likely[role] for role in ACTING) >= GIVEN:
        best = max(ACTING, key=lambda role: likely[role])
    why = () if best == rules else _reasons(rules, best, features, model)
    return RoleReading(best, why)


def _reasons(rules: Role, best: Role, features: Sequence[str], model: RoleModel) -> tuple[str, ...]:
    new, old = model.roles.index(best), model.roles.index(rules)
    gains = sorted(
        (
            (model.weights[name][new] - model.weights[name][old], name)
            for name in features
            if name in model.weights
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    return (
        f"{best} rather than {rules}: "
        + "; ".join(f"{name} ({gain:+.1f})" for gain, name in gains[:_REASONS] if gain > 0),
    )
