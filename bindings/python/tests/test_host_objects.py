"""Detectors, programs and boosters that are Python's own."""

from __future__ import annotations

import copy
import gc
import pickle
import threading
import weakref
from typing import Any

import das
import numpy as np
import pytest
from conftest import Matrix


class Distance:
    """A fitted detector of the paper's interface: the distance to a centre."""

    def __init__(self, centre: float = 0.0) -> None:
        self.centre = centre
        self.threads: set[int] = set()

    def predict_score(self, X: Any) -> Any:
        self.threads.add(threading.get_ident())
        return np.linalg.norm(np.asarray(X) - self.centre, axis=1)


class Fails:
    """A detector whose scores are whatever `give` makes of the rows."""

    def __init__(self, give: Any) -> None:
        self.give = give

    def predict_score(self, X: Any) -> Any:
        return self.give(X)


class Trouble(Exception):
    pass


def raise_trouble(*arguments: Any) -> Any:
    raise Trouble("as planned")


def around(n_samples: int, model: Any, X_train: Matrix) -> Matrix:
    """A program of the paper's form: noise around the rows that the model likes best."""
    rng = np.random.default_rng(0)
    seeds = X_train[np.argsort(model.predict_score(X_train))[:10]]
    return seeds[rng.integers(10, size=n_samples)] + rng.normal(size=(n_samples, X_train.shape[1]))


# MARK: detectors


def test_an_object_with_predict_score_is_a_fitted_detector(X: Matrix, X_new: Matrix) -> None:
    f = Distance()
    model = das.LLMDAS(f, random_state=0).fit(X)
    assert model.detector_ is f
    assert np.array_equal(model.parts(X_new).detector, f.predict_score(X_new))
    assert f.threads == {threading.get_ident()}


@pytest.mark.parametrize("n_jobs", [1, 4])
def test_callbacks_run_on_the_calling_thread_only(n_jobs: int, X: Matrix) -> None:
    f = Distance()
    das.LLMDAS(f, n_jobs=n_jobs, random_state=0).fit(X).decision_function(X)
    assert f.threads == {threading.get_ident()}


@pytest.mark.parametrize("fitted", [True, False])
@pytest.mark.parametrize(
    "name",
    [
        "sklearn.ensemble.IsolationForest",
        "sklearn.svm.OneClassSVM",
        "sklearn.covariance.EllipticEnvelope",
        "sklearn.neighbors.KernelDensity",
        "sklearn.mixture.GaussianMixture",
        "pyod.models.knn.KNN",
        "pyod.models.hbos.HBOS",
        "pyod.models.iforest.IForest",
    ],
)
def test_detectors_of_other_libraries_are_enhanced(
    name: str, fitted: bool, X: Matrix, X_new: Matrix
) -> None:
    """Fitted or not; PyOD's sign is kept, scikit-learn's is turned."""
    module, _, kind = name.rpartition(".")
    f = getattr(pytest.importorskip(module), kind)()
    if "random_state" in f.get_params():
        f.set_params(random_state=0)
    if fitted:
        f.fit(X)
    model = das.LLMDAS(f, random_state=0).fit(X)
    assert (model.detector_ is f) == fitted
    theirs = model.detector_
    scores = theirs.decision_function(X_new) if "pyod" in name else -theirs.score_samples(X_new)
    assert np.array_equal(model.parts(X_new).detector, scores)
    assert np.median(model.decision_function(X_new)[60:]) > np.median(model.decision_function(X))


def test_unfitted_detectors_of_other_libraries_draw_from_the_models_seed(
    X: Matrix, X_new: Matrix
) -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    f = ensemble.IsolationForest(n_estimators=20)
    pair = [das.LLMDAS(f, random_state=3).fit(X).decision_function(X_new) for _ in range(2)]
    assert np.array_equal(*pair)
    assert f.random_state is None


def test_a_method_that_the_library_knows_gets_its_own_program(X: Matrix) -> None:
    pyod = pytest.importorskip("pyod.models.pca")
    theirs = pyod.PCA().fit(X)
    expected = das.generate_hard_anomalies(50, theirs, X, "pca", random_state=0)
    assert np.array_equal(das.generate_hard_anomalies(50, theirs, X, random_state=0), expected)
    mixture = das.generate_hard_anomalies(50, Distance(), X, "mixture", random_state=0)
    assert np.array_equal(das.generate_hard_anomalies(50, Distance(), X, random_state=0), mixture)


