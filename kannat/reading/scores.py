"""Scores readings against gold readings, as the annotation guideline says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from kannat.errors import NotAStatement, UsageError
from kannat.model import Consultation, ConsultationMatch, Document, Outcome, Reading, Status
from kannat.readers import read_document
from kannat.readers.sources import GOLD_SUFFIX
from kannat.reading import default_reader
from kannat.reading.gold import from_gold, load_gold
from kannat.reading.labelled import LABELLED_SUFFIX, labelled_documents
from kannat.reading.matching_gold import MEASURES, Hits, compared
from kannat.reading.pipeline import Reader

Row = tuple[object, ...]
Table = tuple[str, tuple[str, ...], list[Row]]
POSITION_MEASURES: Final = ("detection", "stance", "lean")
_COLUMNS: Final = ("precision", "recall", "f1", "gold", "found")


@dataclass(frozen=True, slots=True)
class Score:
    """How many of a kind were right, how many there are, how many were found."""

    right: int = 0
    gold: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        """The share of the found that is right; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found; 0 where there is nothing."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0

    def plus(self, other: Score) -> Score:
        """The two counted together."""
        return Score(self.right + other.right, self.gold + other.gold, self.found + other.found)

    def to_json(self) -> dict[str, Any]:
        """The counts and the figures made of them."""
        figures = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return {**figures, "right": self.right, "gold": self.gold, "found": self.found}


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that a reading missed, found where there is nothing, or took for another; for people to look at."""

    file: str
    measure: str
    miss: str
    place: str
    what: str


@dataclass(frozen=True, slots=True)
class FileScores:
    """The scores of one document."""

    file: str
    language: str
    layout: str
    measures: dict[str, Score]
    stances: dict[str, Score]
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a folder: micro-averages over all files, and by stance, layout, language and file."""

    files: tuple[FileScores, ...]
    measures: dict[str, Score] = field(default_factory=dict)

    def by(self, attribute: str) -> dict[str, dict[str, Score]]:
        """The measures over the files that share a layout or a language."""
        groups = sorted({getattr(file, attribute) for file in self.files})
        return {
            group: _summed(file.measures for file in self.files if getattr(file, attribute) == group)
            for group in groups
        }

    def by_stance(self) -> dict[str, Score]:
        """Stance by stance: right where passage and stance are."""
        return _summed(file.stances for file in self.files)

    def to_json(self) -> dict[str, Any]:
        """Everything as plain values for JSON; keys sorted as measures are reported."""
        return {
            "documents": len(self.files),
            "measures": _json(self.measures),
            "stances": _json(self.by_stance()),
            "layouts": {name: _json(scores) for name, scores in self.by("layout").items()},
            "languages": {name: _json(scores) for name, scores in self.by("language").items()},
            "files": {file.file: _json(file.measures) for file in self.files},
            "misses": [asdict(miss) for file in self.files for miss in file.misses],
        }

    def tables(self) -> list[Table]:
        """What people read first: title, columns and rows of each table."""
        brief = ("detection", "stance", "lean", "references", "sections", "organisations")
        split: list[Table] = [
            (f"by {name}", (name, *brief), [(group, *(_shown(scores, m) for m in brief)) for group, scores in groups])
            for name, groups in (
                ("layout", self.by("layout").items()),
                ("language", self.by("language").items()),
                ("file", [(file.file, file.measures) for file in self.files]),
            )
        ]
        return [
            (f"scores over {len(self.files)} documents", ("measure", *_COLUMNS), _rows(self.measures)),
            ("by stance", ("stance", *_COLUMNS), _rows(self.by_stance())),
            *split,
        ]

    def miss_rows(self) -> list[Row]:
        """Every miss as a row: file, measure, kind of miss, place, words."""
        return [(m.file, m.measure, m.miss, m.place, m.what) for file in self.files for m in file.misses]


def evaluate(folder: Path, reader: Reader | None = None, consultations: Sequence[Consultation] = ()) -> Scores:
    """Scores a reader on every document of a folder, and below it, that has a gold reading beside it.

    Raises `UsageError` where there is none. A gold file without its text is an error of the folder, and raises too.
    """
    known = sorted(folder.rglob(f"*{GOLD_SUFFIX}"))
    if not known:
        raise UsageError("no gold reading in this folder", place=str(folder), advice=f"put NAME{GOLD_SUFFIX} beside it")
    used = reader or default_reader()
    return _total(_scored(path, folder, used, consultations) for path in known)


