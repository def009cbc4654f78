"""Why an event is on no map, where its own words name a place that cannot be drawn."""

from dataclasses import replace

from dashboard import words
from dashboard.absence import why_nowhere
from geocode import EventQuery, open_store
from geocode.documents import make_document
from geocode.pipeline import read_document


def test_a_site_that_only_its_people_name_is_said_not_to_be_drawn(gazetteer, tmp_path) -> None:
    document = make_document(
        "Gunmen bombed a Chadian convoy on Monday, killing nine soldiers.", source="x"
    )
    reading = read_document(document, gazetteer=gazetteer)
    (place,) = reading.places
    (event,) = reading.events
    event = replace(event, places=(replace(place, role="site"),))
    reading = replace(reading, events=(event,))
    with open_store(tmp_path / "events.sqlite") as store:
        store.add(reading)
        (row,) = store.rows(EventQuery())
    assert row.placed is False
    assert why_nowhere(row, reading) == (words.NO_PLACE["people"].format(names="Chadian"),)
