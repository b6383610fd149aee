"""Model files of every released version load for ever, and score as they did."""

from __future__ import annotations

import json
from pathlib import Path

import das
import numpy as np
import pytest
from das._detectors.registry import DETECTORS
from support.data import REPOSITORY

GOLDEN = REPOSITORY / "Tests" / "golden"
FILES = sorted(GOLDEN.glob("*/*.das"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_file_of_a_release_scores_as_it_did(path: Path) -> None:
    """To rounding: processors differ in how they add up products."""
    expected = json.loads((path.parent / "scores.json").read_text())
    scores = das.load(path).decision_function(expected["rows"])
    np.testing.assert_allclose(scores, expected["scores"][path.stem], rtol=1e-9, atol=1e-12)


def test_every_detector_has_a_golden_file() -> None:
    assert {path.stem for path in FILES} >= set(DETECTORS)


def test_thresholds_survive_golden_files() -> None:
    model = das.load(GOLDEN / "1.0.0" / "details.das")
    assert model.threshold_ == 2.5 and model.contamination == 0.05
    assert model.feature_names_in_.tolist() == ["a", "b", "c"]
    assert "ExtraTrees(n_estimators=20" in repr(model).replace("\n", "").replace(" ", "")
