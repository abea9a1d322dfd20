"""The exception tree: as drawn, with one meaning per exit status, each error on one line."""

from __future__ import annotations

import pickle
import re

import pytest

from kannat import errors
from kannat.errors import KannatError, MalformedData, RejectedInput, UnknownName, UsageError

CLASSES = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, KannatError)
}
EXIT_STATUSES = {
    "KannatError": 70,
    "UsageError": 2,
    "UnknownName": 2,
    "UnreadableInput": 3,
    "UnreadableDocument": 3,
    "NotAStatement": 3,
    "FetchFailed": 3,
    "MalformedData": 3,
    "RejectedInput": 3,
    "StoreError": 4,
    "StoreLocked": 4,
    "StoreDamaged": 4,
    "StoreUnreachable": 4,
    "LimitExceeded": 5,
}


def drawn_tree() -> dict[str, str]:
    """Class and parent, as the module's docstring draws them."""
    parents: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"    ([│├└─ ]*)([A-Z]\w+)  ", line):
            depth = len(match[1]) // 4
            path[depth:] = [match[2]]
            parents[match[2]] = path[depth - 1] if depth else "Exception"
    return parents


def an(kind: type[KannatError]) -> KannatError:
    if kind is UnknownName:
        return UnknownName("query", "rownds", ["rounds"], place="queries/")
    return kind("it broke", place="a.txt", advice="mend it")


def test_the_tree_is_as_drawn() -> None:
    assert drawn_tree() == {name: kind.__bases__[0].__name__ for name, kind in CLASSES.items()}


def test_every_class_has_its_exit_status() -> None:
    assert {name: kind.exit_status for name, kind in CLASSES.items()} == EXIT_STATUSES


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (KannatError("it broke"), "it broke"),
        (KannatError("it broke", place="a.txt"), "a.txt: it broke"),
        (KannatError("it broke", advice="mend it"), "it broke (mend it)"),
        (KannatError("it broke", place="a.txt", advice="mend it"), "a.txt: it broke (mend it)"),
        (MalformedData("bad dot", place="a.ttl", line=3, column=7), "a.ttl:3:7: bad dot"),
        (MalformedData("bad dot", place="a.ttl", line=3), "a.ttl:3: bad dot"),
        (MalformedData("bad dot", line=3, column=7), "3:7: bad dot"),
        (MalformedData("bad dot", place="a.ttl"), "a.ttl: bad dot"),
    ],
)
def test_says_place_what_and_advice(error: KannatError, line: str) -> None:
    assert str(error) == error.line() == line


def test_stays_on_one_line_whatever_it_quotes() -> None:
    error = KannatError("a\nb\r\nc\u2028d", place="x\ny", advice="e\x0bf")
    assert len(error.line().splitlines()) == 1
    assert error.line() == "x y: a b c d (e f)"


def test_malformed_data_knows_line_and_column() -> None:
    error = MalformedData("bad dot", place="a.ttl", line=3, column=7)
    assert (error.line_number, error.column) == (3, 7)


def test_rejected_input_carries_the_report() -> None:
    report = ["finding"]
    assert RejectedInput("does not conform", report=report).report is report
    assert RejectedInput("does not conform").report is None


class TestUnknownName:
    def test_offers_the_nearest_names_best_first(self) -> None:
        error = UnknownName("query", "position", ["positions", "rounds", "proposition", "matrix"])
        assert error.nearest[0] == "positions"
        assert "rounds" not in error.nearest
        assert str(error).startswith("unknown query 'position' (did you mean positions")

    def test_offers_nothing_where_nothing_is_near(self) -> None:
        error = UnknownName("query", "xyzzy", ["rounds", "matrix"])
        assert error.nearest == ()
        assert str(error) == "unknown query 'xyzzy'"

    def test_does_not_depend_on_the_order_of_the_known(self) -> None:
        known = [f"name-{number}" for number in range(20)]
        assert UnknownName("x", "name-99", known).nearest == UnknownName("x", "name-99", reversed(known)).nearest

    def test_is_a_usage_error(self) -> None:
        with pytest.raises(UsageError):
            raise UnknownName("query", "x", iter(["y"]))


@pytest.mark.parametrize("kind", CLASSES.values(), ids=CLASSES)
def test_crosses_to_another_process_whole(kind: type[KannatError]) -> None:
    """Queries and readers run in processes of their own, and their errors come back pickled."""
    error = an(kind)
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (str(copy), vars(copy)) == (str(error), vars(error))
