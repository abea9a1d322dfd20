"""Reads statements with a language model: layout, references and proposals as ever, positions by what it says."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Self

from kannat.errors import FetchFailed, KannatError, LimitExceeded, UnreadableInput
from kannat.model import Consultation, Document, ReaderIdentity, Reading, ReadingMethod
from kannat.reading.data import data_digest
from kannat.reading.language_model.alignment import OwnWords
from kannat.reading.language_model.asking import Asking, Request
from kannat.reading.language_model.findings import Drop, findings_of
from kannat.reading.language_model.parts import parts_to_ask
from kannat.reading.language_model.prompt import load_prompt
from kannat.reading.language_model.replies import reply_in
from kannat.reading.language_model.settings import Settings
from kannat.reading.lines import Kind
from kannat.reading.pipeline import StagedReader, structure_of
from kannat.reading.positions import Finding, RuleFinder
from kannat.reading.units import Unit

NAME: Final = "languageModel"
VERSION: Final = "1"
_ADVICE: Final = "check KANNAT_LLM_URL, KANNAT_LLM_MODEL and KANNAT_LLM_KEY, and that the service runs"


class LanguageModelReader:
    """Reads by asking a model, which is believed only where it quotes the statement.

    The same document, prompt and model give the same reading at no cost, as long as the cache is kept. `dropped`
    counts what was not believed, over all that was read; `limit` is the limit that was hit, where one was.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.prompt = load_prompt()
        self.asking = Asking(settings)
        self.dropped: Counter[str] = Counter()
        self.limit: LimitExceeded | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.asking.close()

    @property
    def identity(self) -> ReaderIdentity:
        """Who reads: the model's name, and in the settings the hash of the prompt and of all that is read with."""
        model = re.sub(r"\s+", " ", self.settings.model)
        settings = hashlib.sha256(f"{data_digest()} {self.prompt.digest}".encode()).hexdigest()
        return ReaderIdentity(NAME, f"{VERSION} {model}", ReadingMethod.LANGUAGE_MODEL, settings)

    def ahead(self, document: Document, consultations: Sequence[Consultation] = ()) -> None:
        """Put a document's requests, so that its reading need not wait for them; what goes wrong is told then."""
        structure = structure_of(document, consultations)
        if not structure.layout.is_statement:
            return
        questions = [part.heading.text if part.heading else None for part in structure.parts]
        try:
            self.asking.put(self._requests(document, structure.units, questions))
        except KannatError:
            return

    def read(self, document: Document, consultations: Sequence[Consultation] = ()) -> Reading:
        """The reading of one document; `coverage.dropped` counts what the model said in vain.

        Raises `FetchFailed` where the model cannot be had, `LimitExceeded` where the budget does not reach,
        `UnreadableInput` where its reply has no findings or, offline, there is none.
        """
        finder = _Finder(self, document)
        try:
            reading = StagedReader(finder).read(document, consultations)
        except FetchFailed as error:
            what = f"the language model {error.what}"
            raise FetchFailed(what, place=document.name, advice=_ADVICE) from error
        except LimitExceeded as error:
            self.limit = error
            raise LimitExceeded(error.what, place=document.name, advice=error.advice) from error
        dropped = {str(reason): count for reason, count in finder.drops.items() if count}
        self.dropped.update(dropped)
        coverage = replace(reading.coverage, dropped=tuple(sorted(dropped.items())))
        return replace(reading, reader=self.identity, coverage=coverage)

    def find(
        self, document: Document, units: Sequence[Unit], questions: Sequence[str | None]
    ) -> tuple[list[Finding], Counter[Drop]]:
        """The findings in a document's sentences, and what was dropped of the model's."""
        contents = self.asking.replies(self._requests(document, units, questions))
        replies = [reply for content in contents if (reply := reply_in(content)) is not None]
        if len(replies) < len(contents):
            what = f"{len(contents) - len(replies)} of {len(contents)} replies of the language model hold no findings"
            raise UnreadableInput(what, place=document.name, advice="read it again, or with another model")
        return findings_of(replies, OwnWords(units), self.prompt.fewest_words)

    def _requests(self, document: Document, units: Sequence[Unit], questions: Sequence[str | None]) -> list[Request]:
        model, prompt = self.settings.model, self.prompt
        return [
            Request(document.sha256, prompt.digest, model, prompt.body(model, text), len(text))
            for text in parts_to_ask(units, questions, prompt.part_characters)
        ]


class _Finder:
    """Finds the positions of one document: chosen options by rule, the rest by the model."""

    name = NAME
    version = VERSION
    method = ReadingMethod.LANGUAGE_MODEL

    def __init__(self, reader: LanguageModelReader, document: Document) -> None:
        self._reader = reader
        self._document = document
        self.drops: Counter[Drop] = Counter()

    def find(self, units: Sequence[Unit], questions: Sequence[str | None]) -> list[Finding]:
        options = [unit for unit in units if unit.kind is Kind.OPTION]
        chosen = RuleFinder().find(options, questions)
        found, self.drops = self._reader.find(self._document, units, questions)
        return sorted([*chosen, *found], key=lambda finding: finding.span)
