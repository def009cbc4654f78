"""Which events of several reports are one: what joins, what keeps apart, what it costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geocode.happenings import Account, Joined, Site, grouping
from geocode.happenings.grouping import join
from geocode.records import TimeSpan

DAY = date(2023, 5, 17)
CHUHUIV = Site("geonames:1", "Chuhuyiv", "Chuhuiv", 36.69, 49.84, 2400.0, "UA", "UA-63", "PPL")
IZIUM = Site("geonames:2", "Izium", "Izium", 37.25, 49.21, 3000.0, "UA", "UA-63", "PPL")
SUBURB = Site("geonames:3", "Malynivka", "Malynivka", 36.73, 49.82, 1500.0, "UA", "UA-63", "PPL")
UKRAINE = Site("geonames:4", "Ukraine", "Ukraine", 32.0, 49.0, 5e5, "UA", None, "PCLI")
KHARKIV = Site("UA-63", "Kharkiv", "Kharkiv region", 36.5, 49.6, 1e5, "UA", None, "ADM1")
QUOTE = "A missile hit a grain depot in Chuhuiv before dawn, killing four workers, police said."
OTHER = "Four workers died when a rocket struck a store of grain, according to the governor."


def on(day: date) -> TimeSpan:
    return TimeSpan(day, day, "day", "explicit")


def account(number: int, **fields: object) -> Account:
    told = Account(
        f"e{number:05}", f"d{number:05}", DAY + timedelta(days=1), "ASSAULT", "shelling",
        "realised", on(DAY), (CHUHUIV,), (), (QUOTE,), confidence=0.5,
    )  # fmt: skip
    return replace(told, **fields)  # type: ignore[arg-type]


FIRST = account(1)
AGAIN = account(2, quotes=(OTHER,), published=DAY + timedelta(days=2))


def groups(*accounts: Account) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for joined in join(accounts):
        found.setdefault(joined.happening, set()).add(joined.event_id)
    return {frozenset(ids) for ids in found.values()}


def test_the_same_told_in_other_words_is_one_and_says_why() -> None:
    first, again = join([AGAIN, FIRST])
    assert first == Joined("e00001", "d00001", "e00001", 0, ())
    assert (again.happening, again.rank) == ("e00001", 1)
    assert again.why == (
        "both in Chuhuyiv",
        "both say 2023-05-17",
        "both count 4",
        "both say grain, workers",
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"when": on(DAY + timedelta(days=1))}, id="the next day"),
        pytest.param({"sites": (IZIUM,)}, id="another town"),
        pytest.param({"kind": "PROTEST", "label": ""}, id="another kind"),
        pytest.param({"label": "abduction"}, id="another sort of violence"),
        pytest.param({"status": "denied"}, id="denied"),
        pytest.param({"status": "planned"}, id="planned"),
        pytest.param({"document_id": "d00001"}, id="the same report"),
        pytest.param({"when": on(DAY.replace(year=2022))}, id="a year before"),
        pytest.param({"quotes": ("Shells fell on the railway station.",)}, id="nothing in common"),
        pytest.param({"sites": (UKRAINE,), "quotes": ("A missile hit the town.",)}, id="vague"),
        pytest.param(
            {"when": TimeSpan(None, DAY + timedelta(days=9), "open", "dateline_default"),
             "published": DAY + timedelta(days=9), "quotes": (QUOTE,)},
            id="word for word, nine days later",
        ),
    ],
)  # fmt: skip
def test_what_may_be_another_stays_apart(other: dict[str, object]) -> None:
    assert groups(FIRST, replace(AGAIN, **other)) == set()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"sites": (SUBURB,)}, id="a village beside it"),
        pytest.param({"sites": (KHARKIV,)}, id="its region"),
        pytest.param({"label": "violence"}, id="no sort of violence said"),
        pytest.param({"status": "ongoing"}, id="still going on"),
        pytest.param({"sites": (), "quotes": (QUOTE,)}, id="no place, word for word"),
        pytest.param(
            {"when": None, "published": None, "quotes": (QUOTE,)}, id="no day, word for word"
        ),
    ],
)
def test_what_says_less_can_be_the_same(other: dict[str, object]) -> None:
    assert groups(FIRST, replace(AGAIN, **other)) == {frozenset({"e00001", "e00002"})}  # type: ignore[arg-type]


def test_a_plain_sentence_is_the_same_only_in_copies_of_one_report() -> None:
    plain = account(3, document_id="d00001", kind="COERCE", label="", sites=(), when=None,
                    quotes=("Two were held.",))  # fmt: skip
    again = replace(plain, event_id="e00004", document_id="d00009")
    assert groups(plain, again) == set()
    copy = account(9, quotes=(QUOTE,))
    assert groups(FIRST, plain, copy, again) == {
        frozenset({"e00001", "e00009"}),
        frozenset({"e00003", "e00004"}),
    }


def test_a_chain_of_near_days_does_not_join_what_lies_days_apart() -> None:
    loose = TimeSpan(DAY, DAY + timedelta(days=2), "interval", "explicit")
    late = account(3, when=on(DAY + timedelta(days=2)), published=DAY + timedelta(days=3))
    found = groups(FIRST, account(2, when=loose, published=DAY + timedelta(days=2)), late)
    assert found == {frozenset({"e00001", "e00002"})}


def test_the_account_with_place_day_and_confidence_shows_the_happening() -> None:
    vague = account(0, sites=(), confidence=0.9)
    sure = account(3, confidence=0.8)
    ranks = {joined.event_id: joined.rank for joined in join([vague, FIRST, sure])}
    assert ranks == {"e00003": 0, "e00001": 1, "e00000": 2}


def test_a_thousand_copies_are_one_event_in_a_thousand_reports() -> None:
    copies = [account(number) for number in range(1000)]
    joined = join(copies)
    assert (len(joined), {j.happening for j in joined}) == (1000, {"e00000"})


days = st.integers(0, 4).map(lambda n: DAY + timedelta(days=n))
accounts = st.lists(
    st.builds(
        account,
        st.integers(0, 99),
        when=st.none() | days.map(on),
        published=st.none() | days,
        sites=st.sampled_from([(), (CHUHUIV,), (IZIUM,), (SUBURB,), (UKRAINE,), (KHARKIV,)]),
        quotes=st.sampled_from([(QUOTE,), (OTHER,), (QUOTE, OTHER), ("Shells fell.",), ("",)]),
        document_id=st.integers(0, 9).map(lambda n: f"d{n}"),
        parties=st.sampled_from([(), ("the army",), ("95th Brigade",)]),
    ),
    max_size=12,
    unique_by=lambda a: a.event_id,
)


@settings(max_examples=100)
@given(told=accounts, chance=st.randoms(use_true_random=False))
def test_the_order_in_which_accounts_come_changes_nothing(told, chance) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert join(shuffled) == join(told)


@settings(max_examples=100)
@given(told=accounts)
def test_a_happening_has_one_event_of_a_report_one_that_shows_it_and_days_that_agree(told) -> None:
    found: dict[str, list[Joined]] = {}
    for joined in join(told):
        found.setdefault(joined.happening, []).append(joined)
    by_id = {a.event_id: a for a in told}
    for happening, joined in found.items():
        assert len({j.document_id for j in joined}) == len(joined) > 1
        assert sorted(j.rank for j in joined) == list(range(len(joined)))
        assert happening == joined[0].event_id
        assert [j.why == () for j in joined] == [True] + [False] * (len(joined) - 1)
        assert len({w.earliest for j in joined if (w := by_id[j.event_id].when)}) <= 1


@settings(max_examples=100)
@given(told=accounts)
def test_a_later_report_changes_nothing_of_what_earlier_ones_made_up(told) -> None:
    ordered = sorted(told, key=lambda a: (a.published or date.max, a.document_id))
    last = [a.document_id for a in ordered[-1:]]
    earlier = [a for a in ordered if a.document_id not in last]
    before = {j.event_id: j.happening for j in join(earlier)}
    after = {j.event_id: j.happening for j in join(told)}
    if all(
        a.published == b.published for a in told for b in told if a.document_id == b.document_id
    ):
        assert all(after[event] == happening for event, happening in before.items())


def test_an_account_is_compared_with_few_however_many_there_are(monkeypatch) -> None:
    counted = [0]
    plain = grouping.likeness

    def counting(*pair):
        counted[0] += 1
        return plain(*pair)

    monkeypatch.setattr(grouping, "likeness", counting)
    many = [
        account(n, quotes=(f"Shell number {n} fell on word{n} street{n}.",)) for n in range(600)
    ]
    join(many)
    assert counted[0] <= 600 * 16 * 3


def test_hostile_accounts_are_joined_without_harm() -> None:
    odd = account(
        1, quotes=("\ud800 " * 50, "9" * 5000, "[" * 5000, "— " * 3000), parties=("\x00", "")
    )
    assert groups(odd, replace(odd, event_id="e2", document_id="d2")) in (
        set(), {frozenset({"e00001", "e2"})},
    )  # fmt: skip


def test_news_of_the_first_year_reaches_back_to_its_first_day() -> None:
    first = date(1, 1, 1)
    when = TimeSpan(None, first, "open", "dateline_default")
    told = [replace(a, published=first, when=when, quotes=(QUOTE,)) for a in (FIRST, AGAIN)]
    assert groups(*told) == {frozenset({"e00001", "e00002"})}
