"""What a store holds already, so that the same content changes nothing and a changed file replaces its statement."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kannat.graph.names import NAMELESS_PART
from kannat.model import ReaderIdentity
from kannat.resources import folder
from kannat.store import Store


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement of the store: its document's hash and file name, and the reader and data it was read with.

    `earlier` is the version that it took the place of, which is no longer there.
    """

    name: NamedNode
    consultation: NamedNode
    sha256: str
    file_name: str
    reader: str
    settings: str
    earlier: NamedNode | None = None

    def read_by(self, reader: ReaderIdentity) -> bool:
        """Whether this very reader, with the data that it has now, made the reading."""
        return self.reader == f"{reader.name} {reader.version}" and self.settings == reader.settings

    @property
    def line(self) -> tuple[str, str]:
        """What a statement shares with its own later versions.

        That is its document's name and its consultation. Where one of many in a file has but a number, which changes
        when others come before it, the respondents stand for it; private ones have no lasting name, and share a line.
        """
        part = NAMELESS_PART.fullmatch(self.file_name)
        if part is None:
            return self.file_name, self.consultation.value
        return part["file"], _PSEUDONYM.sub("private", self.name.value.rpartition(".")[0])


class StoredStatements:
    """The statements of a store, found by document and by file; kept true while a batch goes on."""

    def __init__(self, store: Store) -> None:
        self._by_document: dict[str, StoredStatement] = {}
        self._by_line: dict[tuple[str, str], dict[str, StoredStatement]] = {}
        for statement in _asked(store):
            self.put(statement)

    def of_document(self, sha256: str) -> StoredStatement | None:
        """The statement that was read from this very content."""
        return self._by_document.get(sha256)

    def earlier(self, statement: StoredStatement) -> tuple[StoredStatement, ...]:
        """The statements that this one could be a new version of, in the order of their places in the file."""
        others = (other for sha256, other in self._line(statement).items() if sha256 != statement.sha256)
        return tuple(sorted(others, key=lambda other: (len(other.file_name), other.file_name, other.sha256)))

    def has_earlier(self, statement: StoredStatement, but: Collection[str]) -> bool:
        """Whether there are such statements, those of some documents not counted."""
        return any(sha256 not in but and sha256 != statement.sha256 for sha256 in self._line(statement))

    def _line(self, statement: StoredStatement) -> dict[str, StoredStatement]:
        return self._by_line.get(statement.line, {}) if statement.file_name else {}

    def put(self, statement: StoredStatement, gone: tuple[StoredStatement, ...] = ()) -> None:
        """Note a statement that has been stored, and forget those that went for it."""
        for old in gone:
            if self._by_document.get(old.sha256) == old:
                del self._by_document[old.sha256]
            self._by_line.get(old.line, {}).pop(old.sha256, None)
        self._by_document[statement.sha256] = statement
        if statement.file_name:
            self._by_line.setdefault(statement.line, {})[statement.sha256] = statement

    def current(self, reader: ReaderIdentity) -> frozenset[str]:
        """The hashes of the documents that this very reader has read."""
        return frozenset(sha256 for sha256, statement in self._by_document.items() if statement.read_by(reader))


_PSEUDONYM: Final = re.compile(r"private-[0-9a-f]{12}")


def _asked(store: Store) -> Iterator[StoredStatement]:
    question = (folder("queries") / "lookup" / "stored.rq").read_text(encoding="utf-8")
    for statement, consultation, *texts, earlier in store.select(question):
        if isinstance(statement, NamedNode) and isinstance(consultation, NamedNode):
            sha256, file_name, reader, settings = map(_text, texts)
            known = earlier if isinstance(earlier, NamedNode) else None
            yield StoredStatement(statement, consultation, sha256, file_name, reader, settings, known)


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""
