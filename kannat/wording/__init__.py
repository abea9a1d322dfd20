"""The wording that the statements of a round share: who had it first, who has it too, and who speaks independently."""

from kannat.wording.finding import shared_wording
from kannat.wording.passages import (
    Occurrence,
    Share,
    SharedPassage,
    SharedWording,
    Spoken,
    Voice,
    Voices,
    independent_voices,
)
from kannat.wording.records import VIEWS, rows_of
from kannat.wording.round import position_names, request_texts, respondent_names, spoken_in, voices_of, wording_of_round
from kannat.wording.settings import Settings

__all__ = [
    "VIEWS",
    "Occurrence",
    "Settings",
    "Share",
    "SharedPassage",
    "SharedWording",
    "Spoken",
    "Voice",
    "Voices",
    "independent_voices",
    "position_names",
    "request_texts",
    "respondent_names",
    "rows_of",
    "shared_wording",
    "spoken_in",
    "voices_of",
    "wording_of_round",
]
