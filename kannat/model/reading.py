"""What a reader found in a document: spans, and who found them.

The shape follows the gold format of the annotation guideline, so a reading, a gold file and a correction are one thing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kannat.model.codes import (
    MatchEvidence,
    OrganisationType,
    Origin,
    Outcome,
    ReadingMethod,
    ReferenceKind,
    Stance,
    Status,
)
from kannat.model.spans import Span


@dataclass(frozen=True, slots=True)
class ReaderIdentity:
    """Which reader made a reading: its name, version, and the SHA-256 of the data it read with."""

    name: str
    version: str
    method: ReadingMethod
    settings: str = ""


@dataclass(frozen=True, slots=True)
class Respondent:
    """An organisation that speaks in the statement.

    `key` is the local name of its IRI (`092` for a municipality, a slug elsewhere); empty where the reader has no
    authority for it, and the graph then makes one from the name.
    """

    name: str
    type: OrganisationType
    key: str = ""


@dataclass(frozen=True, slots=True)
class ConsultationMatch:
    """Which consultation a document answers, and on what evidence.

    `key` is the local name of the consultation's IRI (`VN-37864-2025`), None where nothing matched; `identifier` is
    the case number that the text bears, or that of the matched consultation.
    """

    key: str | None
    identifier: str | None
    requester: str | None
    evidence: tuple[MatchEvidence, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class StatementDates:
    """Dates as the document states them."""

    statement: date | None = None
    request: date | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One answer: the body under a heading, the heading's own words, the question it answers.

    `question` is the local name of the question's IRI where the heading is a question of the consultation; `language`
    is None where no word tells it.
    """

    span: Span
    heading: str | None = None
    question: str | None = None
    outcome: Outcome | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PositionPassage:
    """One passage that carries a position. Passages with the same target (or proposal) and stance are one position.

    `proposal` is an id of the consultation's codebook, None for a proposal of the respondent's own; `score` is how
    well the target matched it (0 to 1). `confidence` is the probability that the passage carries this stance.
    """

    span: Span
    stance: Stance
    origin: Origin
    target: str
    proposal: str | None = None
    reasons: tuple[Span, ...] = ()
    condition: Span | None = None
    score: float | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A mention of a legal or official document; `target` is its canonical id, `provision` canonical too."""

    span: Span
    kind: ReferenceKind
    target: str | None = None
    provision: str | None = None


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """A mention of an organisation that is a party to the matter; `generic` for an actor such as *municipalities*."""

    span: Span
    name: str
    generic: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sentences there were, and how many were passed over for which reason: nothing is dropped unseen.

    `dropped` counts what the reader was told and did not believe, such as a language model's quotes that the statement
    does not bear.
    """

    sentences: int = 0
    skipped: tuple[tuple[str, int], ...] = ()
    dropped: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if any(count < 0 for _, count in self.skipped) or self.read < 0:
            raise ValueError(f"more sentences skipped than there are: {self.skipped} of {self.sentences}")

    @property
    def read(self) -> int:
        """Sentences that were read as the respondent's own words."""
        return self.sentences - sum(count for _, count in self.skipped)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one reader found in one document. Every list is in the order of the text."""

    document: str
    sha256: str
    reader: ReaderIdentity
    language: str
    consultation: ConsultationMatch
    respondents: tuple[Respondent, ...]
    status: Status
    outcome: Outcome
    identifiers: tuple[str, ...] = ()
    dates: StatementDates = field(default_factory=StatementDates)
    sections: tuple[Section, ...] = ()
    positions: tuple[PositionPassage, ...] = ()
    references: tuple[LegalReference, ...] = ()
    organisations: tuple[OrganisationMention, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    layout: str | None = None
    synthetic: bool = False
