"""`kannat read`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kannat.cli.app import say
from kannat.cli.options import description_option, format_option, min_confidence_option
from kannat.cli.output import printable, stdin_bytes, write
from kannat.cli.reader_options import reader_options
from kannat.model import Consultation, Document, Reading

if TYPE_CHECKING:
    from kannat.cli.reader_options import Chosen


@click.command()
@click.argument("file", metavar="FILE")
@format_option("text", "json", default="text")
@description_option
@min_confidence_option
@reader_options
def read(file: str, format_: str, descriptions: tuple[Path, ...], min_confidence: float, chosen: Chosen) -> None:
    """Print what is found in one document (- for stdin), in the gold format of the annotation guideline."""
    from kannat.readers import read_document
    from kannat.reading import default_reader
    from kannat.reading.gold import to_gold

    document = read_document(stdin_bytes() if file == "-" else Path(file))
    with chosen() as reader:
        reading = (reader or default_reader()).read(document, _described(descriptions))
    reading = _certain(reading, min_confidence)
    say(_read_by(reading))
    for note in document.left_out:
        say(f"not read: {note}")
    if format_ == "json":
        write(json.dumps(to_gold(reading), ensure_ascii=False, indent=1) + "\n")
    else:
        write("\n".join(_lines(reading, document)) + "\n")


def _described(paths: tuple[Path, ...]) -> tuple[Consultation, ...]:
    """The consultations described at these paths; the room that reads descriptions is opened only for some."""
    if not paths:
        return ()
    from kannat.ingestion import load_descriptions

    return load_descriptions(paths)


def _certain(reading: Reading, minimum: float) -> Reading:
    """The reading with the positions that are at least so certain."""
    kept = (p for p in reading.positions if p.confidence is None or p.confidence >= minimum)
    return replace(reading, positions=tuple(kept))


def _read_by(reading: Reading) -> str:
    """Who read, and how well that was measured."""
    from kannat.reading import default_reader
    from kannat.reading.quality import measured_quality

    quality = measured_quality() if reading.reader == default_reader().identity else None
    by = f"read by {reading.reader.name} {reading.reader.version} ({reading.reader.method})"
    if quality is None:
        return by
    scores = f"F1 {quality.detection:.2f} finding positions, {quality.stance:.2f} stance, {quality.lean:.2f} lean"
    return f"{by}; on {quality.documents} documents it had not seen: {scores}"


def _lines(reading: Reading, document: Document) -> Iterator[str]:
    """The reading as one fact a line: place, what, and the words."""

    def words(start: int, end: int) -> str:
        return printable(document.text[start:end])

    consultation = reading.consultation
    yield f"document\t{printable(reading.document)}\t{reading.sha256}"
    yield f"language\t{reading.language}"
    yield f"layout\t{reading.layout or 'general'}"
    evidence = ", ".join(consultation.evidence) or "no evidence"
    yield f"consultation\t{printable(consultation.identifier or 'unknown')}\t{evidence}"
    yield from (f"respondent\t{printable(r.name)}\t{r.type}" for r in reading.respondents)
    yield f"status\t{reading.status}\t{reading.outcome}"
    yield from (f"identifier\t{printable(identifier)}" for identifier in reading.identifiers)
    for section in reading.sections:
        heading = printable(section.heading or "(no heading)")
        place = f"{section.span.start}-{section.span.end}"
        yield f"{place}\tanswer\t{section.outcome or ''}\t{heading}\t{section.language or ''}".rstrip("\t")
    for p in reading.positions:
        proposal = p.proposal or f"own: {printable(p.target)}"
        yield f"{p.span.start}-{p.span.end}\t{p.stance}\t{proposal}\t{words(p.span.start, p.span.end)}"
    for r in reading.references:
        target = printable(" ".join(filter(None, (r.target, r.provision))) or "-")
        yield f"{r.span.start}-{r.span.end}\t{r.kind}\t{target}\t{words(r.span.start, r.span.end)}"
    for o in reading.organisations:
        yield f"{o.span.start}-{o.span.end}\tmention\t{printable(o.name)}\t{words(o.span.start, o.span.end)}"
    skipped = ", ".join(f"{count} {reason}" for reason, count in reading.coverage.skipped) or "none"
    yield f"sentences\t{reading.coverage.sentences}\tskipped: {skipped}"
    yield from (f"dropped\t{count}\t{reason}" for reason, count in reading.coverage.dropped)
