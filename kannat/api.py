"""The verbs of the command line for Python: `import kannat` offers them.

Graphs are rdflib's, networks are networkx's, tables turn into lists of dictionaries. Every verb raises the errors of
`kannat.errors`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import networkx

    from kannat.comparison import Agreement, Changes, Matrix, SideBySide, Unities
    from kannat.export.request import Request
    from kannat.ingestion import IngestReport
    from kannat.model import Consultation, Document, Reading
    from kannat.questions import QueryFile, Table
    from kannat.reading.scores import Scores
    from kannat.store import Store
    from kannat.summary import Summary
    from kannat.validation import Report
    from kannat.wording import SharedWording


def open_store(location: str | Path, mode: Literal["read", "write"] = "read", *, create: bool = False) -> Store:
    """Open a store: a folder, or the http(s) address of a SPARQL 1.1 endpoint; use it in a `with` block."""
    from kannat.store import open_store as open_at

    return open_at(location, mode, create=create)


def descriptions(*paths: str | Path) -> tuple[Consultation, ...]:
    """The consultations that the Turtle files at these paths describe, with their codebooks."""
    from kannat.ingestion import load_descriptions

    return load_descriptions(map(Path, paths))


def document(source: str | Path | bytes) -> Document:
    """A document's text as it lies; bytes are a document too."""
    from kannat.readers import read_document

    return read_document(source if isinstance(source, bytes) else Path(source))


def read(source: str | Path | bytes, consultations: Iterable[Consultation] = ()) -> Reading:
    """What is found in one document: spans in code points of its text, end exclusive."""
    from kannat.reading import read as read_statement

    return read_statement(document(source), tuple(consultations))


def evaluate(folder: str | Path, consultations: Iterable[Consultation] = ()) -> Scores:
    """The scores of the default reader against the known readings (`NAME.gold.json`) in a folder."""
    from kannat.reading.scores import evaluate as score

    return score(Path(folder), consultations=tuple(consultations))


def ingest(
    store: Store, *paths: str | Path | bytes, gold: bool = False, consultation: str | None = None, jobs: int = 1
) -> IngestReport:
    """Take documents, descriptions and submissions into a store open for writing; every file is in the report.

    With `jobs` over 1 so many processes read; a script that asks for them keeps its own work under
    `if __name__ == "__main__":`.
    """
    from kannat.ingestion import Options
    from kannat.ingestion import ingest as take_in

    sources = [path if isinstance(path, bytes) else Path(path) for path in paths]
    return take_in(sources, store, Options(gold=gold, consultation=consultation, jobs=jobs))


def validate(source: str | Path | bytes, *description_paths: str | Path) -> Report:
    """What the shapes say of a submission: an RDF file, or a document, which is read first; bytes are Turtle."""
    from kannat.ingestion import check

    return check(source if isinstance(source, bytes) else Path(source), map(Path, description_paths))


def queries() -> Mapping[str, QueryFile]:
    """The questions that can be asked, by name."""
    from kannat.questions import library

    return library()


def query(store: Store, question: str | Path, /, **parameters: str) -> Table:
    """Ask a question: a name of the library, or the path of a SPARQL file."""
    from kannat.questions import load_query, run

    return run(store, load_query(str(question)), parameters)


def compare(store: Store, consultation: str | None = None, language: str = "fi", min_confidence: float = 0.0) -> Matrix:
    """The matrix of respondents and proposals, with counts and what they are out of.

    The consultation may be left out where the store holds only one. Machine-read positions below `min_confidence`
    are left out.
    """
    from kannat.comparison import matrix, the_consultation

    return matrix(store, the_consultation(store, consultation), language, min_confidence)


def agreement(store: Store, consultation: str | None = None, language: str = "fi", least_shared: int = 1) -> Agreement:
    """For each pair of respondents: the proposals both took a side on, on how many they agree, and measures of it.

    Pairs that share fewer than `least_shared` proposals are left out and counted.
    """
    from kannat.comparison import agreement as of_pairs
    from kannat.comparison import the_consultation

    return of_pairs(store, the_consultation(store, consultation), language, least_shared=least_shared)


def beside(
    store: Store, one: str, other: str | None = None, consultation: str | None = None, language: str = "fi"
) -> SideBySide:
    """A respondent, or a type of respondents, beside another, or beside everyone else, with their words.

    Raises `UnknownName`, with the nearest names, where nobody is called so.
    """
    from kannat.comparison import everyone_but, group_named, side_by_side

    compared = compare(store, consultation, language)
    first = group_named(store, compared, one)
    second = group_named(store, compared, other) if other else everyone_but(compared, first)
    return side_by_side(compared, first, second)


def unity(store: Store, consultation: str | None = None, language: str = "fi", *, by_type: bool = False) -> Unities:
    """How united respondents are on each proposal, all of them or type by type: consensus and controversy."""
    from kannat.comparison import the_consultation
    from kannat.comparison import unity as of_proposals

    return of_proposals(store, the_consultation(store, consultation), language, by_type=by_type)


def changes(store: Store, earlier: str, consultation: str, language: str = "fi") -> Changes:
    """What respondents of both rounds changed from the earlier one to the later."""
    from kannat.comparison import changes as between

    return between(store, earlier, consultation, language)


def shared_wording(store: Store, consultation: str | None = None) -> SharedWording:
    """The passages that statements of a round share, with their places in each, and who had them first."""
    from kannat.comparison import the_consultation
    from kannat.wording import wording_of_round

    return wording_of_round(store, the_consultation(store, consultation))


def network(
    store: Store, consultation: str | None = None, language: str = "fi", request: Request | None = None
) -> networkx.Graph[str]:
    """The network of respondents and proposals: a node each, and an edge for each position, with its stance.

    A `Request` of `kannat.export.request` asks for another network: of respondents, proposals, acts or organisations.
    """
    from kannat.export.request import Request, network_for

    return network_for(store, consultation, request or Request(), language)


def export_network(graph: networkx.Graph[str], format_: str = "graphml") -> Mapping[str, bytes]:
    """A network as files by name, in a format of `kannat.export.formats.NETWORK_FORMATS`.

    Raises `UnknownName` for another format.
    """
    from kannat.export.formats import written

    return written(graph, format_).files


def export_rdf(store: Store, format_: str = "turtle", graph: str | None = None) -> bytes:
    """The store's graph, or one named graph of it: turtle, trig, nquads, ntriples or jsonld; the same bytes any day."""
    from kannat.export import rdf

    return rdf(store, format_, graph)


def summarise(store: Store, consultation: str | None = None, language: str = "fi") -> Summary:
    """The summary of a round: sentences, the positions that they stand on, and the questions behind their numbers."""
    from kannat.comparison import the_consultation
    from kannat.summary import summary

    return summary(store, the_consultation(store, consultation), language)


def export_summary(summary: Summary, format_: Literal["docx", "odt", "html", "md"] = "docx") -> bytes:
    """A summary as a file's content."""
    from kannat.summary import write_summary

    return write_summary(summary, format_)


def draw(
    store: Store,
    name: str,
    consultation: str | None = None,
    language: str = "fi",
    format_: Literal["svg", "png"] = "svg",
    proposal: str | None = None,
) -> bytes:
    """A picture of a round: stances, matrix, network, references, timeline, or groups on one proposal.

    Needs the extra `kannat[pictures]`.
    """
    from kannat.comparison import the_consultation
    from kannat.pictures import picture

    return picture(store, name, the_consultation(store, consultation), language, format_, proposal)
