"""The notes of a summary: every stance that is told leads to the words that it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kannat.comparison.evidence import Statement
from kannat.comparison.matrix import Held
from kannat.summary.blocks import Note, NotedPassage, Role, Run, Sentence
from kannat.summary.material import Material
from kannat.summary.phrases import Phrases

_ROLES = {Role.POSITION: "rolePosition", Role.REASON: "roleReason", Role.CONDITION: "roleCondition"}


@dataclass(slots=True)
class Notes:
    """Numbers the notes in the order in which they are first led to; positions told twice have one note."""

    material: Material
    phrases: Phrases
    made: dict[tuple[str, ...], Note] = field(default_factory=dict)
    labels: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.labels = {party.respondent: party.label for party in self.material.matrix.respondents}

    def note(self, held: Held) -> Note:
        """The note of a stance: the holders of a joint statement share it."""
        if held.positions not in self.made:
            self.made[held.positions] = self._note(held)
        return self.made[held.positions]

    def mark(self, held: Held) -> list[Run]:
        """What follows a name: who read the stance, and the number of its note."""
        note = self.note(held)
        mark = self.phrases.texts["checkedMark" if note.checked else "machineMark"]
        return [Run(mark), Run(str(note.number), note=note.number)]

    def all(self) -> tuple[Note, ...]:
        return tuple(self.made.values())

    def line(self, note: Note) -> Sentence:
        """A note as it is printed: whose, which stance, who read it; then each passage with its place."""
        texts = self.phrases.texts
        runs: list[Run] = []
        for passage in note.passages:
            place = texts["placePage" if passage.page else "place"].format(
                page=passage.page, start=passage.start, end=passage.end
            )
            runs += [
                Run(f" {texts[_ROLES[Role(passage.role)]]} "),
                self.phrases.quote(passage.words, note.language),
                Run(f" ({place})"),
            ]
        basis = (*note.positions, *(passage.address for passage in note.passages))
        return self.phrases.sentence(
            "note",
            basis,
            respondent=note.respondent,
            stance=self.phrases.code(note.stance),
            statement=note.statement,
            read=texts["checkedWord" if note.checked else "machineWord"],
            passages=runs,
        )

    def _note(self, held: Held) -> Note:
        material, matrix = self.material, self.material.matrix
        given = [matrix.statements[matrix.positions[position].statement] for position in held.positions]
        return Note(
            number=len(self.made) + 1,
            respondent=self._respondents(given),
            stance=held.stance,
            statement=", ".join(dict.fromkeys(one.file_name for one in given)),
            language=_language(given),
            checked=all(material.evidence[position].checked for position in held.positions),
            positions=held.positions,
            passages=tuple(passage for position in held.positions for passage in self.passages(position)),
        )

    def passages(self, position: str) -> list[NotedPassage]:
        """The passages of a position in the order of the text."""
        places = self.material.evidence[position].places
        return [
            NotedPassage(one.role, *_address_and_words(places[one.start, one.end], one.words), one.start, one.end)
            for one in self.material.matrix.passages.get(position, ())
        ]

    def _respondents(self, statements: Iterable[Statement]) -> str:
        who = dict.fromkeys(respondent for one in statements for respondent in one.respondents)
        return self.phrases.names(sorted(self.labels[one] for one in who))


def _address_and_words(place: tuple[str, int | None], words: str) -> tuple[str, str, int | None]:
    address, page = place
    return address, words, page


def _language(statements: Iterable[Statement]) -> str:
    languages = {one.language for one in statements}
    return languages.pop() if len(languages) == 1 else "mul"
