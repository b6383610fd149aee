"""Programs that are functions of Python."""

from __future__ import annotations

import pickle
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix
from support.doubles import Distance, ExpectedError, raise_expected


def around(n_samples: int, model: Any, X_train: Matrix) -> Matrix:
    """A program of the paper's form: noise around the rows that the model likes best."""
    rng = np.random.default_rng(0)
    seeds = X_train[np.argsort(model.predict_score(X_train))[:10]]
    return seeds[rng.integers(10, size=n_samples)] + rng.normal(size=(n_samples, X_train.shape[1]))


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
    ("give", "message"),
    [
        (lambda n, m, X: X[: n - 1], r"shape \(9, 4\); \(10, 4\) is wanted"),
        (lambda n, m, X: X[:n, :2], r"shape \(10, 2\); \(10, 4\)"),
        (lambda n, m, X: None, r"shape \(\); \(10, 4\)"),
        (lambda n, m, X: X[:n] * np.nan, "nan at row 0, column 0"),
        (lambda n, m, X: np.full((n, 4), "a"), "the text 'a' at row 0, column 0; .* numbers"),
        (
            lambda n, m, X: np.where(np.arange(4 * n).reshape(n, 4) == 6, None, X[:n]),
            "missing .None. at row 1, column 2; .* numbers",
        ),
        (
            lambda n, m, X: np.ma.masked_greater(np.arange(4.0 * n).reshape(n, 4), 10),
            "missing .masked. at row 2, column 3",
        ),
        (lambda n, m, X: np.full((n, 4), 1e300), "1e[+]300 at row 0, column 0; .*at most 1e"),
    ],
)
def test_faulty_program_raises_a_named_error(give: Any, message: str, X: Matrix) -> None:
    with pytest.raises(das.CallbackError, match=message):
        das.generate_hard_anomalies(10, das.ECOD().fit(X), X, give)


@pytest.mark.parametrize(
    ("give", "error", "message"),
    [
        (raise_expected, ExpectedError, "as planned"),
        (lambda n, m, X: m.predict_score(X[:, :2]), das.ShapeMismatchError, "X has 2 columns; 4"),
        (lambda n, m, X: m.predict_score(X * np.nan), das.InvalidDataError, "is nan"),
        (lambda n, m, X: m.predict_score([1.0]), das.InvalidDataError, "Expected 2D array"),
    ],
)
def test_errors_inside_a_program_propagate(give: Any, error: Any, message: str, X: Matrix) -> None:
    with pytest.raises(error, match=message):
        das.generate_hard_anomalies(10, das.ECOD().fit(X), X, give)


def test_model_is_unusable_after_the_program_returns(X: Matrix) -> None:
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
