"""The documentation: what it shows is run, what it links to is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("seeds/*/README.md")]
)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def blocks(page: Path) -> list[tuple[str, str]]:
    return BLOCK.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    targets = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in ROOT.glob("docs/*.md")} - {"README.md"}
    assert [page for page in sorted(pages) if f"({page})" not in index] == []


def run(command: list[str], folder: Path) -> None:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"


def in_order(page: Path, folder: Path) -> None:
    """Run every shell and Python block of a page, in order, in a folder that has the seeds."""
    (folder / "seeds").symlink_to(ROOT / "seeds")
    for language, code in blocks(page):
        if language == "sh":
            run(["sh", "-euc", code], folder)
        elif language == "python":
            run([sys.executable, "-c", code], folder)


@pytest.mark.slow
def test_the_tutorial_runs(tmp_path: Path) -> None:
    in_order(ROOT / "docs" / "tutorial.md", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    ["codebook.md", "comparison.md", "questions.md", "review.md", "shared-wording.md", "pictures.md", "summary.md"],
)
def test_a_page_of_the_documentation_runs(page: str, tmp_path: Path) -> None:
    in_order(ROOT / "docs" / page, tmp_path)


@pytest.mark.slow
def test_what_the_readme_shows_runs(tmp_path: Path) -> None:
    shown = [(language, code) for language, code in blocks(ROOT / "README.md") if "make " not in code]
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    name = "https://w3id.org/kannat/id/statement/VN-37864-2025.092.aa2c32ce8274"
    run(["sh", "-euc", "kannat ingest seeds/VN-37864-2025"], tmp_path)
    run(["sh", "-euc", f"kannat export rdf --graph {name} -o submission.ttl"], tmp_path)
    run(["cp", str(ROOT / "seeds/VN-37864-2025/statements/vantaan-kaupunki.txt"), "statement.pdf"], tmp_path)
    for language, code in shown:
        if language == "sh":
            run(["sh", "-euc", code], tmp_path)
        elif language == "python":
            run([sys.executable, "-c", code], tmp_path)
