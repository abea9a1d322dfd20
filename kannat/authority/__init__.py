"""How a user's own authority grows: acts from open data, organisations of a round, merges."""

from kannat.authority.confirmation import Acceptance, accept
from kannat.authority.merging import Merging, Signature, merge, undo
from kannat.authority.statute_files import StatuteFact, StatuteFiles, read_statutes
from kannat.authority.statute_update import StatuteUpdate, update_statutes
from kannat.authority.suggestions import Suggestion, suggest

__all__ = [
    "Acceptance",
    "Merging",
    "Signature",
    "StatuteFact",
    "StatuteFiles",
    "StatuteUpdate",
    "Suggestion",
    "accept",
    "merge",
    "read_statutes",
    "suggest",
    "undo",
    "update_statutes",
]
