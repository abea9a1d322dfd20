"""Trains the stance model on labelled prose; the same data gives the same bytes.

Needs SciPy, which reading does not: `pip install "kannat[train]"`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from kannat.errors import UsageError
from kannat.model import Span, Stance
from kannat.reading.features import Ragged, Runs, Sentences, Vocabulary, letter_runs, sentences_of, word_runs
from kannat.reading.labelled import LABELLED_SUFFIX, Label, LabelledDocument, labelled
from kannat.reading.logistic import Problem, Whole, fitted
from kannat.reading.model import (
    NO_STANCE,
    OTHER,
    Encoded,
    Known,
    Real,
    StanceModel,
    Verdict,
    block_scores,
    root_sizes,
    softmax,
)
from kannat.reading.pipeline import structure_of
from kannat.reading.positions import RuleFinder

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDS: Final = 5
_UNIT: Final = 1 / 256
_COST: Final = 6.0
_STEPS: Final = 120
_MIN_LETTERS: Final = 5
_MIN_WORDS: Final = 3
_MIN_CLASS: Final = 60
_NEAR: Final = 0.3
"""How much the words of a neighbour or a heading count against the sentence's own."""
_SIGN: Final = 0.7
_NONE_WEIGHT: Final = {OTHER: 2.0}
"""How many times likelier than none a stance must be. On unseen documents 1 finds as much as 2 does, and claims more
that is none: what is claimed stands before a lawyer. A language may have a weight of its own."""
_WHOLE: Final = 10
"""From so many sentences on a labelled row is a whole document; shorter ones are trained on, not measured on."""
_BINS: Final = 10

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled document: its sentences as a model takes them in, and the label of each."""

    file: str
    language: str
    domain: str
    genre: str
    whole: bool
    sentences: Sentences
    labels: tuple[Label | None, ...]

    def verdicts(self, model: StanceModel, chances: Real) -> list[Verdict]:
        """What a model makes of the sentences with these chances."""
        return model.verdicts_of(chances, [self.language] * self.sentences.count)


class HeldOut(StrEnum):
    """What is kept together when documents are held out: nothing but the document, or all of its field, genre, file."""

    DOCUMENT = "document"
    DOMAIN = "domain"
    GENRE = "genre"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Figures:
    """How well sentences of whole documents were judged by models that had not seen the document: F1 and more."""

    documents: int
    detection: float
    stance: float
    lean: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and what models that had not seen them said of documents: a row of chances for each sentence.

    `folds` holds the fold in which each document was held out.
    """

    model: StanceModel
    examples: tuple[Example, ...]
    unseen: tuple[Real, ...]
    folds: tuple[int, ...]

    def overall(self) -> Figures:
        """The figures of all documents."""
        return self._figures(None, [None] * len(self.examples))

    def by_language(self) -> dict[str, Figures]:
        """The figures of each language."""
        tags = [example.language for example in self.examples]
        return {tag: self._figures(tag, tags) for tag in sorted(set(tags))}

    def by_fold(self) -> dict[int, Figures]:
        """The figures of each fold: their spread says how far one of them can be trusted."""
        return {fold: self._figures(fold, self.folds) for fold in range(FOLDS)}

    def errors(self) -> list[tuple[str, str, int]]:
        """What a sentence is, what it was taken for, and how often, the commonest first; whole documents only."""
        counts: Counter[tuple[str, str]] = Counter()
        for example, chances in zip(self.examples, self.unseen, strict=True):
            if example.whole:
                for label, verdict in zip(example.labels, example.verdicts(self.model, chances), strict=True):
                    known, said = label.stance if label else None, verdict.stance
                    if known is not said:
                        counts[known or _class_of(label), said or NO_STANCE] += 1
        return [(*pair, counts[pair]) for pair in sorted(counts, key=lambda pair: (-counts[pair], pair))]

    def _figures(self, group: Hashable, groups: Sequence[Hashable]) -> Figures:
        documents = 0
        pairs: list[tuple[Stance | None, Stance | None]] = []
        for example, chances, own in zip(self.examples, self.unseen, groups, strict=True):
            if example.whole and own == group:
                documents += 1
                said = (verdict.stance for verdict in example.verdicts(self.model, chances))
                known = (label.stance if label else None for label in example.labels)
                pairs += zip(known, said, strict=True)
        gold, found = sum(a is not None for a, _ in pairs), sum(b is not None for _, b in pairs)
        both = [(a, b) for a, b in pairs if a is not None and b is not None]
        same, leaning = sum(a is b for a, b in both), sum(a.lean is b.lean for a, b in both)
        detection, stance, lean = (round(2 * right / max(gold + found, 1), 3) for right in (len(both), same, leaning))
        precision, recall = round(len(both) / max(found, 1), 3), round(len(both) / max(gold, 1), 3)
        return Figures(documents, detection, stance, lean, precision, recall)


