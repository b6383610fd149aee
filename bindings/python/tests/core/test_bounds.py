"""Numbers beyond any range, text that no C string holds, and text of strangers in messages."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import das
import numpy as np
import pytest
from das._core.text import hides
from hypothesis import given
from hypothesis import strategies as st

X = np.random.default_rng(0).normal(size=(40, 3))
PCA = das.PCA().fit(X)
TREES = das.ExtraTrees(n_estimators=5)

COUNTS = [-1, -(2**70), 2**31 - 1, 2**31, 2**40, 2**62, 2**64 + 5, 10**400]


@pytest.mark.parametrize("count", COUNTS, ids=lambda count: f"{float(min(count, 1e30)):g}")
@pytest.mark.parametrize(
    "use",
    [
        lambda n: das.generate_hard_anomalies(n, PCA, X),
        lambda n: das.generate_hard_anomalies(n, PCA, X, program=lambda n, model, X: X),
        lambda n: das.Program("pca")(n, PCA, X),
        lambda n: das.IForest(n_estimators=n).fit(X),
        lambda n: das.LLMDAS("pca", booster=TREES, n_samples=n).fit(X),
        lambda n: das.LLMDAS("pca", booster=TREES, calibration="cv", folds=n).fit(X),
        lambda n: das.LLMDAS("pca", booster=TREES, weight=n - 1).fit(X),
        lambda n: das.LLMDAS("pca", booster=TREES, contamination=n).fit(X),
    ],
)
def test_counts_out_of_range_raise_das_errors(use: Callable[[Any], Any], count: int) -> None:
    with pytest.raises(das.DASError) as caught:
        use(count)
    assert len(str(caught.value)) < 1000


def test_refused_memory_raises_das_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any, **options: Any) -> Any:
        raise MemoryError

    for zero in (0.0, np.int8(0)):
        X_large = np.broadcast_to(zero, (2**44, 3))
        with pytest.raises(das.OutOfMemoryError, match="out of memory"):
            PCA.decision_function(X_large)
    monkeypatch.setattr("das._core.memory.np.empty", refuse)
    with pytest.raises(das.OutOfMemoryError, match="could not allocate 7 x 3 numbers"):
        das.generate_hard_anomalies(7, PCA, X)


@pytest.mark.parametrize("level", [0, 1, -0.1, 2, np.nan, np.inf, 10**400, "x", None, [0.1]])
def test_level_must_be_in_range(level: Any) -> None:
    model = das.LLMDAS("pca", booster=TREES, random_state=0).fit(X)
    with pytest.raises(das.DASError, match="level is .*; it takes a real"):
        model.select(X, level=level)


TAKERS: list[Callable[[str], Any]] = [
    das.Program,
    das.LLMDAS,
    lambda text: das.LLMDAS("pca", preset=text).fit(X),
    lambda text: das.LLMDAS("pca", booster=text).fit(X),
    lambda text: das.PCA(method=text).fit(X),
    lambda text: das.prompt(text),
    lambda text: das.prompt("pca", text),
    das.Program.from_json,
    lambda text: das.Program.from_json('{"format": 1, "name": "' + text + '"}'),
    lambda text: das.PythonProgram("", name=text),
]


@pytest.mark.parametrize("take", TAKERS)
@pytest.mark.parametrize("text", ["pca\0", "\ud800", "pca\0evil", "\x1b[2K\u3164" * 1000])
def test_text_that_c_cannot_hold_raises_das_errors(take: Callable[[str], Any], text: str) -> None:
    with pytest.raises(das.DASError) as caught:
        made = take(text)
        made.fit(X)
    output = str(caught.value)
    assert len(output) < 4200
    assert not [char for char in output if hides(char) and char != "\n"]


@given(st.text(max_size=60))
def test_errors_escape_hidden_characters(text: str) -> None:
    for error in (das.DASError(text), das.FileError(5, text, "x"), das.LibraryError(text)):
        copy = pickle.loads(pickle.dumps(error))
        assert type(copy) is type(error) and copy.args == error.args
        assert not [char for char in str(error) if hides(char) and char not in "\n\t"]
    assert len(str(das.InvalidArgumentError("x" * 10**6))) < 4100
