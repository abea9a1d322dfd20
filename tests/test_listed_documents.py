"""Documents in a folder with a list of what is known of each: a corrected list is taken in, the rest stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from seed_files import ROOT

from kannat.ingestion import Fate, IngestReport, ingest
from kannat.store import open_store

ROUND = ROOT / "seeds" / "example-round"
TEXT = (
    "Lausunto arviomuistiosta (VN/37864/2025)\n\nKannatamme uravalmennuksen räätälöintiä. Aikataulu on liian tiukka.\n"
)


def listed_round(folder: Path, respondents: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for number, file in enumerate(respondents):
        (folder / file).write_text(f"{TEXT}Vastaus {number}.\n", encoding="utf-8")
    rows = [{"file": file, "respondents": [name]} for file, name in respondents.items()]
    (folder / "documents.json").write_text(json.dumps({"kannat": "documents/1", "documents": rows}), encoding="utf-8")


def fates(report: IngestReport) -> dict[str, Fate]:
    return {Path(file.name).name: file.fate for file in report.files if file.name.endswith(".txt")}


def test_a_corrected_list_is_taken_in_and_the_rest_stays(tmp_path: Path) -> None:
    described = tmp_path / "described"
    described.mkdir()
    for path in ROUND.glob("*.ttl"):
        shutil.copy(path, described)
    listed_round(tmp_path / "round", {"a.txt": "Esimerkkiliitto ry", "b.txt": "Mallikunnan kunta"})
    with open_store(tmp_path / "store", "write", create=True) as store:
        first = ingest([described, tmp_path / "round"], store)
        assert fates(first) == {"a.txt": Fate.STORED, "b.txt": Fate.STORED}
        assert fates(ingest([tmp_path / "round"], store)) == {"a.txt": Fate.UNCHANGED, "b.txt": Fate.UNCHANGED}
        listed_round(tmp_path / "round", {"a.txt": "Toinen Liitto ry", "b.txt": "Mallikunnan kunta"})
        again = ingest([tmp_path / "round"], store)
        assert fates(again) == {"a.txt": Fate.REPLACED, "b.txt": Fate.UNCHANGED}
        statements = [name.value for name in store.graph_names() if "/statement/" in name.value]
    assert len(statements) == 2
    assert any("toinen-liitto" in name for name in statements)
