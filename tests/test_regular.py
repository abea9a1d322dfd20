"""The regular expressions of the data: each is one by itself, though many are compiled as one."""

from __future__ import annotations

import re
import tomllib

import pytest
from seed_files import ROOT

from kannat.errors import MalformedData
from kannat.reading.regular import Part, compiled, joined

SLOT = re.compile(r"\{[a-z_]+\}")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_pattern_that_is_joined_with_others_stands_by_itself(language: str) -> None:
    stances = tomllib.loads((ROOT / "ingest" / language / "stances.toml").read_text(encoding="utf-8"))
    structure = tomllib.loads((ROOT / "ingest" / language / "structure.toml").read_text(encoding="utf-8"))
    tables = [*stances["family"], *(table for table in stances.values() if isinstance(table, dict))]
    patterns = [pattern for table in tables for pattern in table.get("patterns", ())]
    patterns += [pattern for value in structure.values() if isinstance(value, list) for pattern in value]
    plain = [SLOT.sub("x", pattern) for pattern in patterns if isinstance(pattern, str)]
    assert len(plain) > 100
    for pattern in plain:
        re.compile(pattern)


def test_the_part_at_fault_is_named_as_it_is_written() -> None:
    with pytest.raises(MalformedData, match=r"ingest/b\.toml.*'\{good\} \(x'"):
        compiled("a|(?:hyvä) (x", [Part("a", "a.toml"), Part("(?:hyvä) (x", "b.toml", "{good} (x")])


def test_nothing_matches_where_there_are_no_parts() -> None:
    assert joined([]).search("") is None
    assert joined([("a", "x"), ("b", "x")]).fullmatch("B")