def training_files(folder: Path) -> list[Path]:
    """The labelled prose in a folder. Raises `UsageError` where there is none."""
    files = sorted(folder.glob(f"*{LABELLED_SUFFIX}"))
    if not files:
        raise UsageError(f"no labelled prose (*{LABELLED_SUFFIX}) in this folder", place=str(folder))
    return files


def training_digest(files: Iterable[Path]) -> str:
    """SHA-256 over names and contents of the labelled prose."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def examples_in(files: Iterable[Path]) -> list[Example]:
    """The labelled documents as the reader sees them."""
    return [_example(path.name, known) for path in files for known in labelled(path)]


def train(
    examples: Sequence[Example], progress: Progress | None = None, held_out: HeldOut = HeldOut.DOCUMENT
) -> Trained:
    """The model over all examples; chances and calibration come from models that had not seen the document."""
    say = progress or (lambda _: None)
    columns = _Columns.of(examples)
    folds = _folds(examples, held_out)
    unseen: list[Real] = [np.zeros((0, 0))] * len(examples)
    for fold in range(FOLDS):
        say(f"training without fold {fold + 1} of {FOLDS}")
        weights = columns.weights(folds != fold)
        for number in np.flatnonzero(folds == fold):
            unseen[number] = softmax(columns.scores(int(number), weights))
    say("training on everything")
    return _tuned(columns.model(), examples, unseen, folds)


def untuned(examples: Sequence[Example]) -> StanceModel:
    """The model over all examples without its calibration, which takes five times as long."""
    return _Columns.of(examples).model()


def _folds(examples: Sequence[Example], held_out: HeldOut) -> Whole:
    """The fold of each example: groups in an order that their own words decide, each put where fewest sentences are."""
    groups: dict[str, list[int]] = {}
    for number, example in enumerate(examples):
        own = json.dumps(example.sentences.texts)
        key = own if held_out is HeldOut.DOCUMENT else str(getattr(example, held_out.value))
        groups.setdefault(hashlib.sha256(key.encode()).hexdigest(), []).append(number)
    sizes = [0] * FOLDS
    folds = np.zeros(len(examples), np.int64)
    for key in sorted(groups):
        fold = sizes.index(min(sizes))
        folds[groups[key]] = fold
        sizes[fold] += sum(examples[number].sentences.count for number in groups[key])
    return folds


# Examples


def _example(file: str, known: LabelledDocument) -> Example:
    structure = structure_of(known.document)
    questions = [part.heading.text if part.heading else None for part in structure.parts]
    judged = RuleFinder().judged(structure.units, questions)
    back = structure.prose.view.source
    labels = [_label_of(back(unit.span), known.labels) for unit in structure.units]
    return Example(
        file=file,
        language=known.row["lang"],
        domain=known.row.get("domain", ""),
        genre=known.row.get("layout", ""),
        whole=len(known.labels) >= _WHOLE,
        sentences=sentences_of(structure.units, judged, questions),
        labels=tuple(labels),
    )


def _label_of(span: Span, labels: Sequence[Label]) -> Label | None:
    """The label of the labelled sentence that a sentence of the reader's is, or is half of; stances first."""
    shared = [(span.overlap(label.span), label) for label in labels]
    near = [(size, label) for size, label in shared if size * 2 >= max(min(len(span), len(label.span)), 1)]
    best = max(near, key=lambda pair: (pair[1].stance is not None, pair[0]), default=None)
    return best[1] if best else None


