"""Gathers the blocks of a summary, and numbers its chapters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kannat.summary.blocks import Block, Heading, Items, Paragraph, Sentence, Table
from kannat.summary.phrases import Filling, Phrases


@dataclass(slots=True)
class Outline:
    """The blocks so far. Headings are numbered by chapter; appendices bear the number that their words give them."""

    phrases: Phrases
    blocks: list[Block] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _anchors: int = 0

    def chapter(self, level: int, text: str) -> None:
        """A numbered heading."""
        self._numbers = [*self._numbers[:level], *[0] * (level - len(self._numbers))]
        self._numbers[level - 1] += 1
        number = ".".join(str(one) for one in self._numbers[:level])
        self.blocks.append(Heading(level, f"{number} {text}", f"c-{number.replace('.', '-')}"))

    def appendix(self, text: str) -> Heading:
        """A heading of the first level without a number."""
        self._anchors += 1
        heading = Heading(1, text, f"a-{self._anchors}")
        self.blocks.append(heading)
        return heading

    def say(self, key: str, basis: Iterable[str] = (), /, **values: Filling) -> None:
        """A paragraph of one phrase."""
        self.paragraph(self.phrases.sentence(key, basis, **values))

    def paragraph(self, *sentences: Sentence) -> None:
        """A paragraph of the sentences that say anything."""
        said = tuple(sentence for sentence in sentences if sentence.runs)
        if said:
            self.blocks.append(Paragraph(said))

    def items(self, sentences: Iterable[Sentence], numbered: bool = False) -> None:
        """A list, where there is anything in it."""
        said = tuple(sentences)
        if said:
            self.blocks.append(Items(said, numbered))

    def table(self, table: Table) -> None:
        """A table, where it has any rows."""
        if table.rows:
            self.blocks.append(table)
