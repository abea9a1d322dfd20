"""Writes a feed again with the fields that statements are read from, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kannat.readers.feed_sets import FeedSet, set_of
from kannat.readers.odata import Entry

PRIVATE_FIELD: Final = "IsPrivatePerson"
"""The field of a participant that says that no organisation stands behind it; ours, not the service's."""

_FIELDS: Final = {
    FeedSet.PROPOSAL: (
        *("Id", "Name", "Goals", "Deadline", "ClosingDate", "ApprovalStatus", "ApprovedOn", "PublishedOn"),
        *("RegisterNumber", "OrganizationName", "OrganizationId"),
    ),
    FeedSet.QUESTION: ("Id", "ProposalId", "Type", "Order", "Header", "IsMandatory"),
    FeedSet.QUESTION_OPTION: ("Id", "QuestionId", "Order", "Header", "Text", "Name", "Title", "Value"),
    FeedSet.ANSWER: (
        *("Id", "ProposalId", "ParticipantId", "QuestionID", "QuestionOptionId", "QuestionOptionColumnId"),
        *("TextAnswer", "AttachedTextAnswer", "RegisterNumber"),
    ),
    FeedSet.PARTICIPANT: (
        *("Id", "ProposalId", "RespondingStarted", "RespondingEnded", "OrganizationName", PRIVATE_FIELD),
    ),
    FeedSet.ORGANIZATION: ("Id", "Name"),
}
"""What is kept of each set: everything else, persons' names and addresses first of all, never reaches a disk."""

_START: Final = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"
      xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices"
      xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">
"""


def feed_text(entries: Iterable[Entry], following: str = "") -> bytes:
    """A feed with these entries, and the address of the page that follows it; entries of no known set are left out."""
    pieces = [_START]
    if following:
        pieces.append(f'  <link rel="next" href={quoteattr(following)}/>\n')
    pieces.extend(_entry(entry, kind) for entry in entries if (kind := set_of(entry)))
    return "".join((*pieces, "</feed>\n")).encode()


def _entry(entry: Entry, kind: FeedSet) -> str:
    fields = "".join(
        f"        <d:{name}>{_text(entry.fields[name])}</d:{name}>\n" for name in _FIELDS[kind] if name in entry.fields
    )
    return (
        f'  <entry>\n    <category term="{kind}"/>\n    <content type="application/xml">\n'
        f"      <m:properties>\n{fields}      </m:properties>\n    </content>\n  </entry>\n"
    )


def _text(value: str) -> str:
    """A field's text; a carriage return would be lost in reading."""
    return escape(value, {"\r": "&#13;"})
