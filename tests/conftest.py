"""What all tests share: golden files, renewed only by a flag, and a process that the tests do not weigh down."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from pyparsing import ParserElement

settings.register_profile("steady", derandomize=True)
settings.register_profile("search", max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
"""The same examples on every run; HYPOTHESIS_PROFILE=search looks for new ones."""

Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the flag that renews golden files."""
    parser.addoption(
        "--renew-golden", action="store_true", help="write what the tests get into the golden files; read the diff"
    )


def pytest_configure() -> None:
    """Keeps matplotlib from turning on pyparsing's memory, with which rdflib parses SPARQL several times as slowly."""
    ParserElement.enable_packrat = staticmethod(lambda *_args, **_options: None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Spares the garbage collector the tests themselves: they live to the end, and each full sweep would visit them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the example round from its known readings, for tests that only read it."""
    from kannat.cli.app import run

    path = tmp_path_factory.mktemp("example") / "store"
    round_ = Path(__file__).parents[1] / "seeds" / "example-round"
    assert run(["ingest", str(round_), "--gold", "--store", str(path)]) == 0
    return str(path)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Holds a text against a golden file, or renews the file when pytest runs with --renew-golden."""
    renew = bool(request.config.getoption("--renew-golden"))

    def check(path: Path, text: str) -> None:
        if renew:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path.name} is missing: run pytest --renew-golden and read what it writes"
        assert text == path.read_text(encoding="utf-8")

    return check
