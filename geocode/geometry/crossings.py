"""How often an area crosses itself: to mend one that does so everywhere takes minutes."""

from __future__ import annotations

from typing import Any, Final, cast

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

_AT_ONCE: Final = 2_000_000
"""Pairs of stretches that may meet, looked at together."""
_ANYHOW: Final = 3
"""What each stretch of a ring meets in any case: itself and both its neighbours."""

_POLYGON: Final = 3
"""GEOS's number for it; what holds others has a higher one."""


def crossings(geometry: BaseGeometry, *, most: int) -> int:
    """How many pairs of stretches of its rings meet, neighbours apart; not counted far past most.

    >>> crossings(shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), most=9)
    1
    """
    vectors = cast("Any", shapely)  # its types do not say what comes of arrays
    parts = vectors.get_parts(geometry)
    while (vectors.get_type_id(parts) > _POLYGON).any():  # rings are told of single areas only
        parts = vectors.get_parts(parts)
    points, ring = vectors.get_coordinates(vectors.get_rings(parts), return_index=True)
    within = ring[1:] == ring[:-1]
    stretches = vectors.linestrings(np.stack([points[:-1][within], points[1:][within]], axis=1))
    tree = vectors.STRtree(stretches)
    step = max(1, _AT_ONCE // max(1, len(stretches)))
    met = 0
    for start in range(0, len(stretches), step):
        some = stretches[start : start + step]
        met += tree.query(some, predicate="intersects").shape[1] - _ANYHOW * len(some)
        if met > 2 * most:
            break
    return max(0, met) // 2  # each pair is met from either side
