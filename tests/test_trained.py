"""The trained reader: what it sees of a sentence, its model's files, its training."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kannat.errors import MalformedData, UsageError
from kannat.model import Document, Origin, Stance
from kannat.reading import model as model_module
from kannat.reading.data import load_toml
from kannat.reading.features import Sentences, Vocabulary, letter_runs, sentences_of, word_runs
from kannat.reading.judging import Judgement
from kannat.reading.logistic import exponential
from kannat.reading.model import OTHER, Known, StanceModel, load_model
from kannat.reading.model_files import model_files, written
from kannat.reading.pipeline import structure_of
from kannat.reading.positions import RuleFinder
from kannat.reading.trained import TrainedFinder
from kannat.reading.training import HeldOut, Trained, examples_in, train, training_digest, training_files
from kannat.resources import folder

_NONE = np.zeros(0, np.int64)


def _texts(*texts: str) -> Sentences:
    nothing = np.full(len(texts), -1)
    return Sentences(texts, len(texts), nothing, nothing, nothing, ((),) * len(texts))


def _seen(text: str, entries: list[str], words: bool) -> set[str]:
    sentences = _texts("edellinen lause", text, "seuraava")
    runs = word_runs(sentences) if words else letter_runs(sentences)
    known = Vocabulary(entries, words).known(runs, 3)
    return {entries[number] for number in known.ids[known.starts[1] : known.starts[2]]}


class TestWhatIsSeen:
    @pytest.mark.parametrize(
        ("text", "seen"),
        [
            ("kunta kannattaa", {"kunta", "kannattaa", "kunta kannattaa"}),
            ("kunta, kannattaa", {"kunta", "kannattaa", "kunta kannattaa"}),
            ("kunnat", set()),
            ("kannattaa kunta", {"kunta", "kannattaa"}),
            ("", set()),
        ],
    )
    def test_words_and_their_runs(self, text: str, seen: set[str]) -> None:
        assert _seen(text, ["kunta", "kannattaa", "kunta kannattaa", "lause", "lause kunta"], words=True) == seen

    @pytest.mark.parametrize(
        ("text", "seen"),
        [
            ("lain", {" la", "ain", "in "}),
            ("elain", {"ain", "in "}),
            ("la in", {" la", "in "}),
            ("ain", {"ain", "in "}),
            ("\U0001f600lain", {"ain", "in "}),
        ],
    )
    def test_letters_within_a_word_and_its_edges(self, text: str, seen: set[str]) -> None:
        assert _seen(text, [" la", "ain", "in ", "a i"[:2] + "q"], words=False) == seen

    def test_a_run_never_crosses_two_texts(self) -> None:
        sentences = _texts("ensin kunta", "kannattaa esitystä")
        known = Vocabulary(["kunta kannattaa"], words=True).known(word_runs(sentences), 2)
        assert known.lengths.tolist() == [0, 0]

    def test_what_occurs_twice_counts_twice(self) -> None:
        known = Vocabulary(["ei"], words=True).known(word_runs(_texts("ei se ei")), 1)
        assert known.lengths.tolist() == [2]

    def test_neighbours_are_those_of_the_same_paragraph(self) -> None:
        document = Document("a.txt", "0" * 64, "text/plain", "Kanta\n\nYksi on. Kaksi on.\n\nKolme on.\n")
        structure = structure_of(document)
        questions = [part.heading.text if part.heading else None for part in structure.parts]
        seen = sentences_of(structure.units, [Judgement()] * len(structure.units), questions)
        place = {unit.text: number for number, unit in enumerate(structure.units)}
        assert seen.before[place["Kaksi on."]] == place["Yksi on."]
        assert seen.after[place["Yksi on."]] == place["Kaksi on."]
        assert seen.before[place["Kolme on."]] == seen.after[place["Kaksi on."]] == -1
        assert seen.texts[seen.heading[place["Kolme on."]]] == "kanta"


class TestChances:
    def _model(self, weights: list[list[int]], **changes: object) -> StanceModel:
        known = Known(Vocabulary([], words=False), Vocabulary(["hyvä", "huono"], words=True), ())
        rows = np.array(weights + [[0] * 3] * (known.rows - len(weights)), np.int32)
        classes = ("none/fact", "supports/consultation", "opposes/respondent")
        model = StanceModel(known, classes, rows, 1.0, {OTHER: 1.0}, ((0.0, 0.25), (0.9, 0.75)))
        return replace(model, **changes)

    def test_a_verdict_bears_stance_origin_and_how_often_such_verdicts_are_right(self) -> None:
        model = self._model([[0, 9, 0], [0, 0, 9]])
        good, bad, neither = model.verdicts(_texts("hyvä", "huono", "muu"), ["fi"] * 3)
        assert (good.stance, good.origin, good.confidence) == (Stance.SUPPORTS, Origin.CONSULTATION, 0.75)
        assert (bad.stance, bad.origin) == (Stance.OPPOSES, Origin.RESPONDENT)
        assert neither.stance is None

    def test_a_heavier_none_takes_more(self) -> None:
        weights = [[1, 2, 0], [0, 0, 9]]
        assert self._model(weights).verdicts(_texts("hyvä"), ["fi"])[0].stance is Stance.SUPPORTS
        heavy = self._model(weights, none_weight={"fi": 9.0, OTHER: 1.0})
        assert heavy.verdicts(_texts("hyvä"), ["fi"])[0].stance is None
        assert heavy.verdicts(_texts("hyvä"), ["sv"])[0].stance is Stance.SUPPORTS

    def test_the_exponential_is_that_of_the_library(self) -> None:
        values = -np.geomspace(1e-6, 690, 4000)
        assert np.allclose(exponential(values), np.exp(values), rtol=1e-13, atol=0)
        assert exponential(np.array([0.0, -800.0])).tolist() == [1.0, 0.0]


@pytest.fixture(scope="module")
def prose(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Labelled prose that is small and easy to learn."""
    root = tmp_path_factory.mktemp("prose")
    stances = {"supports": "Kannatamme esitystä {}.", "concerned": "Olemme huolissamme esityksestä {}."}
    lines = []
    for number in range(90):
        sentences = [
            {"text": form.format(f"kohdassa {number} ja {place}"), "label": label, "kind": None}
            | {"origin": "consultation", "target": "esitys", "unit": "line"}
            for place in range(4)
            for label, form in stances.items()
        ]
        facts = [
            {"text": f"Kunnassa {number} on {place} koulua.", "label": "none", "kind": "fact", "unit": "line"}
            | {"origin": None, "target": None}
            for place in range(4)
        ]
        row = {"id": f"d{number}", "lang": "fi", "domain": "koulut", "layout": "kirje", "sentences": sentences + facts}
        lines.append(json.dumps(row, ensure_ascii=False))
    (root / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def trained(prose: Path) -> Trained:
    return train(examples_in(training_files(prose)))


class TestTraining:
    def test_what_is_easy_is_learnt(self, trained: Trained) -> None:
        figures = trained.by_language()["fi"]
        assert figures.documents == 90
        assert figures.detection > 0.95
        assert figures.stance > 0.95
        assert sum(fold.documents for fold in trained.by_fold().values()) == 90
        assert sum(count for *_, count in trained.errors()) < 20

    def test_what_is_held_out_together_stays_together(self, prose: Path) -> None:
        examples = [replace(example, genre=f"{n % 7}") for n, example in enumerate(examples_in(training_files(prose)))]
        folds = train(examples, held_out=HeldOut.GENRE).folds
        assert all(len({f for e, f in zip(examples, folds, strict=True) if e.genre == g}) == 1 for g in "0123456")
        assert set(folds) == {0, 1, 2, 3, 4}

    def test_the_same_prose_gives_the_same_bytes(self, trained: Trained, prose: Path) -> None:
        files = training_files(prose)
        again = train(examples_in(files))
        digest = training_digest(files)
        assert model_files(trained, digest) == model_files(again, digest)

    def test_what_is_written_is_read_again(
        self, trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written(model_files(trained, "0" * 64), tmp_path / "model")
        monkeypatch.setattr("kannat.reading.data.folder", lambda _: tmp_path)
        monkeypatch.setattr(model_module, "folder", lambda _: tmp_path)
        read = load_model.__wrapped__()
        sentences = trained.examples[0].sentences
        assert np.array_equal(read.chances(sentences), trained.model.chances(sentences))
        assert read.calibration == trained.model.calibration
        assert sorted(path.name for path in (tmp_path / "model").iterdir()) == sorted(model_files(trained, ""))

    def test_weights_that_do_not_fit_are_named(
        self, trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        files = model_files(trained, "0" * 64)
        written({**files, "words.txt": files["words.txt"] + b"uusi sana\n"}, tmp_path / "model")
        monkeypatch.setattr("kannat.reading.data.folder", lambda _: tmp_path)
        monkeypatch.setattr(model_module, "folder", lambda _: tmp_path)
        with pytest.raises(MalformedData, match=r"weights\.npy.*kannat train"):
            load_model.__wrapped__()

    @pytest.mark.parametrize("name", ["words.txt", "weights.npy", "model.toml"])
    @pytest.mark.parametrize("content", [None, b""])
    def test_a_file_that_is_missing_or_cut_is_named(
        self, trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes | None
    ) -> None:
        files = model_files(trained, "0" * 64)
        written({key: files[key] for key in files if key != name}, tmp_path / "model")
        if content is not None:
            (tmp_path / "model" / name).write_bytes(content)
        monkeypatch.setattr("kannat.reading.data.folder", lambda _: tmp_path)
        monkeypatch.setattr(model_module, "folder", lambda _: tmp_path)
        with pytest.raises(MalformedData, match=r"ingest/model/"):
            load_model.__wrapped__()

    def test_chances_of_the_calibration_rise(self, trained: Trained) -> None:
        starts, right = zip(*trained.model.calibration, strict=True)
        assert list(starts) == sorted(starts)
        assert list(right) == sorted(right)

    def test_a_folder_without_prose_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no labelled prose"):
            training_files(tmp_path)


class TestTheModelOfTheProject:
    def test_it_was_trained_on_the_prose_that_lies_beside_it(self) -> None:
        files = training_files(folder("ingest") / "training")
        assert load_toml("model/model.toml")["training"] == training_digest(files)

    def test_it_beats_the_rules_on_prose_that_no_rule_was_written_for(self) -> None:
        quality = load_toml("model/model.toml")["quality"]
        assert quality["fi"]["detection"] > 0.83
        assert quality["fi"]["stance"] > 0.74
        assert min(quality["sv"]["stance"], quality["en"]["stance"]) > 0.6

    def test_it_judges_what_is_not_to_be_read_as_nothing(self) -> None:
        model = load_model()
        text = "Kaupunginhallitus 1.2.2026 § 12\n\nKannatamme esitystä lämpimästi.\n\nJulkaistu 1.2.2026\n"
        structure = structure_of(Document("a.txt", "0" * 64, "text/plain", text))
        questions = [part.heading.text if part.heading else None for part in structure.parts]
        found = TrainedFinder(model).find(structure.units, questions)
        rules = RuleFinder().find(structure.units, questions)
        skipped = [unit.span for unit in structure.units if unit.skipped]
        assert [f.stance for f in found] == [f.stance for f in rules] == [Stance.SUPPORTS]
        assert not any(span.overlap(f.span) for f in found for span in skipped)
