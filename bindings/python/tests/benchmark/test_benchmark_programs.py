"""The programs that the benchmark compares: ablations, names, and which are the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import das
import pytest
from das.benchmark._errors import BenchmarkError
from das.benchmark._programs import (
    fingerprint,
    fingerprints,
    matched,
    named_program,
    with_random_seeds,
    without_score,
)
from das.benchmark._variants import Variant, all_variants, distinct, table_programs

PROGRAM = {
    "format": 1,
    "name": "mine",
    "detector": "iforest",
    "keep": {"candidates": 2.0, "score_below": 0.9, "distance_above": 0.5},
    "mixture": [
        {"seeds": {"by": "score", "to": 0.5}, "moves": [{"move": "recombine"}]},
        {"seeds": {"by": "center_distance", "from": 0.9}, "moves": [{"move": "noise"}]},
        {"moves": [{"move": "uniform"}]},
    ],
}


@pytest.fixture
def program() -> das.Program:
    return das.Program.from_json(json.dumps(PROGRAM))


def seeds_of(program: das.Program) -> list[str]:
    return [component["seeds"]["by"] for component in body_of(program)["mixture"]]


def body_of(program: das.Program) -> Any:
    return json.loads(program.to_json())


def test_simple_variant_does_not_use_the_detector(program: das.Program) -> None:
    simple = without_score(program)
    assert seeds_of(simple) == ["all", "center_distance", "all"]
    assert "score_below" not in body_of(simple)["keep"]
    assert body_of(simple)["keep"]["distance_above"] == 0.5


def test_random_variant_uses_every_row_as_seed(program: das.Program) -> None:
    random = body_of(with_random_seeds(program))
    assert [component.pop("seeds")["by"] for component in random["mixture"]] == ["all"] * 3
    original = body_of(program)
    for component in original["mixture"]:
        del component["seeds"]
    assert random == original


@pytest.mark.parametrize("name", das.Program.builtin_names())
def test_ablation_is_idempotent(name: str) -> None:
    for ablation in (without_score, with_random_seeds):
        once = ablation(das.Program(name))
        assert ablation(once) == once
        assert "score" not in seeds_of(once)


def test_a_simple_program_never_scores(program: das.Program) -> None:
    class Detector:
        def predict_score(self, X: Any) -> Any:
            raise AssertionError("asked for scores")

    rows = [[float(i), float(i % 7)] for i in range(50)]
    assert without_score(program)(10, Detector(), rows, random_state=0).shape == (10, 2)


def test_fingerprints_distinguish_programs_by_behaviour(program: das.Program) -> None:
    renamed = das.Program.from_json(json.dumps({**PROGRAM, "name": "other", "policy": "another"}))
    assert fingerprint(renamed) == fingerprint(program)
    assert fingerprint(without_score(program)) != fingerprint(program)


def test_detectors_without_own_program_use_the_mixture() -> None:
    assert (matched("pca"), named_program("", "pca").name) == ("pca", "pca")
    assert (matched("nobody"), named_program("", "nobody").name) == ("mixture", "mixture")


def test_identical_variants_run_once() -> None:
    wanted = all_variants(["", "mixture", "pca"], ["published"], ["random_forest"])
    kept, same = distinct(wanted, "nobody")
    assert [variant.fused for variant in kept] == ["F", "F@random_forest", "F:pca"]
    assert same == {"F:mixture": "F", "booster:mixture": "booster"}


def test_variant_names_show_differences() -> None:
    assert (Variant().fused, Variant().boosted) == ("F", "booster")
    variant = Variant("some/mine.json", "extra_trees")
    assert (variant.fused, variant.boosted) == ("F:mine@extra_trees", "booster:mine@extra_trees")


def test_tables_name_their_programs() -> None:
    detectors = ["iforest", "pca", "nobody"]
    assert table_programs([], detectors) == []
    assert table_programs(["table1"], detectors) == [""]
    assert table_programs(["table1", "table2"], detectors) == ["", "iforest", "pca", "mixture"]
    assert table_programs(["fig4b"], detectors) == ["mixture", "simple", "random", ""]


def test_programs_from_files(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(PROGRAM))
    assert named_program(str(path), "pca").name == "mine"
    assert list(fingerprints([str(path), "pca"])) == ["mine"]
    with pytest.raises(BenchmarkError, match="mine is taken"):
        fingerprints([str(path), str(path)])
    path.write_text("{}")
    with pytest.raises(BenchmarkError, match=r"mine.json cannot be read: program"):
        named_program(str(path), "pca")
    with pytest.raises(BenchmarkError, match="there is no program 'nonsense'; there are simple"):
        named_program("nonsense", "pca")
