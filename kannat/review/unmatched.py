"""The positions of a round that no proposal of its codebook fits, for grouping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kannat.graph import terms as t
from kannat.graph.editing import Held, StatementEditor
from kannat.model import Origin, Proposal
from kannat.model.keys import name_key
from kannat.reading.codebook_groups import grouped
from kannat.store import Store


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One passage on a proposal of the respondent's own."""

    target: str
    stance: str
    statement: str
    words: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Group:
    """Passages that seem to be about one thing; the most central one's target names it until a person does.

    Stances stay each passage's own: a group may hold both sides.
    """

    name: str
    members: tuple[Unmatched, ...]

    @property
    def statements(self) -> int:
        """How many statements speak of it."""
        return len({member.statement for member in self.members})

    def proposal(self, language: str) -> Proposal:
        """A proposal for the codebook that bears every wording, so that it will be matched."""
        wordings = sorted({member.target for member in self.members} - {self.name})
        origins = {member.origin for member in self.members}
        origin = Origin.CONSULTATION if Origin.CONSULTATION in origins else Origin.RESPONDENT
        named = ((language, self.name),)
        return Proposal(name_key(self.name), named, origin, tuple((language, wording) for wording in wordings))


def unmatched(store: Store, consultation: NamedNode) -> Iterator[Unmatched]:
    """Every passage on a proposal that the codebook lacks, by statement and place."""
    for name in store.graph_names():
        if not name.value.startswith(f"{store.names.base}statement/"):
            continue
        editor = StatementEditor(name, store.graph(name))
        if consultation in editor.all(name, t.CONSULTATION_OF):
            own = set(editor.of_type(t.PROPOSAL))
            yield from (_unmatched(editor, held) for held in editor.held() if held.proposal in own)


def suggested(found: Sequence[Unmatched], language: str = "fi") -> tuple[list[Group], int]:
    """The groups of what was found, the larger first, and how many were left out of the grouping."""
    result = grouped([(one.target, language) for one in found])
    groups = []
    for places in result.groups:
        members = tuple(found[place] for place in places)
        groups.append(Group(members[0].target, members))
    return groups, result.left_out


def _unmatched(editor: StatementEditor, held: Held) -> Unmatched:
    label = editor.one(held.proposal, t.PREF_LABEL)
    from_consultation = editor.one(held.position, t.ORIGIN) == t.concept(Origin.CONSULTATION)
    return Unmatched(
        label.value if label else held.words,
        held.stance.value.removeprefix(t.KAN_NAMESPACE),
        editor.key,
        " ".join(held.words.split()),
        Origin.CONSULTATION if from_consultation else Origin.RESPONDENT,
    )
