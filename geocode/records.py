"""The nouns that travel through the house: frozen, slotted, collections as tuples.

Every span is half-open and counts Unicode code points of ``Document.text`` exactly as given,
never of a folded or normalised copy. Coordinates are WGS 84 degrees; lengths are metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from shapely.geometry.base import BaseGeometry

BlockKind: TypeAlias = Literal["headline", "byline", "dateline", "body", "quote", "caption"]
MentionKind: TypeAlias = Literal["toponym", "demonym", "nested", "nominal", "phrase"]
Relation: TypeAlias = Literal["in", "near", "border", "along", "part", "between", "from", "to"]
Role: TypeAlias = Literal[
    "site", "origin", "destination", "actor", "target", "speaker", "demonym", "background"
]
Precision: TypeAlias = Literal["day", "week", "month", "season", "year", "interval", "open"]
Basis: TypeAlias = Literal[
    "explicit", "relative", "inherited", "news_of_the_day", "dateline_default", "vague", "by_hand"
]  # fmt: skip
NAMING: Final[frozenset[MentionKind]] = frozenset({"toponym", "demonym", "nested"})
"""Mentions that bear a name; those of other kinds only a Place carries."""
REFERRING: Final[frozenset[MentionKind]] = frozenset({"toponym", "nominal"})
"""Mentions that mean the place itself, not its people, what bears its name or what lies by it."""
ASSUMED: Final[frozenset[Basis]] = frozenset({"news_of_the_day", "dateline_default"})
"""Those of days that no words say, which keep no two tellings apart."""
Status: TypeAlias = Literal[
    "realised", "ongoing", "planned", "hypothetical", "denied", "background"
]
KINDS = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    "STATEMENT", "DISASTER", "ACCIDENT", "ELECTION", "HEALTH",
)  # fmt: skip
"""PLOVER's sixteen, then our five."""
WRITERS_BLOCKS: frozenset[BlockKind] = frozenset({"byline", "dateline"})
"""Blocks that tell of the writing, not of what happened."""
RUNNING_BLOCKS: frozenset[BlockKind] = frozenset({"body", "quote"})
"""Blocks in whole sentences, one after another."""
ShapeKind: TypeAlias = Literal["line", "area"]
PartyRole: TypeAlias = Literal["actor", "recipient"]
Sector: TypeAlias = Literal[
    "military",
    "police",
    "rebels",
    "criminals",
    "government",
    "court",
    "protesters",
    "media",
    "aid",
    "business",
    "health",
    "civilians",
]
"""What sort of party the words name. Source: after PLOVER's actor sectors (Halterman et al. 2023),
with its opposition and activists told apart by what they do: rebels, protesters."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range ``[start, end)`` of code points in ``Document.text``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The text it covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that is read as one: its headline, a paragraph, a caption.

    Bylines (credits, desk's notes, a letter's head and signature too) and datelines say who wrote
    where and when: their places are no event's site, and nothing happens in them.
    """

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """One report. ``published`` is None where nothing says it: then it is unknown, never today."""

    id: str
    """First 16 hex digits of SHA-256 over source and text; never a row number."""
    text: str
    published: date | None
    source: str | None
    url: str | None
    language: str
    """ISO 639-1 code, told from the text unless given; ``und`` where none we know is heard."""
    blocks: tuple[Block, ...]
    """In text order, disjoint. What no block covers (a leading ``date …``) is not read."""
    doc_id: str | None = None
    """The identifier the sender gave it, kept for the way back."""
    sha256: str = ""
    """SHA-256 of the text as UTF-8, in hex."""
    notes: tuple[str, ...] = ()
    """What is doubtful about how it came in, as people read it; said when it is read, not kept."""
    supposed: bool = False
    """Whether ``published`` is no more than the day its file was made; told, not kept, likewise."""

    def __hash__(self) -> int:
        """That of its identifier, which is a digest already."""
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A bad input: counted and shown, never fatal."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What is doubtful in an input that was read all the same: counted and shown."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Where in the text a place is named. Mentions of a reading are ordered and disjoint."""

    document_id: str
    span: Span
    surface: str
    kind: MentionKind
    """``nested`` is a name inside an organisation's or person's name. Only a Place carries the
    others: ``nominal``, words that describe a place named elsewhere ("the capital"), and
    ``phrase``, a composed place such as "the Belarus-Poland border"."""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One gazetteer entry."""

    id: str
    """``geonames:619598``, ``border:BY-PL`` (codes in order), ``region:donbas``."""
    name: str
    feature: str
    """GeoNames feature code: PPL, PPLC, ADM1, ADM2, PCLI, CONT, RGN, or BDRY for a border."""
    country: str | None
    """ISO 3166-1 alpha-2; None for what belongs to no one country."""
    admin1: str | None
    """Id of the first-level division it lies in."""
    admin2: str | None
    lon: float
    lat: float
    population: int
    bbox: tuple[float, float, float, float] | None
    """West, south, east, north in degrees; west > east where it crosses 180 degrees."""
    shape: ShapeKind | None
    """What ``Gazetteer.shape(id)`` returns for it, None for a bare point."""
    precision_m: float
    """Radius in metres within which its point stands for it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that could be meant, with a score in 0..1 and reasons a person can read."""

    entry: Entry
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What a mention refers to, as far as we dare to say."""

    mention: Mention
    best: Entry | None
    """None where we abstain; then ``geometry`` and ``precision_m`` are None too."""
    others: tuple[Candidate, ...]
    confidence: float
    relation: Relation
    role: Role
    geometry: BaseGeometry | None
    """Follows the wording: a point, a disc for *near*, a line for a border, an area for a part."""
    precision_m: float | None
    why: tuple[str, ...]
    parts: tuple[Span, ...] = ()
    """For a phrase, the spans of the mentions it is composed of."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Inclusive days within which something happened; an open end is None."""

    earliest: date | None
    latest: date | None
    precision: Precision
    basis: Basis

    @property
    def assumed(self) -> bool:
        """Whether no words say the days, which are those of the report itself."""
        return self.basis in ASSUMED


