"""Links the stored statements of a consultation to its codebook after people have changed it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from kannat.errors import UsageError
from kannat.graph import terms as t
from kannat.graph.consultation import consultations_of
from kannat.graph.relinking import Move, Relinker, codebook_state
from kannat.store import Outcome, Store
from kannat.validation import Known, Severity, ShapeEngine, validate_quads


@dataclass(frozen=True, slots=True)
class Held:
    """A statement whose relinked graph the shapes do not let in; it stays as it was."""

    statement: NamedNode
    reason: str


@dataclass(frozen=True, slots=True)
class RelinkReport:
    """What moved, how many statements there are and were changed, and those that could not be."""

    statements: int
    changed: int
    moves: tuple[Move, ...]
    held_back: tuple[Held, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many passages moved for each reason."""
        return dict(sorted(Counter(str(move.reason) for move in self.moves).items()))

    def to_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "statements": self.statements,
            "changed": self.changed,
            "counts": self.counts,
            "moves": [
                {
                    "statement": move.statement.value.rpartition("/")[2],
                    "passage": move.passage.value.rpartition("/")[2],
                    "words": move.words,
                    "stance": move.stance.value.removeprefix(t.KAN_NAMESPACE),
                    "before": move.before,
                    "after": move.after,
                    "reason": str(move.reason),
                }
                for move in self.moves
            ],
            "heldBack": [{"statement": held.statement.value, "reason": held.reason} for held in self.held_back],
        }


def relink(store: Store, consultation: NamedNode, engine: ShapeEngine | None = None) -> RelinkReport:
    """Match every machine-read position of a consultation's statements anew to its codebook as it is now.

    After this call each statement is linked to the codebook whole, or stays as it was and is told; statements in which
    nothing moves, and those of other consultations, are not touched. A second call moves nothing. Raises `UsageError`
    where the store describes no such consultation.
    """
    described = store.graph(consultation)
    known = next(
        (c for c in consultations_of(described, store.names) if store.names.consultation(c.key) == consultation), None
    )
    if known is None:
        raise UsageError("the store describes no such consultation", advice="ingest its description first")
    relinker = Relinker(known, codebook_state(described), store.names)
    context = Known([*described, *store.graph(store.names.authorities_graph)])
    moves: list[Move] = []
    held_back: list[Held] = []
    statements = changed = 0
    for name in store.graph_names():
        if not name.value.startswith(f"{store.names.base}statement/"):
            continue
        quads = store.graph(name)
        if not any(q.subject == name and q.predicate == t.CONSULTATION_OF and q.object == consultation for q in quads):
            continue
        statements += 1
        result = relinker.relinked(name, quads)
        if not result.moves:
            continue
        violations = validate_quads(result.quads, context, engine).of_severity(Severity.VIOLATION)
        if violations:
            held_back.append(Held(name, violations[0].message("en")))
            continue
        changed += store.replace_graph(name, result.quads) is not Outcome.UNCHANGED
        moves += result.moves
    return RelinkReport(statements, changed, tuple(moves), tuple(held_back))
