"""Which of the places that bear a name is meant, and the laws every ranking keeps."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.names import fold
from geocode.places.ranking import scene
from geocode.places.ranking.context import probabilities
from geocode.places.ranking.ranker import calibrated, load_model, rank
from geocode.records import Block, Candidate, Document, Entry, Mention, Span


def entry(  # noqa: PLR0917  a row of the table below
    key: str, name: str, feature: str, within: str, lon: float, lat: float, people: int
) -> Entry:
    """``within`` is "GE" or "US/georgia": a country, then the id of a division."""
    country, _, admin1 = within.partition("/")
    return Entry(
        key, name, feature, country, admin1 or None, None, lon, lat, people, None, None, 5000.0
    )


ENTRIES = (
    entry("fr", "France", "PCLI", "FR", 2.0, 46.0, 67_000_000),
    entry("us", "United States", "PCLI", "US", -98.5, 39.8, 327_000_000),
    entry("ca", "Canada", "PCLI", "CA", -113.6, 60.1, 37_000_000),
    entry("ge", "Georgia", "PCLI", "GE", 43.5, 42.0, 3_700_000),
    entry("by", "Belarus", "PCLI", "BY", 28.0, 53.0, 9_485_000),
    entry("ru", "Russia", "PCLI", "RU", 100.0, 60.0, 144_478_000),
    entry("gb", "United Kingdom", "PCLI", "GB", -2.7, 54.8, 66_000_000),
    entry("texas", "Texas", "ADM1", "US", -99.3, 31.3, 29_000_000),
    entry("georgia", "Georgia", "ADM1", "US", -83.5, 32.8, 10_700_000),
    entry("idaho", "Idaho", "ADM1", "US", -114.5, 44.5, 1_780_000),
    entry("alabama", "Alabama", "ADM1", "US", -86.8, 32.8, 5_000_000),
    entry("massachusetts", "Massachusetts", "ADM1", "US", -71.1, 42.4, 6_900_000),
    entry("ontario", "Ontario", "ADM1", "CA", -86.0, 50.0, 14_000_000),
    entry("england", "England", "ADM1", "GB", -0.7, 52.2, 55_000_000),
    entry("gomel", "Homyel Voblasc", "ADM1", "BY", 29.8, 52.4, 1_400_000),
    entry("paris-fr", "Paris", "PPLC", "FR/idf", 2.35, 48.85, 2_138_000),
    entry("paris-tx", "Paris", "PPL", "US/texas", -95.55, 33.66, 24_782),
    entry("tbilisi", "Tbilisi", "PPLC", "GE/tb", 44.8, 41.7, 1_050_000),
    entry("atlanta", "Atlanta", "PPLA", "US/georgia", -84.4, 33.75, 510_000),
    entry("savannah", "Savannah", "PPL", "US/georgia", -81.1, 32.1, 147_000),
    entry("yelsk", "Yel’sk", "PPL", "BY/gomel", 29.15, 51.81, 8_600),
    entry("moscow-ru", "Moscow", "PPLC", "RU/mow", 37.6, 55.75, 10_400_000),
    entry("moscow-id", "Moscow", "PPL", "US/idaho", -117.0, 46.7, 25_000),
    entry("boise", "Boise", "PPLA", "US/idaho", -116.2, 43.6, 235_000),
    entry("boston", "Boston", "PPLA", "US/massachusetts", -71.06, 42.36, 653_000),
    entry("cambridge-ma", "Cambridge", "PPL", "US/massachusetts", -71.1, 42.37, 110_000),
    entry("cambridge-gb", "Cambridge", "PPL", "GB/england", 0.12, 52.2, 145_000),
    entry("london-gb", "London", "PPLC", "GB/england", -0.13, 51.5, 8_960_000),
    entry("london-ca", "London", "PPL", "CA/ontario", -81.2, 43.0, 422_000),
    entry("birmingham-gb", "Birmingham", "PPLA2", "GB/england", -1.9, 52.5, 1_157_000),
    entry("birmingham-al", "Birmingham", "PPL", "US/alabama", -86.8, 33.5, 196_000),
    entry("minsk", "Minsk", "PPLC", "BY/minsk", 27.57, 53.9, 1_742_000),
)


@dataclass(frozen=True)
class World:
    """A gazetteer of few places, in any order of its rows."""

    rows: tuple[Entry, ...] = ENTRIES
    peoples: dict[str, str] = field(default_factory=lambda: {"belarusian": "by", "american": "us"})
    digest: str = "few"
    overlaid: dict[str, str] = field(default_factory=dict)

    def lookup(self, name: str, *, limit: int = 50) -> tuple[Entry, ...]:
        found = [e for e in self.rows if fold(e.name) == fold(name)]
        return tuple(sorted(found, key=lambda e: (-e.population, e.id))[:limit])

    def demonym(self, name: str) -> tuple[Entry, ...]:
        return tuple(e for e in self.rows if e.id == self.peoples.get(fold(name)))

    def entry(self, id: str) -> Entry | None:
        return next((e for e in self.rows if e.id == id), None)

    def country(self, code: str) -> Entry | None:
        return next((e for e in self.rows if e.country == code and e.feature == "PCLI"), None)

    def capital(self, country: str) -> Entry | None:
        return next((e for e in self.rows if e.country == country and e.feature == "PPLC"), None)


def document(text: str, **known: str) -> Document:
    blocks = (Block("body", Span(0, len(text))),)
    return Document("d", text, None, known.get("source"), known.get("url"), "en", blocks)


def mentions(text: str, *names: str) -> list[Mention]:
    out: list[Mention] = []
    at = 0
    for name in names:
        at = text.index(name, at)
        kind = "demonym" if name.endswith(("ian", "ican")) else "toponym"
        out.append(Mention("d", Span(at, at + len(name)), name, kind))
        at += len(name)
    return out


def best(text: str, *names: str, gazetteer: object | None = None) -> list[Candidate]:
    found = rank(document(text), mentions(text, *names), gazetteer or World())
    return [candidates[0] for candidates in found]


@pytest.mark.parametrize(
    ("text", "names", "ids"),
    [
        ("She flew home to Paris.", ["Paris"], ["paris-fr"]),
        ("A barn burnt down in Paris, Texas.", ["Paris", "Texas"], ["paris-tx", "texas"]),
        ("Crowds filled Tbilisi as Georgia voted.", ["Tbilisi", "Georgia"], ["tbilisi", "ge"]),
        (
            "Rain closed roads in Georgia, from Atlanta to Savannah.",
            ["Georgia", "Atlanta", "Savannah"],
            ["georgia", "atlanta", "savannah"],
        ),
        ("Launchers stood near Yel’sk.", ["Yel’sk"], ["yelsk"]),
        (
            "Students in Moscow, Idaho, met the mayor of Boise. Moscow has one campus.",
            ["Moscow", "Idaho", "Boise", "Moscow"],
            ["moscow-id", "idaho", "boise", "moscow-id"],
        ),
        ("Talks in Moscow between Russia and Belarus.", ["Moscow", "Russia"], ["moscow-ru", "ru"]),
        (
            "Labs in Cambridge and Boston win most of the money in Massachusetts.",
            ["Cambridge", "Boston", "Massachusetts"],
            ["cambridge-ma", "boston", "massachusetts"],
        ),
        (
            "The train from London to Cambridge.",
            ["London", "Cambridge"],
            ["london-gb", "cambridge-gb"],
        ),
        ("A fire in London, Ontario.", ["London", "Ontario"], ["london-ca", "ontario"]),
        ("A jail in Birmingham, Alabama.", ["Birmingham", "Alabama"], ["birmingham-al", "alabama"]),
        ("A jail in Birmingham.", ["Birmingham"], ["birmingham-gb"]),
        ("Belarusian troops left Minsk.", ["Belarusian", "Minsk"], ["by", "minsk"]),
    ],
)
def test_the_company_of_a_name_tells_which_place_is_meant(
    text: str, names: list[str], ids: list[str]
) -> None:
    assert [c.entry.id for c in best(text, *names)] == ids


def test_a_name_nobody_knows_has_no_candidates() -> None:
    text = "Shells fell on Xyzzyville."
    assert rank(document(text), mentions(text, "Xyzzyville"), World()) == ((),)


def test_names_after_the_first_so_many_are_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "MOST_NAMES", 2)
    text = "From Paris to London, from Moscow to Paris."
    found = mentions(text, "Paris", "London", "Moscow")
    again = Mention("d", Span(text.rindex("Paris"), len(text) - 1), "Paris", "toponym")
    paris, london, moscow, late = rank(document(text), (*found, again), World())
    assert [bool(paris), bool(london), moscow, bool(late)] == [True, True, (), True]
    backwards = rank(document(text), (again, *reversed(found)), World())
    assert backwards == (late, moscow, london, paris)


def test_no_mentions_give_nothing() -> None:
    assert rank(document("Nothing."), (), World()) == ()


def test_a_name_with_its_state_is_surer_than_alone() -> None:
    alone = best("A jail in Birmingham.", "Birmingham")[0]
    told = best("A jail in Birmingham, Alabama.", "Birmingham", "Alabama")[0]
    assert alone.score < told.score


def test_reasons_name_what_decided() -> None:
    paris, texas = best("A barn burnt down in Paris, Texas.", "Paris", "Texas")
    assert "named together with Texas" in paris.why
    assert any("Texas" in reason for reason in paris.why)
    assert "the only Texas known" in texas.why
    home = best("She flew home to Paris.", "Paris")[0]
    assert home.why[0] == "largest of 2 places so named (2.1 million people)"


TEXT = "Belarusian envoys left Paris, Texas, for London, Ontario, and Moscow, Idaho. Georgia, too."
NAMES = ("Belarusian", "Paris", "Texas", "London", "Ontario", "Moscow", "Idaho", "Georgia")


@given(st.permutations(range(len(NAMES))))
def test_the_order_of_mentions_changes_nothing(order: list[int]) -> None:
    given_in_order = mentions(TEXT, *NAMES)
    plain = rank(document(TEXT), given_in_order, World())
    shuffled = rank(document(TEXT), [given_in_order[i] for i in order], World())
    assert shuffled == tuple(plain[i] for i in order)


@given(st.permutations(ENTRIES))
def test_the_order_of_the_gazetteers_rows_changes_nothing(rows: list[Entry]) -> None:
    found = mentions(TEXT, *NAMES)
    shuffled = World(tuple(rows))
    assert rank(document(TEXT), found, shuffled) == rank(document(TEXT), found, World())


@given(st.lists(st.sampled_from(["Paris", "Texas", "Georgia", "Moscow", "Belarusian"]), max_size=8))
def test_scores_are_probabilities_best_first_each_with_a_reason(names: list[str]) -> None:
    text = ", ".join(names) + "."
    for candidates in rank(document(text), mentions(text, *names), World()):
        scores = [c.score for c in candidates]
        assert all(0.0 <= s <= 1.0 for s in scores)
        assert sum(scores) <= 1.0 + 1e-9
        assert scores == sorted(scores, reverse=True)
        assert all(c.why and all(c.why) for c in candidates)


@given(st.text(max_size=60), st.text(max_size=200))
def test_hostile_text_and_addresses_break_nothing(source: str, text: str) -> None:
    if not text:
        return
    whole = Mention("d", Span(0, len(text)), text, "toponym")
    known = Document(
        "d", text, None, source, "http://[" + source, "en", (Block("body", Span(0, len(text))),)
    )
    assert len(rank(known, (whole,), World())) == 1


def test_the_outlets_address_tells_where_it_is_at_home() -> None:
    text = "Police closed a road in London on Monday."
    found = mentions(text, "London")
    (plain,) = rank(document(text), found, World())
    (told,) = rank(document(text, url="https://www.ontarionews.ca/1"), found, World())
    score = {c.entry.id: c.score for c in plain}, {c.entry.id: c.score for c in told}
    assert score[0]["london-ca"] < score[1]["london-ca"]


def test_a_paper_of_our_list_tells_its_own_town_from_the_namesakes() -> None:
    text = "Police closed a road in London on Monday."
    found = mentions(text, "London")
    listed = entry("geonames:6058560", "London", "PPL", "CA/ontario", -81.2, 43.0, 422_000)
    world = World((*(e for e in ENTRIES if e.id != "london-ca"), listed))
    (plain,) = rank(document(text), found, world)
    (told,) = rank(document(text, url="https://lfpress.com/news/1"), found, world)
    assert plain[0].entry.id == "london-gb"
    assert told[0].entry.id == listed.id


def test_a_division_named_after_its_town_is_meant_where_its_towns_are_named_in_it(
    gazetteer: object,
) -> None:
    text = "Police in Albany, New York, said that nobody was hurt."
    albany, state = best(text, "Albany", "New York", gazetteer=gazetteer)
    assert state.entry.feature == "ADM1"
    assert albany.entry.admin1 == state.entry.id


def test_a_lone_small_namesake_far_from_all_that_is_named_is_less_sure() -> None:
    far = entry("far", "Yelsk", "PPL", "US/idaho", -114.0, 44.0, 300)
    world = World((*(e for e in ENTRIES if e.id != "yelsk"), far))
    alone = best("Rain fell on Yelsk.", "Yelsk", gazetteer=world)[0]
    text = "Rain fell on Minsk and Yelsk, and on all Belarus."
    told = best(text, "Minsk", "Yelsk", "Belarus", gazetteer=world)[1]
    assert told.score < alone.score


def test_a_place_named_within_a_name_says_so() -> None:
    text = "A fire broke out at Minsk Opera House in Belarus."
    hall, _ = best(text, "Minsk Opera House", "Belarus")
    assert hall.entry.id == "minsk"
    assert hall.why[0] == "Minsk stands in the name"


def test_ten_thousand_mentions_are_ranked_in_linear_time() -> None:
    piece = "Paris, Texas, and London, Ontario. "
    text = piece * 2_500
    found = [
        Mention("d", Span(m + at, m + at + len(name)), name, "toponym")
        for m in range(0, len(text), len(piece))
        for at, name in ((0, "Paris"), (7, "Texas"), (18, "London"), (26, "Ontario"))
    ]
    ranked = rank(document(text), found, World())
    assert [c[0].entry.id for c in ranked[-4:]] == ["paris-tx", "texas", "london-ca", "ontario"]


def test_the_calibration_rises_and_stays_a_probability() -> None:
    line = load_model().calibration
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in itertools.pairwise(line))
    assert 0.0 <= line[0][1] <= line[-1][1] <= 1.0


@given(st.floats(0, 1), st.floats(0, 1))
def test_calibration_keeps_the_order(a: float, b: float) -> None:
    line = load_model().calibration
    low, high = sorted((a, b))
    assert calibrated(low, line) <= calibrated(high, line) + 1e-12


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=20))
def test_probabilities_sum_to_one(scores: list[float]) -> None:
    assert sum(probabilities(scores)) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("text", "names", "countries"),
    [
        ("She flew home to Paris.", ["Paris"], ["FR"]),
        ("A barn burnt down in Paris, Texas.", ["Paris", "Texas"], ["US", "US"]),
        ("Crowds filled Tbilisi as Georgia voted.", ["Tbilisi", "Georgia"], ["GE", "GE"]),
        ("Rain in Georgia: Atlanta is wet.", ["Georgia", "Atlanta"], ["US", "US"]),
        ("Launchers stood near Yelsk.", ["Yelsk"], ["BY"]),
        ("Students in Moscow, Idaho.", ["Moscow", "Idaho"], ["US", "US"]),
        ("Labs in Cambridge and Boston, Massachusetts.", ["Cambridge", "Boston"], ["US", "US"]),
        ("A fire in London, Ontario.", ["London", "Ontario"], ["CA", "CA"]),
        ("A jail in Birmingham, Alabama.", ["Birmingham", "Alabama"], ["US", "US"]),
    ],
)
def test_the_built_gazetteer_gives_the_same_readings(
    gazetteer: object, text: str, names: list[str], countries: list[str]
) -> None:
    assert [c.entry.country for c in best(text, *names, gazetteer=gazetteer)] == countries


@pytest.mark.parametrize(
    ("text", "name", "feature", "country"),
    [
        ("Envoys met at the United Nations in New York.", "New York", "PPL", "US"),
        ("Floods hit upstate New York.", "New York", "ADM1", "US"),
        ("The governor of New York spoke.", "New York", "ADM1", "US"),
        ("Envoys of Kenya and China met in Washington.", "Washington", "PPLC", "US"),
        ("The governor of Washington spoke.", "Washington", "ADM1", "US"),
        ("Shells fell on Kherson.", "Kherson", "PPL", "UA"),
        ("Guns fired across the Kherson region.", "Kherson", "ADM1", "UA"),
        ("Snow fell in Quebec.", "Quebec", "ADM1", "CA"),
        ("Banks in Luxembourg are old.", "Luxembourg", "PCLI", "LU"),
        ("He was born in Panama.", "Panama", "PCLI", "PA"),
        ("Troops crossed into Mexico.", "Mexico", "PCLI", "MX"),
        ("Shells fell on Kyiv.", "Kyiv", "PPLC", "UA"),
        ("Lava ran down the Spanish island of La Palma.", "La Palma", "ISL", "ES"),
    ],
)
def test_the_built_gazetteer_gives_the_bearer_the_world_means(
    gazetteer: object, text: str, name: str, feature: str, country: str
) -> None:
    found = best(text, name, gazetteer=gazetteer)[0].entry
    assert (found.feature, found.country) == (feature, country)
