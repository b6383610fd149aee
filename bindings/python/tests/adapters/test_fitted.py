"""Fitted or not: detectors of every kind are fitted where they are not, and used where they are."""

from __future__ import annotations

import warnings
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix
from support.foreign import (
    KINDS,
    Classifier,
    FitsAnotherClass,
    Plain,
    Random,
    ReportsItsState,
    ReturnsANewOne,
    Weights,
    made,
)

pytestmark = pytest.mark.filterwarnings("ignore::das.FitWarning")
FAST: dict[str, Any] = {"booster": das.DecisionTree(), "n_samples": 50, "random_state": 0}
NEW = (ReturnsANewOne, FitsAnotherClass)


def fitted(kind: Any, X: Matrix) -> Any:
    f = kind()
    returned = f.fit(X)
    return returned if kind in NEW else f


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("frame", [False, True])
def test_unfitted_detector_is_copied_and_fitted(
    kind: Any, frame: bool, X: Matrix, X_new: Matrix
) -> None:
    table: Any = X
    if frame:
        table = pytest.importorskip("pandas").DataFrame(X, columns=list("abcd"))
    f = kind()
    model = das.LLMDAS(f, **FAST).fit(table)
    assert model.detector_ is not f
    if kind is not Random:
        expected = Plain().fit(X).predict_score(X_new)
        assert np.allclose(model.detector_.predict_score(X_new), expected)
        assert np.allclose(das.LLMDAS(f, **FAST).fit(X).parts(X_new).detector, expected)


@pytest.mark.parametrize("kind", KINDS)
def test_fitted_detector_is_used_as_it_is(kind: Any, X: Matrix, X_new: Matrix) -> None:
    f = fitted(kind, X[:100] + 1)
    before = f.predict_score(X_new)
    model = das.LLMDAS(f, **FAST).fit(X)
    assert model.detector_ is f
    assert np.array_equal(model.parts(X_new).detector, before)
    assert das.generate_hard_anomalies(5, f, X, random_state=0).shape == (5, 4)
    booster = das.DecisionTree().fit(X, np.arange(300) % 2)
    assert np.array_equal(das.fuse(f, booster, X).parts(X_new).detector, before)


@pytest.mark.parametrize("kind", KINDS)
def test_stages_refuse_an_unfitted_detector(kind: Any, X: Matrix) -> None:
    with pytest.raises(das.NotFittedError, match=f"This {kind.__name__} instance is not fitted"):
        das.generate_hard_anomalies(5, kind(), X)


@pytest.mark.parametrize("kind", KINDS)
def test_detectors_of_every_kind_are_cross_fitted(kind: Any, X: Matrix) -> None:
    model = das.LLMDAS(kind(), calibration="cv", folds=2, **FAST).fit(X)
    assert model.report().calibration == "cross_fitted"
    with pytest.raises(das.InvalidArgumentError, match="is fitted already"):
        das.LLMDAS(fitted(kind, X), calibration="cv", **FAST).fit(X)


def test_ambiguous_detectors_are_fitted_in_llmdas_and_used_by_the_stages(
    X: Matrix, X_new: Matrix
) -> None:
    """A new object makes a score up, so nobody can tell from scores whether this one learnt."""
    for f in (Weights(), Weights().fit(X)):
        model = das.LLMDAS(f, **FAST).fit(X)
        assert model.detector_ is not f
        assert np.allclose(model.detector_.weights, X.mean(axis=0))
        assert das.generate_hard_anomalies(5, f, X, random_state=0).shape == (5, 4)

    class ReportsFitted(Weights):
        def __sklearn_is_fitted__(self) -> bool:
            return True

    f = ReportsFitted()
    assert das.LLMDAS(f, **FAST).fit(X).detector_ is f


def test_is_fitted_preserves_global_generators(X: Matrix) -> None:
    f = Weights()
    np.random.seed(1)
    expected = np.random.normal(size=3)
    np.random.seed(1)
    das.LLMDAS(f, **FAST).fit(X)
    assert np.array_equal(np.random.normal(size=3), expected)


def test_sklearn_is_fitted_is_trusted_and_called_once(X: Matrix) -> None:
    class Forgets(ReportsItsState):
        def __sklearn_is_fitted__(self) -> bool:
            return False

    assert np.isfinite(das.LLMDAS(Forgets(), **FAST).fit(X).decision_scores_).all()


