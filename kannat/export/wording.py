"""The words of the comparison page: from `queries/page.toml`, and the codes' names from the code lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from kannat.errors import MalformedData, UnknownName
from kannat.graph import terms as t
from kannat.graph.ontology import ontology_quads
from kannat.model import label_in
from kannat.resources import folder, toml_table

LANGUAGES: Final = ("fi", "sv", "en")
_FILE: Final = "page.toml"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of the page in one language."""

    language: str
    words: Mapping[str, str]
    absences: Mapping[str, str]
    stance_symbols: Mapping[str, str]
    absence_symbols: Mapping[str, str]
    codes: Mapping[str, str]
    definitions: Mapping[str, str]
    columns: Mapping[str, str]

    def word(self, key: str, **values: object) -> str:
        """A phrase with its gaps filled in."""
        return self.words[key].format(**values)

    def code(self, code: str) -> str:
        """The name of a code, else the code itself."""
        return self.codes.get(code, code)

    def column(self, name: str) -> str:
        """The heading of a column of a table, else its name."""
        return self.columns.get(name, name)

    def symbol(self, stance: str) -> str:
        """The sign of a stance, else its first letter."""
        return self.stance_symbols.get(stance, stance[:1])


def wording(language: str) -> Wording:
    """The words in `fi`, `sv` or `en`. Raises `UnknownName` for another language, `MalformedData` for a broken file."""
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    data = _load()
    try:
        return Wording(
            language=language,
            words={key: texts[language] for key, texts in data["words"].items()},
            absences={key: texts[language] for key, texts in data["absences"].items()},
            stance_symbols=data["symbols"]["stances"],
            absence_symbols=data["symbols"]["absences"],
            codes=_labels(t.PREF_LABEL, language) | {key: texts[language] for key, texts in data["codes"].items()},
            definitions=_labels(_DEFINITION, language),
            columns={key: texts[language] for key, texts in data["columns"].items()},
        )
    except KeyError as error:
        raise MalformedData(f"missing {error}", place=f"queries/{_FILE}") from error


@cache
def _load() -> dict[str, Any]:
    return toml_table(folder("queries") / _FILE, f"queries/{_FILE}")


def _labels(predicate: NamedNode, language: str) -> dict[str, str]:
    found: dict[str, list[tuple[str, str]]] = {}
    for quad in ontology_quads():
        subject, value = quad.subject, quad.object
        if quad.predicate == predicate and isinstance(subject, NamedNode) and isinstance(value, Literal):
            code = subject.value.removeprefix(t.KAN_NAMESPACE)
            found.setdefault(code, []).append((value.language or "", value.value))
    return {code: label_in(tuple(sorted(texts)), language) for code, texts in found.items()}


_DEFINITION: Final = t.term("skos:definition")
