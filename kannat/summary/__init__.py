"""The summary of statements: who holds what, in a document for the drafter."""

from kannat.summary.blocks import Figure, Note, Sentence, Summary
from kannat.summary.composition import summary
from kannat.summary.formats import FORMATS, write_summary

__all__ = ["FORMATS", "Figure", "Note", "Sentence", "Summary", "summary", "write_summary"]
