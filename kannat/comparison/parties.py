"""Who is compared: a respondent by any of its names, or all respondents of a type."""

from __future__ import annotations

from dataclasses import dataclass

from kannat.comparison.matrix import Matrix
from kannat.comparison.round import Party
from kannat.comparison.tables import local_name
from kannat.errors import UnknownName
from kannat.questions import library
from kannat.questions.parameters import resolve
from kannat.store import Store


@dataclass(frozen=True, slots=True)
class Group:
    """One respondent, or all of a type: `members` are addresses, and `answered` counts those that answered."""

    label: str
    members: tuple[str, ...]
    answered: int
    is_type: bool = False


def group_named(store: Store, compared: Matrix, name: str) -> Group:
    """The respondent or the type of respondents that bears a name: a code, a name in any language, a key, an address.

    Raises `UnknownName`, with the nearest names of the round, for one that has no part in it.
    """
    parties = compared.round.parties
    wanted = " ".join(name.split())
    typed = _type_of(store, compared, wanted)
    if typed is not None:
        return _group_of([party for party in parties if party.type == typed], is_type=True)
    address = _respondent(store, wanted)
    found = [party for party in parties if party.respondent == address]
    if not found:
        known = {party.label for party in parties} | {party.type for party in parties}
        raise UnknownName("respondent", name, known, place=compared.round.identifier)
    return _group_of(found)


def _group_of(parties: list[Party], *, is_type: bool = False) -> Group:
    label = parties[0].type_label if is_type else parties[0].label
    members = tuple(party.respondent for party in parties)
    return Group(label, members, sum(party.answered for party in parties), is_type)


def _type_of(store: Store, compared: Matrix, name: str) -> str | None:
    """The code of the type of this name, where the round has respondents of it."""
    try:
        code = local_name(_resolved(store, "type", name))
    except UnknownName:
        return None
    return code if any(party.type == code for party in compared.round.parties) else None


def _respondent(store: Store, name: str) -> str:
    try:
        return _resolved(store, "respondent", name)
    except UnknownName:
        return ""


def _resolved(store: Store, parameter: str, name: str) -> str:
    """The address that a name means as a parameter of the question `positions`."""
    return str(resolve(store, library()["positions"], {parameter: name})[parameter].value)
