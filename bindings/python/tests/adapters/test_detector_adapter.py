"""Detectors that are Python's own, and those of other libraries."""

from __future__ import annotations

import threading
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix
from support.doubles import Distance, ExpectedError, Fails, raise_expected


@pytest.mark.parametrize("n_jobs", [1, 4])
def test_an_object_with_predict_score_is_a_fitted_detector(
    n_jobs: int, X: Matrix, X_new: Matrix
) -> None:
    """It is called on the calling thread alone."""
    f = Distance()
    model = das.LLMDAS(f, n_jobs=n_jobs, random_state=0).fit(X)
    assert model.detector_ is f
    assert np.array_equal(model.parts(X_new).detector, f.predict_score(X_new))
    assert f.threads == {threading.get_ident()}


def test_known_methods_get_their_own_program(X: Matrix) -> None:
    pyod = pytest.importorskip("pyod.models.pca")
    theirs = pyod.PCA().fit(X)
    expected = das.generate_hard_anomalies(50, theirs, X, "pca", random_state=0)
    assert np.array_equal(das.generate_hard_anomalies(50, theirs, X, random_state=0), expected)
    mixture = das.generate_hard_anomalies(50, Distance(), X, "mixture", random_state=0)
    assert np.array_equal(das.generate_hard_anomalies(50, Distance(), X, random_state=0), mixture)


def masked(scores: Any, row: int) -> Any:
    return np.ma.masked_array(scores, mask=np.arange(len(scores)) == row)


@pytest.mark.parametrize(
    ("give", "message"),
    [
        (lambda X: np.full(len(X), np.nan), "score nan for row 0"),
        (lambda X: np.r_[np.zeros(len(X) - 1), np.inf], "score inf for row"),
        (lambda X: np.zeros(len(X) + 1), r"shape \(301,\) for 300 rows"),
        (lambda X: np.zeros((len(X), 2)), r"shape \(300, 2\) for 300 rows"),
        (lambda X: None, r"shape \(\) for 300 rows"),
        (lambda X: ["a"] * len(X), "the text 'a' as the score of row 0; .* numbers"),
        (lambda X: [0.0, None] * (len(X) // 2), "missing .None. as the score of row 1"),
        (lambda X: masked(X[:, 0], 3), "missing .masked. as the score of row 3"),
    ],
)
def test_faulty_detector_raises_a_named_error(give: Any, message: str, X: Matrix) -> None:
    with pytest.raises(das.CallbackError, match=message):
        das.LLMDAS(Fails(give), random_state=0).fit(X)


def test_late_failure_affects_one_call_only(X: Matrix, X_new: Matrix) -> None:
    f = Fails(lambda X: np.asarray(X)[:, 0])
    model = das.LLMDAS(f, random_state=0).fit(X)
    scores = model.decision_function(X_new)
    f.give = raise_expected
    for method in (model.decision_function, model.predict, model.pvalues, model.parts):
        with pytest.raises(ExpectedError):
            method(X_new)
    f.give = lambda X: np.asarray(X)[:, 0]
    assert np.array_equal(model.decision_function(X_new), scores)


ERRORS = [ExpectedError, KeyboardInterrupt, SystemExit, MemoryError, StopIteration]


@pytest.mark.parametrize("error", ERRORS)
def test_exceptions_propagate_with_their_traceback(error: Any, X: Matrix) -> None:
    def give(X: Matrix) -> Matrix:
        raise error("from inside")

    with pytest.raises(error, match="from inside") as caught:
        das.LLMDAS(Fails(give)).fit(X)
    assert caught.traceback[-1].name == "give"


def test_detectors_own_the_rows_they_are_given(X: Matrix) -> None:
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
