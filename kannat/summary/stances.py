"""Who holds which stance on a topic, in the manner of a ministry: names, with how many they are out of how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kannat.comparison.matrix import Held
from kannat.comparison.round import Party
from kannat.model import Stance
from kannat.summary.blocks import Figure, Role, Run, Sentence
from kannat.summary.material import Material
from kannat.summary.notes import Notes
from kannat.summary.opening import round_figure
from kannat.summary.outline import Outline
from kannat.summary.phrases import Phrases
from kannat.summary.topics import Topic

_QUOTED_WHOLE = (Stance.SUPPORTS_WITH_RESERVATIONS, Stance.CONCERNED)
"""Stances whose own words tell the condition or the worry; of the others only the reasons are quoted."""


class StanceWriter:
    """Writes what respondents hold on topics."""

    def __init__(self, material: Material, notes: Notes) -> None:
        self.notes = notes
        self.phrases: Phrases = notes.phrases
        self.answered: Figure = round_figure(material, "respondents")

    def write(self, topic: Topic, outline: Outline) -> None:
        """A paragraph and the grounds for each stance, then what stands beside the counts."""
        for stance in Stance:
            holders = topic.holders(stance)
            if holders:
                outline.paragraph(self.holding(topic, stance))
                outline.items(self.grounds(holders, stance))
        outline.paragraph(*self.beside(topic))

    def holding(self, topic: Topic, stance: Stance) -> Sentence:
        """*Supported by: A, B (n = 2/16).*"""
        holders = topic.holders(stance)
        return self.phrases.fill(
            self.phrases.stances[stance],
            _positions(holders),
            names=self.named(holders),
            count=topic.figure(stance),
            denominator=self.answered,
        )

    def named(self, holders: Sequence[tuple[Party, Held]]) -> list[Run]:
        """The names, each with who read its stance and with its note."""
        return self.phrases.listed([[Run(party.label), *self.notes.mark(held)] for party, held in holders])

    def grounds(self, holders: Iterable[tuple[Party, Held]], stance: Stance) -> Iterator[Sentence]:
        """What is given as reason, condition or worry, word for word; a joint statement's once."""
        shared: dict[tuple[str, ...], list[Party]] = {}
        held: dict[tuple[str, ...], Held] = {}
        for party, one in holders:
            shared.setdefault(one.positions, []).append(party)
            held[one.positions] = one
        for positions, parties in shared.items():
            names = self.phrases.names([party.label for party in parties])
            yield from self._quotes(names, held[positions], stance)

    def _quotes(self, names: str, held: Held, stance: Stance) -> Iterator[Sentence]:
        note = self.notes.note(held)
        roles = {Role.REASON, Role.CONDITION} | ({Role.POSITION} if stance in _QUOTED_WHOLE else set())
        passages = [one for one in note.passages if one.role in roles]
        if passages:
            quotes: list[Run] = []
            for index, one in enumerate(passages):
                quotes += [Run(" ")] if index else []
                quotes.append(self.phrases.quote(one.words, note.language))
            basis = (*held.positions, *(one.address for one in passages))
            number = Run(str(note.number), note=note.number)
            yield self.phrases.sentence("ground", basis, names=names, quotes=quotes, note=number)

    def beside(self, topic: Topic) -> Iterator[Sentence]:
        """Who is on both sides, and who has yet to decide."""
        torn = topic.torn()
        if torn:
            names = [[Run(f"{one.party.label} ("), *self._stances(one.counted), Run(")")] for one in torn]
            basis = [position for one in torn for held in one.counted for position in held.positions]
            yield self.phrases.sentence("torn", basis, names=self.phrases.listed(names))
        undecided = topic.undecided()
        if undecided:
            names = [[Run(f"{party.label} ("), *self._stances((held,)), Run(")")] for party, held in undecided]
            yield self.phrases.sentence("undecided", _positions(undecided), names=self.phrases.listed(names))

    def _stances(self, held: Sequence[Held]) -> list[Run]:
        return self.phrases.listed([[Run(self.phrases.code(one.stance)), *self.notes.mark(one)] for one in held])

    def short(self, topic: Topic) -> Sentence:
        """A topic and all its holders in one sentence."""
        parts: list[Run] = []
        figures: list[Figure] = []
        basis: list[str] = []
        sentences = [self.holding(topic, stance) for stance in Stance if topic.holders(stance)]
        for sentence in (*sentences, *self.beside(topic)):
            parts += [Run(" "), *sentence.runs]
            figures += sentence.figures
            basis += sentence.basis
        told = self.phrases.sentence("topic", basis, label=Run(topic.label, strong=True), stances=parts)
        return Sentence(told.runs, told.basis, tuple(figures))


def _positions(holders: Iterable[tuple[Party, Held]]) -> list[str]:
    return [position for _, held in holders for position in held.positions]
