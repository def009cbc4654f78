"""Train the weighing of events: ``python benchmarks/train_incidents.py FOLDER [--check]``.

Learns from reports 1 to 900 of MUC-4's training part (``muc4.py``), each read twice: with the
places our gazetteer knows, and with those that any template of the set names. An event of ours is
paired with the template that shares its kind, its other slots' words, its date and its place;
what is paired is news, what is not is none. Where a template's event was is also learnt with its
words given, as ``muc4.py`` gives them. Three maximum-entropy models of violence: whether an event
is one (two classes), and which of the places, and of the dates, around its tellings is its own, or
none. Places are learnt of the events of our own reports and of others' news too (``seeds/gold``,
``seeds/learning``, ``seeds/news/learning.jsonl``), as far as an annotated one is told by the same
words, whatever its kind.
No names are learnt: words are those of our own lexicon, places are classes. Full batch, L-BFGS,
no randomness. Writes ``geocode/events/incidents/weights/incidents.json``. ``--check`` prints what
five folds by stretches of reports give, and writes nothing.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from muc4 import PARTS, TYPES, Read, could_be_incident, given_words
from muc4_gold import (
    Report,
    Template,
    date_is_right,
    finest,
    is_called,
    place_is_right,
    read_reports,
)
from muc4_names import SetNames
from news import is_at
from news_gold import Told, read_news, read_ours
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment, minimize

from geocode.dates import find_dates
from geocode.events.drafting import draft_event_at, draft_events
from geocode.events.incidents.days import date_features, no_date_features
from geocode.events.incidents.features import (
    Features,
    event_features,
    no_place_features,
    place_features,
)
from geocode.events.incidents.scene import Scene, near, scene, sites_near, tellings_of
from geocode.events.incidents.settling import VERSION
from geocode.gazetteer import open_gazetteer
from geocode.pipeline import read_places
from geocode.records import Event, Place
from seeds import LEARNING, SEEDS, same_trigger

LEAST = {"event": 5, "place": 8, "date": 8}
"""Features seen in fewer choices are left out."""
DECAY = {"event": 12.0, "place": 20.0, "date": 4.0}
"""Half the inverse variance of the prior. Source: a few values tried by ``--check``."""
FOLDS = 5
OUT = Path(__file__).resolve().parents[1] / "geocode/events/incidents/weights/incidents.json"


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision: the features of what can be chosen, and which of them are right."""

    report: int
    options: tuple[Features, ...]
    right: tuple[bool, ...]


