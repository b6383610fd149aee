"""Threads and processes."""

from __future__ import annotations

import os
import threading
import warnings
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix
from support.running import on_threads, python

KINDS = [das.IForest, das.PCA, das.ECOD, das.OCSVM, das.KNN, das.LOF, das.DRL, das.LLMDAS]


@pytest.mark.parametrize("kind", KINDS)
def test_threads_score_one_model(kind: Any, X: Matrix, X_new: Matrix) -> None:
    model = kind(random_state=0, n_jobs=2).fit(X)
    expected = model.decision_function(X_new)
    results: list[bool] = []

    def score(_: int) -> None:
        results.extend(np.array_equal(model.decision_function(X_new), expected) for _ in range(20))

    on_threads(score, range(4))
    assert results == [True] * 80


def test_threads_score_a_model_with_python_objects(X: Matrix, X_new: Matrix) -> None:
    """Each thread's calls back come to that thread, with its own errors."""
    failing = threading.local()

    class Norm:
        def predict_score(self, rows: Any) -> Any:
            if getattr(failing, "yes", False):
                raise LookupError(threading.get_ident())
            return np.linalg.norm(rows, axis=1)

    model = das.LLMDAS(Norm(), random_state=0).fit(X)
    expected = model.decision_function(X_new)
    good, bad = [], []

    def score(fails: bool) -> None:
        failing.yes = fails
        for _ in range(20):
            try:
                good.append(np.array_equal(model.decision_function(X_new), expected))
            except LookupError as error:
                bad.append(error.args == (threading.get_ident(),))

    on_threads(score, (True, False) * 2)
    assert (good, bad) == ([True] * 40, [True] * 40)


def test_threads_fit_at_once(X: Matrix) -> None:
    expected = das.LLMDAS(random_state=0).fit(X).decision_scores_
    results: list[bool] = []

    def fit(_: int) -> None:
        scores = das.LLMDAS(random_state=0, n_jobs=2).fit(X).decision_scores_
        results.append(np.array_equal(scores, expected))

    on_threads(fit, range(3))
    assert results == [True] * 3


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_forked_child_scores_and_fits(kind: Any, X: Matrix, X_new: Matrix) -> None:
    """After a fit on several threads in the parent: none of them is left for fork to lose.

    Several times on several threads, for locks that name their owner fail when they are contended.
    """
    model = kind(random_state=0, n_jobs=3).fit(X)
    expected = model.decision_function(X_new)
    with warnings.catch_warnings():
        # Python 3.12 warns of forking a process that has threads; numpy's BLAS may have some.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 1
        try:
            same = np.array_equal(model.decision_function(X_new), expected)
            for _ in range(5):
                again = kind(random_state=0, n_jobs=5).fit(X).decision_function(X_new)
                same = same and np.array_equal(again, expected)
            code = 0 if same else 2
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0


def test_no_threads_remain(X: Matrix) -> None:
    before = len(os.listdir("/proc/self/task"))
    das.LLMDAS(random_state=0, n_jobs=4).fit(X).decision_function(X)
    assert len(os.listdir("/proc/self/task")) <= before


def test_n_jobs_counts_as_in_joblib() -> None:
    from das._core.context import threads_of

    cores = len(os.sched_getaffinity(0))
    assert [threads_of(n) for n in (None, 1, 5, -1)] == [1, 1, 5, 0]
    assert threads_of(-2) == max(1, cores - 1)
    assert threads_of(-1000) == 1
    assert threads_of(np.int32(3)) == 3


FIRST_USE = """
import os, signal, sys, threading, warnings
import numpy as np
import das

warnings.simplefilter("ignore")
X = np.random.default_rng(0).normal(size=(150, 4))
kinds = [das.IForest, das.PCA, das.ECOD, das.OCSVM, das.KNN, das.LOF, das.DRL, das.LLMDAS]
for number in range(int(sys.argv[1])):
    child = os.fork()
    if child == 0:
        signal.alarm(30)
        together = threading.Barrier(4)
        failed = []

        kind = kinds[number % len(kinds)]

        def fit():
            together.wait()
            try:
                kind(**({"epochs": 2} if kind is das.DRL else {})).fit(X)
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=fit) for _ in range(3)]
        for thread in threads: thread.start()
        fit()
        for thread in threads: thread.join()
        os._exit(len(failed))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status != 0: sys.exit(f"child {number}: {status}")
"""


@pytest.mark.slow
def test_first_use_in_forked_children_on_several_threads() -> None:
    """The parent has imported das and done nothing with it; some children would hang."""
    done = python("-c", FIRST_USE, "80")
    assert (done.returncode, done.stderr) == (0, "")