@pytest.mark.parametrize(
    ("give", "error", "message"),
    [
        (raise_trouble, Trouble, "as planned"),
        (lambda X: np.full(len(X), np.nan), das.CallbackError, "score nan for row 0"),
        (lambda X: np.r_[np.zeros(len(X) - 1), np.inf], das.CallbackError, "score inf for row"),
        (lambda X: np.zeros(len(X) + 1), das.CallbackError, r"shape \(301,\) for 300 rows"),
        (lambda X: np.zeros((len(X), 2)), das.CallbackError, r"shape \(300, 2\) for 300 rows"),
        (lambda X: None, das.CallbackError, r"shape \(\) for 300 rows"),
        (lambda X: ["a"] * len(X), ValueError, "could not convert"),
    ],
)
def test_a_detector_that_fails_is_told_what_it_did(
    give: Any, error: Any, message: str, X: Matrix
) -> None:
    with pytest.raises(error, match=message):
        das.LLMDAS(Fails(give), random_state=0).fit(X)


def test_a_detector_that_fails_later_fails_that_call_only(X: Matrix, X_new: Matrix) -> None:
    f = Fails(lambda X: np.asarray(X)[:, 0])
    model = das.LLMDAS(f, random_state=0).fit(X)
    scores = model.decision_function(X_new)
    f.give = raise_trouble
    for method in (model.decision_function, model.predict, model.pvalues, model.parts):
        with pytest.raises(Trouble):
            method(X_new)
    f.give = lambda X: np.asarray(X)[:, 0]
    assert np.array_equal(model.decision_function(X_new), scores)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError, StopIteration])
def test_exceptions_of_every_kind_come_through_with_their_traceback(error: Any, X: Matrix) -> None:
    def give(X: Matrix) -> Matrix:
        raise error("from inside")

    with pytest.raises(error, match="from inside") as caught:
        das.LLMDAS(Fails(give)).fit(X)
    assert caught.traceback[-1].name == "give"


def test_rows_given_to_a_detector_are_its_own(X: Matrix) -> None:
    """A detector may keep and change the rows that it is given."""
    kept: list[Any] = []

    def give(rows: Any) -> Any:
        kept.append(rows)
        scores = rows[:, 0].copy()
        rows[:] = 0
        return scores

    before = X.copy()
    das.LLMDAS(Fails(give), random_state=0).fit(X)
    assert np.array_equal(X, before)
    assert all((rows == 0).all() for rows in kept)


# MARK: programs


def test_a_function_is_a_program(X: Matrix) -> None:
    f = das.ECOD().fit(X)
    rows = das.generate_hard_anomalies(20, f, X, around)
    assert np.array_equal(rows, around(20, f, X))
    model = das.LLMDAS(f, program=around, n_samples=100, random_state=0).fit(X)
    again = pickle.loads(pickle.dumps(model))
    assert np.array_equal(again.decision_function(X), model.decision_function(X))


def test_a_program_that_takes_a_random_state_is_given_the_seed(X: Matrix) -> None:
    seen = []

    def program(n_samples: int, model: Any, X_train: Any, random_state: int) -> Any:
        seen.append(random_state)
        return np.zeros((n_samples, X_train.shape[1]))

    das.generate_hard_anomalies(5, das.ECOD().fit(X), X, program, random_state=9)
    assert seen == [9]


def test_a_program_sees_the_training_rows_and_cannot_change_them(X: Matrix) -> None:
    def program(n_samples: int, model: Any, X_train: Any) -> Any:
        assert np.shares_memory(X_train, X)
        X_train[0, 0] = 1

    with pytest.raises(ValueError, match="read-only"):
        das.generate_hard_anomalies(5, das.ECOD().fit(X), X, program)