def main() -> None:
    """Train on all, or print what folds give."""
    folder = Path(sys.argv[1])
    reports = read_reports(folder)
    gazetteer = open_gazetteer()
    names = SetNames(reports)
    choices: dict[str, list[Choice]] = {name: [] for name in LEAST}
    for report in filter(PARTS["tuned"], reports):
        for places in (
            read_places(report.document, gazetteer=gazetteer),
            names.places(report.document),
        ):
            learn_from(report, places, choices)
            learn_from_given(report, places, choices)
    large = [*read_ours(SEEDS), *read_ours(LEARNING), *read_news(folder, "learning")]
    for number, told in enumerate(large):
        # every part of them in every stretch that is left out
        learn_at_large(
            1 + number * 397 % 900, told, read_places(told.document, gazetteer=gazetteer), choices
        )
    if "--check" in sys.argv[2:]:
        for name, found in choices.items():
            print(name, len(found), checked(found, name))
        return
    weights = {name: fit(found, name) for name, found in choices.items()}
    card = {
        "script": "benchmarks/train_incidents.py",
        "trained_on": {
            "event, place, date": "reports 1 to 900 of MUC-4, with two sets of places each",
            "place too": [
                "seeds/gold",
                "seeds/learning/gold",
                "seeds/news/learning.jsonl",
            ],
        },
        "choices": {name: len(found) for name, found in choices.items()},
        "decay": DECAY,
        "least": LEAST,
        "randomness": "none",
    }
    raw = {"version": VERSION, "card": card, "weights": weights}
    OUT.write_text(json.dumps(raw, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def learn_from(report: Report, places: Sequence[Place], choices: dict[str, list[Choice]]) -> None:
    """Adds the decisions of one report."""
    found = Read(report, tuple(places), weighed=False)
    seen = found.seen
    events = [e for e in found.events if could_be_incident(e, found)]
    pairs = paired(found, events, report.templates)
    for number, event in enumerate(events):
        told = tellings_of(seen, event)
        template = pairs.get(number)
        is_one = event_features(seen, event, told)
        choices["event"].append(
            Choice(report.number, (is_one, {}), (template is not None, template is None))
        )
        if template is None:
            continue
        if template.chains:
            choices["place"].append(place_choice(report.number, seen, event, template))
        if template.dates:
            choices["date"].append(date_choice(report.number, seen, event, template))


def learn_from_given(
    report: Report, places: Sequence[Place], choices: dict[str, list[Choice]]
) -> None:
    """Adds where and when each template's event was, its words known."""
    found = Read(report, tuple(places), weighed=False)
    for template in report.templates:
        words = given_words(found, template)
        draft = draft_event_at(report.document, places, found.dates, words)
        if draft is not None:
            seen = scene(
                report.document, draft.read, places, found.dates,
                (*draft.events, *draft.others), chances=draft.chances,
            )  # fmt: skip
            (event,) = draft.events
            if template.chains:
                choices["place"].append(place_choice(report.number, seen, event, template))
            if template.dates:
                choices["date"].append(date_choice(report.number, seen, event, template))


def learn_at_large(
    number: int, told: Told, places: Sequence[Place], choices: dict[str, list[Choice]]
) -> None:
    """Adds where each event was that an annotator found too; ``number``: for folds."""
    dates = find_dates(told.document)
    draft = draft_events(told.document, places, dates)
    seen = scene(told.document, draft.read, places, dates, draft.events, chances=draft.chances)
    for event in draft.events:
        wanted = [w for w in told.gold["events"] if same_trigger(w, event)]
        if wanted:
            choices["place"].append(annotated_place(number, seen, event, wanted, told))


def annotated_place(
    number: int, seen: Scene, event: Event, wanted: Sequence[Mapping[str, Any]], told: Told
) -> Choice:
    """Which of the places around an event an annotator gave it, or none."""
    tellings = tellings_of(seen, event)
    around = sites_near(seen, tellings)
    sites = {site for w in wanted for site in w["sites"]}
    options = [place_features(seen, event, tellings, named) for named in around]
    right = [
        any(n.place and is_at(n.place, site, told) for n in named for site in sites)
        for named in around
    ]
    none = no_place_features(event, tellings)
    return Choice(number, (*options, none), (*right, not any(right)))


def place_choice(number: int, seen: Scene, event: Event, template: Template) -> Choice:
    """Which of the places around an event is a template's, or none."""
    told = tellings_of(seen, event)
    around = sites_near(seen, told)
    options = [place_features(seen, event, told, named) for named in around]
    right = [
        any(n.place and is_called(n.place, chain[-1]) for n in named for chain in template.chains)
        for named in around
    ]
    return Choice(number, (*options, no_place_features(event, told)), (*right, not any(right)))


def date_choice(number: int, seen: Scene, event: Event, template: Template) -> Choice:
    """Which of the dates around an event is a template's, or none."""
    told = tellings_of(seen, event)
    around = near(seen, told, "dates").values()
    options = [date_features(seen, event, told, named) for named in around]
    right = [
        any(n.dated is not None and date_is_right(n.dated.when, template) for n in named)
        for named in around
    ]
    none_is_right = not template.has_stated_date or not any(right)
    none = no_date_features(seen, event, told)
    return Choice(number, (*options, none), (*right, none_is_right))


def paired(
    found: Read, events: Sequence[Event], templates: Sequence[Template]
) -> dict[int, Template]:
    """Templates by the position of the event that tells of them."""
    if not events or not templates:
        return {}
    worth = np.array([[likeness(found, e, t) for t in templates] for e in events])
    rows, columns = linear_sum_assignment(-worth)
    return {
        int(r): templates[int(c)] for r, c in zip(rows, columns, strict=True) if worth[r, c] >= 4
    }


def likeness(found: Read, event: Event, template: Template) -> float:
    """How much of a template an event shares."""
    quotes = {e.quote for e in event.evidence}
    text = " ".join(" ".join(q.of(found.report.document.text).split()) for q in sorted(quotes))
    held = sum(fill in text for fill in template.fills)
    kind = TYPES.get(event.label) in template.types
    return (
        4.0 * kind
        + 2.0 * min(held, 3)
        + 1.5 * date_is_right(event.when, template)
        + 1.5 * place_is_right(finest(event.places), template)
    )


def fit(choices: Sequence[Choice], name: str) -> dict[str, float]:
    """Weights by feature, to four decimals; those near nought are left out."""
    counts = Counter(f for c in choices for f in {k for o in c.options for k, v in o.items() if v})
    known = sorted(f for f, n in counts.items() if n >= LEAST[name])
    at = {feature: n for n, feature in enumerate(known)}
    rows = [(o, c) for c in choices for o in c.options]
    table = np.zeros((len(rows), len(known)))
    for number, (option, _) in enumerate(rows):
        for feature, value in option.items():
            if feature in at:
                table[number, at[feature]] = value
    group = np.repeat(np.arange(len(choices)), [len(c.options) for c in choices])
    right = np.array([r for c in choices for r in c.right], dtype=np.float64)
    done = minimize(
        _loss, np.zeros(len(known)), args=(table, group, right, DECAY[name]), jac=True,
        method="L-BFGS-B", options={"maxiter": 300},
    )  # fmt: skip
    pairs = zip(known, done.x, strict=True)
    return {feature: round(float(w), 4) for feature, w in pairs if abs(w) >= 5e-5}


def _loss(
    weights: NDArray[np.float64],
    table: NDArray[np.float64],
    group: NDArray[np.int64],
    right: NDArray[np.float64],
    decay: float,
) -> tuple[float, NDArray[np.float64]]:
    """Minus log probability of any right option, and its gradient."""
    scores = table @ weights
    top = np.full(group[-1] + 1, -np.inf)
    np.maximum.at(top, group, scores)
    raw = np.exp(scores - top[group])
    total = np.bincount(group, raw)
    good = np.bincount(group, raw * right)
    share = raw / total[group]
    share_good = raw * right / good[group]
    loss = float(np.sum(np.log(total) - np.log(good)) + decay / 2 * weights @ weights)
    return loss, table.T @ (share - share_good) + decay * weights


def checked(choices: Sequence[Choice], name: str) -> str:
    """Share of decisions right on stretches of reports that were not learnt from."""
    hits = 0.0
    plain = 0.0
    for fold in range(FOLDS):
        low, high = 900 * fold // FOLDS, 900 * (fold + 1) // FOLDS
        weights = fit([c for c in choices if not low < c.report <= high], name)
        for choice in (c for c in choices if low < c.report <= high):
            scores = [sum(weights.get(f, 0.0) * v for f, v in o.items()) for o in choice.options]
            hits += choice.right[max(range(len(scores)), key=scores.__getitem__)]
            plain += choice.right[-1]
    return f"right {hits / len(choices):.3f}; always none {plain / len(choices):.3f}"


if __name__ == "__main__":
    main()
