"""Decisions that hold nowhere any more: kept, and listed for a person to make anew or to leave."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kannat.review.applying import Orphan, located
from kannat.review.decisions import Decision
from kannat.review.importing import sha256_of
from kannat.review.stored import Reviewed
from kannat.store import Store


def orphans(store: Store) -> list[tuple[Decision, Orphan]]:
    """Each decision whose words stand in no statement of its respondents in their consultation, with the reason."""
    known = Reviewed.of_store(store)
    texts: dict[NamedNode, str] = {}
    found = []
    for _, decision in known.all():
        statements = known.like(decision.statement)
        for name in statements:
            if name not in texts:
                texts[name] = store.texts.get(sha256_of(store.graph(name)))
        places = [located(texts[name], decision.words, decision.span) for name in statements]
        lost = [place for place in places if isinstance(place, Orphan)]
        if len(lost) == len(places):
            found.append((decision, lost[0] if lost else Orphan.STATEMENT_GONE))
    return found