def test_errors_of_a_fitted_detector_propagate(X: Matrix) -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    f = ensemble.IsolationForest(n_estimators=5).fit(X[:, :3])
    with pytest.raises(ValueError, match="4 features"):
        das.LLMDAS(f, **FAST).fit(X)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gmm.GMM", "kde.KDE", "kpca.KPCA", "sampling.Sampling"])
@pytest.mark.parametrize("wrap", ["alone", "pipeline", "nested"])
def test_pyod_detectors_without_scores_are_unfitted(
    name: str, wrap: str, X: Matrix, X_new: Matrix
) -> None:
    f = made(f"pyod.models.{name}")
    pipeline = pytest.importorskip("sklearn.pipeline")
    scaler = pytest.importorskip("sklearn.preprocessing").StandardScaler()
    if wrap != "alone":
        f = pipeline.make_pipeline(scaler, f)
    if wrap == "nested":
        f = pipeline.make_pipeline(f)
    model = das.LLMDAS(f, **FAST).fit(X)
    assert model.detector_ is not f
    assert np.array_equal(model.parts(X_new).detector, model.detector_.decision_function(X_new))
    again = das.LLMDAS(model.detector_, **FAST).fit(X)
    assert again.detector_ is model.detector_


def test_a_fitted_classifier_without_an_underscore_is_a_booster(X: Matrix, y: Any) -> None:
    f, booster = das.ECOD().fit(X), Classifier()
    with pytest.raises(das.NotFittedError, match="Classifier"):
        das.fuse(f, booster, X)
    booster.fit(X, y)
    assert np.isfinite(das.fuse(f, booster, X).decision_scores_).all()


class Series:
    """Has parameters as estimators have, notes no names, and keeps what a frame's mean is."""

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return {}

    def fit(self, X: Any) -> Any:
        self.mean_ = X.mean(axis=0)
        return self

    def predict_score(self, X: Any) -> Any:
        return np.linalg.norm(X - self.mean_, axis=1)


def keeps() -> Any:
    """The same as an estimator of scikit-learn's."""
    base = pytest.importorskip("sklearn.base")
    return type("Keeps", (Series, base.BaseEstimator), {})()


def by_columns() -> Any:
    """A pipeline that knows its columns by position, and is given frames."""
    compose = pytest.importorskip("sklearn.compose")
    pipeline = pytest.importorskip("sklearn.pipeline")
    scaler = made("sklearn.preprocessing.StandardScaler")
    forest = made("sklearn.ensemble.IsolationForest", n_estimators=5)
    chosen = compose.ColumnTransformer([("s", scaler, [0, 2])], remainder="passthrough")
    return pipeline.make_pipeline(chosen, forest)


def libraries(X: Matrix) -> dict[str, Any]:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    pyarrow, duckdb = pytest.importorskip("pyarrow"), pytest.importorskip("duckdb")
    frame = pandas.DataFrame(X, columns=list("abcd"))
    table = pyarrow.Table.from_pandas(frame)
    return {
        "pandas": lambda: frame,
        "polars": lambda: polars.DataFrame(frame),
        "pyarrow": lambda: table,
        "duckdb": lambda: duckdb.connect().from_arrow(table),
        "reader": lambda: table.to_reader(),
        "list": lambda: X.tolist(),
    }


@pytest.mark.slow
@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow", "duckdb", "reader", "list"])
@pytest.mark.parametrize("kind", ["sklearn", "pyod", "columns", "Series", "Keeps", "Plain"])
def test_foreign_detectors_are_enhanced_on_frames_of_every_library(
    kind: str, library: str, X: Matrix, X_new: Matrix
) -> None:
    """Without a warning about names, and as on the array, bit for bit."""
    frame = libraries(X)[library]
    f = {
        "sklearn": lambda: made("sklearn.ensemble.IsolationForest", n_estimators=5),
        "pyod": lambda: made("pyod.models.hbos.HBOS"),
        "columns": by_columns,
        "Series": Series,
        "Keeps": keeps,
        "Plain": Plain,
    }[kind]()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", das.FitWarning)
        model = das.LLMDAS(f, calibration="cv", folds=2, **FAST).fit(frame())
        scores = model.decision_function(frame())
    expected = das.LLMDAS(f, calibration="cv", folds=2, **FAST).fit(X).decision_function(X)
    assert np.array_equal(scores, expected)
