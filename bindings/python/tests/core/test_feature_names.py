"""Data frames: names are kept, and checked as scikit-learn checks them."""

from __future__ import annotations

import warnings
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix

pandas = pytest.importorskip("pandas")
KINDS = [das.IForest, das.PCA, das.ECOD, das.OCSVM, das.KNN, das.LOF, das.DRL, das.LLMDAS]
NAMES = ["length", "mass", "age", "count"]


@pytest.fixture
def frame(X: Matrix) -> Any:
    return pandas.DataFrame(X, columns=NAMES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_scores_as_its_array_without_a_warning(kind: Any, frame: Any, X: Matrix) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = kind(random_state=0).fit(frame)
        scores = model.decision_function(frame)
    assert list(model.feature_names_in_) == NAMES
    assert model.feature_names_in_.dtype == object
    assert np.array_equal(scores, kind(random_state=0).fit(X).decision_function(X))


def test_other_names_are_refused_with_both_lists(frame: Any) -> None:
    f = das.ECOD().fit(frame)
    other = frame.rename(columns={"age": "ages"})
    with pytest.raises(ValueError, match="should match those that were passed") as caught:
        f.decision_function(other)
    assert "unseen at fit time:\n- ages\n" in str(caught.value)
    assert "yet now missing:\n- age\n" in str(caught.value)


def test_names_on_one_side_warn_at_the_callers_line(frame: Any, X: Matrix) -> None:
    with pytest.warns(UserWarning, match="X does not have valid feature names, but ECOD") as seen:
        das.ECOD().fit(frame).decision_function(X)
    assert seen[0].filename == __file__
    with pytest.warns(UserWarning, match="X has feature names, but ECOD was fitted without"):
        das.ECOD().fit(X).decision_function(frame)


def test_refit_without_names_forgets_them(frame: Any, X: Matrix) -> None:
    f = das.ECOD().fit(frame).fit(X)
    assert not hasattr(f, "feature_names_in_")


def test_non_string_names_are_ignored(X: Matrix) -> None:
    assert not hasattr(das.ECOD().fit(pandas.DataFrame(X)), "feature_names_in_")
    with pytest.raises(TypeError, match="only supported if all input features have string names"):
        das.ECOD().fit(pandas.DataFrame(X, columns=["a", 1, 2, 3]))


def test_columns_of_different_types_become_numbers(X: Matrix) -> None:
    frame = pandas.DataFrame({"a": X[:, 0], "b": X[:, 3].astype(int), "c": X[:, 0] > 0})
    assert np.array_equal(
        das.ECOD().fit(frame).decision_scores_,
        das.ECOD().fit(frame.astype(float).to_numpy()).decision_scores_,
    )


def test_frames_reach_wrapped_detectors_and_calibration_with_their_names(frame: Any) -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = das.LLMDAS(ensemble.IsolationForest(n_estimators=10), random_state=0).fit(frame)
        model.decision_function(frame)
        model.calibrate(frame[:50])
    assert list(model.detector_.feature_names_in_) == NAMES
