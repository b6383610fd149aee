"""The method in one estimator."""

from __future__ import annotations

import ctypes
from typing import Any

import das
import numpy as np
import pytest
from das._core import abi
from das._core.arrays import as_table, pointer_to
from das._core.library import library
from das._detectors import registry
from support.data import Matrix

NAMES = list(registry.DETECTORS)


@pytest.fixture(scope="module")
def model(X: Matrix) -> das.LLMDAS:
    return das.LLMDAS("iforest", random_state=0).fit(X)


@pytest.mark.slow
@pytest.mark.parametrize("preset", ["default", "paper"])
@pytest.mark.parametrize("name", NAMES)
def test_fit_equals_das_enhance_in_c(name: str, preset: str, X: Matrix, X_new: Matrix) -> None:
    """The same preset and seed give the same bits as the one call of C."""
    settings, made = abi.das_settings_ref(), abi.das_model_ref()
    library.das_settings_create(None, name.encode(), ctypes.byref(settings))
    options = abi.das_enhance_options(
        size=ctypes.sizeof(abi.das_enhance_options), detector=settings, preset=preset.encode()
    )
    table, new = as_table(X), as_table(X_new)
    arguments = (ctypes.byref(options), table.reference, 11, ctypes.byref(made))
    assert library.das_enhance(None, *arguments) == 0
    scores = np.empty(len(X_new))
    library.das_model_score(None, made, new.reference, pointer_to(scores), len(scores))
    library.das_model_free(made)
    library.das_settings_free(settings)
    model = das.LLMDAS(name, preset=preset, random_state=11).fit(X)
    assert np.array_equal(model.decision_function(X_new), scores)


@pytest.mark.parametrize("preset", ["default", "paper"])
def test_preset_booster_equals_its_parameters(preset: str, X: Matrix, X_new: Matrix) -> None:
    """The parameters of booster_, given explicitly, make the same model."""
    model = das.LLMDAS("ecod", preset=preset, random_state=0).fit(X)
    again = das.LLMDAS("ecod", preset=preset, booster=model.booster_, random_state=0).fit(X)
    assert np.array_equal(again.decision_function(X_new), model.decision_function(X_new))


def test_parts_add_up_to_the_score(X: Matrix, X_new: Matrix) -> None:
    """F = minmax(f) + 2 minmax(f~), Eq. 7 with the default weight, linear beyond the range."""
    trees = das.ExtraTrees(50, min_samples_leaf=4, subsample=0.8)
    model = das.LLMDAS("iforest", booster=trees, contamination="clean", random_state=0).fit(X)
    f, booster, fused = model.parts(X_new)
    assert np.array_equal(fused, model.decision_function(X_new))
    assert np.array_equal(f, model.detector_.decision_function(X_new))
    assert np.array_equal(booster, model.booster_.predict_proba(X_new)[:, 1])
    train = model.detector_.decision_scores_
    votes = model.booster_.predict_proba(X)[:, 1]
    expected = (f - train.min()) / np.ptp(train)
    expected += 2 * (booster - votes.min()) / np.ptp(votes)
    assert np.allclose(fused, expected, rtol=1e-12, atol=1e-12)


def test_paper_preset_scales_in_sample_with_weight_one(X: Matrix, X_new: Matrix) -> None:
    model = das.LLMDAS("pca", preset="paper", random_state=0).fit(X)
    train, new = model.parts(X), model.parts(X_new)
    expected = sum((part - scale.min()) / np.ptp(scale) for part, scale in zip(new[:2], train[:2]))
    assert np.allclose(new.fused, expected, rtol=1e-9, atol=1e-12)


def test_each_stage_takes_its_parameters(X: Matrix, X_new: Matrix) -> None:
    base = das.LLMDAS("ecod", random_state=0).fit(X).decision_function(X_new)
    for change in (
        {"n_samples": 50},
        {"n_samples": 0.5},
        {"max_samples": 40},
        {"weight": 0.5},
        {"normalization": "rank"},
        {"booster_scores": "out_of_bag"},
        {"booster": "random_forest"},
        {"booster": das.ExtraTrees(30)},
        {"program": "gaussian"},
        {"preset": "paper"},
        {"random_state": 1},
    ):
        other = das.LLMDAS("ecod", **{"random_state": 0, **change}).fit(X)
        assert not np.array_equal(other.decision_function(X_new), base), change


