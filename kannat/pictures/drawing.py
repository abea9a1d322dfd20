"""Draws one of the pictures of a round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kannat.errors import UnknownName
from kannat.pictures.bars import bars_of_proposals, bars_of_types, draw_bars
from kannat.pictures.communities import draw_communities
from kannat.pictures.frame import FORMATS, Sheet, style
from kannat.pictures.grid import draw_grid
from kannat.pictures.references import draw_references
from kannat.pictures.timeline import draw_timeline
from kannat.pictures.wording import Words, picture_words
from kannat.questions import library
from kannat.questions.parameters import resolve
from kannat.store import Store
from kannat.summary.material import Material, material

_DRAWN: Final[Mapping[str, Callable[[Material, Words], Sheet]]] = {
    "stances": lambda told, words: draw_bars(told, bars_of_proposals(told.matrix), words.word("stances"), words),
    "matrix": draw_grid,
    "network": draw_communities,
    "references": draw_references,
    "timeline": draw_timeline,
}

PICTURES: Final = (*_DRAWN, "groups")


def picture(
    store: Store,
    name: str,
    consultation: str,
    language: str = "fi",
    format_: str = "svg",
    proposal: str | None = None,
) -> bytes:
    """One of `PICTURES` of a consultation (its address, case number or key), as `svg` or `png`.

    `groups` is about one proposal, named by its id, name or address. Raises `UnknownName` for a picture, a format, a
    language, a consultation or a proposal that there is none of.
    """
    for kind, given, known in (("picture", name, PICTURES), ("format", format_, FORMATS)):
        if given not in known:
            raise UnknownName(kind, given, known)
    words = picture_words(language)
    told = material(store, consultation, language)
    address = _proposal(store, told, proposal or "") if name == "groups" else ""
    with style():
        sheet = _groups(told, address, words) if name == "groups" else _DRAWN[name](told, words)
        return sheet.saved(format_, language)


def _proposal(store: Store, told: Material, proposal: str) -> str:
    """The address of a proposal of the round's codebook."""
    given = {"consultation": told.matrix.round.consultation, "proposal": proposal}
    return resolve(store, library()["support"], given)["proposal"].value


def _groups(told: Material, proposal: str, words: Words) -> Sheet:
    labels = {one.proposal: one.label for one in told.matrix.proposals}
    title = words.word("groups", proposal=labels.get(proposal, proposal))
    return draw_bars(told, bars_of_types(told.matrix, proposal), title, words)
