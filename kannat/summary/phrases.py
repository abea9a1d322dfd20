"""The words of the summary, from `queries/summary/`: sentences with gaps, joined names, days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any, Final, TypeAlias

from kannat.errors import MalformedData, UnknownName
from kannat.export.wording import LANGUAGES, wording
from kannat.resources import folder, toml_table
from kannat.summary.blocks import Figure, Run, Sentence

Filling: TypeAlias = str | int | Figure | Run | Sequence[Run] | None

_FOLDER: Final = "summary"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language; `codes` are the names of stances, types, statuses and methods."""

    language: str
    texts: Mapping[str, str]
    stances: Mapping[str, str]
    problems: Mapping[str, str]
    months: tuple[str, ...]
    codes: Mapping[str, str]

    def text(self, key: str, /, **values: Filling) -> str:
        """A phrase as plain text."""
        return self.sentence(key, **values).text

    def sentence(self, key: str, basis: Iterable[str] = (), /, **values: Filling) -> Sentence:
        """A phrase with its gaps filled in; the figures among the values become the sentence's own."""
        return self.fill(self.texts[key], basis, **values)

    def fill(self, template: str, basis: Iterable[str] = (), /, **values: Filling) -> Sentence:
        """A template with its gaps filled in. An empty gap leaves nothing behind."""
        runs: list[Run] = []
        for literal, gap, _, _ in Formatter().parse(template):
            if literal:
                runs.append(Run(literal))
            if gap:
                runs.extend(_runs(values[gap]))
        figures = tuple(value for value in values.values() if isinstance(value, Figure))
        return Sentence(_joined(runs), tuple(dict.fromkeys(basis)), figures)

    def plain(self, text: str, basis: Iterable[str] = ()) -> Sentence:
        """A sentence that is nothing but a text."""
        return Sentence((Run(text),) if text else (), tuple(dict.fromkeys(basis)))

    def listed(self, parts: Sequence[Sequence[Run]]) -> list[Run]:
        """Names one after another: *A, B and C*."""
        runs: list[Run] = []
        for index, part in enumerate(parts):
            if index:
                runs.append(Run(self.texts["last" if index == len(parts) - 1 else "comma"]))
            runs.extend(part)
        return runs

    def names(self, names: Sequence[str]) -> str:
        """Names one after another, as plain text."""
        return "".join(run.text for run in self.listed([[Run(name)] for name in names]))

    def quote(self, words: str, language: str) -> Run:
        """Words of a statement between the language's own marks, on one line."""
        marked = self.texts["quote"].format(words=" ".join(words.split()))
        return Run(marked, language=language if language != self.language else None, quoted=True)

    def day(self, day: str | None) -> str:
        """An ISO date as it is written in the language; empty for none."""
        if not day:
            return ""
        year, month, number = (int(part) for part in day[:10].split("-"))
        return self.texts["day"].format(day=number, month=month, monthName=self.months[month - 1], year=year)

    def code(self, code: str) -> str:
        """The name of a code, else the code itself."""
        return self.codes.get(code, code)


def phrases(language: str) -> Phrases:
    """The phrases in `fi`, `sv` or `en`.

    Raises `UnknownName` for another language, `MalformedData` for a broken file.
    """
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    data = _load(language)
    try:
        return Phrases(
            language=language,
            texts=data["texts"],
            stances=data["stances"],
            problems=data["problems"],
            months=tuple(data["months"]),
            codes=wording(language).codes,
        )
    except KeyError as error:
        raise MalformedData(f"missing {error}", place=_place(language)) from error


@cache
def _load(language: str) -> dict[str, Any]:
    return toml_table(folder("queries") / _FOLDER / f"{language}.toml", _place(language))


def _place(language: str) -> str:
    return f"queries/{_FOLDER}/{language}.toml"


def _runs(value: Filling) -> Iterable[Run]:
    match value:
        case None:
            return ()
        case Run():
            return (value,)
        case Figure():
            return (Run(str(value.value)),)
        case str() | int():
            return (Run(str(value)),)
        case _:
            return value


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbouring plain texts as one run."""
    joined: list[Run] = []
    for run in runs:
        plain = run == Run(run.text)
        if plain and joined and joined[-1] == Run(joined[-1].text):
            joined[-1] = Run(joined[-1].text + run.text)
        elif run.text or run.note is not None:
            joined.append(run)
    return tuple(joined)
