"""Networks of respondents, proposals, acts and organisations: who is tied to whom, how strongly, in which groups."""

from kannat.comparison.networks.graphs import Tie, act_network, mention_network, proposal_network, respondent_network
from kannat.comparison.networks.measures import Measure, Normalisation, weights_of
from kannat.comparison.networks.rows import Selection, citations, mentions, stands
from kannat.comparison.networks.sides import Pairs, Sides, pairs_of, sides_of
from kannat.comparison.networks.slices import Period, over_time, slices
from kannat.comparison.networks.structure import backbone, centralities, communities, modularity

__all__ = [
    "Measure",
    "Normalisation",
    "Pairs",
    "Period",
    "Selection",
    "Sides",
    "Tie",
    "act_network",
    "backbone",
    "centralities",
    "citations",
    "communities",
    "mention_network",
    "mentions",
    "modularity",
    "over_time",
    "pairs_of",
    "proposal_network",
    "respondent_network",
    "sides_of",
    "slices",
    "stands",
    "weights_of",
]
