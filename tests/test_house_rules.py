"""The house rules that a machine can check: see CONTRIBUTING.md for why each stands."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from seed_files import ROOT

PACKAGE = ROOT / "kannat"
MODULES = sorted(PACKAGE.rglob("*.py"))

FOLDERS = {"ontology", "ingest", "queries", "tests", "seeds", "kannat", "docs", "benchmarks", ".ci"}
FILES = {
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "pyproject.toml",
    "requirements.lock",
}
"""What may lie at the top; the rest that is there is made by tools, and git must ignore it."""

LONGEST_MODULE = 450
SPARQL = re.compile(
    r"\bselect\s+(?:distinct\s+|reduced\s+)?[?$*(]"
    r"|\b(?:construct|ask|insert|delete|where)\s*\{"
    r"|\b(?:insert|delete)\s+(?:data|where)\s*\{"
    r"|\bdescribe\s+[?$<]"
    r"|\bprefix\s+[\w-]*:\s*<\w"
    r"|\b(?:drop|clear)\s+(?:silent\s+)?(?:graph|all|default|named)\b"
    r"|\bgraph\s+[?$<]",
    re.IGNORECASE,
)
TEXT_FILES = {
    ".py",
    ".ttl",
    ".rq",
    ".toml",
    ".csv",
    ".json",
    ".md",
    ".sh",
    ".html",
    ".css",
    ".js",
    ".yml",
    ".jsonld",
    "",
}
NOT_OURS = {".git", ".venv", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache", ".pytest_cache", "dist"}


def against(rule: Callable[[Path], list[Any]]) -> dict[str, list[Any]]:
    """What stands against a rule, by the module it stands in."""
    found = {module.relative_to(ROOT).as_posix(): rule(module) for module in MODULES}
    return {name: faults for name, faults in found.items() if faults}


@cache
def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def strings_of(module: Path) -> Iterator[tuple[int, str]]:
    """Every string of a module but the docstrings, with its line; of an f-string, its fixed parts joined."""
    tree = tree_of(module)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, documented):
            bodies = [statement.value for statement in node.body if isinstance(statement, ast.Expr)]
            skipped.update(value for value in bodies if isinstance(value, ast.Constant))
        if isinstance(node, ast.JoinedStr):
            parts = [part for part in node.values if isinstance(part, ast.Constant)]
            skipped.update(parts)
            yield node.lineno, " ".join(str(part.value) for part in parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            yield node.lineno, node.value


def in_room(module: Path, *rooms: str) -> bool:
    return module.relative_to(PACKAGE).parts[0] in rooms


def tracked() -> list[Path]:
    """Files that belong to the project: all below the top but what tools make."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not NOT_OURS.intersection(parts) and (parts[0] in FOLDERS or parts[0] in FILES):
            found.append(path)
    return found


def test_there_are_modules_to_check() -> None:
    assert PACKAGE / "errors.py" in MODULES


def foreign_lines(module: Path) -> list[int]:
    lines = module.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if re.search("[\u00e4\u00f6\u00e5\u00c4\u00d6\u00c5]", line)]


def test_no_word_of_a_human_language_in_the_engine() -> None:
    """Wording, headings, months and labels are data; their letters betray the ones that slipped in."""
    assert against(foreign_lines) == {}


def lines_of_sparql(module: Path) -> list[int]:
    allowed = in_room(module, "store")
    return [] if allowed else [line for line, text in strings_of(module) if SPARQL.search(text)]


def test_no_sparql_in_strings_but_the_store_s_own() -> None:
    assert against(lines_of_sparql) == {}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s WHERE { ?s ?p ?o }",
        "select distinct ?s\nwhere { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) WHERE {}",
        "PREFIX kan: <https://w3id.org/kannat/ns#>",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT DATA { <a> <b> <c> }",
        "DROP SILENT GRAPH <a>",
        "ASK { ?s ?p ?o }",
        "DESCRIBE <a>",
    ],
)
def test_the_check_knows_sparql(text: str) -> None:
    assert SPARQL.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "select a consultation with --consultation",
        "ask the lead where the store is",
        "the graph of the statement",
        "a prefix such as kan:",
        "drop the passage",
        "describe the round",
    ],
)
def test_the_check_knows_english(text: str) -> None:
    assert not SPARQL.search(text)


def too_many_lines(module: Path) -> list[int]:
    lines = len(module.read_text(encoding="utf-8").splitlines())
    return [lines] if lines > LONGEST_MODULE else []


def test_modules_are_small() -> None:
    assert against(too_many_lines) == {}


def prints_and_exits(module: Path) -> list[str]:
    if in_room(module, "cli", "__main__.py"):
        return []
    calls = {ast.unparse(node.func) for node in ast.walk(tree_of(module)) if isinstance(node, ast.Call)}
    return sorted({"print", "sys.exit", "exit", "quit", "sys.stdout.write", "sys.stderr.write"} & calls)


def test_only_the_command_line_prints_and_exits() -> None:
    assert against(prints_and_exits) == {}


def broad_catches(module: Path) -> list[int]:
    if in_room(module, "cli") or module.name == "prepared.py":
        return []
    handlers = [node for node in ast.walk(tree_of(module)) if isinstance(node, ast.ExceptHandler)]
    kept = [handler for handler in handlers if ast.unparse(handler.body[-1]) != "raise"]
    broad = {"", "Exception", "BaseException"}
    return [handler.lineno for handler in kept if (ast.unparse(handler.type) if handler.type else "") in broad]


def test_nothing_is_caught_broadly() -> None:
    """Whoever cleans up and raises again has caught nothing; the command line answers for our own bugs.

    A batch may turn a reader's fault into one of its own, so that it costs one document.
    """
    assert against(broad_catches) == {}


def test_no_address_of_this_machine() -> None:
    """Nothing in the project may work on one machine only, or tell of it."""
    machine = re.compile(r"(?<![\w.])/(?:work|home/\w+|root|Users/\w+)/[\w.]|C:\\\\Users|/[.]library\b")
    found = []
    for path in tracked():
        if path.suffix in TEXT_FILES and path != Path(__file__):
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in machine.finditer(text)]
    assert found == []


@pytest.mark.slow  # `make test` runs the contract itself
def test_data_flows_one_way() -> None:
    """The contract stands in pyproject.toml, under `tool.importlinter`."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contract_names_every_room() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    [layers] = [contract["layers"] for contract in settings["contracts"] if contract["type"] == "layers"]
    rooms = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert rooms - {"__init__", "__pycache__", "py.typed"} == set(layers)


def test_types_are_offered() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_the_version_is_the_changelog_s() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    released = re.findall(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert released[0] == version


def test_the_top_holds_what_it_should() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    made_by_tools = {name.strip("/") for name in ignored} | {".git"}
    top = {path.name: path.is_dir() for path in ROOT.iterdir() if path.name not in made_by_tools}
    assert {name for name, is_folder in top.items() if is_folder} == FOLDERS
    assert {name for name, is_folder in top.items() if not is_folder} <= FILES
