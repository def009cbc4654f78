"""Short reports on all kinds of topics: what is told, where and when; every text is ours."""

import pytest
from event_scenes import events_in, scene, told

from geocode.dates import find_dates
from geocode.events import KINDS, find_events

# Published 2023-05-10, a Wednesday.
REPORTS = {
    "quake": (
        (
            "A strong earthquake struck [Duzce] on Tuesday, killing four people. Rescuers from "
            "[Ankara] dug through rubble."
        ),
        [
            ("DISASTER", "realised", ("Duzce",), ("2023-05-09", "2023-05-09")),
            ("AID", "realised", (), (None, "2023-05-10")),
        ],
    ),
    "shelling of two towns": (
        "Rebels shelled [Goma] and [Sake] on Monday. [Kigali] denied any role.",
        [
            ("ASSAULT", "realised", ("Goma", "Sake"), ("2023-05-08", "2023-05-08")),
            ("REJECT", "realised", (), (None, "2023-05-10")),
        ],
    ),
    "capital as speaker": (
        "[Tehran] rejected the idea on Sunday.",
        [("REJECT", "realised", (), ("2023-05-07", "2023-05-07"))],
    ),
    "election": (
        "Voters in [Gabon:PCLI] went to the polls on Sunday.",
        [("ELECTION", "realised", ("Gabon",), ("2023-05-07", "2023-05-07"))],
    ),
    "talks to come": (
        "The two foreign ministers will hold talks in [Geneva] next week.",
        [("CONSULT", "planned", ("Geneva",), ("2023-05-15", "2023-05-21"))],
    ),
    "call without a place": (
        "The chancellor phoned her counterpart in [Ottawa] on Tuesday.",
        [("CONSULT", "realised", (), ("2023-05-09", "2023-05-09"))],
    ),
    "troops moved": (
        "The army moved tanks from [Omsk] to [Pskov] on Monday.",
        [("MOBILIZE", "realised", ("Pskov",), ("2023-05-08", "2023-05-08"))],
    ),
    "withdrawal": (
        "Troops withdrew from [Kherson] on Monday.",
        [("RETREAT", "realised", ("Kherson",), ("2023-05-08", "2023-05-08"))],
    ),
    "protest told twice": (
        "Thousands of students protested in [Dhaka] on Sunday. The protest lasted an hour.",
        [("PROTEST", "realised", ("Dhaka",), ("2023-05-07", "2023-05-07"))],
    ),
    "two fires are two events": (
        "A fire broke out in [Lyon] on Monday. A second fire broke out in [Nice] on Tuesday.",
        [
            ("ACCIDENT", "realised", ("Lyon",), ("2023-05-08", "2023-05-08")),
            ("ACCIDENT", "realised", ("Nice",), ("2023-05-09", "2023-05-09")),
        ],
    ),
    "place first": (
        "In [Kaduna], gunmen abducted 20 students on Friday.",
        [("ASSAULT", "realised", ("Kaduna",), ("2023-05-05", "2023-05-05"))],
    ),
    "place of the speaker is no site": (
        "In [Abuja], officials said gunmen abducted 20 students in [Kaduna].",
        [("ASSAULT", "realised", ("Kaduna",), (None, "2023-05-10"))],
    ),
    "crash": (
        "A bus plunged off a bridge near [Bern] on Tuesday, killing six passengers.",
        [("ACCIDENT", "realised", ("Bern",), ("2023-05-09", "2023-05-09"))],
    ),
    "arrests": (
        "Police in [Minsk] detained dozens of activists on Sunday.",
        [("COERCE", "realised", ("Minsk",), ("2023-05-07", "2023-05-07"))],
    ),
    "outbreak": (
        "An outbreak of cholera killed nine people in [Beira] last month.",
        [("HEALTH", "realised", ("Beira",), ("2023-04-01", "2023-04-30"))],
    ),
    "sanctions": (
        "[Canada:PCLI] imposed sanctions on nine officials on Monday.",
        [("SANCTION", "realised", (), ("2023-05-08", "2023-05-08"))],
    ),
    "drills as an interval": (
        "The navy will hold exercises off [Busan] from 15 to 19 May 2023.",
        [("MOBILIZE", "planned", ("Busan",), ("2023-05-15", "2023-05-19"))],
    ),
    "old news is background": (
        "A cyclone struck [Sittwe] in 2008.",
        [("DISASTER", "background", ("Sittwe",), ("2008-01-01", "2008-12-31"))],
    ),
    "aid": (
        "The convoy delivered food to [Semera] on Monday.",
        [("AID", "realised", ("Semera",), ("2023-05-08", "2023-05-08"))],
    ),
    "denied": (
        "The army denied that its soldiers attacked [Bunia] on Monday.",
        [
            ("REJECT", "realised", (), (None, "2023-05-10")),
            ("ASSAULT", "denied", ("Bunia",), ("2023-05-08", "2023-05-08")),
        ],
    ),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_gives_its_events_with_status_sites_and_days(name):
    marked, gold = REPORTS[name]
    assert told(marked) == gold


TRAPS = {
    "sport": "United beat City 3-1 in [Manchester] on Saturday. The striker attacked and scored a "
    "goal; the coach said the league was under fire.",
    "obituary": "Jane Doe, born in [Chicago], survived the bombing of [Coventry] in her childhood.",
    "review": "The author's second novel opens with an explosion in [Belfast]. Its protagonist "
    "attacks a village in chapter three; readers of her memoir will know the plot.",
    "treaties": "Countries must meet the goals of the [Paris:nested] Agreement. The "
    "[Geneva:nested] Conventions protect prisoners of war.",
    "newspaper": "The [Washington:nested] Post reported that a bakery would open in [Reno].",
    "markets": "Stocks rallied in [New York] on Monday. Investors in [London] sold bonds; yields "
    "fell and the index crashed through 30,000 points.",
    "metaphors": "The senator from [Ottawa] faced a storm of criticism and a flood of complaints "
    "after her attack on the record of the governor.",
    "idioms": "They must fight inflation, strike a balance and meet the targets in [Lima].",
    "illness": "He suffered a heart attack in [Rome] and panic attacks after it.",
    "railway": "The train left [Paris] for [Lyon] and the team trains in [Madrid].",
    "geography": "[Moscow] is home to 13 million people and lies in western [Russia:PCLI].",
    "fears": "The threat of war in [Europe:CONT] is real; fears of an invasion persist.",
    "museum": "The museum in [Ghent] shows the history of the invasion of [Flanders].",
    "science": "Scientists in [Zurich] found a protein that attacks cancer cells.",
    "institutions": "The earthquake commission in [Wellington] published its flood risk maps.",
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_puts_no_mark_on_the_map(name):
    assert [event for event in events_in(TRAPS[name]) if event.places] == []


def test_a_writer_attacked_is_news_though_the_words_are_of_books():
    marked = (
        "The author of the novel was stabbed on Monday in [Erie] by a man with a knife; "
        "readers bought the memoir."
    )
    assert [(kind, sites) for kind, _, sites, _ in told(marked)] == [("ASSAULT", ("Erie",))]


def test_a_river_bank_an_owner_of_the_next_clause_and_a_visit_lend_no_site():
    flood = "Floods submerged villages on both banks of the [Dnipro] and in [Oleshky] on Monday."
    assert told(flood)[0][2] == ("Oleshky",)
    aid = "[Spain:PCLI] sent aid to [Morocco:PCLI], and [Algeria:PCLI] opened its airspace."
    assert told(aid)[0][2] == ("Morocco",)
    drills = "The army held military drills in [Hualien] a day after the speaker visited [Taipei]."
    assert told(drills)[0][2] == ("Hualien",)


def test_a_caption_with_its_own_place_stays_its_own_event():
    marked = (
        "The army held military drills in [Latvia:PCLI] on Monday.\n"
        "(Volunteer soldiers train [near Vilnius:phrase]; Image: ours)"
    )
    assert [(kind, sites) for kind, _, sites, _ in told(marked)] == [
        ("MOBILIZE", ("Latvia",)),
        ("MOBILIZE", ("near Vilnius",)),
    ]


def test_a_stated_duration_covers_publication_and_so_goes_on():
    (event,) = events_in("The navies launched 10 days of military drills off [Busan].")
    assert (event.status, event.when.precision) == ("ongoing", "interval")
    assert event.when.earliest <= scene("x")[0].published <= event.when.latest


def test_a_statement_keeps_its_own_day():
    announced, held = events_in(
        "The alliance announced on Monday that naval exercises were held in [Riga] on Sunday."
    )
    assert (announced.kind, announced.when.earliest.isoformat()) == ("STATEMENT", "2023-05-08")
    assert announced.places == ()
    assert (held.kind, held.when.earliest.isoformat()) == ("MOBILIZE", "2023-05-07")


@pytest.mark.parametrize(
    ("marked", "span"),
    [
        ("Rebels shelled [Goma].", (None, "2023-05-10")),
        ("The ministers will meet their counterparts in [Oslo].", ("2023-05-10", None)),
    ],
)
def test_a_day_nobody_states_is_open_never_the_day_of_publication(marked, span):
    (event,) = events_in(marked)
    assert (event.when.precision, event.when.basis) == ("open", "dateline_default")
    assert told(marked)[0][3] == span


def test_without_a_day_of_publication_an_undated_event_stays_undated():
    assert told("Rebels shelled [Goma].", published=None) == [
        ("ASSAULT", "realised", ("Goma",), None)
    ]


def test_actors_and_recipients_are_the_words_of_the_text():
    (event,) = events_in("[Washington] rebuked [Russia:PCLI] over the decision.")
    assert (event.kind, event.actors, event.recipients) == ("ACCUSE", ("Washington",), ("Russia",))
    (passive,) = events_in("Three miners were abducted by masked gunmen in [Zamfara].")
    assert (passive.actors, passive.recipients) == (("masked gunmen",), ("Three miners",))


def test_evidence_covers_trigger_place_and_date_inside_the_quote():
    document, places = scene("Quiet. Rebels shelled [Goma] and [Sake] on Monday. Quiet.")
    (event,) = find_events(document, places, find_dates(document))
    assert [item.trigger.of(document.text) for item in event.evidence] == ["shelled", "shelled"]
    assert [item.place.of(document.text) for item in event.evidence] == ["Goma", "Sake"]
    assert {item.quote.of(document.text) for item in event.evidence} == {
        "Rebels shelled Goma and Sake on Monday."
    }
    assert all(item.quote.contains(item.date) for item in event.evidence)


def test_ids_depend_on_document_and_first_trigger_and_kinds_are_listed():
    first, second = events_in(REPORTS["two fires are two events"][0])
    again = events_in(REPORTS["two fires are two events"][0])
    assert [first.id, second.id] == [event.id for event in again]
    assert len({first.id, second.id}) == 2
    assert len(first.id) == 16
    assert {first.kind, second.kind} <= set(KINDS)
