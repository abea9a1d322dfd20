"""How things are named: every IRI is made of real identifiers, so the same input gives the same names anywhere.

Local names are flat (`position/VN-37864-2025.092.aa2c32ce8274.kulukorvausten-yhtenaistaminen.supports`): rdflib's
Turtle writer slows down on deep addresses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kannat.model import ReferenceKind, Span
from kannat.model.keys import identifier_key, slug

DEFAULT_BASE: Final = "https://w3id.org/kannat/id/"
HASH_LENGTH: Final = 12
"""Hexadecimal digits of the document's SHA-256 in a statement's name."""


@dataclass(frozen=True, slots=True)
class Names:
    """Makes the IRIs below one base address."""

    base: str = DEFAULT_BASE

    def _named(self, kind: str, key: str) -> NamedNode:
        return NamedNode(f"{self.base}{kind}/{key}")

    @property
    def authorities_graph(self) -> NamedNode:
        """The named graph that holds the authority files."""
        return self._named("graph", "authorities")

    def consultation(self, key: str) -> NamedNode:
        return self._named("consultation", key)

    def codebook(self, consultation_key: str) -> NamedNode:
        return self._named("codebook", consultation_key)

    def question(self, key: str) -> NamedNode:
        return self._named("question", key)

    def proposal(self, consultation_key: str, proposal_id: str) -> NamedNode:
        """A proposal of the consultation's codebook."""
        return self._named("proposal", f"{consultation_key}.{proposal_id}")

    def organisation(self, key: str) -> NamedNode:
        return self._named("organisation", key)

    def actor(self, name: str) -> NamedNode:
        """A generic actor such as *municipalities*."""
        return self._named("actor", slug(name))

    def document(self, sha256: str) -> NamedNode:
        return self._named("document", sha256)

    def official_document(self, kind: ReferenceKind, target: str) -> NamedNode:
        """An act's Finlex ELI address; any other official document below our own base."""
        if kind is ReferenceKind.STATUTE and (match := re.fullmatch(r"(\d+(?:-\d+)?)/(\d{4})", target)):
            number, year = match.groups()
            return NamedNode(f"{FINLEX}{year}/{number.partition('-')[0]}")
        return self._named("official", identifier_key(target))

    def statement_key(self, consultation_key: str, respondent_keys: tuple[str, ...], sha256: str) -> str:
        """The local name of a statement: consultation, respondents in order, start of the document's hash."""
        return ".".join((consultation_key, "+".join(respondent_keys), sha256[:HASH_LENGTH]))

    def statement(self, key: str) -> NamedNode:
        return self._named("statement", key)

    def part(self, kind: str, statement_key: str, span: Span) -> NamedNode:
        """An answer, passage, reference or mention: named by its place in the text."""
        return self._named(kind, f"{statement_key}.{span.start}-{span.end}")

    def of_statement(self, kind: str, statement_key: str, *rest: str) -> NamedNode:
        """A thing that belongs to one statement: its reading, match, positions and own proposals."""
        return self._named(kind, ".".join((statement_key, *rest)))


FINLEX: Final = "http://data.finlex.fi/eli/sd/"
"""Statutes of Finland by year and number, as ELI (Semantic Finlex documentation)."""


def provision_iri(act: NamedNode, provision: str) -> NamedNode | None:
    """The address of a provision in an act of Finlex; None where the provision is not of a known form.

    `provision` is canonical: chapter, section, subsection, as `9 luku 1 § 1 mom.`; parts are read by their order and
    the signs in `_PROVISION_PARTS`.
    """
    if not act.value.startswith(FINLEX):
        return None
    path = ""
    for number, sign in re.findall(r"(\d+(?: ?[a-z](?= ))?) ?(\S+?)(?=\s|$)", provision):
        part = _PROVISION_PARTS.get(sign)
        if part is None:
            return None
        path += f"/{part}/{number.replace(' ', '')}"
    return NamedNode(act.value + path) if path else None


_PROVISION_PARTS: Final = {"luku": "luku", "\N{SECTION SIGN}": "pykala", "mom.": "momentti", "kohta": "kohta"}
"""The signs of a canonical provision and their parts of a Finlex address; both are standard forms, not wording."""
