"""Gets statements from the services that publish them, politely, into folders that can be taken in."""

from kannat.fetching.client import Client, Manners
from kannat.fetching.hankeikkuna import fetch_project
from kannat.fetching.lausuntopalvelu import fetch_round, round_identifier
from kannat.fetching.report import Asked, Fetched, FetchReport

__all__ = ["Asked", "Client", "FetchReport", "Fetched", "Manners", "fetch_project", "fetch_round", "round_identifier"]
