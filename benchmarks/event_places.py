"""How well a given event finds its places: ``python benchmarks/event_places.py FOLDER``.

FOLDER holds ``event_places_halterman.jsonl`` (Halterman 2019, MIT: a sentence, an event's verb, and
the words that say where it was). One distinct sentence in five, told by its hash, is the test part:
the linker never learnt from it, and of it only sentences are read that the tagger never learnt from
either (it learns from every second sentence that has a place; of those without, every second is
left out here, so that their share stays).

A place is right where its words are exactly the gold's; ``touching`` counts any shared character.
Gold is taken as it stands but for blanks and commas at its ends. From ``masdar_kill_396`` on nobody
marked any place, in 780 sentences in a row; ``labelled`` leaves these out. ``as marked``
is what the product would put on the map, which is dearer than a name said: it abstains more.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from geocode.events.lexicon import lexicon
from geocode.events.linking import candidate_sites, link_places
from geocode.events.linking.elsewhere import read_beside
from geocode.events.linking.learned import likelihoods
from geocode.events.linking.names import Name, read_names
from geocode.events.linking.rules import link_by_rules
from geocode.events.triggers import Trigger, find_triggers
from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions import find_mentions
from geocode.mentions.tagger import Model
from geocode.places import resolve
from geocode.places.roles.clauses import Sentence, read_sentences, sentence_at
from geocode.records import Block, Document, Place, Span
from geocode.settings import Settings

PARTS = 5
TEST_PART = 0
_UNLABELLED = re.compile(r"masdar_kill_(\d+)$")
_FIRST_UNLABELLED = 396
FLOOR = 0.375
"""The least likelihood at which a name is said. Source: best on the parts learnt from, held out."""


@dataclass(frozen=True, slots=True)
class Task:
    """A sentence, an event's verb in it, and where that was."""

    text: str
    verb: Span
    gold: frozenset[Span]
    part: int
    labelled: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """The sentence of a task as read; the verb is at words ``[first, last)``."""

    task: Task
    read: tuple[Sentence, ...]
    at: int
    """Which of the document's sentences it is."""
    places: tuple[Place, ...]
    names: tuple[Name, ...]
    first: int
    last: int

    @property
    def sentence(self) -> Sentence:
        """The verb's sentence."""
        return self.read[self.at]


def read_tasks(folder: Path) -> list[Task]:
    """All tasks, in the order of the file."""
    lines = (folder / "event_places_halterman.jsonl").read_text(encoding="utf-8").splitlines()
    return [_task(json.loads(line)) for line in lines]


def _task(row: dict) -> Task:
    text = row["text"]
    number = _UNLABELLED.match(row["id"].strip())
    return Task(
        text=text,
        verb=Span(row["verb"]["start"], row["verb"]["end"]),
        gold=frozenset(_trimmed(text, Span(g["start"], g["end"])) for g in row["locations"]),
        part=part_of(text),
        labelled=number is None or int(number[1]) < _FIRST_UNLABELLED,
    )


def _trimmed(text: str, span: Span) -> Span:
    said = span.of(text)
    start = span.start + len(said) - len(said.lstrip())
    return Span(start, max(start, span.start + len(said.rstrip().rstrip(",."))))


def plain(text: str) -> str:
    """A sentence without what two copies of it may differ in."""
    return " ".join(text.split())


def part_of(text: str) -> int:
    """The part a sentence belongs to, by its hash; copies go together."""
    return int(hashlib.sha256(plain(text).encode()).hexdigest(), 16) % PARTS


def taught(tasks: Sequence[Task]) -> frozenset[str]:
    """Sentences, in plain form, that the tagger learnt from: as in train_tagger.py."""
    placed = sorted({task.text for task in tasks if task.gold})
    return frozenset(plain(text) for text in placed[::2])


def unseen(tasks: Sequence[Task]) -> list[Task]:
    """Tasks whose sentences the tagger never learnt from, and as many of those without places."""
    seen = taught(tasks)
    empty = sorted({plain(t.text) for t in tasks} - {plain(t.text) for t in tasks if t.gold})
    left = seen.union(empty[::2])
    return [task for task in tasks if plain(task.text) not in left]


def document_of(text: str) -> Document:
    """A document of one body block."""
    block = Block("body", Span(0, len(text)))
    return Document("bench", text, None, None, None, "en", (block,))


def read_scene(task: Task, gazetteer: Gazetteer, *, model: Model | None = None) -> Scene | None:
    """A task as the product reads it; None where the verb stands in no sentence."""
    document = document_of(task.text)
    mentions = find_mentions(document, gazetteer, model=model)
    return scene_of(task, document, resolve(document, mentions, gazetteer, Settings()))


