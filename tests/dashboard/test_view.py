"""A view survives the address bar, and no address bar breaks a view."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dashboard.speech import LANGUAGES
from dashboard.view import (
    BASES,
    LARGEST_KEY,
    LONGEST_NAME,
    MOST_OVERLAYS,
    SHAPES,
    SORTS,
    SURFACES,
    TRAYS,
    View,
    tidy,
)
from dashboard.words import GROUPS, STATUSES


def subset(names) -> st.SearchStrategy[tuple[str, ...]]:
    chosen = st.sets(st.sampled_from(list(names)))
    return chosen.map(lambda picked: tuple(name for name in names if name in picked))


def names_of(texts: list[str]) -> tuple[str, ...]:
    tidied = (tidy(text)[:LONGEST_NAME].strip() for text in texts)
    return tuple(dict.fromkeys(name for name in tidied if name))[:MOST_OVERLAYS]


days = st.none() | st.dates()
views = st.builds(
    lambda ends, **rest: View(since=ends[0], until=ends[1], **rest),
    st.tuples(days, days).map(lambda e: e if None in e or e[0] <= e[1] else (e[1], e[0])),
    groups=subset(GROUPS),
    statuses=subset(STATUSES),
    text=st.text(max_size=300).map(tidy),
    sure=st.booleans(),
    undated=st.booleans(),
    tray=st.sampled_from(TRAYS),
    shapes=subset(SHAPES),
    base=st.sampled_from(BASES),
    surface=st.sampled_from(SURFACES),
    by_reports=st.booleans(),
    overlays=st.lists(st.text(min_size=1, max_size=90), max_size=12).map(names_of),
    event=st.none() | st.integers(0, LARGEST_KEY - 1),
    table=st.booleans(),
    sort=st.sampled_from(["", *SORTS, *(f"-{name}" for name in SORTS if name != "date")]),
    language=st.sampled_from(LANGUAGES),
)


@given(views)
def test_every_view_comes_back_from_its_own_address(view: View) -> None:
    assert View.from_query(view.to_query()) == view


@given(
    st.dictionaries(
        st.sampled_from(["since", "until", "kind", "status", "q", "show", "event", "lang", "x"])
        | st.text(max_size=8),
        st.lists(st.text(max_size=40), max_size=3),
    )
)
def test_any_address_gives_a_view_that_comes_back(query: dict[str, list[str]]) -> None:
    view = View.from_query(query)
    assert View.from_query(view.to_query()) == view


def test_the_plain_view_has_an_empty_address() -> None:
    assert View().to_query() == {}


def test_the_form_and_the_order_of_what_is_shown_are_in_the_address_and_are_no_filter() -> None:
    view = View(table=True, sort="-place")
    assert view.to_query() == {"as": ["table"], "sort": ["-place"]}
    assert not view.filtered
    assert View.from_query({"as": ["chart"], "sort": ["-date"]}) == View()
    filtered = View(groups=("force",), table=True, sort="kind", tray="undated", event=5)
    assert filtered.plain == View(table=True, sort="kind")
    assert filtered.bare == View(groups=("force",))


def test_ends_in_the_wrong_order_are_swapped() -> None:
    view = View.from_query({"since": ["2022-03-01"], "until": ["2022-02-01"]})
    assert (view.since, view.until) == (date(2022, 2, 1), date(2022, 3, 1))


def test_what_an_address_gets_wrong_is_left_out() -> None:
    query = {
        "since": ["2022-02-30"], "kind": ["force", "<script>"], "show": ["all"], "event": ["-1"],
        "status": ["planned", "planned"], "q": ["  a\x00  b "],
    }  # fmt: skip
    assert View.from_query(query) == View(groups=("force",), statuses=("planned",), text="a b")


def test_the_language_is_in_the_address_and_is_no_filter() -> None:
    view = View.from_query({"lang": ["uk"]})
    assert (view.language, view.to_query(), view.filtered) == ("uk", {"lang": ["uk"]}, False)
    assert View.from_query({"lang": ["xx"]}) == View()
    assert View(language="pl", groups=("force",), tray="undated").plain == View(language="pl")


def test_what_lies_under_the_marks_filters_nothing() -> None:
    view = View(base="muted", surface="heat", by_reports=True, overlays=("Front",))
    assert not view.filtered
    assert view.bare == View()
    assert view.to_query() == {
        "base": ["muted"], "layer": ["heat"], "by": ["reports"], "over": ["Front"],
    }  # fmt: skip


def test_precision_is_a_filter_and_is_in_the_address() -> None:
    view = View.from_query({"shape": ["area", "point", "blob"]})
    assert view.shapes == ("point", "area")
    assert view.filtered
    assert view.plain == View()


def test_clearing_the_filters_keeps_the_layers() -> None:
    view = View(text="drills", shapes=("line",), base="dark", overlays=("Front",))
    assert view.plain == View(base="dark", overlays=("Front",))


@given(st.text(max_size=2000))
def test_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert len(tidy(text)) <= 200