@dataclass(frozen=True, slots=True)
class DateMention:
    """Where in the text a time is named, and the days it means from the day of publication."""

    document_id: str
    span: Span
    when: TimeSpan
    rule: str = ""
    """The form of the grammar that read it, behind what opens it: "weekday", "since day_month",
    "iso to iso"."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a telling is from: never a party to the event, and where they are is not its place."""

    source: Span | None
    """Who says it: "a military spokesman"; None where only who passed it on is named."""
    via: Span | None = None
    """Who passed it on: "cited by Reuters", "told AFP"."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence behind a mark, and the words in it that say what, where and when."""

    document_id: str
    quote: Span
    trigger: Span
    place: Span | None
    date: Span | None
    attribution: Attribution | None = None
    """None where the report itself tells it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A party to an event as a telling words it, with what the words say of it and no more."""

    document_id: str
    span: Span
    name: str
    """The words of the span: "Israeli soldiers"."""
    role: PartyRole
    country: str | None
    """ISO 3166-1 alpha-2; None where the words name no country."""
    sector: Sector | None
    """None where the words tell none: a bare name."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the file that an event was opened from says of it without carrying it."""

    happening: str
    """Identifier that all tellings of the event share."""
    reports: int
    tellings: int
    confirmed: bool = False
    corrected_by: str | None = None
    corrected_when: str | None = None
    corrected_why: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, is planned or is denied. ``places`` may be empty."""

    id: str
    kind: str
    """PLOVER event type: AGREE, CONSULT, MOBILIZE, ASSAULT, …"""
    status: Status
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    when: TimeSpan | None
    places: tuple[Place, ...]
    """Its sites: only places with role ``site``. One without a geometry is on no map: a name that
    nobody could place, or a country told by its people alone."""
    evidence: tuple[Evidence, ...]
    """One for each telling and site, never empty, in text order."""
    part_of: str | None
    confidence: float
    label: str = ""
    """Sort of violence, after ACLED's sub-events: abduction, bombing, …; "" for other kinds."""
    parties: tuple[Actor, ...] = ()
    """Its actors and recipients with country and sector, each name once a role, in text order."""
    stated: Stated | None = None
    """None for what was read here."""


OPENED = "opened/"
"""How the ``run`` of a reading begins that was not made here but opened from an export."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one document."""

    document: Document
    mentions: tuple[Mention, ...]
    places: tuple[Place, ...]
    """One for each mention, in order; then the composed places."""
    dates: tuple[DateMention, ...]
    events: tuple[Event, ...]
    run: str
    """Digest of settings, gazetteer, model and version."""
