"""What leaves the house: networks, the graph itself, the comparison page."""

from kannat.export.formats import written
from kannat.export.gexf import gexf
from kannat.export.graphml import graphml
from kannat.export.network import network_of
from kannat.export.notices import notice
from kannat.export.page import comparison_page
from kannat.export.rdf import rdf

__all__ = ["comparison_page", "gexf", "graphml", "network_of", "notice", "rdf", "written"]
