"""The way of a batch into the store: from files to statements that passed the gate."""

from kannat.ingestion.batch import Progress, ingest
from kannat.ingestion.check import check
from kannat.ingestion.known import load_descriptions
from kannat.ingestion.options import Options
from kannat.ingestion.report import Fate, FileReport, IngestReport

__all__ = [
    "Fate",
    "FileReport",
    "IngestReport",
    "Options",
    "Progress",
    "check",
    "ingest",
    "load_descriptions",
]
