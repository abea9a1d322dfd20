"""A codebook as the Turtle file that people edit, one proposal a block."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from kannat.graph import terms as t
from kannat.graph.names import DEFAULT_BASE
from kannat.model import Consultation, Labels, Proposal

_MARK: Final = "# as drafted: "
_MARKED: Final = re.compile(rf"^{_MARK}([0-9a-f]{{64}})\n?\Z", re.MULTILINE)
_KINDS: Final = ("codebook", "consultation", "proposal", "question")
_PLAIN: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""Local names that Turtle takes after a prefix as they are."""


@dataclass(frozen=True, slots=True)
class Block:
    """A proposal with a comment that stands before it."""

    proposal: Proposal
    comment: Sequence[str] = ()


def codebook_turtle(
    consultation: Consultation, blocks: Iterable[Block], title: Sequence[str] = (), whole: bool = True
) -> str:
    """The Turtle of a codebook, or of more proposals for one where it is not the whole.

    The last line bears the digest of the rest, so that an edited file is known.
    """
    key = consultation.key
    parts = [_proposal(block, key) for block in blocks]
    if whole:
        titles: Labels = tuple((tag, consultation.identifier) for tag in ("en", "fi", "sv"))
        said = [f"{_name('codebook', key)} a kan:Codebook", f"dcterms:title {_texts(titles)}"]
        parts.insert(0, " ;\n    ".join([*said, f"kan:consultation {_name('consultation', key)}"]) + " .\n")
    body = "\n".join(parts)
    text = "\n".join([*(f"# {line}" for line in title), "", *_prefixes(body), "", body])
    return f"{text}\n{_MARK}{hashlib.sha256(text.encode()).hexdigest()}\n"


def is_as_drafted(text: str) -> bool:
    """Whether nobody has edited the file since it was drafted."""
    found = _MARKED.search(text)
    return found is not None and hashlib.sha256(text[: found.start() - 1].encode()).hexdigest() == found[1]


def _proposal(block: Block, key: str) -> str:
    proposal = block.proposal
    said = [
        f"{_name('proposal', f'{key}.{proposal.id}')} a kan:Proposal",
        f"skos:inScheme {_name('codebook', key)}",
        f"skos:notation {Literal(proposal.id)}",
        f"skos:prefLabel {_texts(proposal.labels)}",
        *([f"skos:altLabel {_texts(proposal.alternative)}"] if proposal.alternative else ()),
        f"kan:consultation {_name('consultation', key)}",
        f"kan:origin kan:{t.concept(proposal.origin).value.removeprefix(t.KAN_NAMESPACE)}",
        *([f"kan:question {_name('question', proposal.question)}"] if proposal.question else ()),
    ]
    comment = "".join(f"# {' '.join(line.split())}\n" for line in block.comment)
    return comment + " ;\n    ".join(said) + " .\n"


def _texts(labels: Labels) -> str:
    return " ,\n        ".join(str(Literal(text, language=tag)) for tag, text in labels)


def _name(kind: str, key: str) -> str:
    return f"{kind}:{key}" if _PLAIN.fullmatch(key) else f"<{kind}/{key}>"


def _prefixes(body: str) -> list[str]:
    """The base and the prefixes that the body uses, sorted."""
    named = {kind: f"{kind}/" for kind in _KINDS} | {
        prefix: t.PREFIXES[prefix] for prefix in ("dcterms", "kan", "skos")
    }
    used = [prefix for prefix in sorted(named) if re.search(rf"(?<![\w<]){prefix}:\w", body)]
    return [f"@base <{DEFAULT_BASE}> .", *(f"@prefix {prefix}: <{named[prefix]}> ." for prefix in used)]