def _class_of(label: Label | None) -> str:
    if label is None:
        return NO_STANCE
    if label.stance is None:
        return f"{NO_STANCE}/{label.kind}"
    return f"{label.stance}/{label.origin}"


# Columns


@dataclass(frozen=True, slots=True)
class _Columns:
    """All examples as one matrix, and how its columns were scaled."""

    known: Known
    encoded: tuple[Encoded, ...]
    matrix: csr_matrix
    scale: Real
    owner: Whole
    labels: Whole
    classes: tuple[str, ...]

    @classmethod
    def of(cls, examples: Sequence[Example]) -> _Columns:
        known = _known(examples)
        encoded = tuple(known.encoded(example.sentences) for example in examples)
        names = [_class_of(label) for example in examples for label in example.labels]
        classes, labels = _numbered(names)
        owner = np.repeat(np.arange(len(examples)), [example.sentences.count for example in examples])
        matrix, scale = _matrix(known, encoded)
        return cls(known, encoded, matrix, scale, owner, labels, classes)

    def weights(self, used: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
        """The whole-number weights of a model trained on the examples that are used."""
        chosen = np.flatnonzero(used[self.owner])
        rows = self.matrix[chosen]
        problem = Problem(rows, rows.T.tocsr(), self.labels[chosen], len(self.classes), _COST)
        return np.rint(fitted(problem, _STEPS) * self.scale[:, None] / _UNIT).astype(np.int32)

    def scores(self, number: int, weights: npt.NDArray[np.int32]) -> Real:
        """What a model with these weights makes of one example."""
        return block_scores(self.known, self.encoded[number], weights) * _UNIT

    def model(self) -> StanceModel:
        """The model trained on everything, not yet tuned."""
        weights = self.weights(np.ones(len(self.encoded), bool))
        return StanceModel(self.known, self.classes, weights, _UNIT, _NONE_WEIGHT, ((0.0, 0.0),))


def _numbered(names: Sequence[str]) -> tuple[tuple[str, ...], Whole]:
    """The classes in order and the number of each name; a class too small to learn counts with its stance's largest."""
    counts = Counter(names)
    largest: dict[str, str] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        largest.setdefault(name.partition("/")[0], name)
    merged = [name if counts[name] >= _MIN_CLASS else largest[name.partition("/")[0]] for name in names]
    classes = tuple(sorted(set(merged)))
    place = {name: number for number, name in enumerate(classes)}
    return classes, np.array([place[name] for name in merged], np.int64)


def _known(examples: Sequence[Example]) -> Known:
    """What occurs in enough sentences to learn from."""
    signs = Counter(sign for example in examples for row in example.sentences.signs for sign in set(row))
    sentences = [example.sentences for example in examples]
    return Known(
        Vocabulary(_frequent(sentences, letter_runs, _MIN_LETTERS), words=False),
        Vocabulary(_frequent(sentences, word_runs, _MIN_WORDS), words=True),
        tuple(sorted(sign for sign, count in signs.items() if count >= _MIN_WORDS)),
    )


def _frequent(sentences: Sequence[Sentences], runs_of: Callable[[Sentences], Runs], least: int) -> list[str]:
    """The runs, as text, that stand in so many sentences at least."""
    counts: Counter[str] = Counter()
    for each in sentences:
        runs, text = runs_of(each), each.joined
        own = zip(runs.owner.tolist(), runs.start.tolist(), runs.end.tolist(), strict=True)
        pairs = {(owner, text[start:end]) for owner, start, end in own if owner < each.count}
        counts.update(run for _, run in pairs)
    return sorted(run for run, count in counts.items() if count >= least)


def _matrix(known: Known, encoded: Sequence[Encoded]) -> tuple[csr_matrix, Real]:
    """The examples' sentences as rows, scaled for learning, and the scale of each column."""
    from scipy.sparse import diags, hstack, vstack

    blocks = [_blocks(known, each) for each in encoded]
    letters, words, before, after, heading, signs = (vstack(column).tocsr() for column in zip(*blocks, strict=True))
    letter_scale, word_scale = _rarity(letters), _rarity(words)
    near = _NEAR * word_scale
    scale = np.concatenate([letter_scale, word_scale, near, near, near, np.full(len(known.signs), _SIGN)])
    matrix = hstack([letters, words, before, after, heading, signs]).tocsr() @ diags(scale)
    return matrix.tocsr(), scale


def _rarity(rows: csr_matrix) -> Real:
    """The scale of columns by how rare they are: a fifth of the smoothed inverse document frequency."""
    count = rows.shape[0]
    frequency = np.bincount(rows.indices, minlength=rows.shape[1])
    return (np.log((1 + count) / (1 + frequency)) + 1) / 5


def _blocks(known: Known, encoded: Encoded) -> list[csr_matrix]:
    sentences = encoded.sentences
    count = sentences.count
    letters = _sparse(encoded.letters, len(known.letters), root_sizes(encoded.letters))
    words = _sparse(encoded.words, len(known.words), root_sizes(encoded.words))
    signs = _sparse(encoded.signs, len(known.signs), np.ones(count))
    near = [_picked(words, rows) for rows in (sentences.before, sentences.after, sentences.heading)]
    return [letters[:count], words[:count], *near, signs]


def _sparse(rows: Ragged, width: int, divisor: Real) -> csr_matrix:
    from scipy.sparse import csr_matrix

    values = np.repeat(1.0 / divisor, rows.lengths)
    matrix = csr_matrix((values, rows.ids, rows.starts), shape=(len(rows.lengths), width))
    matrix.sum_duplicates()
    return matrix


def _picked(matrix: csr_matrix, rows: Whole) -> csr_matrix:
    """The rows with these numbers, an empty one for -1."""
    from scipy.sparse import csr_matrix, vstack

    with_empty = vstack([matrix, csr_matrix((1, matrix.shape[1]))]).tocsr()
    return with_empty[np.where(rows < 0, matrix.shape[0], rows)]


# Tuning


def _tuned(model: StanceModel, examples: Sequence[Example], unseen: Sequence[Real], folds: Whole) -> Trained:
    """The model, calibrated on unseen whole documents."""
    whole = [(e, chances) for e, chances in zip(examples, unseen, strict=True) if e.whole]
    tuned = replace(model, calibration=_calibration(model, whole))
    return Trained(tuned, tuple(examples), tuple(unseen), tuple(folds.tolist()))


def _calibration(model: StanceModel, whole: Sequence[tuple[Example, Real]]) -> tuple[tuple[float, float], ...]:
    """From which chance on a verdict was how often right: bins of equal size, made monotone by joining neighbours."""
    pairs: list[tuple[float, bool]] = []
    raw = replace(model, calibration=())
    for example, chances in whole:
        for label, verdict in zip(example.labels, example.verdicts(raw, chances), strict=True):
            if verdict.stance is not None:
                pairs.append((verdict.confidence, label is not None and label.stance == verdict.stance))
    pairs.sort()
    bins: list[tuple[float, int, int]] = []
    for part in np.array_split(np.arange(len(pairs)), _BINS):
        if len(part):
            bins.append((pairs[part[0]][0], sum(pairs[i][1] for i in part), len(part)))
        while len(bins) > 1 and bins[-1][1] * bins[-2][2] < bins[-2][1] * bins[-1][2]:
            (start, right, size), last = bins[-2], bins[-1]
            bins[-2:] = [(start, right + last[1], size + last[2])]
    return tuple((round(start, 4), round(right / size, 4)) for start, right, size in bins)