@pytest.mark.parametrize(
    ("give", "error", "message"),
    [
        (raise_trouble, Trouble, "as planned"),
        (lambda n, m, X: X[: n - 1], das.CallbackError, r"shape \(9, 4\); \(10, 4\) is wanted"),
        (lambda n, m, X: X[:n, :2], das.CallbackError, r"shape \(10, 2\); \(10, 4\)"),
        (lambda n, m, X: None, das.CallbackError, r"shape \(\); \(10, 4\)"),
        (lambda n, m, X: X[:n] * np.nan, das.CallbackError, "nan at row 0, column 0"),
        (lambda n, m, X: np.full((n, 4), "a"), das.CallbackError, "returned no numbers"),
        (
            lambda n, m, X: np.full((n, 4), 1e300),
            das.CallbackError,
            "1e[+]300 at row 0, column 0; .*at most 1e",
        ),
        (lambda n, m, X: m.predict_score(X[:, :2]), das.ShapeMismatchError, "X has 2 columns; 4"),
        (lambda n, m, X: m.predict_score(X * np.nan), das.InvalidDataError, "is nan"),
        (lambda n, m, X: m.predict_score([1.0]), das.InvalidDataError, "Expected 2D array"),
    ],
)
def test_a_program_that_fails_is_told_what_it_did(
    give: Any, error: Any, message: str, X: Matrix
) -> None:
    with pytest.raises(error, match=message):
        das.generate_hard_anomalies(10, das.ECOD().fit(X), X, give)


def test_the_model_of_a_program_ends_with_it(X: Matrix) -> None:
    kept: list[Any] = []

    def program(n_samples: int, model: Any, X_train: Any) -> Any:
        kept.append(model)
        return X_train[:n_samples]

    das.generate_hard_anomalies(10, das.ECOD().fit(X), X, program)
    with pytest.raises(das.CallbackError, match="after the program has returned"):
        kept[0].predict_score(X)


def test_a_program_may_use_das_itself(X: Matrix) -> None:
    def program(n_samples: int, model: Any, X_train: Any) -> Any:
        inner = das.LLMDAS("pca", random_state=0).fit(X_train)
        best = np.argsort(inner.decision_function(X_train))[:n_samples]
        return X_train[best] + model.predict_score(X_train)[best, None]

    model = das.LLMDAS(Distance(), program=program, n_samples=30, random_state=0).fit(X)
    assert np.isfinite(model.decision_scores_).all()


# MARK: boosters


@pytest.mark.parametrize(
    "name",
    [
        "sklearn.ensemble.ExtraTreesClassifier",
        "sklearn.linear_model.LogisticRegression",
        "xgboost.XGBClassifier",
    ],
)
def test_classifiers_of_other_libraries_are_boosters(name: str, X: Matrix, X_new: Matrix) -> None:
    module, _, kind = name.rpartition(".")
    classifier = getattr(pytest.importorskip(module), kind)()
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
        (Classifier(fit=raise_trouble), Trouble, "as planned"),
        (Classifier(predict_proba=raise_trouble), Trouble, "as planned"),
        (Classifier(predict_proba=lambda X: X), das.CallbackError, r"shape \(\d+, 4\); .* 2\)"),
        (
            Classifier(predict_proba=lambda X: X[:, :2] * np.nan),
            das.CallbackError,
            "Classifier gave the score nan for row 0",
        ),
    ],
)
def test_a_classifier_that_fails_is_told_what_it_did(
    classifier: Any, error: Any, message: str, X: Matrix
) -> None:
    with pytest.raises(error, match=message):
        das.LLMDAS("ecod", booster=classifier, random_state=0).fit(X)


def test_something_without_predict_proba_is_no_booster(X: Matrix) -> None:
    with pytest.raises(ValueError, match="object is no booster: no predict_proba"):
        das.LLMDAS("ecod", booster=object()).fit(X)


# MARK: lives


@pytest.mark.parametrize("part", ["detector", "booster"])
def test_a_model_that_holds_code_refuses_to_be_saved_by_name(
    part: str, X: Matrix, tmp_path: Any
) -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    given = (
        {"detector": Distance()} if part == "detector" else {"booster": linear.LogisticRegression()}
    )
    model = das.LLMDAS(**{"detector": "ecod", "random_state": 0, **given}).fit(X)
    name = type(given[part]).__name__
    for save in (pickle.dumps, lambda model: das.save(model, tmp_path / "model.das")):
        with pytest.raises(das.UnsupportedError, match=f"the {part} '{name}' is the host's own"):
            save(model)
    assert list(tmp_path.iterdir()) == []
    assert np.array_equal(copy.deepcopy(model).decision_function(X), model.decision_function(X))


def test_what_a_model_holds_goes_with_it(X: Matrix) -> None:
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
