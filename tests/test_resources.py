"""The three folders are found in the tree and in the wheel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from seed_files import ROOT

from kannat import resources
from kannat.errors import MalformedData, StoreDamaged
from kannat.resources import toml_table


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Found folders are remembered; each test looks anew and leaves nothing behind."""
    resources.folder.cache_clear()
    yield
    resources.folder.cache_clear()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place where the package is installed without its folders."""
    package = tmp_path / "site-packages" / "kannat"
    package.mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(package / "resources.py"))
    return package


@pytest.mark.parametrize("name", ["ontology", "ingest", "queries"])
def test_in_a_checkout_they_lie_beside_the_package(name: resources.Folder) -> None:
    assert resources.folder(name) == ROOT / name


def test_in_the_wheel_they_lie_inside_the_package(package: Path) -> None:
    inside = package / "data" / "queries"
    inside.mkdir(parents=True)
    (package.parent / "queries").mkdir()
    assert resources.folder("queries") == inside


def test_an_installation_without_them_says_what_to_do(package: Path) -> None:
    with pytest.raises(StoreDamaged, match=r"queries/ is missing from this installation \(install kannat again\)"):
        resources.folder("queries")


def test_a_file_of_that_name_is_no_folder(package: Path) -> None:
    (package.parent / "queries").write_text("")
    with pytest.raises(StoreDamaged):
        resources.folder("queries")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'a = "b"\nc = \n', r"words\.toml:2:5"),
        (b'a = "\xe4"', r"words\.toml.*not UTF-8 at byte 5"),
        (None, r"words\.toml.*no such file"),
    ],
)
def test_a_table_that_cannot_be_read_is_named_with_the_place(content: bytes | None, told: str, tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MalformedData, match=told):
        toml_table(path, "queries/words.toml")
