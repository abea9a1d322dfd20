"""What the docs tell people who do not program to do does what the docs say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from seed_files import ROOT

pytestmark = pytest.mark.slow


def blocks(page: str, kind: str) -> list[str]:
    """The blocks of one kind under the page's heading "Do it"."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    section = text.split("\n## Do it\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(rf"^```{kind}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """An installation of their own, which they may edit."""
    passed_over = shutil.ignore_patterns("training", "__pycache__")
    for name in ("kannat", "ingest"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=passed_over)
    for name in ("ontology", "queries"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def read(installation: Path, name: str) -> str:
    """What `kannat read` prints of a file there."""
    command = [sys.executable, "-c", "from kannat.cli import main; main()", "read", name]
    done = subprocess.run(
        command, cwd=installation, env={"PYTHONPATH": str(installation)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_wording_that_is_added_finds_its_position(installation: Path) -> None:
    (family,), (text,) = blocks("extend-cues.md", "toml"), blocks("extend-cues.md", "text")
    (installation / "lausunto.txt").write_text(text, encoding="utf-8")
    assert "\tsupports\t" not in read(installation, "lausunto.txt")
    with (installation / "ingest" / "fi" / "stances.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{family}")
    (line,) = [line for line in read(installation, "lausunto.txt").splitlines() if "\tsupports\t" in line]
    assert line.endswith("\tPiirikunta riemuitsee siitä, että kirjastot saavat uudet autot.")


def test_a_layout_that_is_added_is_recognised_and_parts_the_answers(installation: Path) -> None:
    (layout,), (text,) = blocks("extend-layouts.md", "toml"), blocks("extend-layouts.md", "text")
    (installation / "lomake.txt").write_text(text, encoding="utf-8")
    assert "layout\tparishForm" not in read(installation, "lomake.txt")
    (installation / "ingest" / "layouts" / "parish-form.toml").write_text(layout, encoding="utf-8")
    lines = read(installation, "lomake.txt").splitlines()
    assert "layout\tparishForm" in lines
    answers = [line.split("\t")[3] for line in lines if "\tanswer\t" in line]
    assert answers == ["Seurakunnan kanta:", "Muuta huomattavaa:"]
    assert any("prompt" in line for line in lines if line.startswith("sentences"))
