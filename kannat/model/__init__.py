"""What Kannat speaks of: frozen values without input or output."""

from kannat.model.codes import (
    Lean,
    MatchEvidence,
    OrganisationType,
    Origin,
    Outcome,
    ReadingMethod,
    ReferenceKind,
    Stance,
    Status,
    Verdict,
)
from kannat.model.consultation import Consultation, Labels, Proposal, Question, label_in
from kannat.model.document import Document, Given, Mark, MarkRole
from kannat.model.organisation import Act, Organisation
from kannat.model.reading import (
    ConsultationMatch,
    Coverage,
    LegalReference,
    OrganisationMention,
    PositionPassage,
    ReaderIdentity,
    Reading,
    Respondent,
    Section,
    StatementDates,
)
from kannat.model.spans import Span

__all__ = [
    "Act",
    "Consultation",
    "ConsultationMatch",
    "Coverage",
    "Document",
    "Given",
    "Labels",
    "Lean",
    "LegalReference",
    "Mark",
    "MarkRole",
    "MatchEvidence",
    "Organisation",
    "OrganisationMention",
    "OrganisationType",
    "Origin",
    "Outcome",
    "PositionPassage",
    "Proposal",
    "Question",
    "ReaderIdentity",
    "Reading",
    "ReadingMethod",
    "ReferenceKind",
    "Respondent",
    "Section",
    "Span",
    "Stance",
    "StatementDates",
    "Status",
    "Verdict",
    "label_in",
]
