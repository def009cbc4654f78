"""The gate: no score on our annotated reports drops below its floor.

The test part has floors too, set below what its first look gave, so that no release falls in
silence; what it was that fell is not printed here (benchmarks/seeds.py --test --errors).
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import seeds

PARTS = {
    "floors.toml": seeds.SEEDS,
    "learning_floors.toml": seeds.LEARNING,
    "unseen_floors.toml": seeds.TEST,
}
FLOORS = [
    {"file": file, **floor}
    for file in PARTS
    for floor in tomllib.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))["floors"]
]
every_floor = pytest.mark.parametrize(
    "floor", FLOORS, ids=lambda f: f"{Path(f['file']).stem}: {f['measure']} {f['statistic']}"
)


@pytest.fixture(scope="module")
def scores() -> dict[str, dict[str, seeds.Score]]:
    return {file: seeds.score(folder)[0] for file, folder in PARTS.items()}


@every_floor
def test_no_score_falls_below_its_floor(floor, scores):
    reached = getattr(scores[floor["file"]][floor["measure"]], floor["statistic"])
    assert reached >= floor["history"][-1]["value"]


@pytest.mark.parametrize("file", PARTS)
def test_every_measure_has_a_floor(file, scores):
    assert {f["measure"] for f in FLOORS if f["file"] == file} == set(scores[file])


@every_floor
def test_a_floor_is_lowered_only_with_a_reason(floor):
    for before, after in zip(floor["history"], floor["history"][1:], strict=False):
        assert after["value"] >= before["value"] or after.get("why")
