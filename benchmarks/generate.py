"""Makes realistic consultation rounds of any size, the same ones every time.

Each statement is a real text with true passages, read into the same `Reading` as a document from outside, so that its
graph comes from `kannat.graph.statement_graph`. Everything is invented and marked synthetic.

    python -m benchmarks.generate 1000 round.nq
"""

from __future__ import annotations

import hashlib
import random
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kannat.graph import terms as t
from kannat.graph.names import Names
from kannat.graph.ontology import ontology_quads
from kannat.graph.quads import canonical_nquads
from kannat.graph.statement import statement_graph
from kannat.model import (
    Consultation,
    ConsultationMatch,
    Coverage,
    Document,
    Labels,
    LegalReference,
    MatchEvidence,
    OrganisationMention,
    OrganisationType,
    Origin,
    Outcome,
    PositionPassage,
    Proposal,
    Question,
    ReaderIdentity,
    Reading,
    ReadingMethod,
    ReferenceKind,
    Respondent,
    Section,
    Span,
    Stance,
    StatementDates,
    Status,
)
from kannat.model.keys import slug

KEY = "VN-1-2099"
CASE = "VN/1/2099"
READER = ReaderIdentity("generated", "1", ReadingMethod.RULES)
ACTS = ("380/2023", "916/2012", "1290/2002", "189/2001", "612/2021", "301/2004")
LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True, slots=True)
class GeneratedRound:
    """A consultation and its statements."""

    consultation: Consultation
    statements: tuple[tuple[Reading, Document], ...]

    def quads(self, names: Names | None = None) -> Iterator[Quad]:
        """Everything: the consultation's named graph, those of all statements, and the ontology's code lists."""
        yield from ontology_quads()
        yield from self.description(names)
        yield from self.statement_quads(names)

    def description(self, names: Names | None = None) -> Iterator[Quad]:
        """The consultation's named graph."""
        yield from _description(self.consultation, names or Names())

    def statement_quads(self, names: Names | None = None) -> Iterator[Quad]:
        """The named graphs of all statements."""
        for reading, document in self.statements:
            yield from statement_graph(reading, document, names).quads