def evaluate_prose(folder: Path, reader: Reader | None = None) -> Scores:
    """Scores a reader on labelled prose: every document of every `*.jsonl` in a folder, on its positions alone.

    Raises `UsageError` where there is none, `MalformedData` for a line that is not in the format.
    """
    files = sorted(folder.glob(f"*{LABELLED_SUFFIX}"))
    if not files:
        raise UsageError(f"no labelled prose (*{LABELLED_SUFFIX}) in this folder", place=str(folder))
    used = reader or default_reader()
    return _total(
        _only(score(_reading(used, document), gold, document), POSITION_MEASURES)
        for path in files
        for document, gold in labelled_documents(path)
    )


def evaluate_positions(pairs: Iterable[tuple[Reading, Reading, Document]]) -> Scores:
    """Scores readings against gold readings on their positions and proposals alone; each pair with its document."""
    kept = (*POSITION_MEASURES, "proposals")
    return _total(_only(score(reading, gold, document), kept) for reading, gold, document in pairs)


def score(reading: Reading, gold: Reading, document: Document) -> FileScores:
    """The scores of one reading against the gold one."""
    hits = compared(reading, gold, document.text)
    return FileScores(
        file=document.name,
        language=gold.language,
        layout=gold.layout or reading.layout or "",
        measures={name: _score(hits.measures[name]) for name in MEASURES},
        stances={name: _score(counts) for name, counts in sorted(hits.stances.items())},
        misses=tuple(Miss(document.name, *row) for row in hits.misses),
    )


def _reading(reader: Reader, document: Document, consultations: Sequence[Consultation] = ()) -> Reading:
    """The reading of a document; one of nothing where the reader takes it for no statement."""
    try:
        return reader.read(document, consultations)
    except NotAStatement:
        unknown = ConsultationMatch(None, None, None)
        nothing = (Status.REPORTED, Outcome.NO_STANCE_FOUND)
        return Reading(document.name, document.sha256, reader.identity, "", unknown, (), *nothing)


def _scored(path: Path, folder: Path, reader: Reader, consultations: Sequence[Consultation]) -> FileScores:
    text = path.with_name(path.name.removesuffix(GOLD_SUFFIX) + ".txt")
    document = read_document(text, text.relative_to(folder).as_posix())
    gold = from_gold(load_gold(path), document)
    return score(_reading(reader, document, consultations), gold, document)


def _only(scores: FileScores, kept: Sequence[str]) -> FileScores:
    """The scores without the measures that the gold says nothing about."""
    return replace(
        scores,
        measures={name: scores.measures[name] for name in kept},
        misses=tuple(miss for miss in scores.misses if miss.measure in kept),
    )


def _total(files: Iterable[FileScores]) -> Scores:
    scored = tuple(files)
    return Scores(scored, _summed(file.measures for file in scored))


def _score(hits: Hits) -> Score:
    return Score(hits.right, hits.gold, hits.found)


def _summed(groups: Iterable[dict[str, Score]]) -> dict[str, Score]:
    total: dict[str, Score] = {}
    for scores in groups:
        for name, score_ in scores.items():
            total[name] = total.get(name, Score()).plus(score_)
    return total


def _json(scores: dict[str, Score]) -> dict[str, Any]:
    return {name: score_.to_json() for name, score_ in scores.items()}


def _rows(scores: dict[str, Score]) -> list[Row]:
    return [
        (name, *(f"{getattr(s, figure):.3f}" for figure in ("precision", "recall", "f1")), s.gold, s.found)
        for name, s in scores.items()
    ]


def _shown(scores: dict[str, Score], measure: str) -> str:
    """The F1, a dash where there was nothing to find, nothing where the measure was not taken."""
    if measure not in scores:
        return ""
    score_ = scores[measure]
    return f"{score_.f1:.3f}" if score_.gold + score_.found else "-"
