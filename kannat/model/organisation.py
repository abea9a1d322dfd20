"""An organisation of the authority files."""

from __future__ import annotations

from dataclasses import dataclass

from kannat.model.codes import OrganisationType
from kannat.model.consultation import Labels


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as the authority knows it.

    `key` is the local name of its IRI: the three-digit code of a municipality, else a slug of the Finnish name.
    `alternative` holds short forms, acronyms and former names per language; `domains` its e-mail and web domains.
    `source` says where the facts come from.
    """

    key: str
    type: OrganisationType
    names: Labels
    alternative: Labels = ()
    domains: tuple[str, ...] = ()
    business_id: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the statute authority: `number` as `380/2023`, titles and short names per language."""

    number: str
    titles: Labels
    short: Labels = ()
    source: str = ""
