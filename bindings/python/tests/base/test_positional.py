"""Positional arguments of code written for PyOD or scikit-learn keep their meaning, or fail."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from typing import Any

import das
import pytest
from das._detectors import registry

PEERS = [
    (das.IForest, "pyod.models.iforest", "IForest"),
    (das.IForest, "sklearn.ensemble", "IsolationForest"),
    (das.PCA, "pyod.models.pca", "PCA"),
    (das.PCA, "sklearn.decomposition", "PCA"),
    (das.ECOD, "pyod.models.ecod", "ECOD"),
    (das.OCSVM, "pyod.models.ocsvm", "OCSVM"),
    (das.OCSVM, "sklearn.svm", "OneClassSVM"),
    (das.KNN, "pyod.models.knn", "KNN"),
    (das.LOF, "pyod.models.lof", "LOF"),
    (das.LOF, "sklearn.neighbors", "LocalOutlierFactor"),
    (das.RandomForest, "sklearn.ensemble", "RandomForestClassifier"),
    (das.ExtraTrees, "sklearn.ensemble", "ExtraTreesClassifier"),
    (das.DecisionTree, "sklearn.tree", "DecisionTreeClassifier"),
]
BOOSTERS = [das.RandomForest, das.ExtraTrees, das.DecisionTree, das.MLP, das.Voting]
DETECTORS = [*registry.DETECTORS.values(), das.LLMDAS]


def positional(function: Callable[..., Any]) -> list[str]:
    """The names of the arguments that may be given by position."""
    parameters = inspect.signature(function).parameters.values()
    return [p.name for p in parameters if p.kind == p.POSITIONAL_OR_KEYWORD and p.name != "self"]


def check(ours: Callable[..., Any], theirs: Callable[..., Any]) -> None:
    for position, (own, other) in enumerate(zip(positional(ours), positional(theirs))):
        assert own == other, f"argument {position} is {own} here and {other} there"


@pytest.mark.parametrize(("kind", "module", "name"), PEERS)
def test_constructor_positions_match_pyod_and_scikit_learn(
    kind: type[Any], module: str, name: str
) -> None:
    check(kind.__init__, getattr(pytest.importorskip(module), name).__init__)


@pytest.mark.parametrize("kind", [*DETECTORS, *BOOSTERS])
def test_other_parameters_are_keyword_only(kind: type[Any]) -> None:
    """At most one argument, unless another library settles what the others mean."""
    settled = {peer for peer, _, _ in PEERS if peer in DETECTORS}
    assert kind in settled or len(positional(kind.__init__)) <= 1


@pytest.mark.parametrize("kind", DETECTORS)
def test_method_positions_match_pyod(kind: type[Any]) -> None:
    base = pytest.importorskip("pyod.models.base").BaseDetector
    shared = {
        name
        for name, method in inspect.getmembers(base, inspect.isfunction)
        if hasattr(kind, name) and not name.startswith("__") and name != "_get_param_names"
    }
    assert {"fit", "predict", "predict_proba", "predict_with_rejection"} <= shared
    for name in shared:
        check(getattr(kind, name), inspect.unwrap(getattr(base, name)))


def test_pyod_code_runs_unchanged() -> None:
    iforest = importlib.import_module("das").IForest(50, "auto", 0.05)
    assert (iforest.contamination, iforest.max_features) == (0.05, 1.0)
    knn = das.KNN(0.2, 7, "mean")
    assert (knn.contamination, knn.n_neighbors, knn.method) == (0.2, 7, "mean")
    ocsvm = das.OCSVM("poly", 2, "scale", 1.0, 1e-4, 0.1)
    assert (ocsvm.degree, ocsvm.gamma, ocsvm.coef0, ocsvm.nu) == (2, "scale", 1.0, 0.1)
    assert das.PCA(2, None, 0.3).contamination == 0.3
    assert das.ECOD(0.3, 2).n_jobs == 2
    for call in (
        lambda: das.IForest(100, "auto", 0.1, 1.0, False),
        lambda: das.KNN(0.1, 5, "largest", 1.0),
        lambda: das.LOF(20, "auto", 30),
        lambda: das.PCA(2, None, 0.1, True),
        lambda: das.OCSVM("rbf", 3, "auto", 0.0, 1e-3, 0.5, True, 200, False),
    ):
        with pytest.raises(TypeError, match="positional arguments"):
            call()
