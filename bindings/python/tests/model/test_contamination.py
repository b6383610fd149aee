"""What is known of anomalies among the training rows."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix

ROWS, PLANTED = 240, 12


def planted() -> Matrix:
    """Correlated rows, the last of which are a tight group far from the others."""
    rng = np.random.default_rng(5)
    X = rng.normal(size=(ROWS, 4)) @ rng.normal(size=(4, 4))
    X[-PLANTED:] = 12 + 0.1 * rng.normal(size=(PLANTED, 4))
    return X


def fit(contamination: Any = "unknown", X: Matrix | None = None, **params: Any) -> das.LLMDAS:
    model = das.LLMDAS("iforest", contamination=contamination, random_state=0, **params)
    return model.fit(planted() if X is None else X)


@pytest.fixture(scope="module")
def suspicious() -> das.LLMDAS:
    with pytest.warns(das.FitWarning, match="12 of 240 training rows look like anomalies"):
        return fit()


def test_the_suspects_are_the_planted_rows(suspicious: das.LLMDAS) -> None:
    report = suspicious.report()
    assert report.suspects is not None
    assert set(range(ROWS - PLANTED, ROWS)) <= set(report.suspects.tolist())
    assert report.suspect_fraction == len(report.suspects) / ROWS
    assert f"{len(report.suspects)} " in str(report)


def test_rows_like_the_planted_ones_are_found_unless_they_are_clean(
    suspicious: das.LLMDAS,
) -> None:
    row = np.full((1, 4), 12.0)
    trusting = fit("clean")
    assert suspicious.parts(row).booster[0] > trusting.parts(row).booster[0] + 0.1
    assert fit(0.05).parts(row).booster[0] > suspicious.parts(row).booster[0]
    assert trusting.report().suspects is None and math.isnan(trusting.report().suspect_fraction)


def test_a_fraction_is_also_what_the_threshold_flags() -> None:
    for contamination, level in [("unknown", 0.1), ("clean", 0.1), (0.05, 0.05), (0.3, 0.3)]:
        model = fit(contamination, planted()[:-PLANTED])
        expected = np.quantile(model.decision_scores_, 1 - level)
        assert model.threshold_ == pytest.approx(expected)


@pytest.mark.parametrize("contamination", [0, -0.1, 0.6, math.nan, "dirty", None, [0.1]])
def test_other_values_are_refused(contamination: Any) -> None:
    with pytest.raises(das.OutOfRangeError, match="contamination is .*'unknown', 'clean'"):
        fit(contamination)


@pytest.mark.parametrize("contamination", ["unknown", 0.05])
def test_a_saved_model_keeps_all_of_it(contamination: Any, tmp_path: Path) -> None:
    model = fit(contamination, planted()[:100])
    das.save(model, tmp_path / "model.das")
    read = das.load(tmp_path / "model.das")
    assert read.contamination == contamination
    assert np.array_equal(read.decision_function(planted()), model.decision_function(planted()))
    known, again = model.report().suspects, read.report().suspects
    assert known is not None and again is not None and np.array_equal(known, again)


def test_few_rows_and_boosters_of_others_are_fitted_once(X: Matrix) -> None:
    from sklearn.linear_model import LogisticRegression

    assert fit(X=X[:15]).report().suspects is None
    assert fit(X=X, booster=LogisticRegression()).report().suspects is None
    assert fit(X=X, preset="paper").report().suspects is None