@dataclass(slots=True)
class _Text:
    """A text that grows, and knows where its sentences lie."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def sentence(self, text: str, after: str = " ") -> Span:
        span = Span(self.length, self.length + len(text))
        self.add(text + after)
        return span


def generate(statements: int, proposals: int = 48, seed: int = 1) -> GeneratedRound:
    """A round with so many statements about so many proposals; equal arguments give equal rounds."""
    chance = random.Random(seed)
    consultation = _consultation(proposals, statements)
    popularity = [1 / (rank + 3) for rank in range(proposals)]
    bias = [chance.uniform(-0.9, 0.9) for _ in range(proposals)]
    rows = []
    for number in range(statements):
        kind, name = _respondent(number)
        taken = _sample(chance, popularity, chance.randint(4, 10))
        writer = _Statement(chance, consultation, kind, name, number)
        rows.append(writer.write([(consultation.codebook[p], bias[p]) for p in taken]))
    return GeneratedRound(consultation, tuple(rows))


def _sample(chance: random.Random, weights: Sequence[float], count: int) -> list[int]:
    """Distinct indices drawn by weight, in rising order."""
    keyed = sorted(((chance.random() ** (1 / weight), index) for index, weight in enumerate(weights)), reverse=True)
    return sorted(index for _, index in keyed[: min(count, len(weights))])


def respondent_name(number: int) -> str:
    """The invented name of the respondent with this number."""
    return _respondent(number)[1]


def _respondent(number: int) -> tuple[dict[str, Any], str]:
    """The type and the invented name of the respondent with this number; no two are alike."""
    words = _words()
    types, places = words["types"], words["places"]
    first, second = places["first"], places["second"]
    kind = _kind_at(types, number * 37 % 100)
    place = number * 7 % (len(first) * len(second))
    generation = number // (len(first) * len(second))
    _, genitive = second[place // len(first)]
    name = kind["name"].format(genitive=(first[place % len(first)] + genitive).lower())
    return kind, name if not generation else f"{name} {generation + 1}"


def _kind_at(types: list[dict[str, Any]], percent: int) -> dict[str, Any]:
    for kind in types:
        percent -= kind["share"]
        if percent < 0:
            return kind
    return types[-1]


def _consultation(proposals: int, statements: int) -> Consultation:
    words = _words()
    requester = words["consultation"]["requester"]
    questions = tuple(
        Question(f"{KEY}.{slug(wording)}", order, (("fi", wording),))
        for order, wording in enumerate(words["questions"]["wording"], 1)
    )
    silent = [_respondent(statements + extra)[1] for extra in range(max(1, statements // 4))]
    invited = [_respondent(number)[1] for number in range(0, statements, 2)] + silent
    return Consultation(
        key=KEY,
        identifier=CASE,
        titles=tuple(sorted(words["consultation"]["title"].items())),
        requester=requester["key"],
        requester_names=tuple((language, requester[language]) for language in sorted(LANGUAGES)),
        request_date=date(2099, 1, 5),
        deadline=date(2099, 3, 5),
        questions=questions,
        codebook=tuple(_proposals(proposals, questions)),
        invited=tuple(sorted(slug(name) for name in invited)),
        synthetic=True,
    )


def _proposals(count: int, questions: tuple[Question, ...]) -> Iterator[Proposal]:
    words = _words()["proposals"]
    matters, actions = words["matters"], words["actions"]
    for number in range(count):
        matter = matters[number % len(matters)]
        action = actions[(number // len(matters) + number) % len(actions)]
        generation = number // (len(matters) * len(actions))
        suffix = f" {generation + 1}" if generation else ""
        labels = {
            "fi": f"{matter['fi']} {action['fi']}{suffix}",
            "sv": f"{matter['sv']} {action['sv']}{suffix}",
            "en": f"{action['en']} {matter['en']}{suffix}",
        }
        origin = Origin.RESPONDENT if number % 3 == 2 else Origin.CONSULTATION
        question = questions[number % len(questions)].key
        yield Proposal(slug(labels["fi"]), tuple(sorted(labels.items())), origin, question=question)


def _description(consultation: Consultation, names: Names) -> Iterator[Quad]:
    """The consultation with its questions, codebook and requester, in its own named graph."""
    node, codebook = names.consultation(consultation.key), names.codebook(consultation.key)
    requester = names.organisation(consultation.requester)

    def about(subject: NamedNode, kind: NamedNode, *pairs: tuple[NamedNode, NamedNode | Literal]) -> Iterator[Quad]:
        for predicate, value in ((t.TYPE, kind), *pairs):
            yield Quad(subject, predicate, value, node)

    def labels(predicate: NamedNode, texts: Labels) -> Iterator[tuple[NamedNode, Literal]]:
        return ((predicate, Literal(text, language=language)) for language, text in texts)

    yield from about(
        node,
        t.CONSULTATION,
        *labels(t.TITLE, consultation.titles),
        (t.IDENTIFIER, Literal(consultation.identifier)),
        (t.REQUESTER, requester),
        (t.REQUEST_DATE, Literal(str(consultation.request_date), datatype=t.DATE)),
        (t.DEADLINE, Literal(str(consultation.deadline), datatype=t.DATE)),
        (t.SYNTHETIC, Literal(True)),
        *((t.HAS_QUESTION, names.question(question.key)) for question in consultation.questions),
        *((t.INVITED, names.organisation(key)) for key in consultation.invited),
    )
    yield from about(requester, t.ORGANISATION, *labels(t.PREF_LABEL, consultation.requester_names))
    yield from about(codebook, t.CODEBOOK, *labels(t.TITLE, consultation.titles), (t.CONSULTATION_OF, node))
    for question in consultation.questions:
        yield from about(
            names.question(question.key),
            t.QUESTION,
            *labels(t.TITLE, question.wording),
            (t.CONSULTATION_OF, node),
            (t.ORDER, Literal(question.order)),
        )
    for proposal in consultation.codebook:
        assert proposal.question is not None
        yield from about(
            names.proposal(consultation.key, proposal.id),
            t.PROPOSAL,
            *labels(t.PREF_LABEL, proposal.labels),
            (t.NOTATION, Literal(proposal.id)),
            (t.IN_SCHEME, codebook),
            (t.CONSULTATION_OF, node),
            (t.ORIGIN, t.concept(proposal.origin)),
            (t.HAS_QUESTION, names.question(proposal.question)),
        )


class _Statement:
    """Writes one statement and notes where everything stands."""

    def __init__(
        self, chance: random.Random, consultation: Consultation, kind: dict[str, Any], name: str, number: int
    ) -> None:
        self.chance = chance
        self.consultation = consultation
        self.kind = kind
        self.name = name
        self.number = number
        self.text = _Text()
        self.speaker = kind["speaker"].format(genitive=name.removeprefix("Malli").partition(" ")[0])
        self.positions: list[PositionPassage] = []
        self.references: list[LegalReference] = []
        self.mentions: list[OrganisationMention] = []
        self.sections: list[Section] = []
        self.sentences = 0

    def write(self, taken: list[tuple[Proposal, float]]) -> tuple[Reading, Document]:
        words = _words()["sentences"]
        self.text.add(f"{self.name}\nLausunto {CASE}\n\n")
        opening = words["opening"].format(speaker=self.speaker, case=CASE)
        span = self.text.sentence(opening, "\n\n")
        self.references.append(_found(opening, CASE, span, ReferenceKind.CASE_FILE))
        self.sections.append(Section(span))
        for question in self.consultation.questions:
            self._answer(question, [(p, bias) for p, bias in taken if p.question == question.key])
        return self._reading(), self._document()

    def _answer(self, question: Question, taken: list[tuple[Proposal, float]]) -> None:
        heading = dict(question.wording)["fi"]
        self.text.add(f"{heading}\n\n")
        start = self.text.length
        if not taken:
            span = self.text.sentence("-", "\n\n")
            self.sections.append(Section(span, heading, question.key, Outcome.EMPTY))
            return
        self._background()
        for proposal, bias in taken:
            self._position(proposal, bias)
        self.sections.append(Section(Span(start, self.text.length - 1), heading, question.key, Outcome.POSITIONS_FOUND))
        self.text.add("\n\n")

    def _background(self) -> None:
        words = _words()["sentences"]
        self._sentence(self.chance.choice(words["background"]).format(number=self.chance.randint(40, 900)))
        if self.chance.random() < 0.45:
            act = self.chance.choice(ACTS)
            sentence = words["reference"].format(act=act)
            self.references.append(_found(sentence, act, self._sentence(sentence), ReferenceKind.STATUTE))
        if self.chance.random() < 0.5:
            other = self.chance.choice(words["generic"])
            sentence = words["generic_mention"].format(other=other)
            self.mentions.append(OrganisationMention(_within(sentence, other, self._sentence(sentence)), other, True))
        if self.chance.random() < 0.3:
            _, other = _respondent(self.chance.randrange(self.number + 5))
            sentence = words["mention"].format(other=other)
            self.mentions.append(OrganisationMention(_within(sentence, other, self._sentence(sentence)), other))

    def _position(self, proposal: Proposal, bias: float) -> None:
        words = _words()
        stance = self._stance(bias)
        label = dict(proposal.labels)["fi"]
        wording = self.chance.choice(words["stances"][stance])
        span = self._sentence(wording.format(speaker=self.speaker, proposal=label))
        reasons = []
        if stance is not Stance.NO_POSITION and self.chance.random() < 0.55:
            reasons.append(self._sentence(self.chance.choice(words["reasons"]["wording"])))
        confidence, score = (round(self.chance.uniform(low, 1), 4) for low in (0.5, 0.6))
        self.positions.append(
            PositionPassage(
                span, stance, proposal.origin, label, proposal.id, tuple(reasons), score=score, confidence=confidence
            )
        )
        if self.chance.random() < 0.04:  # some speak with two tongues
            self._position(proposal, -bias)

    def _stance(self, bias: float) -> Stance:
        lean = bias + self.kind["lean"] + self.chance.gauss(0, 0.6)
        if self.chance.random() < 0.03:
            return Stance.NO_POSITION
        if lean > 0.35:
            return Stance.SUPPORTS
        if lean > 0:
            return Stance.SUPPORTS_WITH_RESERVATIONS
        return Stance.CONCERNED if lean > -0.5 else Stance.OPPOSES

    def _sentence(self, text: str) -> Span:
        self.sentences += 1
        return self.text.sentence(text)

    def _document(self) -> Document:
        text = "".join(self.text.parts)
        digest = hashlib.sha256(text.encode()).hexdigest()
        return Document(f"{self.number:05d}-{slug(self.name)}.txt", digest, "text/plain", text)

    def _reading(self) -> Reading:
        document = self._document()
        return Reading(
            document=document.name,
            sha256=document.sha256,
            reader=READER,
            language="fi",
            consultation=ConsultationMatch(
                KEY, CASE, dict(self.consultation.requester_names)["fi"], (MatchEvidence.CASE_NUMBER,), 1.0
            ),
            respondents=(Respondent(self.name, OrganisationType(self.kind["code"])),),
            status=Status.GIVEN,
            outcome=Outcome.POSITIONS_FOUND,
            dates=StatementDates(statement=date(2099, 2, 1 + self.number % 28)),
            sections=tuple(self.sections),
            positions=tuple(self.positions),
            references=tuple(self.references),
            organisations=tuple(self.mentions),
            coverage=Coverage(self.sentences),
            synthetic=True,
        )


def _within(sentence: str, words: str, span: Span) -> Span:
    start = span.start + sentence.index(words)
    return Span(start, start + len(words))


def _found(sentence: str, target: str, span: Span, kind: ReferenceKind) -> LegalReference:
    return LegalReference(_within(sentence, target, span), kind, target)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))


def main() -> None:
    """Write a round of so many statements as canonical N-Quads."""
    count, target = int(sys.argv[1]), Path(sys.argv[2])
    target.write_bytes(canonical_nquads(generate(count).quads()))


if __name__ == "__main__":
    main()
