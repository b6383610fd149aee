"""What decides is in the file and in the pickle: an estimator comes back as the same estimator."""

from __future__ import annotations

import copy
import io
import pickle
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from das._core.handles import ModelHandle
from support.answers import SOURCE
from support.data import Matrix
from support.doubles import Distance
from support.foreign import Classifier, Plain, made

pandas = pytest.importorskip("pandas")
NAMES = ["a", "b", "ö", "d"]
DETECTORS = [
    das.IForest(n_estimators=7, max_samples=0.5, contamination=0.03),
    das.PCA(n_components=2, contamination=0.2),
    das.ECOD(contamination=0.01),
    das.OCSVM(nu=0.3),
    das.KNN(n_neighbors=3, contamination=0.3),
    das.LOF(n_neighbors=4, metric="mahalanobis", metric_params={"V": np.diag([1.0, 2, 3, 4])}),
    das.DRL(n_estimators=1, epochs=2),
]
BOOSTERS = [
    das.RandomForest(21, max_depth=3, bootstrap=True),
    das.ExtraTrees(20, subsample=0.5, class_weight="balanced"),
    das.DecisionTree(min_samples_leaf=3),
    das.MLP(3, hidden=8, epochs=2),
    das.Voting(20, mlp_hidden=8, mlp_epochs=2),
]


def small(detector: Any = "ecod", **parameters: Any) -> das.LLMDAS:
    parameters = {"booster": das.ExtraTrees(20, n_neighbors=1), "n_samples": 40, **parameters}
    return das.LLMDAS(detector, random_state=3, **parameters)


@pytest.fixture(scope="module")
def frame(X: Matrix) -> Any:
    return pandas.DataFrame(X[:120], columns=NAMES)


@pytest.fixture(scope="module")
def fresh(X_new: Matrix) -> Any:
    return pandas.DataFrame(X_new, columns=NAMES)


def by_file(fitted: Any, folder: Path) -> Any:
    fitted.save(folder / "file.das")
    again = das.load(folder / "file.das")
    das.save(again, folder / "again.das")
    assert (folder / "again.das").read_bytes() == (folder / "file.das").read_bytes()
    return again


def by_joblib(fitted: Any, folder: Path) -> Any:
    joblib = pytest.importorskip("joblib")
    joblib.dump(fitted, folder / "file.joblib")
    return joblib.load(folder / "file.joblib")


WAYS: dict[str, Callable[[Any, Path], Any]] = {
    "file": by_file,
    "pickle": lambda fitted, folder: pickle.loads(pickle.dumps(fitted)),
    "deepcopy": lambda fitted, folder: copy.deepcopy(fitted),
    "copy": lambda fitted, folder: copy.copy(fitted),
    "joblib": by_joblib,
}
ways = pytest.mark.parametrize("way", list(WAYS))


def described_state(value: Any) -> str:
    """As it is shown, but for addresses."""
    return re.sub(r"0x[0-9a-f]+", "", repr(value))


def check_same(again: Any, fitted: Any, frame: Any, fresh: Any, y: Any = None) -> None:
    """The two are alike in all that they say, and in what their clones learn."""
    assert type(again) is type(fitted)
    assert described_state(again) == described_state(fitted)
    assert described_state(again.get_params()) == described_state(fitted.get_params())
    assert again.n_features_in_ == fitted.n_features_in_
    for name in ("threshold_", "decision_scores_", "labels_", "oob_scores_", "classes_"):
        assert hasattr(again, name) == hasattr(fitted, name), name
        if hasattr(fitted, name):
            np.testing.assert_array_equal(getattr(again, name), getattr(fitted, name))
    for method in ("decision_function", "predict", "predict_proba", "pvalues"):
        if hasattr(fitted, method):
            expected = getattr(fitted, method)(fresh)
            np.testing.assert_array_equal(getattr(again, method)(fresh), expected)
    if isinstance(fitted, das.LLMDAS):
        assert repr(again.report()) == repr(fitted.report())
        np.testing.assert_array_equal(again.parts(fresh), fitted.parts(fresh))
    with pytest.raises(das.ShapeMismatchError, match=f"expecting {fitted.n_features_in_} features"):
        again.predict([[1.0]])
    if hasattr(fitted, "feature_names_in_"):
        assert list(again.feature_names_in_) == list(fitted.feature_names_in_)
        with pytest.raises(das.ShapeMismatchError, match="same order"):
            again.predict(fresh[NAMES[::-1]])
    else:
        assert not hasattr(again, "feature_names_in_")
    cloned = pytest.importorskip("sklearn.base").clone
    refitted, also_wanted = (cloned(one).fit(frame, y) for one in (again, fitted))
    ask = "predict_proba" if y is not None else "decision_function"
    np.testing.assert_array_equal(getattr(refitted, ask)(fresh), getattr(also_wanted, ask)(fresh))


