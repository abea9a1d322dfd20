"""Every format that a network is written in, under its name: its files, and what it cannot carry.

Writers are loaded when they are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from kannat.errors import UnknownName
from kannat.export.attributes import Change, Network, TypedNetwork, typed


@dataclass(frozen=True, slots=True)
class Written:
    """A network in a format: its files by name, and every attribute that is not in them as it was, with the reason."""

    files: Mapping[str, bytes]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class NetworkFormat:
    """A format: the module that writes it and the ending of its file; one of several files has none."""

    module: str
    ending: str = ""

    @property
    def in_folder(self) -> bool:
        """Whether it is several files."""
        return not self.ending


NETWORK_FORMATS: Final[Mapping[str, NetworkFormat]] = {
    "graphml": NetworkFormat("graphml", "graphml"),
    "gexf": NetworkFormat("gexf", "gexf"),
    "cyjs": NetworkFormat("cytoscape", "cyjs"),
    "d3": NetworkFormat("d3", "json"),
    "dot": NetworkFormat("dot", "gv"),
    "pajek": NetworkFormat("pajek", "net"),
    "dl": NetworkFormat("ucinet", "dl"),
    "gephi": NetworkFormat("gephi"),
    "neo4j": NetworkFormat("neo4j"),
}


def written(network: Network | TypedNetwork, format_: str, name: str = "network") -> Written:
    """The network in a format of `NETWORK_FORMATS`; equal networks give equal bytes.

    A format of one file names it `name` with its ending. Raises `UnknownName` for another format.
    """
    if format_ not in NETWORK_FORMATS:
        raise UnknownName("format", format_, NETWORK_FORMATS)
    chosen = NETWORK_FORMATS[format_]
    table = network if isinstance(network, TypedNetwork) else typed(network)
    writer = import_module(f"kannat.export.{chosen.module}")
    data, changes = writer.written(table)
    files = data if chosen.in_folder else {f"{name}.{chosen.ending}": data}
    return Written(files, (*table.changes, *changes))