def test_weight_zero_is_the_detector(X: Matrix, X_new: Matrix) -> None:
    model = das.LLMDAS("ecod", weight=0, random_state=0).fit(X)
    f = das.ECOD().fit(X).decision_function(X_new)
    assert np.array_equal(np.argsort(model.decision_function(X_new)), np.argsort(f))


def test_fitted_detector_is_used_as_it_is(X: Matrix) -> None:
    f = das.IForest(30, random_state=5).fit(X[:100])
    assert das.LLMDAS(f, random_state=0).fit(X).detector_ is f


def test_unfitted_detector_copy_uses_its_own_seed(X: Matrix) -> None:
    f = das.IForest(30, random_state=5)
    model = das.LLMDAS(f, random_state=0).fit(X)
    assert model.detector_ is not f
    assert not hasattr(f, "decision_scores_")
    assert np.array_equal(model.detector_.decision_scores_, f.fit(X).decision_scores_)


def test_a_model_can_be_enhanced_again(X: Matrix, X_new: Matrix) -> None:
    inner = das.LLMDAS("ecod", random_state=0).fit(X)
    outer = das.LLMDAS(inner, random_state=0).fit(X)
    assert np.array_equal(outer.parts(X_new).detector, inner.decision_function(X_new))


def test_calibrated_p_values_are_those_of_the_fresh_rows(X: Matrix, X_new: Matrix) -> None:
    model = das.LLMDAS("ecod", random_state=0).fit(X[:200])
    before = model.threshold_
    assert model.calibrate(X[200:]) is model
    fresh = model.decision_function(X[200:])
    scores = model.decision_function(X_new)
    expected = (1 + (fresh[:, None] >= scores).sum(axis=0)) / 101
    assert np.allclose(model.pvalues(X_new), expected)
    assert np.allclose(model.predict_proba(X_new)[:, 0], expected)
    assert model.threshold_ != before
    assert np.array_equal(model.predict(X_new), expected <= 0.1)
    assert np.array_equal(model.labels_, model.decision_scores_ > model.threshold_)


@pytest.mark.parametrize("booster", [das.DecisionTree(), das.ExtraTrees(), das.RandomForest(5)])
def test_boosters_without_out_of_bag_scores_are_cross_fitted(booster: Any, X: Matrix) -> None:
    """Held-out scores spread; a tree's in-sample scores are all 0, which no scale is made of."""
    model = das.LLMDAS("ecod", booster=booster, random_state=0).fit(X)
    held_out = das.LLMDAS("ecod", booster=booster, booster_scores="out_of_bag", random_state=0).fit(
        X
    )
    assert np.array_equal(model.decision_scores_, held_out.decision_scores_)
    assert len(np.unique(model.decision_scores_ - np.sort(model.decision_scores_)[0])) > 100


@pytest.mark.parametrize("leaf, chosen", [(1, "out_of_bag"), (2, "in_sample")])
def test_leaf_size_decides_the_booster_scale(
    leaf: int, chosen: str, X: Matrix, X_new: Matrix
) -> None:
    booster = das.RandomForest(30, min_samples_leaf=leaf)
    models = [
        das.LLMDAS("ecod", booster=booster, booster_scores=scores, random_state=0).fit(X)
        for scores in (None, "auto", chosen)
    ]
    scores = [model.decision_function(X_new) for model in models]
    assert np.array_equal(scores[0], scores[1]) and np.array_equal(scores[1], scores[2])


def test_fusing_what_has_no_held_out_scores_warns(X: Matrix, y: Any) -> None:
    f = das.ECOD().fit(X[:200])
    booster = das.ExtraTrees(random_state=0).fit(X, y)
    with pytest.warns(das.FitWarning, match="no held-out scores") as seen:
        das.fuse(f, booster, X[:200])
    assert seen[0].filename == __file__
