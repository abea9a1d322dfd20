"""An invented round as the consultation service would give it: feeds of its sets, its pages, page by page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from fetch_server import Answer

ROUND = "0f8fad5b-d9cb-469f-a165-70867728950e"
P1, P2, P3 = (f"{n}0000000-0000-4000-8000-000000000000" for n in "abc")
Q0, Q1, Q2 = (f"{n}1111111-0000-4000-8000-000000000000" for n in "123")
YES, NO = (f"{n}2222222-0000-4000-8000-000000000000" for n in "12")
BASE = "/api/v1/Lausuntopalvelu.svc/"
OF_ROUND = f"{BASE}Proposals(guid'{ROUND}')"
PAGE = f"/FI/Proposal/Participation?proposalId={ROUND}"
REPORT = f"/FI/Proposal/ParticipationNonJsShowReport?proposalId={ROUND}"

Fields = Mapping[str, str | None]


def entry(fields: Fields, kind: str = "") -> str:
    inner = "".join(
        f'<d:{name} m:null="true"/>' if value is None else f"<d:{name}>{escape(value)}</d:{name}>"
        for name, value in fields.items()
    )
    category = f'<category term="Lausuntopalvelu.Model.{kind}" scheme="s"/>' if kind else ""
    return f'<entry>{category}<content type="application/xml"><m:properties>{inner}</m:properties></content></entry>'


def feed(*entries: str, following: str = "") -> bytes:
    link = f'<link rel="next" href="{escape(following)}"/>' if following else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" '
        'xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">'
        f"{''.join(entries)}{link}</feed>"
    ).encode()


PROPOSAL: Fields = {
    "Id": ROUND,
    "Name": "Lausuntopyyntö luonnoksesta kirjastolaiksi",
    "Goals": "<p>Kirjastoista säädettäisiin uudella lailla.</p>",
    "Deadline": "2026-02-10T00:00:00",
    "PublishedOn": "2026-01-07T09:15:02.113",
    "RegisterNumber": "VN/1234/2026",
    "OrganizationName": "Opetus- ja kulttuuriministeriö",
}
QUESTIONS: Sequence[Fields] = (
    {"Id": Q2, "ProposalId": ROUND, "Type": "questionType_Text", "Order": "3", "Header": "Muut huomiot"},
    {"Id": Q0, "ProposalId": ROUND, "Type": "questionType_PageBreak", "Order": "1", "Header": "1 Yleistä"},
    {"Id": Q1, "ProposalId": ROUND, "Type": "questionType_Radio", "Order": "2", "Header": "Kannatatteko luonnosta?"},
)
OPTIONS: Sequence[Fields] = (
    {"Id": YES, "QuestionId": Q1, "Header": "Kyllä"},
    {"Id": NO, "QuestionId": Q1, "Header": "Ei"},
)


def answer(number: int, participant: str, question: str, text: str | None, option: str | None = None) -> Fields:
    return {
        "Id": f"{number:08d}-3333-4000-8000-000000000000",
        "ProposalId": ROUND,
        "ParticipantId": participant,
        "QuestionID": question,
        "QuestionOptionId": option,
        "QuestionOptionColumnId": None,
        "TextAnswer": text,
        "AttachedTextAnswer": None,
        "RegisterNumber": None,
    }


ANSWERS: Sequence[Fields] = (
    answer(1, P1, Q1, "<p>Koivurannan kaupunki kannattaa luonnosta.</p><p>Kirjastoautoista pitää säätää.</p>", YES),
    answer(2, P1, Q2, None),
    answer(3, P2, Q1, "Esimerkkivirasto ei kannata luonnosta &amp; ehdottaa uutta.", NO),
    answer(4, P3, Q2, "Hyvä esitys."),
)
PARTICIPANTS: Sequence[Fields] = (
    {"Id": P1, "ProposalId": ROUND, "FirstName": "Maija", "LastName": "Meikäläinen",
     "Email": "maija@koivuranta.example", "RespondingStarted": "2026-02-01T08:00:00",
     "RespondingEnded": "2026-02-03T10:15:00"},
    {"Id": P2, "ProposalId": ROUND, "FirstName": "Ville", "LastName": "Virtanen", "Email": "ville@virasto.example",
     "RespondingStarted": "2026-02-01T08:00:00", "RespondingEnded": "2026-02-09T12:00:00"},
    {"Id": P3, "ProposalId": ROUND, "FirstName": "Matti", "LastName": "Mallikas", "Email": "matti@posti.example",
     "RespondingStarted": "2026-02-01T08:00:00", "RespondingEnded": "2026-02-06T20:41:00"},
)  # fmt: skip
USERS = [
    {"DisplayName": "Meikäläinen Maija", "Organization": "Koivurannan kaupunki"},
    {"DisplayName": "Virtanen Ville", "Organization": "Esimerkkivirasto"},
    {"DisplayName": "Mallikas Matti", "Organization": None},
]


def whole_round() -> bytes:
    """Everything in one file, participants with what `kannat fetch` notes of them."""
    named = [
        {**{k: v for k, v in PARTICIPANTS[0].items() if k in _KEPT}, "OrganizationName": "Koivurannan kaupunki"},
        {**{k: v for k, v in PARTICIPANTS[1].items() if k in _KEPT}, "OrganizationName": "Esimerkkivirasto"},
        {**{k: v for k, v in PARTICIPANTS[2].items() if k in _KEPT}, "IsPrivatePerson": "true"},
    ]
    return feed(*map(entry, (PROPOSAL, *QUESTIONS, *OPTIONS, *ANSWERS, *named)))


_KEPT = ("Id", "ProposalId", "RespondingStarted", "RespondingEnded")


def participation(users: Sequence[Mapping[str, str | None]] = USERS) -> bytes:
    held = json.dumps({"Id": ROUND, "UsersWhoAnswered": users}, ensure_ascii=False)
    page = "<!DOCTYPE html><html><body><h5>Jakelu:</h5><div><table>"
    page += "".join(f"<tr><td>{name}</td></tr>" for name in ("Akava ry", "Esimerkkivirasto", "Mallikas Matti"))
    page += "</table></div>"
    return f"{page}<script>var model = {held};</script></body></html>".encode()


def script() -> dict[str, Answer | list[Answer]]:
    """The service as it works on a good day: two pages of answers, the second under a relative address."""
    return {
        OF_ROUND: Answer(feed(entry(PROPOSAL, "Proposal")), etag='"p1"'),
        f"{OF_ROUND}/Questions": Answer(feed(*(entry(fields, "Question") for fields in QUESTIONS)), etag='"q1"'),
        f"{OF_ROUND}/QuestionOptions": Answer(
            feed(*(entry(fields, "QuestionOption") for fields in OPTIONS)), etag='"o1"'
        ),
        f"{OF_ROUND}/Answers": Answer(
            feed(
                *(entry(fields, "Answer") for fields in ANSWERS[:2]),
                following=f"Proposals(guid'{ROUND}')/Answers?$skip=2",
            ),
            etag='"a1"',
        ),
        f"{BASE}Proposals(guid'{ROUND}')/Answers?$skip=2": Answer(
            feed(*(entry(fields, "Answer") for fields in ANSWERS[2:])), etag='"a2"'
        ),
        f"{OF_ROUND}/Participants": Answer(feed(*(entry(fields, "Participant") for fields in PARTICIPANTS))),
        PAGE: Answer(participation(), content_type="text/html; charset=utf-8"),
    }
