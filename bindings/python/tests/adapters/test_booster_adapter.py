"""Boosters that are Python's own, and models that hold objects of Python."""

from __future__ import annotations

import copy
import gc
import weakref
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix
from support.doubles import Distance, ExpectedError, raise_expected
from support.foreign import made


@pytest.mark.parametrize(
    "name",
    [
        "sklearn.ensemble.ExtraTreesClassifier",
        "sklearn.linear_model.LogisticRegression",
        "xgboost.XGBClassifier",
    ],
)
def test_classifiers_of_other_libraries_are_boosters(name: str, X: Matrix, X_new: Matrix) -> None:
    classifier = made(name)
    classifier.set_params(**({"n_estimators": 20} if "n_estimators" in dir(classifier) else {}))
    model = das.LLMDAS("ecod", booster=classifier, n_samples=200, random_state=0).fit(X)
    assert model.booster_ is not classifier
    booster = model.parts(X_new).booster
    assert np.allclose(booster, model.booster_.predict_proba(X_new)[:, 1], atol=1e-7)
    again = das.LLMDAS("ecod", booster=classifier, n_samples=200, random_state=0).fit(X)
    assert np.array_equal(again.decision_function(X_new), model.decision_function(X_new))


def test_a_fitted_classifier_is_fused(X: Matrix, y: Any, X_new: Matrix) -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    booster = linear.LogisticRegression().fit(X, y)
    with pytest.warns(das.FitWarning, match="LogisticRegression has no held-out scores"):
        model = das.fuse(das.ECOD().fit(X), booster, X)
    assert np.array_equal(model.parts(X_new).booster, booster.predict_proba(X_new)[:, 1])


class Classifier:
    """A booster whose methods are given."""

    def __init__(self, fit: Any = None, predict_proba: Any = None) -> None:
        self._fit, self._predict_proba = fit, predict_proba

    def fit(self, X: Any, y: Any) -> None:
        if self._fit:
            self._fit(X, y)

    def predict_proba(self, X: Any) -> Any:
        return self._predict_proba(X)


@pytest.mark.parametrize(
    ("classifier", "error", "message"),
    [
        (Classifier(fit=raise_expected), ExpectedError, "as planned"),
        (Classifier(predict_proba=raise_expected), ExpectedError, "as planned"),
        (Classifier(predict_proba=lambda X: X), das.CallbackError, r"shape \(\d+, 4\); .* 2\)"),
        (
            Classifier(predict_proba=lambda X: X[:, :2] * np.nan),
            das.CallbackError,
            "Classifier gave the score nan for row 0",
        ),
    ],
)
def test_faulty_classifier_raises_a_named_error(
    classifier: Any, error: Any, message: str, X: Matrix
) -> None:
    with pytest.raises(error, match=message):
        das.LLMDAS("ecod", booster=classifier, random_state=0).fit(X)


def test_object_without_predict_proba_is_refused(X: Matrix) -> None:
    with pytest.raises(ValueError, match="object is no booster: no predict_proba"):
        das.LLMDAS("ecod", booster=object()).fit(X)


def test_callbacks_are_freed_with_the_model(X: Matrix) -> None:
    f = Distance()
    alive = weakref.ref(f)
    model = das.LLMDAS(f, random_state=0).fit(X)
    del f
    model.detector = None
    calibrated = copy.copy(model).calibrate(X[:50])
    del model.detector_, model
    gc.collect()
    assert np.isfinite(calibrated.decision_function(X)).all()
    del calibrated
    gc.collect()
    assert alive() is None
