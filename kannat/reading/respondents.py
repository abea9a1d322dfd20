"""Who speaks in a statement: the organisations it names, weighed by the signs that stand beside each name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from kannat.model import OrganisationType, Respondent, Span
from kannat.model.keys import slug
from kannat.reading.authorities import Authorities
from kannat.reading.consultation_match import find_requester
from kannat.reading.data import load_toml
from kannat.reading.inflection import GENITIVE, NOMINATIVE
from kannat.reading.language import MIXED
from kannat.reading.letterhead import letterhead_name, says_private, type_by_words
from kannat.reading.name_words import group_fields, name_words
from kannat.reading.names import NameMention, find_names
from kannat.reading.short_names import declares, group_of, short_names
from kannat.reading.tokens import tokens_of
from kannat.reading.vicinity import line_after, line_before, words_before

_NEAR: Final = 90
_AFTER: Final = 120
_DOMAIN: Final = re.compile(
    r"(?:@|\(at\)|\[at\]|\bwww\.|https?://(?:www\.)?)(?P<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.I
)
_JOINT_SIGNS: Final = frozenset({"title", "signature", "letterhead", "speaks", "field", "listed"})
_LIST_SIGNS: Final = frozenset({"title", "signature", "letterhead", "field"})


@dataclass(slots=True)
class Candidate:
    """An organisation that may be a respondent, with the signs for and against it."""

    name: str
    type: OrganisationType
    key: str
    sure: bool
    body: bool = False
    mentions: int = 0
    signs: set[str] = field(default_factory=set)

    def score(self, points: Mapping[str, Any]) -> float:
        """The points of its signs and mentions."""
        more = points["mention"] * min(self.mentions, points["mentions"])
        return float(sum(points[sign] for sign in sorted(self.signs)) + more)


def find_respondents(
    text: str, headings: Sequence[Span], authorities: Authorities, name: str = ""
) -> tuple[Respondent, ...]:
    """The statement's respondents, the surest first; several where the signs of a joint statement are there.

    `headings` are the document's headings; `name` is the name of its file, which may tell when the text does not.
    """
    private, group = _group(text)
    private = private or says_private(text[: _points()["head_length"]])
    if private:
        return (Respondent(private, OrganisationType.PRIVATE_PERSON),)
    mentions = find_names(text, MIXED, authorities)
    requester = find_requester(text, MIXED, authorities)
    candidates = _candidates(text, mentions, headings)
    _weigh_elsewhere(text, candidates, authorities, name)
    points = _points()
    for candidate in candidates.values():
        if requester and candidate.key == requester and _is_asking(candidate, candidates):
            candidate.signs.add("requester")
    ranked = sorted(candidates.values(), key=lambda c: (-c.score(points), c.name))
    ranked = [candidate for candidate in ranked if candidate.score(points) >= points["needed"]]
    ranked = [candidate for candidate in ranked if not candidate.body] or ranked
    if not ranked:
        return _of_letterhead(text, group, authorities) or _of_file(name, authorities)
    return tuple(_respondent(candidate, group) for candidate in _joint(ranked, points, candidates))


def _is_asking(candidate: Candidate, candidates: Mapping[str, Candidate]) -> bool:
    """Whether whoever seems to have asked for the statement did no more; its own title says otherwise.

    An agency that is named alone speaks: a text names its requester beside the respondent.
    """
    alone = len(candidates) == 1 and candidate.type is not OrganisationType.MINISTRY
    return not alone and not candidate.signs & _OWN_SIGNS


_OWN_SIGNS: Final = frozenset({"title", "field", "declared"})


def _of_letterhead(text: str, group: OrganisationType | None, authorities: Authorities) -> tuple[Respondent, ...]:
    """The respondent that only the first line of the text names; a ministry there is whom the text is sent to."""
    name = letterhead_name(text)
    key = authorities.key_of(name)
    kind = authorities.organisation(key).type if key else group or type_by_words(name)
    if not name or kind is OrganisationType.MINISTRY:
        return ()
    return (Respondent(authorities.name_of(key) if key else name, kind, key),)


def _of_file(name: str, authorities: Authorities) -> tuple[Respondent, ...]:
    """The known organisation that the file is named after, where the text names none: the longest name counts."""
    words = f"-{slug(name.rpartition('.')[0])}-"
    found = (
        (len(text), organisation.key)
        for organisation in authorities.organisations.values()
        for _, text in organisation.names
        if f"-{slug(text)}-" in words
    )
    _, key = max(found, default=(0, ""))
    return (Respondent(authorities.name_of(key), authorities.organisation(key).type, key),) if key else ()


def _joint(
    ranked: Sequence[Candidate], points: Mapping[str, Any], candidates: Mapping[str, Candidate]
) -> list[Candidate]:
    """The best candidate, and those that share its signs and come near it, in the order of the text."""
    best = ranked[0]
    least = max(points["needed"], best.score(points) * points["joint_share"])
    joint = [
        c
        for c in ranked
        if c is best
        or (c.score(points) >= least and len(c.signs & best.signs & _JOINT_SIGNS) > 1 and c.type is best.type)
    ]
    order = list(candidates.values())
    return sorted(joint, key=order.index)


def _respondent(candidate: Candidate, group: OrganisationType | None) -> Respondent:
    kind = group if group and not candidate.sure else candidate.type
    return Respondent(candidate.name, kind, candidate.key)


def _candidates(text: str, mentions: Sequence[NameMention], headings: Sequence[Span]) -> dict[str, Candidate]:
    """Candidates by folded name, in the order of the text; shorter names count for the full one."""
    full = {short.casefold(): name for short, name in short_names(text, mentions).items()}
    best = {m.name.casefold(): m for m in reversed(mentions)}
    found: dict[str, Candidate] = {}
    signs = [_signs(text, mention, headings) for mention in mentions]
    _share_lists(text, mentions, signs)
    for mention, own in zip(mentions, signs, strict=True):
        name = full.get(mention.name.casefold(), mention.name)
        whole = best.get(name.casefold(), mention)
        if whole.key and whole.type is OrganisationType.OTHER:
            continue
        candidate = found.setdefault(name.casefold(), Candidate(name, whole.type, whole.key, whole.sure))
        candidate.mentions += 1
        candidate.signs |= own
    return found


def _signs(text: str, mention: NameMention, headings: Sequence[Span]) -> set[str]:
    """The signs beside one mention of a name."""
    patterns, points = name_words().speaks, _points()
    before = words_before(text, mention.span, _NEAR)
    after = text[mention.span.end : mention.span.end + _AFTER]
    genitive = mention.case != NOMINATIVE
    early = mention.span.start < points["head_length"]
    in_heading = any(heading.overlap(mention.span) for heading in headings)
    signs = {
        "title": mention.case == GENITIVE and (early or in_heading) and bool(patterns["title_after"].match(after)),
        "speaks": not genitive and _speaks(patterns["verb_after"].match(after)),
        "acts": not genitive and bool(patterns["acts_after"].match(after)),
        "field": bool(patterns["field_before"].search(before)),
        "asked": mention.case == "ablative" and bool(patterns["asked_before"].search(before)),
        "declared": early and declares(text, mention),
        "beside": bool(patterns["with_before"].search(before)),
        "addressed": early and mention.case == "allative",
        **_line_signs(text, mention),
    }
    return {sign for sign, there in signs.items() if there}


def _speaks(found: re.Match[str] | None) -> bool:
    """Whether a name is the subject of the verb after it: a word with a capital between would be."""
    return found is not None and not any(word[0].isupper() for word in found.group().split()[:-1])


def _line_signs(text: str, mention: NameMention) -> dict[str, bool]:
    """Whether the name heads the text or signs it: it begins a short line or stands after a sign, near either end.

    A ministry at the head of a text is whom it is sent to.
    """
    points = _points()
    left, line = line_before(text, mention.span), line_after(text, mention.span)
    before = left.strip()
    after, line_end = line.strip(), mention.span.end + len(line)
    start = mention.span.start - len(line_before(text, mention.span))
    opens = not before or before[-1] in "|,/\u2013\u00b7\u2022-" or left[-3:].isspace()
    closes = not after or after[0] in "|,(/\u2013\u00b7\u2022-" or line[:3].isspace()
    closes = closes or bool(name_words().letterhead["cut"].match(line))
    if not (opens and closes) or mention.case != NOMINATIVE:
        return {}
    early, late = mention.span.start < points["head_length"], len(text) - line_end < points["tail_length"]
    addressee = mention.type is OrganisationType.MINISTRY
    letterhead = early and not addressee and _lines(text[:start]) < points["head_lines"]
    return {
        "letterhead": letterhead,
        "signature": late and not letterhead and _lines(text[line_end:]) < points["tail_lines"],
    }


def _lines(text: str) -> int:
    """How many lines of a text are not empty."""
    return sum(1 for line in text.split("\n") if line.strip())


def _share_lists(text: str, mentions: Sequence[NameMention], signs: Sequence[set[str]]) -> None:
    """Gives every name of a list (*A, B ja C lausuvat*) the signs that one of them has."""
    pairs = [
        (index, index + 1)
        for index in range(len(mentions) - 1)
        if _LISTED.fullmatch(text[mentions[index].span.end : mentions[index + 1].span.start])
    ]
    for left, right in (*pairs, *reversed(pairs)):
        shared = (signs[left] | signs[right]) & _JOINT_SIGNS
        shared |= {"listed"} if shared & _LIST_SIGNS else set()
        signs[left].update(shared)
        signs[right].update(shared)


_LISTED: Final = re.compile(r"\s*(?:[,\u00b7\u2022|]|\s\w{2,4})\s+")


def _weigh_elsewhere(text: str, candidates: dict[str, Candidate], authorities: Authorities, name: str) -> None:
    """Signs that lie outside a name: domains, the file's name, an organ that is named alone."""
    organs = {token.key for token in tokens_of(text[: _points()["head_length"]])}
    for key in _domain_keys(text, authorities):
        organisation = authorities.organisations[key]
        known = authorities.name_of(key)
        candidate = candidates.setdefault(known.casefold(), Candidate(known, organisation.type, key, sure=True))
        candidate.signs.add("domain")
    file_name = slug(name.rpartition(".")[0])
    for candidate in candidates.values():
        if file_name and slug(candidate.name) in file_name:
            candidate.signs.add("file")
        heads = name_words().heads_of(candidate.name.split()[-1].casefold())
        if any(organ in organs for form in heads[:1] for organ in form.head.organs):
            candidate.signs.add("organ")
        candidate.body = any(form.head.body for form in heads[:1])


def _domain_keys(text: str, authorities: Authorities) -> Iterator[str]:
    """The organisations whose e-mail or web domain stands in the text."""
    for found in _DOMAIN.finditer(text):
        labels = found["domain"].casefold().split(".")
        keys = (authorities.domains.get(".".join(labels[first:])) for first in range(len(labels) - 1))
        yield from (key for key in keys if key)


def _group(text: str) -> tuple[str, OrganisationType | None]:
    """What a form's field for the respondent's group tells: that it is a private person, or a type."""
    patterns = name_words().speaks
    for found in group_fields(text):
        told = group_of(found, "group")
        if private := patterns["private"].match(told):
            return private.group().casefold(), None
        for beginning, kind in name_words().groups:
            if told.casefold().startswith(beginning):
                return "", kind
    return "", None


@cache
def _points() -> Mapping[str, Any]:
    table: Mapping[str, Any] = load_toml("matching.toml")["respondent"]
    return table
