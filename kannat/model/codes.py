"""The closed lists of the model. Each value is the local name of a concept in `ontology/codelists.ttl`."""

from __future__ import annotations

from enum import StrEnum


class Lean(StrEnum):
    """Which way a stance leans."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


class Stance(StrEnum):
    """The direction of a position on its proposal."""

    SUPPORTS = "supports"
    SUPPORTS_WITH_RESERVATIONS = "supportsWithReservations"
    CONCERNED = "concerned"
    OPPOSES = "opposes"
    NO_POSITION = "noPosition"

    @property
    def lean(self) -> Lean:
        """The stance folded to for, against or neutral."""
        return _LEANS[self]


_LEANS = {
    Stance.SUPPORTS: Lean.FOR,
    Stance.SUPPORTS_WITH_RESERVATIONS: Lean.FOR,
    Stance.CONCERNED: Lean.AGAINST,
    Stance.OPPOSES: Lean.AGAINST,
    Stance.NO_POSITION: Lean.NEUTRAL,
}


class Origin(StrEnum):
    """Who raised a proposal: the consultation, or a respondent of its own."""

    CONSULTATION = "consultation"
    RESPONDENT = "respondent"


class Status(StrEnum):
    """What kind of evidence of a statement a document is."""

    GIVEN = "given"
    PROPOSED = "proposed"
    ATTACHMENT_MISSING = "attachmentMissing"
    REPORTED = "reported"


class Outcome(StrEnum):
    """What reading an answer or a statement came to: absence has four different reasons."""

    POSITIONS_FOUND = "positionsFound"
    NOTHING_TO_SAY = "nothingToSay"
    NO_STANCE_FOUND = "noStanceFound"
    EMPTY = "emptyAnswer"
    FAILED = "readingFailed"


class OrganisationType(StrEnum):
    """The respondent types of the annotation guideline."""

    MUNICIPALITY = "municipality"
    WELLBEING_SERVICES_COUNTY = "wellbeingServicesCounty"
    MINISTRY = "ministry"
    STATE_AGENCY = "stateAgency"
    REGIONAL_COUNCIL = "regionalCouncil"
    JOINT_MUNICIPAL_AUTHORITY = "jointMunicipalAuthority"
    EMPLOYMENT_AREA = "employmentArea"
    TRADE_UNION = "tradeUnion"
    EMPLOYER_ORGANISATION = "employerOrganisation"
    NON_GOVERNMENTAL_ORGANISATION = "nonGovernmentalOrganisation"
    COMPANY = "company"
    EDUCATIONAL_INSTITUTION = "educationalInstitution"
    RESEARCH_INSTITUTE = "researchInstitute"
    COURT = "court"
    PARLIAMENTARY_COMMITTEE = "parliamentaryCommittee"
    POLITICAL_PARTY = "politicalParty"
    CHURCH = "church"
    PRIVATE_PERSON = "privatePerson"
    OTHER = "other"


class ReferenceKind(StrEnum):
    """What kind of official document a legal reference points at."""

    STATUTE = "statute"
    BILL = "bill"
    COMMITTEE_DOCUMENT = "committeeDocument"
    PARLIAMENTARY_DOCUMENT = "parliamentaryDocument"
    CASE_FILE = "caseFile"
    PROJECT = "project"
    EU_ACT = "euAct"
    TREATY = "treaty"
    CASE_LAW = "caseLaw"


class ReadingMethod(StrEnum):
    """How a reading was made."""

    RULES = "rules"
    TRAINED_MODEL = "trainedModel"
    LANGUAGE_MODEL = "languageModel"
    PERSON = "person"


class Verdict(StrEnum):
    """What a person decided about a passage that a reading found, or did not find."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ADDED = "added"


class MatchEvidence(StrEnum):
    """What ties a document to its consultation."""

    CASE_NUMBER = "byCaseNumber"
    WEB_ADDRESS = "byWebAddress"
    TITLE = "byTitle"
    REQUESTER = "byRequester"
    REQUEST_DATE = "byRequestDate"
    DEADLINE = "byDeadline"
    FOLDER = "byFolder"
    PERSON = "byPerson"
