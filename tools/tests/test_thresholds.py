"""benchmarks/thresholds.toml names every switch of Sources, and rows that the benchmark knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BENCHMARKS = REPOSITORY / "benchmarks"
tomllib = pytest.importorskip("tomllib", reason="Python 3.11 is the first with tomllib")


def entries() -> list[dict[str, Any]]:
    text = (BENCHMARKS / "thresholds.toml").read_text()
    found: list[dict[str, Any]] = tomllib.loads(text).get("optimisation", [])
    return found


def switches() -> set[str]:
    files = (path for path in (REPOSITORY / "Sources").rglob("*") if path.is_file())
    return {switch for path in files for switch in re.findall(r"\bWITHOUT_\w+", path.read_text())}


def cases() -> set[str]:
    """The keys of CASES in contenders.py, whose imports need the library."""
    tree = ast.parse((BENCHMARKS / "contenders.py").read_text())
    (table,) = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == "CASES"
        and isinstance(node.value, ast.Dict)
    )
    return set(ast.literal_eval(ast.List([key for key in table.keys if key], ast.Load())))


def test_every_switch_has_its_threshold() -> None:
    named = [entry["switch"] for entry in entries()]
    assert len(named) == len(set(named))
    assert set(named) == switches()


def test_rows_are_those_of_the_benchmark() -> None:
    for entry in entries():
        case, part = entry["row"].split()
        if case == "one_row":
            assert part in ("default", "paper"), entry
        else:
            assert case in cases() and part in ("fit", "score", "sum"), entry


def test_entries_are_complete_and_ask_enough() -> None:
    for entry in entries():
        assert entry.keys() == {"name", "switch", "row", "min_factor", "what"}
        assert entry["min_factor"] >= 1.25, entry
