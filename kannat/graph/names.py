"""How things are named: every IRI is made of real identifiers, so the same input gives the same names anywhere.

Local names are flat (`position/VN-37864-2025.092.aa2c32ce8274.kulukorvausten-yhtenaistaminen.supports`): rdflib's
Turtle writer slows down on deep addresses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kannat.errors import UsageError
from kannat.model import ReferenceKind, Span
from kannat.model.keys import identifier_key, name_key

DEFAULT_BASE: Final = "https://w3id.org/kannat/id/"
HASH_LENGTH: Final = 12
"""Hexadecimal digits of the document's SHA-256 in a statement's name."""

RESPONDENTS_LENGTH: Final = 160
"""Characters that the respondents may take in a statement's name, so that it still fits a file name."""


NAMELESS_PART: Final = re.compile(r"(?P<file>.+)#(?P<part>[0-9]{1,9}|private-[0-9a-f]+)")
"""A document's name where it is one of many in a file and its part names nobody: `round.html#3`."""


@dataclass(frozen=True, slots=True)
class Names:
    """Makes the IRIs below one base address. Raises `UsageError` for a base that names cannot be added to."""

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        try:
            NamedNode(self.base)
            usable = self.base.endswith(("/", "#", ":"))
        except ValueError:
            usable = False
        if not usable:
            advice = f"give an absolute address that ends with /, such as {DEFAULT_BASE}"
            raise UsageError("not a base address for names", place=self.base, advice=advice)

    def _named(self, kind: str, key: str) -> NamedNode:
        if not key:
            raise ValueError(f"a {kind} without a key has no name")
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

    def merge(self, gone: str, into: str) -> NamedNode:
        """The act of making two organisations one."""
        return self._named("merge", f"{gone}.{into}")

    def actor(self, name: str) -> NamedNode:
        """A generic actor such as *municipalities*."""
        return self._named("actor", name_key(name))

    def document(self, sha256: str) -> NamedNode:
        return self._named("document", sha256)

    def official_document(self, kind: ReferenceKind, target: str) -> NamedNode:
        """An act's Finlex ELI address; any other official document below our own base."""
        if kind is ReferenceKind.STATUTE and (match := re.fullmatch(r"([0-9]+)(?:-[0-9]+)?/([0-9]{4})", target)):
            number, year = match.groups()
            return NamedNode(f"{FINLEX}{year}/{number}")
        return self._named("official", identifier_key(target) or name_key(target))

    def statement_key(self, consultation_key: str, respondent_keys: tuple[str, ...], sha256: str) -> str:
        """The local name of a statement: consultation, respondents in order, start of the document's hash.

        Where a joint statement's respondents would make the name too long, the first stands with the count of the
        others; the hash still tells statements apart.
        """
        respondents = "+".join(respondent_keys)
        if len(respondents) > RESPONDENTS_LENGTH and len(respondent_keys) > 1:
            respondents = f"{respondent_keys[0]}+{len(respondent_keys) - 1}"
        return ".".join((consultation_key, respondents, sha256[:HASH_LENGTH]))

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
    """The address of one provision in an act of Finlex; None where the provision is not of a known form.

    `provision` is canonical: chapter, section, subsection, item, as `9 luku 1 § 1 mom. 2 kohta`, each once, in this
    order, a subsection only under a section. A range or a list of provisions (`22–25 §`) has no address.
    """
    match = _PROVISION.fullmatch(provision)
    if not match or not act.value.startswith(FINLEX):
        return None
    path = "".join(f"/{part}/{number.replace(' ', '')}" for part, number in match.groupdict().items() if number)
    return NamedNode(act.value + path) if path else None


_NUMBER: Final = r"[0-9]+(?: ?[a-z])?"
_PROVISION: Final = re.compile(
    rf"(?:(?P<luku>{_NUMBER}) luku(?: (?=.)|$))?"
    rf"(?:(?P<pykala>{_NUMBER}) \N{{SECTION SIGN}}"
    rf"(?: (?P<momentti>{_NUMBER}) mom\.)?(?: (?P<kohta>{_NUMBER}) kohta)?)?"
)
"""A canonical provision; the groups are the parts of a Finlex address. Both are standard forms, not wording."""
