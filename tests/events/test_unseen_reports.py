"""Reports on topics from three continents, written to see whether the rules carry over.

The first eight were written before the rules they try were, the others after. Of the first, two
rows were put right since: an evacuation is RETREAT, and who flees is marked where they arrive, as
in our annotated sample reports; of the others six failed at first and changed the rules or, twice,
the row. Every text is ours; a row is kind, status, sites, first and last day. Published on
2023-05-10, a Wednesday.
"""

import pytest
from event_scenes import told

BEFORE = {
    "militia raid": (
        (
            "Militiamen raided a displaced persons' camp in [Djugu] on Sunday night. At least 45 "
            "people were killed and huts were burned, a local chief said. The army sent "
            "reinforcements to [Bunia]."
        ),
        [
            ("ASSAULT", "realised", ("Djugu",), ("2023-05-07", "2023-05-07")),
            ("MOBILIZE", "realised", ("Bunia",), (None, "2023-05-10")),
        ],
    ),
    "road blockade": (
        (
            "Miners blocked the highway at [Juliaca] on Monday, two days after police shot dead a "
            "trade unionist in [Puno]. Thousands gathered in [Cusco] and [Arequipa] on Tuesday."
        ),
        [
            ("PROTEST", "realised", ("Juliaca",), ("2023-05-08", "2023-05-08")),
            ("ASSAULT", "realised", ("Puno",), ("2023-05-06", "2023-05-06")),
            ("PROTEST", "realised", ("Cusco", "Arequipa"), ("2023-05-09", "2023-05-09")),
        ],
    ),
    "ferry": (
        (
            "A ferry sank off [Cebu] on Friday. Seventy passengers were rescued by fishermen. The "
            "transport minister will visit [Cebu] on Thursday."
        ),
        [
            ("ACCIDENT", "realised", ("Cebu",), ("2023-05-05", "2023-05-05")),
            ("AID", "realised", (), (None, "2023-05-10")),
            ("CONSULT", "planned", ("Cebu",), ("2023-05-11", "2023-05-11")),
        ],
    ),
    "cyclone to come": (
        (
            "Forecasters expect Cyclone Mocha to reach [Sittwe] on Sunday. [Bangladesh:PCLI] has "
            "evacuated thousands of people from [Teknaf]."
        ),
        [
            ("DISASTER", "planned", ("Sittwe",), ("2023-05-14", "2023-05-14")),
            ("RETREAT", "realised", ("Teknaf",), (None, "2023-05-10")),
        ],
    ),
    "closed frontier": (
        (
            "[Niger:PCLI] closed its [border with Benin:phrase] on Tuesday. Traders fled from "
            "[Gaya] to [Dosso]."
        ),
        [
            ("COERCE", "realised", ("border with Benin",), ("2023-05-09", "2023-05-09")),
            ("RETREAT", "realised", ("Dosso",), (None, "2023-05-10")),
        ],
    ),
    "ministry hacked": (
        (
            "Hackers broke into the servers of the finance ministry in [San Salvador] on Monday, "
            "the government said on Tuesday."
        ),
        [
            ("ASSAULT", "realised", ("San Salvador",), ("2023-05-08", "2023-05-08")),
            ("STATEMENT", "realised", (), ("2023-05-09", "2023-05-09")),
        ],
    ),
    "measles": (
        (
            "Health workers vaccinated 3,000 children against measles in [Baidoa] last week. No "
            "deaths were reported."
        ),
        [("HEALTH", "realised", ("Baidoa",), ("2023-05-01", "2023-05-07"))],
    ),
    "verdict": (
        (
            "An opposition leader was sentenced to six years in prison in [Tunis] on Monday, a day "
            "after his supporters marched through [Sfax]."
        ),
        [
            ("COERCE", "realised", ("Tunis",), ("2023-05-08", "2023-05-08")),
            ("PROTEST", "realised", ("Sfax",), ("2023-05-07", "2023-05-07")),
        ],
    ),
}

