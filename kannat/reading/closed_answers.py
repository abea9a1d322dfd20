"""Turns the option chosen under a closed question into a stance, by what the question asks."""

from __future__ import annotations

from typing import Final

from kannat.model import Stance
from kannat.reading.wordings import wordings

_SOFTENED: Final = {
    Stance.SUPPORTS: Stance.SUPPORTS_WITH_RESERVATIONS,
    Stance.OPPOSES: Stance.CONCERNED,
    Stance.CONCERNED: Stance.CONCERNED,
}


def closed_stance(question: str, answer: str) -> Stance | None:
    """The stance that an option takes; None where the text is no option or the question gives it none."""
    known = wordings()
    option = known.option(answer)
    if option is None:
        return None
    if option == "none":
        return Stance.NO_POSITION
    kind = next((kind for kind in known.questions if kind.when.match(_unnumbered(question))), None)
    if kind is None:
        yes, no = Stance.SUPPORTS, Stance.OPPOSES
        plain: Stance | None = yes if option.endswith("yes") else no
    else:
        plain = kind.yes if option.endswith("yes") else kind.no
    return _SOFTENED.get(plain, plain) if plain and option.startswith("partly") else plain


def _unnumbered(question: str) -> str:
    return question.lstrip("0123456789.) ")