# MARK: detectors and boosters


@ways
@pytest.mark.parametrize("detector", DETECTORS, ids=lambda each: type(each).__name__)
def test_a_detector_comes_back(
    detector: Any, way: str, frame: Any, fresh: Any, tmp_path: Path
) -> None:
    fitted = copy.deepcopy(detector).set_params(random_state=1).fit(frame)
    again = WAYS[way](fitted, tmp_path)
    check_same(again, fitted, frame, fresh)
    fitted.threshold_ = float(np.median(fitted.decision_scores_))
    check_same(WAYS[way](fitted, tmp_path), fitted, frame, fresh)


@ways
@pytest.mark.parametrize("labels", [[0, 1], [-1, 1], ["bad", "good"], [False, True], [0.0, 2.0]])
@pytest.mark.parametrize("booster", BOOSTERS, ids=lambda each: type(each).__name__)
def test_a_booster_comes_back(
    booster: Any, labels: list[Any], way: str, frame: Any, fresh: Any, tmp_path: Path
) -> None:
    rng = np.random.default_rng(0)
    y = np.array(labels)[np.sort(rng.integers(2, size=len(frame)))]
    for order in (np.arange(len(y)), rng.permutation(len(y))):
        fitted = copy.deepcopy(booster).set_params(random_state=1).fit(frame, y[order])
        check_same(WAYS[way](fitted, tmp_path), fitted, frame, fresh, y)


# MARK: models


@ways
@pytest.mark.parametrize("detector", DETECTORS, ids=lambda each: type(each).__name__)
def test_a_model_of_each_detector_comes_back(
    detector: Any, way: str, frame: Any, fresh: Any, tmp_path: Path
) -> None:
    fitted = small(detector, contamination=0.02, weight=0.7).fit(frame)
    again = WAYS[way](fitted, tmp_path)
    check_same(again, fitted, frame, fresh)
    check_same(again.detector_, fitted.detector_, frame, fresh)
    assert repr(again.booster_) == repr(fitted.booster_)


@ways
@pytest.mark.parametrize(
    "parameters",
    [
        {"detector": "pca"},
        {"detector": das.KNN(n_neighbors=3)},
        {"preset": "paper", "booster": None, "n_samples": None},
        {"booster": "decision_tree"},
        {"booster": das.RandomForest(20), "booster_scores": "out_of_bag"},
        {"normalization": "rank", "n_samples": 0.5, "max_samples": 30},
        {"program": "gaussian"},
        {"program": das.Program("mixture")},
        {"booster": das.ExtraTrees(20, n_neighbors=3, bootstrap=True)},
        {"contamination": 0.5, "folds": 2, "calibration": "cv", "n_jobs": 2},
        {"progress": False},
    ],
    ids=str,
)
def test_a_model_of_any_parameters_comes_back(
    parameters: dict[str, Any], way: str, X: Matrix, fresh: Any, tmp_path: Path
) -> None:
    few = X[:60]
    fitted = small(**parameters).fit(few)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check_same(WAYS[way](fitted, tmp_path), fitted, few, fresh.to_numpy())


