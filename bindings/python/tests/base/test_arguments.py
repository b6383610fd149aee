"""Every argument of every public call: what it does not take is an error of das that names it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import das
import numpy as np
import pytest
from das._detectors import registry

pytestmark = pytest.mark.filterwarnings("ignore")

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 3))
Y = np.arange(60) % 2
WRONG: list[Any] = [
    "a", "", b"x", [], [1], {"a": 1}, object(), np.array([1.0, 2.0]), float("nan"), float("inf"),
    None, 1 + 2j, -1, 1.5, True, 10**30, np.datetime64("2020"), "\0", set(),
]  # fmt: skip
SMALL: dict[Any, dict[str, Any]] = {
    das.DRL: {"epochs": 2, "n_estimators": 1},
    das.RandomForest: {"n_estimators": 5},
    das.ExtraTrees: {"n_estimators": 5},
    das.MLP: {"epochs": 2, "n_estimators": 1},
    das.Voting: {"n_estimators": 5, "mlp_epochs": 2, "mlp_n_estimators": 1},
}
KINDS = list(registry.DETECTORS.values())
KINDS += [das.RandomForest, das.ExtraTrees, das.DecisionTree, das.MLP, das.Voting]


def model(**params: Any) -> das.LLMDAS:
    given = {"detector": "ecod", "booster": das.DecisionTree(), "n_samples": 20, **params}
    return das.LLMDAS(**{"random_state": 0, **given})


def names(function: Any) -> list[str]:
    return [name for name in inspect.signature(function).parameters if name != "self"]


F, B, M = das.ECOD().fit(X), das.DecisionTree().fit(X, Y), model().fit(X)
PARTS = {"f": F, "booster": B, "X_train": X}
MAKE = {"n_samples": 5, "model": F, "X_train": X, "random_state": 0}
SOURCE = {"source": "def generate_hard_anomalies(n_samples, model, X_train): return X_train"}


def calls() -> dict[str, Callable[[Any], Any]]:
    found: dict[str, Callable[[Any], Any]] = {}

    def add(call: str, name: str, function: Callable[[Any], Any]) -> None:
        found[f"{call}({name})"] = function

    for kind in KINDS:
        for n in names(kind.__init__):
            given = SMALL.get(kind, {})
            add(kind.__name__, n, lambda v, k=kind, n=n, g=given: k(**{**g, n: v}).fit(X, Y))
    for n in names(das.LLMDAS.__init__):
        add("LLMDAS", n, lambda v, n=n: model(**{n: v}).fit(X))
    add("LLMDAS.fit", "calibration", lambda v: model().fit(X, calibration=v))
    for method in ("decision_function", "predict", "predict_proba", "pvalues", "parts", "select"):
        add(method, "X", lambda v, m=method: getattr(M, m)(v))
    add("fit", "X", lambda v: model().fit(v))
    add("calibrate", "X_fresh", lambda v: M.calibrate(v))
    add("select", "level", lambda v: M.select(X, v))
    add("predict_proba", "method", lambda v: M.predict_proba(X, v))
    for n in ("T", "delta", "c_fp", "c_fn", "c_r"):
        add("compute_rejection_stats", n, lambda v, n=n: M.compute_rejection_stats(**{n: v}))
    add("predict_with_rejection", "T", lambda v: M.predict_with_rejection(X, v))
    add("fit_predict_score", "scoring", lambda v: model().fit_predict_score(X, Y, v))
    for n in (*MAKE, "program", "n_jobs", "progress"):
        add("generate", n, lambda v, n=n: das.generate_hard_anomalies(**{**MAKE, n: v}))
    for n in names(das.fuse):
        add("fuse", n, lambda v, n=n: das.fuse(**{**PARTS, n: v}))
    add("RandomForest.fit", "y", lambda v: das.RandomForest(5).fit(X, v))
    add("score", "y", lambda v: B.score(X, v))
    add("Program", "name", das.Program)
    add("from_json", "text", das.Program.from_json)
    add("settings_of", "stage", das.settings_of)
    for n in names(das.prompt):
        add("prompt", n, lambda v, n=n: das.prompt(**{"detector": "knn", n: v}))
    for n in names(das.PythonProgram.__init__):
        add("PythonProgram", n, lambda v, n=n: das.PythonProgram(**{**SOURCE, n: v}))
    return found


CALLS = calls()
# Messages about these speak of what was read, or of the row or column that is at fault.
UNNAMED = ("text", "name", "X", "X_train", "X_fresh", "y", "model", "f")


@pytest.mark.parametrize("call", CALLS)
def test_wrong_arguments_raise_das_errors_that_name_them(call: str) -> None:
    name = call.partition("(")[2][:-1]
    for value in WRONG:
        try:
            CALLS[call](value)
        except das.DASError as error:
            if isinstance(error, das.UnsupportedError) and "does not take" in str(error):
                continue  # it is right, and the stage takes no such table
            assert name in str(error) or name in UNNAMED, (value, error)
            assert str(error)
