"""The pages on networks and exports: their commands run, and their figures are what the code gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from compared import CONSULTATION, gold_store
from test_docs import ROOT, in_order

from kannat.comparison.networks import (
    Measure,
    Normalisation,
    Tie,
    backbone,
    communities,
    modularity,
    respondent_network,
    stands,
)
from kannat.comparison.networks.polarisation import adaptive_external_internal, external_internal

PAGE = (ROOT / "docs" / "networks.md").read_text(encoding="utf-8")
ONE, OTHER = "Koivurannan kaupunki", "Ristijoen työllisyysalue"


@pytest.mark.slow
@pytest.mark.parametrize("page", ["networks.md", "export.md"])
def test_the_commands_of_a_page_run(page: str, tmp_path: Path) -> None:
    in_order(ROOT / "docs" / page, tmp_path)


def edge(tie: Tie) -> dict:
    network = respondent_network(stands(gold_store("example"), CONSULTATION), tie)
    ends = [next(node for node, data in network.nodes(data=True) if data["label"] == name) for name in (ONE, OTHER)]
    activities = [network.nodes[end]["activity"] for end in ends]
    return {**network.edges[ends[0], ends[1]], "activities": activities}


def test_the_worked_pair_is_as_the_page_says() -> None:
    found = edge(Tie())
    said = (*found["activities"], *(found[name] for name in ("shared", "congruence", "conflict")))
    text = " ".join(PAGE.split())
    numbers = re.search(
        rf"{ONE} takes a side on (\d+) .*? {OTHER} on (\d+)\. .*? (\d+): .*? on (\d+), .*? on (\d+),", text
    )
    assert tuple(map(int, numbers.groups())) == said
    assert found["bothSidesOn"].endswith("laatuperusteinen-tyohonvalmennus")


@pytest.mark.parametrize("normalisation", Normalisation)
def test_the_values_of_the_table_are_those_of_the_pair(normalisation: Normalisation) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{normalisation}` |"))
    shown = [float(cell) for cell in row.split("|")[4:7]]
    found = [edge(Tie(measure, normalisation))["weight"] for measure in Measure]
    assert [round(value, 4) for value in found] == shown


def test_the_figures_of_the_network_are_as_the_page_says() -> None:
    network = respondent_network(stands(gold_store("example"), CONSULTATION))
    groups = communities(network)
    types = {node: data["organisationType"] for node, data in network.nodes(data=True)}
    sizes = sorted((list(groups.values()).count(group) for group in set(groups.values())), reverse=True)
    kept = {alpha: backbone(network, alpha).number_of_edges() for alpha in (0.2, 0.05)}
    text = " ".join(PAGE.split()).replace("−", "-")
    assert f"{network.number_of_edges()} edges of the congruence network" in text
    assert f"α = 0.2 keeps {kept[0.2]}, α = 0.05 keeps {kept[0.05]}" in text
    assert f"communities of {sizes[0]} and {sizes[1]}, with modularity {modularity(network, groups):.3f}" in text
    indices = [f(network, g) for g in (groups, types) for f in (external_internal, adaptive_external_internal)]
    assert (
        "externalInternal is {:.3f} and adaptiveExternalInternal {:.3f}; by type {:.3f} and {:.3f}".format(*indices)
        in text
    )
