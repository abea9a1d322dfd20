"""`kannat train`."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import click

from kannat.cli.output import print_table

_FIGURES = ("documents", "detection", "stance", "lean", "precision", "recall")


@click.command()
@click.option(
    "--from",
    "prose",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of labelled prose (*.jsonl). Default: ingest/training.",
)
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write the model into. Default: ingest/model.",
)
@click.option("--check", is_flag=True, help="Write nothing; tell whether the weights are those that would be built.")
@click.option(
    "--measure",
    type=click.Choice(["document", "domain", "genre", "file"]),
    help="Write nothing; tell how well models do that have not seen the document, its policy field, genre or file.",
)
def train(prose: Path | None, to: Path | None, check: bool, measure: str | None) -> int:
    """Build the model that finds positions, from labelled prose. The same data gives the same bytes.

    Takes some minutes, and needs the extra: pip install "kannat[train]". Prints how well models that had not seen a
    document did on it.
    """
    from kannat.cli.app import say
    from kannat.reading.model import MODEL_FOLDER
    from kannat.reading.model_files import model_files, weight_files, written
    from kannat.reading.training import HeldOut, examples_in, train, training_digest, training_files, untuned
    from kannat.resources import folder

    root = folder("ingest")
    target = to or root / MODEL_FOLDER
    files = training_files(prose or root / "training")
    examples = examples_in(files)
    if check:
        built = weight_files(untuned(examples))
        stale = [name for name, content in built.items() if not _is(target / name, content)]
        for name in stale:
            say(f"{name} is not what the labelled prose gives: run kannat train")
        return 1 if stale else 0
    trained = train(examples, say, HeldOut(measure or HeldOut.DOCUMENT))
    if measure is None:
        written(model_files(trained, training_digest(files)), target)
    rows = [(language, *astuple(figures)) for language, figures in trained.by_language().items()]
    print_table(("language", *_FIGURES), rows, title=f"unseen, by language; held out by {measure or 'document'}")
    folds = [(fold + 1, *astuple(figures)) for fold, figures in trained.by_fold().items()]
    print_table(("fold", *_FIGURES), folds, title="unseen, by fold")
    print_table(("it is", "taken for", "times"), trained.errors(), title="unseen, what went wrong")
    return 0


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content
