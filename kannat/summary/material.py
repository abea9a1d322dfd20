"""What a summary is written from: the matrix of a round, and rows of the library's questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kannat.comparison import Matrix, matrix
from kannat.comparison.tables import Record, ask, local_name
from kannat.model import ReadingMethod
from kannat.store import Store


@dataclass(frozen=True, slots=True)
class Evidence:
    """How one position was read; `places` gives a passage's address and page by its offsets."""

    checked: bool
    days: tuple[str, ...]
    places: Mapping[tuple[int, int], tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class Material:
    """The matrix and the rows that a summary tells of, in one language; `evidence` by the position's address."""

    matrix: Matrix
    round: Record
    types: tuple[Record, ...]
    questions: tuple[Record, ...]
    provisions: tuple[Record, ...]
    acts: tuple[Record, ...]
    citing: Mapping[str, tuple[Record, ...]]
    problems: tuple[Record, ...]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


def material(store: Store, consultation: str, language: str) -> Material:
    """What a summary of a consultation (its address, case number or key) is written from.

    Raises `UnknownName` for a consultation that the store does not hold.
    """
    compared = matrix(store, consultation, language)
    asked = {"consultation": compared.round.consultation, "language": language}
    (facts,) = ask(store, "rounds", **asked)
    citing: dict[str, list[Record]] = defaultdict(list)
    for row in ask(store, "references", **asked):
        citing[row["act"] or ""].append(row)
    return Material(
        matrix=compared,
        round=facts,
        types=tuple(ask(store, "coverage-by-type", **asked)),
        questions=tuple(ask(store, "questions", **asked)),
        provisions=tuple(ask(store, "positions-by-provision", **asked)),
        acts=tuple(ask(store, "acts", **asked)),
        citing={act: tuple(rows) for act, rows in citing.items()},
        problems=tuple(ask(store, "problems", **asked)),
        evidence=_evidence(store, compared.round.consultation),
    )


def _evidence(store: Store, consultation: str) -> dict[str, Evidence]:
    rows: dict[str, list[Record]] = defaultdict(list)
    for row in ask(store, "evidence", consultation=consultation):
        rows[row["position"]].append(row)
    return {
        position: Evidence(
            checked=any(local_name(row["method"]) == ReadingMethod.PERSON for row in found),
            days=tuple(sorted({row["day"] for row in found if row["day"]})),
            places={(row["start"], row["end"]): (row["passage"], row["page"]) for row in found},
        )
        for position, found in rows.items()
    }