def scene_of(task: Task, document: Document, places: Sequence[Place]) -> Scene | None:
    """A task with its document's places."""
    read = read_sentences(document)
    at = sentence_at(read, task.verb.start)
    if at is None:
        return None
    here = tuple(p for p in places if read[at].span.contains(p.mention.span))
    first, last = read[at].words_of(task.verb)
    names = read_names(read[at], here)
    return Scene(task, read, at, here, names, first, max(last, first + 1))


def said_by_linker(scene: Scene, *, floor: float = FLOOR) -> list[Span]:
    """The names that the learned linker says the event was at."""
    judged = likelihoods(scene.sentence, scene.names, [(scene.first, scene.last)])[0]
    return chosen({name.span: chance for name, chance in judged.items()}, floor=floor)


def said_by_product(scene: Scene) -> list[Span]:
    """The names in the places that the product would mark for the event, which may be none."""
    triggers = _with_verb(scene)
    number = next(i for i, t in enumerate(triggers) if t.first == scene.first)
    return _names_of(link_places(scene.sentence, triggers, scene.places).places.get(number, ()))


def said_by_rules(scene: Scene) -> list[Span]:
    """The same by the rules alone."""
    triggers = _with_verb(scene)
    number = next(i for i, t in enumerate(triggers) if t.first == scene.first)
    sites = candidate_sites(scene.sentence, scene.places)
    beside = read_beside(scene.sentence, triggers)
    return _names_of(link_by_rules(scene.sentence, triggers, sites, beside).get(number, ()))


def _names_of(places: Sequence[Place]) -> list[Span]:
    return sorted({span for p in places for span in (p.parts or (p.mention.span,))})


def _with_verb(scene: Scene) -> list[Trigger]:
    """The sentence's own triggers, with the given verb among them as an attack."""
    verb = scene.task.verb
    own = find_triggers(scene.read)
    found = [t for t in own if t.sentence == scene.at and not t.span.overlaps(verb)]
    concept = next(c for c in lexicon().concepts if c.name == "attack")
    lemma = scene.sentence.lower[scene.first]
    given = Trigger(scene.at, scene.first, scene.last, verb, lemma, "verb", concept, 1.0)
    return sorted([*found, given], key=lambda trigger: trigger.first)


def chosen(judged: dict[Span, float], *, floor: float) -> list[Span]:
    """The likeliest first, without those that share a character with a likelier."""
    out: list[Span] = []
    for span, chance in sorted(judged.items(), key=lambda pair: (-pair[1], pair[0])):
        if chance >= floor and not any(span.overlaps(other) for other in out):
            out.append(span)
    return out


def said_by_nearness(scene: Scene) -> list[Span]:
    """The place name with the fewest words between it and the verb."""
    places = [name for name in scene.names if name.kind == "toponym"]
    gaps = [(max(n.first - scene.last, scene.first - n.last, 0), n.span) for n in places]
    return [min(gaps)[1]] if gaps else []


def card(scenes: Sequence[Scene], say: Callable[[Scene], list[Span]], tasks: int) -> str:
    """Precision, recall and F1, exact and touching."""
    said = [(scene.task.gold, say(scene)) for scene in scenes]
    all_said, gold = sum(len(s) for _, s in said), tasks
    exact = sum(span in g for g, s in said for span in s)
    touching = sum(any(span.overlaps(x) for x in g) for g, s in said for span in s)
    touched = sum(any(span.overlaps(x) for span in s) for g, s in said for x in g)
    return f"exact {_figures(exact, exact, all_said, gold)}   touching " + _figures(
        touching, touched, all_said, gold
    )


def _figures(right: int, reached: int, said: int, gold: int) -> str:
    precision, recall = right / max(1, said), reached / max(1, gold)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


def main(folder: Path) -> None:
    """Prints the card of the test part."""
    gazetteer = open_gazetteer()
    tasks = [task for task in unseen(read_tasks(folder)) if task.part == TEST_PART]
    scenes = [scene for task in tasks if (scene := read_scene(task, gazetteer))]
    ways: tuple[tuple[str, Callable[[Scene], list[Span]]], ...] = (
        ("nearest name", said_by_nearness),
        ("rules alone", said_by_rules),
        ("as marked", said_by_product),
        ("learned linker", said_by_linker),
    )
    for title, of in (("all", lambda _: True), ("labelled", lambda task: task.labelled)):
        kept = [scene for scene in scenes if of(scene.task)]
        gold = sum(len(task.gold) for task in tasks if of(task))
        print(f"{title}: {len(kept)} sentences, {gold} gold places")
        for name, say in ways:
            print(f"  {name:16}{card(kept, say, gold)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
