"""What every gazetteer source keeps to, run over each of them."""

import gc
from collections.abc import Mapping

import pytest
import shapely

from geocode.gazetteer.drafts import Draft, gathered
from geocode.gazetteer.sources import SOURCES

SCHEMES = {
    *("geonames", "iso", "border", "tripoint", "frontier", "stretch", "disputed"),
    *("region", "physical", "site"),
}
KINDS = {"P", "A", "C", "R"}


@pytest.fixture(scope="module")
def given_by() -> Mapping[str, tuple[Mapping[str, Draft], list[Draft]]]:
    """For each source the world it saw and the drafts it gave; read without the collector."""
    out: dict[str, tuple[Mapping[str, Draft], list[Draft]]] = {}
    world: dict[str, Draft] = {}
    gc.disable()
    try:
        for name, load in SOURCES.items():
            drafts = list(load(world))
            out[name] = (world, drafts)
            world = gathered(drafts, world)
    finally:
        gc.enable()
    return out


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_gives_well_formed_drafts(name: str, given_by: Mapping) -> None:
    world, drafts = given_by[name]
    assert len(drafts) >= 100
    for draft in drafts:
        assert draft.id.split(":")[0] in SCHEMES
        assert draft.name.strip()
        assert draft.kind in KINDS
        assert draft.feature.isalnum()
        if draft.id in world:
            assert world[draft.id].kind == draft.kind
        if draft.lon is not None:
            assert -180 <= draft.lon <= 180
            assert -90 <= draft.lat <= 90
            assert draft.precision_m > 0 or draft.id in world
        if draft.bbox:
            _, south, _, north = draft.bbox
            assert -90 <= south <= north <= 90
        assert (draft.wkb is None) == (draft.shape is None)


@pytest.mark.parametrize("name", SOURCES)
def test_the_shapes_of_a_source_are_valid(name: str, given_by: Mapping) -> None:
    kinds = {"line": {"LineString", "MultiLineString"}, "area": {"Polygon", "MultiPolygon"}}
    for draft in given_by[name][1]:
        if draft.wkb is not None:
            shape = shapely.from_wkb(draft.wkb)
            assert shape.is_valid, draft.id
            assert shape.geom_type in kinds[draft.shape], draft.id
            west, south, east, north = shape.bounds
            assert -180 <= west <= east <= 180, draft.id
            assert -90 <= south <= north <= 90, draft.id
