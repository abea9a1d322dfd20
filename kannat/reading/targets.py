"""Names what a position is about, in the statement's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kannat.reading.cues import BaseForms, cues, lowered
from kannat.reading.name_words import name_words

_MOST_WORDS: Final = 14
_EDGES: Final = ' ,;:.!?–-"”’()'
_GAP: Final = re.compile(r"\s+(?=[,;:.])")


def target_phrase(text: str, language: str, speakers: Iterable[str] = ()) -> str:
    """A short phrase for what a sentence is about: its words without the speaker, the judgement and what bounds it.

    `speakers` are the names of those who may speak; the sentence may begin with the end of one (*X Association* of
    *The X Association*). Words are left in the form they stand in but for the last, where its base form is sure; a
    codebook's label takes the place of the phrase where the proposal is matched.
    """
    known = cues(language)
    text = _without_speaker(text, speakers)
    low = lowered(text)
    for name in ("speakers", "judgements"):
        for match in reversed(list(known.lists[name].finditer(low))):
            if not text[match.end() - 1 : match.end() + 1].isalnum() or match.end() == len(text):
                text = f"{text[: match.start()]} {text[match.end() :]}"
        low = lowered(text)
    bound = known.lists["bounds"].search(low)
    if bound is not None and bound.start() > len(low) // 4:
        text = text[: bound.start()]
    text = _GAP.sub("", text).strip(_EDGES)
    opening = known.lists["openings"].match(lowered(text))
    words = text[opening.end() if opening else 0 :].strip(_EDGES).split()
    phrase = _in_base_form(" ".join(words[:_MOST_WORDS]).strip(_EDGES), known.base_forms)
    if not phrase:
        return ""
    first = phrase.split()[0]
    return phrase if first[1:] != first[1:].lower() or ":" in first else phrase[0].lower() + phrase[1:]


def _without_speaker(text: str, speakers: Iterable[str]) -> str:
    """The text without the name of a speaker that it begins with."""
    words = text.split()
    folded = [word.casefold().rstrip(_EDGES) for word in words]
    for own in (ending for name in speakers for ending in _endings(name)):
        if folded[: len(own)] == own and len(own) < len(words):
            return " ".join(words[len(own) :])
    return text


def _endings(name: str) -> Iterator[list[str]]:
    """A name's last words, the most first, with its legal form and without."""
    parts = name.casefold().split()
    bare = [part for part in parts if part not in name_words().legal_keys]
    for words in (parts, bare):
        yield from (words[first:] for first in range(len(bare)))


def _in_base_form(phrase: str, forms: BaseForms) -> str:
    """The phrase with its last word in the base form, where its ending tells which that is."""
    before, _, last = phrase.rpartition(" ")
    if before and not before.endswith(forms.after):
        return phrase
    ending = max((end for end in forms.endings if last.endswith(end)), key=len, default="")
    return f"{phrase.removesuffix(ending)}{forms.endings[ending]}" if len(last) > len(ending) + 2 and ending else phrase
