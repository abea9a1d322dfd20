"""Names what a position is about, in the statement's own words."""

from __future__ import annotations

from typing import Final

from kannat.reading.cues import cues, lowered

_MOST_WORDS: Final = 14
_EDGES: Final = ' ,;:.!?–-"”’()'


def target_phrase(text: str, language: str) -> str:
    """A short phrase for what a sentence is about: its words without the speaker, the judgement and what bounds it.

    Words are left in the form they stand in; a codebook's label takes its place where the proposal is matched.
    """
    known = cues(language)
    low = lowered(text)
    for name in ("speakers", "judgements"):
        for match in reversed(list(known.lists[name].finditer(low))):
            if not text[match.end() - 1 : match.end() + 1].isalnum() or match.end() == len(text):
                text = f"{text[: match.start()]} {text[match.end() :]}"
        low = lowered(text)
    bound = known.lists["bounds"].search(low)
    if bound is not None and bound.start() > len(low) // 4:
        text = text[: bound.start()]
    words = text.strip(_EDGES).split()
    phrase = " ".join(words[:_MOST_WORDS]).strip(_EDGES)
    if not phrase:
        return ""
    first = phrase.split()[0]
    return phrase if first[1:] != first[1:].lower() or ":" in first else phrase[0].lower() + phrase[1:]