AFTER = {
    "coup": (
        (
            "Soldiers detained the president of [Guinea:PCLI] in [Conakry] on Sunday and announced "
            "that they had seized power. Supporters of the coup marched through [Kankan] on "
            "Monday. "
            "In 2008 officers took power in the same way."
        ),
        [
            ("COERCE", "realised", ("Conakry",), ("2023-05-07", "2023-05-07")),
            ("STATEMENT", "realised", (), (None, "2023-05-10")),
            ("COERCE", "realised", ("Conakry",), ("2023-05-07", "2023-05-07")),
            ("PROTEST", "realised", ("Kankan",), ("2023-05-08", "2023-05-08")),
            ("COERCE", "background", (), ("2008-01-01", "2008-12-31")),
        ],
    ),
    "strike in its third day": (
        (
            "A strike by nurses went into a third day in [Harare] on Tuesday. Residents of "
            "[Epworth] were told to boil their water."
        ),
        [("PROTEST", "ongoing", ("Harare",), ("2023-05-07", "2023-05-09"))],
    ),
    "truce": (
        (
            "Generals agreed on a seven-day truce beginning on Thursday. Fighting has raged in "
            "[Omdurman] since 15 April."
        ),
        [
            ("AGREE", "planned", (), ("2023-05-11", "2023-05-17")),
            ("ASSAULT", "ongoing", ("Omdurman",), ("2023-04-15", "2023-05-10")),
        ],
    ),
    "landslide": (
        (
            "A landslide that struck the town of [Rutshuru] before dawn on Monday may have buried "
            "forty houses. Rescuers dug through the mud in [Kalengera] and [Rubare]. A second "
            "landslide cut the road at [Kiwanja]."
        ),
        [
            ("DISASTER", "realised", ("Rutshuru",), ("2023-05-08", "2023-05-08")),
            ("AID", "realised", ("Kalengera", "Rubare"), (None, "2023-05-10")),
            ("DISASTER", "realised", ("Kiwanja",), (None, "2023-05-10")),
        ],
    ),
    "envoy on the road": (
        (
            "The foreign minister is to fly to [Luanda] on Thursday. She spoke at a news "
            "conference "
            "in [Pretoria] on Tuesday."
        ),
        [
            ("CONSULT", "planned", ("Luanda",), ("2023-05-11", "2023-05-11")),
            ("STATEMENT", "realised", (), ("2023-05-09", "2023-05-09")),
        ],
    ),
    "mine": (
        (
            "Three miners were killed in a shaft at [Rustenburg] on Monday when the roof "
            "collapsed. "
            "The company had a similar disaster at [Marikana] in 2012."
        ),
        [
            ("ACCIDENT", "realised", ("Rustenburg",), ("2023-05-08", "2023-05-08")),
            ("ACCIDENT", "background", ("Marikana",), ("2012-01-01", "2012-12-31")),
        ],
    ),
    "migrants": (
        (
            "Hundreds of migrants gathered at the bridge in [Ciudad Hidalgo] on Monday. Police "
            "fired "
            "tear gas there. Many had walked from [Honduras:PCLI]."
        ),
        [
            ("PROTEST", "realised", ("Ciudad Hidalgo",), ("2023-05-08", "2023-05-08")),
            ("COERCE", "realised", ("Ciudad Hidalgo",), (None, "2023-05-10")),
        ],
    ),
    "order ahead of a storm": (
        (
            "Cyclone Freddy could strike [Quelimane] on Friday. The governor ordered villagers to "
            "leave the coast before Thursday."
        ),
        [
            ("DISASTER", "planned", ("Quelimane",), ("2023-05-12", "2023-05-12")),
            ("RETREAT", "realised", (), (None, "2023-05-10")),
        ],
    ),
    "freed hostages": (
        (
            "Fifteen nurses were abducted from a clinic in [Pemba] last week. They were rescued on "
            "Tuesday, two days after the army raided a camp near [Macomia]."
        ),
        [
            ("ASSAULT", "realised", ("Pemba",), ("2023-05-01", "2023-05-07")),
            ("AID", "realised", (), ("2023-05-09", "2023-05-09")),
            ("ASSAULT", "realised", ("Macomia",), ("2023-05-07", "2023-05-07")),
        ],
    ),
    "vote": (
        (
            "Millions voted in [Paraguay:PCLI] on Sunday. The runner-up claimed fraud on Monday. "
            "Demonstrators blocked roads in [Luque] and [Itagua]."
        ),
        [
            ("ELECTION", "realised", ("Paraguay",), ("2023-05-07", "2023-05-07")),
            ("PROTEST", "realised", ("Luque", "Itagua"), (None, "2023-05-10")),
        ],
    ),
}


@pytest.mark.parametrize("name", BEFORE)
def test_a_report_written_before_the_rules_is_read(name):
    marked, gold = BEFORE[name]
    assert told(marked) == gold


@pytest.mark.parametrize("name", AFTER)
def test_a_report_written_after_the_rules_is_read(name):
    marked, gold = AFTER[name]
    assert told(marked) == gold
