"""What people decide about the machine's readings: sheets to look through, decisions, and how they hold ever after."""

from kannat.review.applying import Applied, Orphan, apply_decisions
from kannat.review.decisions import Decision
from kannat.review.importing import ReviewReport, import_decisions
from kannat.review.stored import Reviewed

__all__ = ["Applied", "Decision", "Orphan", "ReviewReport", "Reviewed", "apply_decisions", "import_decisions"]
