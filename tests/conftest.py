"""What all tests share: golden files, renewed only by a flag."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

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
