"""What is weighed of a date as the day of an event: named features, each of one idea."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from geocode.events.incidents.features import Features, apart_of, bucket_of, position_of
from geocode.events.incidents.scene import Named, Scene, Told
from geocode.events.lexicon import lexicon
from geocode.places.roles.clauses import Sentence
from geocode.records import DateMention, Event

_MOST_TELLINGS = 6
"""Tellings of one event that are looked at: keeps weighing linear."""
_LONG_AGO_DAYS = 62
_BACK_DAYS = (0, 1, 2, 3, 7, 14, 31, _LONG_AGO_DAYS)
"""Days before publication at which a date falls into another class."""
_SPEECH_REACH = 3
_HAPPENED = frozenset({"occurred", "happened", "perpetrated", "carried"})
_SHARED = (0.3, 0.6, 1.0, 1.5, 2.5)
"""Sums of shared words, each by the sentences that hold it, at which likeness is another class."""
_STEM = 5
"""Letters by which two words are forms of one: "kidnapped", "kidnapping"."""
_WORDINGS = frozenset(
    {"today", "yesterday", "tonight", "this", "last", "the", "early", "late", "since", "until",
     "before", "after", "between", "from", "at", "earlier", "that", "next", "recently", "overnight",
     "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
)  # fmt: skip


def date_features(
    seen: Scene, event: Event, tellings: Sequence[Told], named: Sequence[Named]
) -> Features:
    """A date, by all its mentions near an event, as the day of that event."""
    told = tellings[:_MOST_TELLINGS]
    best = min(named, key=lambda n: apart_of(tellings, n))
    dated = _dated(best)
    bucket = bucket_of(apart_of(tellings, best))
    return (
        position_of(seen, event, tellings, best)
        | _itself(seen, event, named, dated, bucket)
        | _worded(seen, best, dated, bucket)
        | _owned(seen, event, named, bucket)
        | _among(seen, told, best, bucket)
        | _tied(seen, event, told, best, bucket)
        | _told_with(seen, told, named, bucket)
    )


def no_date_features(seen: Scene, event: Event, tellings: Sequence[Told]) -> Features:
    """That the text states no day of an event."""
    stated = event.when is not None and event.when.basis != "dateline_default"
    here = _dates_beside(seen, tellings)
    return {
        "no date": 1.0,
        "no date, stated": float(stated),
        f"no date, {event.label}": 1.0,
        f"no date, {event.status}": 1.0,
        f"no date, tellings {min(4, len(tellings))}": 1.0,
        f"no date, opens at {min(6, tellings[0].sentence)}": 1.0,
        f"no date, dates {min(4, len(seen.date_numbers))}": 1.0,
        f"no date, dates here {min(2, len(here))}": 1.0,
        f"no date, owned {any(item.date for item in event.evidence)}": 1.0,
    }


def _dated(named: Named) -> DateMention:
    assert named.dated is not None
    return named.dated


def _itself(
    seen: Scene, event: Event, named: Sequence[Named], dated: DateMention, bucket: str
) -> Features:
    """What days it means, and whether the rules chose them."""
    when, chosen = dated.when, event.when
    linked = any(item.date == n.dated.span for item in event.evidence for n in named if n.dated)
    same = chosen is not None and (chosen.earliest, chosen.latest) == (when.earliest, when.latest)
    other = chosen is not None and not same and chosen.basis != "dateline_default"
    ends = "both" if when.earliest and when.latest else "one"
    out: Features = {
        f"precision {when.precision} {ends}": 1.0,
        f"basis {when.basis}": 1.0,
        "linked": float(linked),
        "chosen": float(same),
        f"chosen {same}, {bucket}": 1.0,
        "another chosen": float(other),
        f"another chosen {other}, {bucket}": 1.0,
        f"{when.precision} {bucket}": 1.0,
        f"{when.basis} {bucket}": 1.0,
        f"rule {dated.rule.split()[-1]}": float(bool(dated.rule)),
        f"opened {dated.rule.split()[0]}": float(" " in dated.rule and " to " not in dated.rule),
        f"mentions {min(3, len(named))}": 1.0,
    }
    published = seen.document.published
    if published and when.latest:
        back = (published - when.latest).days
        out["ahead"] = float(back < 0)
        out["long ago"] = float(back > _LONG_AGO_DAYS)
        out[f"back {bisect_right(_BACK_DAYS, back)}"] = 1.0
        out[f"back {bisect_right(_BACK_DAYS, back)}, {bucket}"] = 1.0
    return out


def _worded(seen: Scene, named: Named, dated: DateMention, bucket: str) -> Features:
    """How it is worded, and whether it stands by a verb of saying."""
    sentence = seen.read[named.sentence]
    first = sentence.word(named.first)
    word = first if first in _WORDINGS else "a number" if first[:1].isdigit() else "a word"
    said = _said(sentence, named)
    today = dated.when.latest == seen.document.published
    out: Features = {
        f"worded {word}": 1.0,
        f"worded {word}, {bucket}": 1.0,
        "said then": float(said),
        f"said then, {bucket}": float(said),
        "said today": float(said and today),
        f"happened {_of_happening(sentence, named)}": 1.0,
        f"happened {_of_happening(sentence, named)}, {bucket}": 1.0,
        "in brackets": float(_in_brackets(sentence, named)),
        "quoted": float('"' in sentence.lower[: named.first]),
        f"opens its sentence {named.first <= 2}, {bucket}": 1.0,  # noqa: PLR2004
        f"names a day behind {sentence.word(named.first - 1) == 'of'}": 1.0,
    }
    return out


def _of_happening(sentence: Sentence, named: Named) -> str:
    """Whether its clause says that something "took place", "occurred" then, or "when" it did."""
    clause = sentence.clause[min(named.first, len(sentence.clause) - 1)]
    words = [w for w, c in zip(sentence.lower, sentence.clause, strict=True) if c == clause]
    if any(word in _HAPPENED for word in words):
        return "happened"
    return "when" if sentence.word(named.last) == "when" else "no"


def _said(sentence: Sentence, named: Named) -> bool:
    """Whether a verb of saying stands right before or right behind a date."""
    speech = lexicon().speech
    low = max(0, named.first - _SPEECH_REACH)
    around = (*sentence.lower[low : named.first], *sentence.lower[named.last : named.last + 2])
    return any(word in speech for word in around)


def _in_brackets(sentence: Sentence, named: Named) -> bool:
    before = sentence.lower[: named.first]
    return before.count("(") + before.count("[") > before.count(")") + before.count("]")


def _owned(seen: Scene, event: Event, named: Sequence[Named], bucket: str) -> Features:
    """Whose date the rules took it for: this event's, another of its label, a saying, nobody's."""
    ids = {i for n in named for i in seen.owners.get(_dated(n).span, ())} - {event.id}
    owners = [seen.events[i] for i in sorted(ids) if i in seen.events]
    same = any(o.label == event.label for o in owners)
    violent = any(o.label for o in owners)
    saying = any(o.kind in {"STATEMENT", "ACCUSE", "REJECT"} for o in owners)
    whose = (
        "nobody" if not owners else "its label" if same else "violence" if violent
        else "saying" if saying else "another kind"
    )  # fmt: skip
    told = {i for n in named for i in seen.told_in.get(n.sentence, ())} - {event.id}
    around = [seen.events[i] for i in sorted(told) if i in seen.events]
    return {
        f"owner {whose}": 1.0,
        f"owner {whose}, {bucket}": 1.0,
        f"its label told beside {any(e.label == event.label for e in around)}, {bucket}": 1.0,
        f"violence told beside {any(e.label for e in around)}, {bucket}": 1.0,
    }


def _among(seen: Scene, told: Sequence[Told], best: Named, bucket: str) -> Features:
    """How it stands among the other dates: the only one, the last before the telling."""
    count = len(seen.date_numbers)
    at = min(told, key=lambda t: abs(t.sentence - best.sentence))
    here = (best.sentence, best.first)
    there = (at.sentence, at.first)
    behind = bisect_right(seen.date_starts, min(here, there))
    between = max(0, bisect_left(seen.date_starts, max(here, there)) - behind)
    side = "before" if here < there else "behind"
    own = _dates_beside(seen, told)
    return {
        f"dates {min(4, count)}": 1.0,
        f"dates {min(3, count)}, {bucket}": 1.0,
        f"date number {min(4, seen.date_numbers.get(best.key, 4))}": 1.0,
        f"{side}, {min(2, between)} between": 1.0,
        f"{side}, {min(2, between)} between, {bucket}": 1.0,
        f"the tellings have {min(2, len(own))}, {bucket}": 1.0,
    }


def _dates_beside(seen: Scene, told: Sequence[Told]) -> set[str]:
    """The keys of the dates in the sentences of some tellings."""
    return {key for n in {t.sentence for t in told} for key in seen.dates_in.get(n, ())}


def _tied(seen: Scene, event: Event, told: Sequence[Told], best: Named, bucket: str) -> Features:
    """What its sentence shares with the event: rare words, the word that tells it, who and whom."""
    sentence = seen.read[best.sentence]
    stems = {word[:_STEM] for word in sentence.lower if len(word) >= _STEM}
    words = {
        word[:_STEM]
        for t in told
        for word in seen.read[t.sentence].lower[t.first : t.last]
        if len(word) >= _STEM
    }
    who = {w.lower() for name in (*event.actors, *event.recipients) for w in name.split()}
    people = {w for w in who if len(w) >= _STEM}
    rare = {word for t in told for word in seen.rare[t.sentence]}
    tie = len(seen.rare[best.sentence] & rare)
    apart = bucket != "here"
    own = {w for t in told for w in seen.read[t.sentence].lower if len(w) >= _STEM}
    shared = own & {w for w in sentence.lower if len(w) >= _STEM}
    like = bisect_right(_SHARED, sum(1 / seen.common[w] for w in sorted(shared)))
    return {
        f"like {like}": float(apart),
        f"like {like}, {bucket}": float(apart),
        f"the same word {bool(words & stems)}, {bucket}": 1.0,
        f"the same people {min(2, len(people & set(sentence.lower)))}, {bucket}": float(apart),
        f"ties {min(4, tie)}": float(apart),
        f"ties {min(4, tie)}, {bucket}": float(apart),
        f"sentence {min(4, best.sentence)}": 1.0,
        f"told in sentence {min(4, told[0].sentence)}, {bucket}": 1.0,
    }


def _told_with(seen: Scene, told: Sequence[Told], named: Sequence[Named], bucket: str) -> Features:
    """Tense and time of the tellings beside it, and how many of them it stands with."""
    sentences = {n.sentence for n in named}
    within = sum(t.sentence in sentences for t in told)
    first = seen.read[told[0].sentence]
    clause = first.clause[told[0].first]
    had = any(w == "had" and first.clause[n] == clause for n, w in enumerate(first.lower))
    has = any(w in {"has", "have"} and first.clause[n] == clause for n, w in enumerate(first.lower))
    today = any(_dated(n).when.latest == seen.document.published for n in named)
    return {
        f"with {min(3, within)} of {min(3, len(told))}": 1.0,
        f"with the first {told[0].sentence in sentences}": 1.0,
        f"had {had}, today {today}": 1.0,
        f"has {has}, today {today}, {bucket}": 1.0,
        f"paragraph {any(_same_paragraph(seen, t, n) for t in told for n in named)}, {bucket}": 1.0,
    }


def _same_paragraph(seen: Scene, told: Told, named: Named) -> bool:
    return seen.paragraph[told.sentence] == seen.paragraph[named.sentence]
