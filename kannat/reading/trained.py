"""Finds positions with a trained model: it judges the sentences, the rules tell what belongs to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kannat.model import ReadingMethod, Stance
from kannat.reading.cues import cues, lowered
from kannat.reading.features import sentences_of
from kannat.reading.judging import Judgement
from kannat.reading.lines import Kind
from kannat.reading.model import StanceModel, Verdict
from kannat.reading.positions import (
    REASON,
    Finding,
    Judged,
    RuleFinder,
    clauses_of,
    finding_of,
    neighbour,
    with_condition,
)
from kannat.reading.units import Unit

_FAMILY: Final = "trained"


class TrainedFinder:
    """Finds positions by what a model has learnt; rules stand for closed answers and certain wording."""

    name = "trained"
    version = "1"
    method = ReadingMethod.TRAINED_MODEL

    def __init__(self, model: StanceModel) -> None:
        self._model = model
        self._rules = RuleFinder()

    def find(self, units: Sequence[Unit], questions: Sequence[str | None]) -> list[Finding]:
        if not units:
            return []
        by_rules = self._rules.judged(units, questions)
        verdicts = self._model.verdicts(sentences_of(units, by_rules, questions), [unit.language for unit in units])
        judged = [
            (unit, _judgement(unit, rule, said)) for unit, rule, said in zip(units, by_rules, verdicts, strict=True)
        ]
        found: list[Finding] = []
        for index, (_, judgement) in enumerate(judged):
            if judgement.stance is None or _continues(judged, index):
                continue
            finding = finding_of(judged, index)
            following = neighbour(judged, index, 1)
            if following is not None and _continues(judged, index + 1):
                finding = with_condition(finding, following)
            found.extend(clauses_of(finding, judged[index]))
        return found


def _judgement(unit: Unit, rule: Judgement, verdict: Verdict) -> Judgement:
    """The model's judgement in the rules' terms: where they agree, the wording that told it is kept."""
    if unit.skipped is not None:
        return Judgement(others=rule.others)
    if unit.kind is Kind.OPTION or rule.certain:
        return rule
    if verdict.stance is None:
        return Judgement(None, REASON if verdict.reason else "", others=rule.others)
    family = rule.family if verdict.stance is rule.stance else _FAMILY
    return replace(rule, stance=verdict.stance, family=family, confidence=verdict.confidence, origin=verdict.origin)


def _continues(judged: Sequence[Judged], index: int) -> bool:
    """Whether this sentence is the reservation of the support with reservations before it."""
    unit, judgement = judged[index]
    before = neighbour(judged, index, -1)
    reserved = Stance.SUPPORTS_WITH_RESERVATIONS
    if before is None or before[1].stance is not reserved or judgement.stance not in (None, reserved):
        return False
    return cues(unit.language).finds("weakens", lowered(unit.text)) is not None
