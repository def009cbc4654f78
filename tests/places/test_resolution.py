"""From mentions to Places: abstaining, containment, geometry by wording, parts of phrases."""

import pytest
from shapely.errors import GEOSException
from small_world import SmallWorld, marked, ranked

from geocode.places import resolution, resolve
from geocode.records import Candidate
from geocode.settings import Settings

WORLD = SmallWorld()


@pytest.fixture(autouse=True)
def _by_population(monkeypatch):
    monkeypatch.setattr(
        resolution, "rank", lambda _, mentions, world, **_kwargs: ranked(mentions, world)
    )


def places(text, **settings):
    document, mentions = marked(text)
    return resolve(document, mentions, WORLD, Settings(**settings))


def test_one_place_for_each_mention_in_order_then_the_phrases():
    found = places("Shots in [Lviv] and on the [Belarus]–[Poland] border.")
    assert [p.mention.surface for p in found] == [
        "Lviv",
        "Belarus",
        "Poland",
        "Belarus–Poland border",
    ]
    assert [p.mention.kind for p in found] == ["toponym"] * 3 + ["phrase"]
    assert [s.of("Shots in Lviv and on the Belarus–Poland border.") for s in found[3].parts] == [
        "Belarus",
        "Poland",
    ]


def test_the_parts_of_a_phrase_are_background_and_say_of_which():
    _, belarus, poland, border = places("Shots in [Lviv] and on the [Belarus]–[Poland] border.")
    for part in (belarus, poland):
        assert part.role == "background"
        assert part.geometry is None
        assert part.why[-1] == "part of ‘Belarus–Poland border’"
    assert border.best is not None
    assert border.best.id == "border:BY-PL"
    assert border.geometry is not None
    assert border.geometry.geom_type == "LineString"


def test_what_holds_the_place_before_it_is_background():
    yelsk, belarus = places("Launchers were placed near [Yelsk], [Belarus], on Monday.")
    assert (yelsk.relation, yelsk.precision_m) == ("near", 15_000)
    assert yelsk.why[-1] == "a disc of 15 km for ‘near’"
    assert belarus.role == "background"
    assert belarus.why[-1] == "names the country of Yelsk"


def test_below_the_confidence_asked_for_it_abstains_and_says_so():
    (kyiv,) = places("A blast shook [Kyiv].", min_confidence=0.95)
    assert (kyiv.best, kyiv.geometry, kyiv.precision_m) == (None, None, None)
    assert kyiv.why == ("Kyiv is likeliest, but at 0.90 below the 0.95 asked for",)
    assert [c.entry.id for c in kyiv.others] == ["kyiv"]


def test_an_unknown_name_is_kept_without_a_place():
    (place,) = places("A blast shook [Nowhereville].")
    assert place.best is None
    assert place.why == ("no place of this name is known",)


def test_a_demonym_keeps_its_country_but_has_no_ground():
    soldiers, kyiv = places("[Russian] soldiers fired at [Kyiv].")
    assert (soldiers.role, soldiers.geometry) == ("demonym", None)
    assert soldiers.best is not None
    assert soldiers.best.id == "RU"
    assert kyiv.geometry is not None


def test_directions_within_the_mention_itself_are_a_part(monkeypatch):
    document, mentions = marked("Rockets struck in [western Ukraine] overnight.")
    known = Candidate(WORLD.country("UA"), 0.9, ("known",))
    monkeypatch.setattr(resolution, "rank", lambda *_, **_kwargs: ((known,),))
    (place,) = resolve(document, mentions, WORLD, Settings())
    assert place.relation == "part"
    assert place.geometry.bounds == pytest.approx((23, 45, 29.8, 51.5))


def test_no_mention_and_no_border_gives_nothing():
    assert places("All was quiet.") == ()


def test_the_same_text_gives_the_same_places():
    text = "Drills near [Yelsk] and on borders of [Belarus] with [Poland] and [Ukraine]."
    assert places(text) == places(text)


def test_no_more_than_so_many_edges_of_areas_are_drawn_for_one_document():
    text = " ".join(f"Troops camped {n} km from [Poland]." for n in range(20, 120))
    found = places(text)
    assert len(found) == 100
    assert {p.best.name for p in found} == {"Poland"}
    assert [p.geometry is not None for p in found] == [True] * 64 + [False] * 36
    assert found[-1].why[-2:] == (
        "the document draws 64 edges and parts of areas already", "so it is on no map"
    )  # fmt: skip


def test_what_shapely_cannot_draw_is_on_no_map_and_says_so(monkeypatch):
    def refuse(*_):
        raise GEOSException("side location conflict")

    monkeypatch.setattr(resolution, "footprint", refuse)
    (found,) = places("Shots in [Lviv].")
    assert found.best is not None
    assert found.geometry is None
    assert "its ground cannot be drawn (side location conflict)" in found.why