@ways
@pytest.mark.parametrize("contamination", [1e-6, 0.01, 0.3, 0.5])
def test_parameters_survive_a_file(
    contamination: float, way: str, frame: Any, fresh: Any, tmp_path: Path
) -> None:
    """However it came about: a fit, a calibration, a hand, a parameter set after the fit."""
    model = small(contamination=contamination).fit(frame)
    for change in ("fit", "calibrate", "hand", "infinite", "parameter"):
        if change == "calibrate":
            model.calibrate(fresh)
        elif change == "hand":
            model.threshold_ = 0.321
        elif change == "infinite":
            model.threshold_ = np.float64("inf")
        elif change == "parameter":
            model.set_params(contamination=0.25)
        again = WAYS[way](model, tmp_path)
        assert again.threshold_ == model.threshold_
        assert again.contamination == model.contamination
        for method in ("predict", "pvalues", "select"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                expected = getattr(model, method)(fresh)
                assert np.array_equal(getattr(again, method)(fresh), expected)


@ways
def test_fused_model_keeps_its_fitted_detector(
    way: str, frame: Any, fresh: Any, tmp_path: Path
) -> None:
    f = das.PCA(n_components=2, contamination=0.2, random_state=0).fit(frame)
    f.threshold_ = 1.5
    H = das.generate_hard_anomalies(60, f, frame, random_state=0)
    rows = np.vstack([H, frame.to_numpy()])
    y = np.repeat([1, 0], [60, len(frame)])
    booster = das.RandomForest(20, random_state=0).fit(pandas.DataFrame(rows, columns=NAMES), y)
    for model in (das.fuse(f, booster, frame), small(f).fit(frame)):
        model.random_state = 3
        again = WAYS[way](model, tmp_path)
        assert again.detector is again.detector_
        assert again.detector_.threshold_ == 1.5
        check_same(again, model, frame, fresh)
        np.testing.assert_array_equal(again.booster_.oob_scores_, model.booster_.oob_scores_)


def test_names_that_differ_are_not_fused(frame: Any) -> None:
    f = das.ECOD().fit(frame)
    swapped = frame.rename(columns={"a": "b", "b": "a"})
    booster = das.RandomForest(20).fit(frame, np.repeat([0, 1], [60, 60]))
    with pytest.raises(das.ShapeMismatchError, match="feature names"):
        das.fuse(f, booster, swapped)


# MARK: what a file cannot hold, and what a pickle can


def noise(n_samples: int, model: Any, X_train: Any) -> Any:
    return np.asarray(X_train)[:n_samples] + 0.5


def test_unsaved_parameters_are_named_and_refused_by_fit(frame: Any, tmp_path: Path) -> None:
    model = small(program=noise, progress=print).set_params(
        random_state=np.random.default_rng(0), progress=None
    )
    again = by_file(model.fit(frame), tmp_path)
    assert "function noise, which the file does not hold" in repr(again)
    assert np.array_equal(again.predict(frame), model.predict(frame))
    with pytest.raises(das.DASError, match="Generator, which the file does not hold"):
        again.fit(frame)
    with pytest.raises(das.DASError, match="function noise, which the file does not hold"):
        again.set_params(random_state=0).fit(frame)
    assert again.set_params(program=noise).fit(frame)


def test_a_program_of_python_is_kept_as_text_and_runs_only_once_approved(
    frame: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("das._programs.approvals.in_process", set())
    monkeypatch.setenv("LIBDAS_PROGRAMS", str(tmp_path / "programs"))
    model = small().fit(frame)
    model.program = das.PythonProgram(SOURCE, name="mixed", sandbox="none")
    again = by_file(model, tmp_path)
    assert again.program == model.program
    assert again.program._sandbox == "required"
    with pytest.raises(das.UnapprovedProgramError):
        again.fit(frame)


@pytest.mark.parametrize("detector", DETECTORS[:6], ids=lambda each: type(each).__name__)
def test_a_pickle_is_hardly_larger_than_the_file(detector: Any, X: Matrix) -> None:
    f = copy.deepcopy(detector).fit(X)
    model = small(f).fit(X)
    booster = das.RandomForest(20).fit(X, np.repeat([0, 1], [150, 150]))
    for fitted in (f, booster, model, small(detector).fit(X)):
        file, pickled = len(fitted._image()), len(pickle.dumps(fitted))
        assert pickled < file + 3000, (type(fitted), file, pickled)


HOSTS: dict[str, Callable[[], das.LLMDAS]] = {
    "plain": lambda: small(Plain()),
    "fitted": lambda: small(Distance(1.0)),
    "booster": lambda: small("ecod", booster=Classifier()),
    "both": lambda: small(Plain(), booster=Classifier(), program=noise, calibration="cv", folds=2),
    "sklearn": lambda: small(
        made("sklearn.ensemble.IsolationForest", n_estimators=5, random_state=0),
        booster=made("sklearn.ensemble.ExtraTreesClassifier", n_estimators=5, random_state=0),
    ),
    "pyod": lambda: small(made("pyod.models.knn.KNN")),
}


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.parametrize("way", ["pickle", "deepcopy", "copy", "joblib"])
def test_a_model_around_other_objects_comes_back(
    name: str, way: str, X: Matrix, X_new: Matrix, tmp_path: Path
) -> None:
    if name == "fitted" and way == "pickle":
        pytest.importorskip("joblib")
    few = X[:80]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = HOSTS[name]().fit(few)
        model.threshold_ = 0.7
        again = WAYS[way](model, tmp_path)
        check_same(again, model, few, X_new)
        model.calibrate(X[100:200])
        twice = WAYS[way](WAYS[way](model, tmp_path), tmp_path)
        assert np.array_equal(twice.pvalues(X_new), model.pvalues(X_new))
        assert again.parts(X_new)[0].shape == (len(X_new),)
    if way != "copy" and not isinstance(model.detector_, das.ECOD):
        assert again.detector_ is not model.detector_
        model.detector_.predict_score = model.detector_.score_samples = None  # type: ignore
        assert again.predict(X_new).shape == (len(X_new),), "it has an object of its own"


def test_a_model_around_other_objects_is_not_saved(X: Matrix, tmp_path: Path) -> None:
    for model in (small(Plain()).fit(X), small("ecod", booster=Classifier()).fit(X)):
        (tmp_path / "old").write_text("old")
        part = "detector Plain|booster Classifier"
        with pytest.raises(das.UnsupportedError, match=f"the ({part}) is an object of Python"):
            model.save(tmp_path / "old")
        assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_pickle_errors_of_foreign_objects_propagate(X: Matrix) -> None:
    detector = Distance()
    detector.lock = io.TextIOWrapper(io.BytesIO())  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match="TextIOWrapper"):
        pickle.dumps(small(detector).fit(X))


@pytest.mark.slow
def test_cross_validation_in_other_processes(X: Matrix) -> None:
    model_selection = pytest.importorskip("sklearn.model_selection")
    ensemble = pytest.importorskip("sklearn.ensemble")
    y = np.repeat([0, 1], 150)
    kept = model_selection.cross_validate(
        small(ensemble.IsolationForest(n_estimators=5)),
        X,
        y,
        cv=2,
        n_jobs=2,
        return_estimator=True,
        scoring=lambda model, X, y: float(model.decision_function(X).mean()),
    )
    for score, model in zip(kept["test_score"], kept["estimator"]):
        assert np.isfinite(score)
        assert np.isfinite(model.decision_function(X)).all()


def test_image_without_parts_is_refused_as_model(X: Matrix) -> None:
    model = small(Plain()).fit(X)
    with pytest.raises(das.BadFormatError, match="a model without the host's parts"):
        ModelHandle.from_bytes(model._handle.partial_to_bytes())
    with pytest.raises(das.InvalidArgumentError, match="detector is NULL"):
        ModelHandle.from_partial(model._handle.partial_to_bytes(), None, None)
