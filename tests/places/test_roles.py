"""The part each named place plays, cue by cue; every text is ours."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.places.roles.assignment import read_roles
from geocode.records import Block, Document, Mention, Span

_MARK = re.compile(r"\[([^=\]]+)=(\w+)(?:/(\w+))?\]")


def _read(marked):
    text, mentions, gold, last = "", [], [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        span = Span(len(text), len(text) + len(match[1]))
        mentions.append(Mention("d", span, match[1], match[3] or "toponym"))
        gold.append(match[2])
        text += match[1]
        last = match.end()
    text += marked[last:]
    block = Block("body", Span(0, len(text)))
    return Document("d", text, None, None, None, "en", (block,)), mentions, tuple(gold)


def roles_of(document, mentions):
    return tuple(reading.role for reading in read_roles(document, mentions))


@pytest.mark.parametrize(
    "marked",
    [
        "[Washington=actor] rebuked [Moscow=target] on Tuesday.",
        "[Kyiv=actor] rejected the demand, and [Moscow=actor] said it would answer.",
        "A fire broke out in [Lyon=site] on Tuesday.",
        "Rebels shelled [Goma=site] overnight.",
        "[Goma=site] was heavily shelled overnight.",
        "[Goma=site] came under fire.",
        "The convoy moved from [Omsk=origin] and the [Far East=origin] to [Brest=destination].",
        "The family fled [Damascus=origin] for [Beirut=destination].",
        "Troops marched into [Grozny=destination].",
        "Officials in [Nairobi=speaker] said the flood killed three people.",
        "Speaking from [Geneva=speaker], she said nothing had changed.",
        "The [London=speaker]-based monitor counted the dead.",
        "Protests grew in pro-[Moscow=background] districts.",
        "It happened in the northern city of [Kano=site], [Nigeria=background].",
        "A storm reached land near [Beira=site], in [Mozambique=background], on Thursday.",
        "A man was held in [Reading=site], west of [London=background].",
        "A crash closed [Haneda=background] airport in [Tokyo=site].",
        "Fire broke out in the [Enga=site] province of [Chad=background].",
        "Vigils were held in [Jakarta=site] and in [Bogor=site].",
        "It happened in [Somalia=background]'s northern port of [Bosaso=site].",
        "In [Russia=background]'s [Belgorod=site] region, a depot burned.",
        "Floods hit [Jakarta=site], [Bandung=site] and [Bogor=site] on Monday.",
        "Vigils were held in [Jakarta=site], [Bandung=site] and [Bogor=site].",
        "The president of [France=background] flew to [Berlin=destination].",
        "[France=background]'s president spoke.",
        "[Paris=background] mayor Anne Dupont resigned.",
        "The [Paris=background] Agreement was signed.",
        "Sanctions against [Iran=target] were lifted.",
        "The strike on [Odesa=site] killed two.",
        "Its report on [Odesa=target] was long.",
        "A quake was felt 40 km west of [Kathmandu=site].",
        "The village lies close to [Aleppo=site].",
        "Interest in [Africa=background] is growing.",
        "[KYIV=background], [Ukraine=background] (AP) — Soldiers trained.",
        "[NAIROBI=background] (Reuters) - Floods killed ten people in [Garissa=site].",
        "The [Kenyan=demonym/demonym] army left [Kismayo=origin].",
        "The [Moscow=background/nested] Carnegie Center wrote a report.",
        "She was taken to a hospital in [Quito=destination].",
        "The soldiers were held in the capital, [Bissau=site], for a day.",
        "Crews from [Ontario=origin] fought the fire.",
        "[Chad=actor] and Mali sign a treaty.",
        "[Jacmel=site] and [Leogane=site] suffered most.",
        "Thousands were evacuated from low-lying districts of [Hanoi=site].",
        "Residents of [Abakan=site] were told to leave.",
        "The government of [Benin=actor] signed it.",
        "The blast was heard in [Nicosia=background] and in [Larnaca=background].",
        "Its army fought on the side of [Asmara=target].",
        "They were trapped in the [Santa Rosa=background] mine near [Copala=site].",
        "Ministers spoke at a news conference in [Accra=speaker].",
        "In [Accra=speaker], President Jane Doe said that it was over.",
        "It hit southern [Chile=site] and northern [Peru=site].",
        "[Benin=actor] closed its [border with Niger=site/phrase].",
        "Shots were heard [near Yelsk=site/phrase].",
        "It drilled on [borders with Peru=site/phrase].",
        "Tributes came from [Oslo=actor] and [Bern=actor].",
        "Crews came from [Oslo=origin].",
        "The road from [Wau=background] is cut.",
        "The army shut its last road to [Chad=background].",
        "They drove along the road to [Abeche=destination].",
        "Expulsions of diplomats from [Prague=origin] followed.",
        "A tax on trips to [Fiji=destination] was dropped.",
        "An appeal for money will be launched in [Geneva=speaker].",
        "A rocket was launched in [Kourou=site].",
        "Half of [Benin=site] is under water, and half of [Benin=site] under curfew.",
        "[Kano=site] under siege for a week",
        "Fire broke out at [Olympia Tower=site] in [Lagos=site].",
        "A bomb went off in the [Algiers=background] suburb of [Kouba=site].",
        "Clashes broke out near the [Tabqa=site] town of [Raqqa=background] province.",
        "Fire broke out in the [Podil=site] district of [Kyiv=background].",
        "A man was shot in divided [Mostar=site].",
        "A bomb exploded in a crowded market in [Karbala=site].",
        "The market in [Karbala=background] for bonds fell.",
        "Ten people were killed in [Baghdad=site] cafes.",
        "The [Aceh=background] People's Front signed it.",
        "The [African=background/demonym] Development Bank lent money.",
        "The [French=demonym/demonym] President Jean Roi spoke.",
        "[Chad=actor] counts its dead.",
        "[Chad=actor] on Monday approved the plan.",
        "[Chad=actor] firmly denies the report.",
        "[Palm Street=background] was the way home.",
        "[Palm Square=site] was bombed.",
        "In [Kano=site] students blocked a road.",
        "In [Paris=background] talks, both sides gave way.",
        "[Chad=actor], which lost ten men, has closed a base.",
        "[Chad=actor] counts 866 dead.",
        "They brought in police from [Garoua=origin].",
        "A jet carried them on to [Lomé=destination].",
        "Posted from [Malmö=speaker]",
        "[Lake Kivu=background] is a lake.",
    ],
)
def test_the_words_around_a_name_give_its_role(marked):
    document, mentions, gold = _read(marked)
    assert roles_of(document, mentions) == gold


def test_parts_of_a_border_are_background_and_the_part_of_near_is_its_site():
    text = "Shots rang out on the Chad-Sudan border and near Abeche."
    spans = [("the Chad-Sudan border", "phrase"), ("Chad", "toponym"), ("Sudan", "toponym"),
             ("near Abeche", "phrase"), ("Abeche", "toponym")]  # fmt: skip
    mentions = [
        Mention("d", Span(text.index(name), text.index(name) + len(name)), name, kind)
        for name, kind in spans
    ]
    document = Document("d", text, None, None, None, "en", (Block("body", Span(0, len(text))),))
    assert roles_of(document, mentions) == ("site", "background", "background", "site", "site")


def test_a_name_outside_every_block_is_background():
    document = Document(
        "d", "In Goma. Fire.", None, None, None, "en", (Block("body", Span(9, 14)),)
    )
    assert roles_of(document, [Mention("d", Span(3, 7), "Goma", "toponym")]) == ("background",)


@given(st.text(max_size=200), st.integers(0, 200), st.integers(1, 20))
def test_any_text_gives_every_mention_one_role(text, start, length):
    span = Span(min(start, len(text)), min(start + length, len(text)))
    document = Document("d", text, None, None, None, "en", (Block("body", Span(0, len(text))),))
    mention = Mention("d", span, span.of(text), "toponym")
    assert len(roles_of(document, [mention])) == 1
