"""Who holds what, without names: read as one list of respondents for each proposal and stance.

The engine makes the lists. It then looks up each proposal once and not for each of its positions, and answers in some
hundred rows where there are ten thousands of positions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kannat.comparison.tables import local_name, texts
from kannat.model import Lean
from kannat.store import Store

Told = tuple[str, str, str]
"""A respondent, a proposal, and the stance or the lean of the one on the other."""


class Holders(NamedTuple):
    """The respondents that hold one stance on one proposal; `lean` is empty where the code list gives none."""

    proposal: str
    stance: str
    lean: str
    respondents: list[str]


def holders(store: Store, consultation: str) -> Iterator[Holders]:
    """The holders of each stance on each proposal of a consultation, of the positions that count, in any order."""
    for proposal, stance, lean, respondents in texts(store, "holders", consultation=consultation):
        yield Holders(proposal, local_name(stance), local_name(lean), respondents.split())


def leans(store: Store, consultation: str) -> Iterator[Told]:
    """Rows of respondent, proposal and lean, for and against; one that two stances tell comes twice."""
    for held in holders(store, consultation):
        for respondent in held.respondents if held.lean in _SIDES else ():
            yield respondent, held.proposal, held.lean


_SIDES = (Lean.FOR, Lean.AGAINST)
