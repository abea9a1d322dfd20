"""The RDF terms that Kannat writes and asks for; a test holds them against `ontology/`.

Own terms live in `kan:`; the code lists' concepts are reached with `concept(code)`, since every value of the model's
closed lists is the local name of its concept.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pyoxigraph import NamedNode

KAN_NAMESPACE: Final = "https://w3id.org/kannat/ns#"
ONTOLOGY_GRAPH: Final = NamedNode("https://w3id.org/kannat/ns")

PREFIXES: Final = {
    "kan": KAN_NAMESPACE,
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def term(name: str) -> NamedNode:
    """The term of a prefixed name such as `kan:Position`."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def concept(code: StrEnum) -> NamedNode:
    """The concept of a value of one of the model's closed lists."""
    return NamedNode(KAN_NAMESPACE + _CONCEPT_NAMES.get(str(code), str(code)))


_CONCEPT_NAMES: Final = {"consultation": "fromConsultation", "respondent": "fromRespondent"}
"""Origins whose code is already the local name of a property."""

TYPE: Final = term("rdf:type")

# Classes
CONSULTATION: Final = term("kan:Consultation")
QUESTION: Final = term("kan:Question")
CODEBOOK: Final = term("kan:Codebook")
PROPOSAL: Final = term("kan:Proposal")
STATEMENT: Final = term("kan:Statement")
ANSWER: Final = term("kan:Answer")
POSITION: Final = term("kan:Position")
PASSAGE: Final = term("kan:Passage")
LEGAL_REFERENCE: Final = term("kan:LegalReference")
OFFICIAL_DOCUMENT: Final = term("kan:OfficialDocument")
LEGAL_RESOURCE: Final = term("eli:LegalResource")
LEGAL_SUBDIVISION: Final = term("eli:LegalResourceSubdivision")
MENTION: Final = term("kan:Mention")
GENERIC_ACTOR: Final = term("kan:GenericActor")
MATCH: Final = term("kan:Match")
READING: Final = term("kan:Reading")
ACTIVITY: Final = term("prov:Activity")
RELINKING: Final = term("kan:Relinking")
REVIEW: Final = term("kan:Review")
DECISION: Final = term("kan:Decision")
DOCUMENT: Final = term("kan:Document")
ORGANISATION: Final = term("org:FormalOrganization")

# The consultation
CONSULTATION_OF: Final = term("kan:consultation")
REQUESTER: Final = term("kan:requester")
INVITED: Final = term("kan:invited")
REQUEST_DATE: Final = term("kan:requestDate")
DEADLINE: Final = term("kan:deadline")
WEB_ID: Final = term("kan:webId")
HAS_QUESTION: Final = term("kan:question")
ORDER: Final = term("kan:order")
SYNTHETIC: Final = term("kan:synthetic")
ORIGIN: Final = term("kan:origin")
IN_SCHEME: Final = term("skos:inScheme")

# The statement and its parts
STATEMENT_OF: Final = term("kan:statement")
RESPONDENT: Final = term("kan:respondent")
STATUS: Final = term("kan:status")
OUTCOME: Final = term("kan:outcome")
HEADING: Final = term("kan:heading")
ANSWER_OF: Final = term("kan:answer")
HOLDER: Final = term("kan:holder")
HAS_PROPOSAL: Final = term("kan:proposal")
STANCE: Final = term("kan:stance")
HAS_PASSAGE: Final = term("kan:passage")
REASON: Final = term("kan:reason")
CONDITION: Final = term("kan:condition")
CONFIDENCE: Final = term("kan:confidence")
MATCH_SCORE: Final = term("kan:matchScore")
REFERENCE_KIND: Final = term("kan:referenceKind")
CITES: Final = term("kan:cites")
CITES_PROVISION: Final = term("kan:citesProvision")
PROVISION: Final = term("kan:provision")
MENTIONS: Final = term("kan:mentions")
MATCHED: Final = term("kan:matched")
EVIDENCE: Final = term("kan:evidence")

# Passages
START: Final = term("oa:start")
END: Final = term("oa:end")
EXACT: Final = term("oa:exact")
SOURCE: Final = term("oa:hasSource")
PAGE: Final = term("kan:page")

# Organisations
CLASSIFICATION: Final = term("org:classification")
MUNICIPALITY_CODE: Final = term("kan:municipalityCode")
BUSINESS_ID: Final = term("kan:businessId")
DOMAIN: Final = term("kan:domain")

# Documents and readings
SHA256: Final = term("kan:sha256")
LENGTH: Final = term("kan:length")
FILE_NAME: Final = term("kan:fileName")
METHOD: Final = term("kan:method")
READER_VERSION: Final = term("kan:readerVersion")
SETTINGS: Final = term("kan:settings")
SENTENCES: Final = term("kan:sentences")
SENTENCES_SKIPPED: Final = term("kan:sentencesSkipped")
GENERATED_BY: Final = term("prov:wasGeneratedBy")
REVISION_OF: Final = term("prov:wasRevisionOf")
USED: Final = term("prov:used")
DERIVED_FROM: Final = term("prov:wasDerivedFrom")
ENDED: Final = term("prov:endedAtTime")
INFLUENCED_BY: Final = term("prov:wasInfluencedBy")
CODEBOOK_STATE: Final = term("kan:codebookState")

# Reviews and what was decided in them
VERDICT: Final = term("kan:verdict")
DECIDES_ON: Final = term("kan:decidesOn")
DECIDED_BY: Final = term("kan:decision")
FOUND_STANCE: Final = term("kan:foundStance")
FOUND_PROPOSAL: Final = term("kan:foundProposal")
DECIDED_STANCE: Final = term("kan:decidedStance")
DECIDED_PROPOSAL: Final = term("kan:decidedProposal")
DECIDED_TARGET: Final = term("kan:decidedTarget")

# Borrowed descriptions
IDENTIFIER: Final = term("dcterms:identifier")
TITLE: Final = term("dcterms:title")
ISSUED: Final = term("dcterms:issued")
CREATOR: Final = term("dcterms:creator")
NOTE: Final = term("skos:note")
LANGUAGE: Final = term("dcterms:language")
FORMAT: Final = term("dcterms:format")
DOCUMENT_OF: Final = term("dcterms:source")
IS_PART_OF: Final = term("eli:is_part_of")
PREF_LABEL: Final = term("skos:prefLabel")
ALT_LABEL: Final = term("skos:altLabel")
NOTATION: Final = term("skos:notation")
LEAN: Final = term("kan:lean")

# Datatypes
DATE: Final = term("xsd:date")
DECIMAL: Final = term("xsd:decimal")
INTEGER: Final = term("xsd:integer")
BOOLEAN: Final = term("xsd:boolean")
DATE_TIME: Final = term("xsd:dateTime")
LANGUAGE_TAG: Final = term("xsd:language")
