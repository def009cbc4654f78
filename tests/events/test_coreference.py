"""Which tellings of a document are one event. Every text is ours, published on 2023-05-10."""

import pytest
from event_scenes import events_in, told


@pytest.mark.parametrize(
    "again",
    [
        "The fire killed two guards.",
        "The blaze was put out by noon.",
        "Firefighters said that the fire began in a kitchen.",
    ],
)
def test_a_fire_told_again_is_one_fire(again: str):
    found = events_in(f"A fire broke out in [Tula] on Monday. {again}")
    (fire,) = [event for event in found if event.kind == "ACCIDENT"]
    assert [place.mention.surface for place in fire.places] == ["Tula"]


@pytest.mark.parametrize(
    "other",
    [
        "Gunmen killed a judge in [Pasto] on Tuesday.",
        "Gunmen also killed a judge in [Pasto].",
        "On Tuesday gunmen killed a judge.",
    ],
)
def test_another_day_or_place_keeps_two_killings_apart(other: str):
    found = told(f"Gunmen killed a mayor in [Cali] on Monday. {other}")
    assert [event[0] for event in found] == ["ASSAULT", "ASSAULT"]


def test_what_is_denied_is_never_one_with_what_happened():
    found = told("Rebels shelled [Goma] on Monday. The army denied that it had shelled [Goma].")
    assert {event[1] for event in found if event[0] == "ASSAULT"} == {"realised", "denied"}


def test_a_blast_told_sixty_times_is_one():
    line = "A bomb exploded in [Tula] and the blast killed two men. "
    (blast,) = events_in(line * 60)
    assert len({item.trigger for item in blast.evidence}) >= 120


def test_the_coup_of_another_year_is_another():
    found = told("Officers took power in [Conakry] on Sunday. In 2008 officers took power too.")
    assert [event[1] for event in found] == ["realised", "background"]
