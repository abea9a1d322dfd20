"""What a store holds already, so that the same content changes nothing and a changed file replaces its statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kannat.model import ReaderIdentity
from kannat.resources import folder
from kannat.store import Store


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement of the store: its document's hash and file name, and the reader and data it was read with."""

    name: NamedNode
    consultation: NamedNode
    sha256: str
    file_name: str
    reader: str
    settings: str

    def read_by(self, reader: ReaderIdentity) -> bool:
        """Whether this very reader, with the data that it has now, made the reading."""
        return self.reader == f"{reader.name} {reader.version}" and self.settings == reader.settings


class StoredStatements:
    """The statements of a store, found by document and by file; kept true while a batch goes on."""

    def __init__(self, store: Store) -> None:
        self._by_document: dict[str, StoredStatement] = {}
        self._by_file: dict[tuple[str, NamedNode], dict[NamedNode, StoredStatement]] = {}
        for statement in _asked(store):
            self.put(statement)

    def of_document(self, sha256: str) -> StoredStatement | None:
        """The statement that was read from this very content."""
        return self._by_document.get(sha256)

    def of_file(self, file_name: str, consultation: NamedNode) -> tuple[StoredStatement, ...]:
        """The statements of a consultation that came from a file of this name."""
        return tuple(self._by_file.get((file_name, consultation), {}).values())

    def put(self, statement: StoredStatement, gone: tuple[NamedNode, ...] = ()) -> None:
        """Note a statement that has been stored, and forget those that went for it."""
        for old in [s for s in self._by_document.values() if s.name in gone] if gone else ():
            del self._by_document[old.sha256]
            self._by_file[(old.file_name, old.consultation)].pop(old.name, None)
        self._by_document[statement.sha256] = statement
        if statement.file_name:
            self._by_file.setdefault((statement.file_name, statement.consultation), {})[statement.name] = statement


def _asked(store: Store) -> Iterator[StoredStatement]:
    question = (folder("queries") / "lookup" / "stored.rq").read_text(encoding="utf-8")
    for statement, consultation, sha256, file_name, reader, settings in store.select(question):
        if isinstance(statement, NamedNode) and isinstance(consultation, NamedNode):
            yield StoredStatement(
                statement, consultation, _text(sha256), _text(file_name), _text(reader), _text(settings)
            )


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""
