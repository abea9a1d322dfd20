"""How a private respondent stays unnamed: a pseudonym in its place, and a check that its name slipped in nowhere.

The pseudonym is made of the document's hash, which the graph holds anyway, and never of the name: a hash of a name is
found again by hashing a list of names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, Quad

from kannat.errors import RejectedInput
from kannat.model import OrganisationType, Respondent

_HASH_LENGTH: Final = 12
_LONGEST_ENDING: Final = 3
_SHORTEST_STEM: Final = 3


def is_private(respondent: Respondent) -> bool:
    """Whether the respondent speaks as a private person."""
    return respondent.type is OrganisationType.PRIVATE_PERSON


def pseudonym(sha256: str, ordinal: int) -> str:
    """The local name of the document's first, second … private respondent."""
    first = f"private-{sha256[:_HASH_LENGTH]}"
    return first if ordinal == 1 else f"{first}-{ordinal}"


class PrivateNames:
    """The names of a statement's private respondents, and whether a text bears one of them."""

    def __init__(self, respondents: Iterable[Respondent]) -> None:
        names = [_words(respondent.name) for respondent in respondents if is_private(respondent)]
        self._words = {word for words in names for word in words}
        patterns = [_pattern(words) for words in names if words]
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def borne_by(self, text: str) -> bool:
        """Whether the full name stands in the text: either part first, other white space and case, inflected."""
        return self._pattern is not None and self._pattern.search(_folded(text)) is not None

    def hold(self, name: str) -> bool:
        """Whether a name is one of them, or a part such as the surname."""
        words = _words(name)
        return self.borne_by(name) or (bool(words) and self._words.issuperset(words))

    def check(self, quads: Iterable[Quad]) -> None:
        """Raises `RejectedInput`, naming the place and not the person, where a literal bears a private name."""
        for quad in quads if self._pattern else ():
            if isinstance(quad.object, Literal) and self.borne_by(quad.object.value):
                raise RejectedInput(
                    "the words bear the name of a private respondent",
                    place=str(quad.subject),
                    advice="end the passage before the name, or leave it out",
                )


def _pattern(words: list[str]) -> str:
    """First and last word of the name in either order; only the word that stands last may be inflected."""
    orders = {(words[0], words[-1]), (words[-1], words[0])} if len(words) > 1 else {(words[0],)}
    return "|".join(sorted(_in_order(order) for order in orders))


def _in_order(words: tuple[str, ...]) -> str:
    *fixed, last = words
    stem = last[: max(_SHORTEST_STEM, len(last) - _LONGEST_ENDING)]
    middle = r"\W+(?:\w+\W+)?"
    return r"\b" + middle.join((*map(re.escape, fixed), re.escape(stem))) + r"\w*"


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", _folded(name))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
