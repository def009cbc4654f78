"""A document goes the whole way, the same each time, and one failure is only its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import geocode
from geocode import pipeline
from geocode.documents import make_document
from geocode.errors import InputError, ModelError
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import model_digest, read_all, read_document, read_places, run_digest
from geocode.records import Document, Mention, Place, Reading, Rejected
from geocode.settings import Settings

TEXT = (
    "date 2022-02-14 Soldiers held exercises near Yelsk, Belarus, on Monday.\n\n"
    "Talks followed, Washington said."
)


def test_a_document_becomes_mentions_places_dates_and_events(gazetteer: Gazetteer) -> None:
    document = make_document(TEXT, source="a")
    reading = read_document(document, gazetteer=gazetteer)
    assert reading.document == document
    assert "Yelsk" in [m.surface for m in reading.mentions]
    assert [m.span.of(TEXT) for m in reading.mentions] == [m.surface for m in reading.mentions]
    assert [p.mention for p in reading.places][: len(reading.mentions)] == list(reading.mentions)
    assert all(p.mention.kind == "phrase" for p in reading.places[len(reading.mentions) :])
    monday = next(d for d in reading.dates if "Monday" in d.span.of(TEXT))
    assert (monday.when.earliest, monday.when.latest) == (date(2022, 2, 14), date(2022, 2, 14))
    assert all(e.evidence for e in reading.events)
    assert all(
        p.geometry is not None and p.role == "site" for e in reading.events for p in e.places
    )


def test_the_same_document_gives_the_same_reading_whatever_was_read_before(
    gazetteer: Gazetteer,
) -> None:
    one, other = make_document(TEXT, source="a"), make_document("In Paris, France.", source="b")
    forth = list(read_all([one, other], gazetteer=gazetteer))
    back = list(read_all([other, one], gazetteer=gazetteer))
    assert forth == back[::-1]


def test_places_alone_are_the_places_of_the_reading(gazetteer: Gazetteer) -> None:
    document = make_document(TEXT)
    reading = read_document(document, gazetteer=gazetteer)
    assert read_places(document, gazetteer=gazetteer) == reading.places


def test_bare_places_are_the_same_places_undrawn_and_unexplained(gazetteer: Gazetteer) -> None:
    document = make_document(f"{TEXT} Shells fell 30 km west of Kyiv, on the border with Poland.")
    whole = read_places(document, gazetteer=gazetteer)
    bare = read_places(document, gazetteer=gazetteer, bare=True)

    def told(place: Place) -> tuple[object, ...]:
        return (place.mention, place.best, place.confidence, place.relation, place.role)

    assert [told(p) for p in bare] == [told(p) for p in whole]
    named = [(b, w) for b, w in zip(bare, whole, strict=True) if w.mention.kind != "phrase"]
    assert any(w.geometry is not None for _, w in named)
    assert all(b.geometry is None and not any(c.why for c in b.others) for b, _ in named)


def test_one_failure_is_a_rejection_and_the_others_are_read(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = make_document("In Paris.", source="good"), make_document("In Rome.", source="bad")
    find = pipeline.find_mentions

    def failing(document: Document, gazetteer: Gazetteer) -> tuple[Mention, ...]:
        if document == bad:
            raise ModelError("the weights are missing; run training")
        return find(document, gazetteer)

    monkeypatch.setattr(pipeline, "find_mentions", failing)
    early = Rejected("x", "is empty")
    found = list(read_all([early, bad, good], gazetteer=gazetteer))
    assert found[0] == early
    assert found[1] == Rejected("bad", f"the weights are missing; run training (document {bad.id})")
    assert isinstance(found[2], Reading)


def test_a_bug_is_not_hidden_as_a_rejection(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Sequence[Mention]:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "find_mentions", broken)
    with pytest.raises(ZeroDivisionError):
        list(read_all([make_document("In Paris.")], gazetteer=gazetteer))


def test_a_text_over_the_limit_of_the_settings_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(InputError, match="has 105 characters, more than the 50"):
        read_document(
            make_document(TEXT), gazetteer=gazetteer, settings=Settings(max_document_chars=50)
        )


def test_the_run_names_version_gazetteer_settings_and_model(gazetteer: Gazetteer) -> None:
    settings = Settings()
    run = run_digest(gazetteer, settings)
    assert run == (
        f"dateline-{geocode.__version__}/gazetteer-{gazetteer.digest[:12]}"
        f"/settings-{settings.digest}/model-{model_digest()}"
    )
    assert run != run_digest(gazetteer, replace(settings, near_radius_m=1.0))


def test_every_name_at_the_front_door_is_there_and_documented() -> None:
    assert sorted(set(geocode.__all__)) == sorted(geocode.__all__)
    for name in geocode.__all__:
        assert getattr(geocode, name).__doc__, name
        assert f"``{name}``" in (geocode.__doc__ or "")
    assert set(geocode.__all__) <= set(dir(geocode))
    with pytest.raises(AttributeError, match="no attribute 'everything'"):
        _ = geocode.everything  # type: ignore[attr-defined]
