"""Code that draws from global generators: random_state decides it, and nothing of that is left."""

from __future__ import annotations

import os
import random
import threading
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix
from support.doubles import ExpectedError
from support.foreign import Random
from support.running import on_threads

FAST: dict[str, Any] = {"booster": das.DecisionTree(), "n_samples": 50}
pytestmark = pytest.mark.filterwarnings("ignore::das.FitWarning")


def of_globals(n_samples: int, model: Any, X_train: Matrix) -> Matrix:
    """As the programs published with the paper are written."""
    rows = X_train[np.random.choice(len(X_train), n_samples)]
    return rows + random.random() * np.random.randn(*rows.shape)


def failing(n_samples: int, model: Any, X_train: Matrix) -> Matrix:
    np.random.seed(7)
    raise ExpectedError("as planned")


def test_random_state_seeds_programs_that_use_global_generators(X: Matrix) -> None:
    f = das.ECOD().fit(X)
    made = [das.generate_hard_anomalies(20, f, X, of_globals, seed) for seed in (3, 3, 4)]
    assert np.array_equal(made[0], made[1])
    assert not np.array_equal(made[0], made[2])
    models = [das.LLMDAS("ecod", program=of_globals, random_state=3, **FAST) for _ in range(2)]
    assert np.array_equal(*(model.fit(X).decision_function(X) for model in models))


def test_random_state_seeds_detectors_that_use_global_generators(X: Matrix) -> None:
    fits = [das.LLMDAS(Random(), random_state=s, **FAST).fit(X) for s in (3, 3, 4)]
    one, again, other = (model.decision_function(X) for model in fits)
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_random_state_seeds_copies_that_have_none(X: Matrix) -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    pipeline = pytest.importorskip("sklearn.pipeline")
    forest = ensemble.IsolationForest(n_estimators=5)
    for f in (forest, pipeline.make_pipeline(forest)):
        fits = [das.LLMDAS(f, random_state=3, **FAST).fit(X) for _ in range(2)]
        assert np.array_equal(*(model.decision_function(X) for model in fits))
    assert forest.random_state is None


@pytest.mark.parametrize("program", [of_globals, failing])
@pytest.mark.parametrize("kind", [np.random.MT19937, np.random.PCG64])
def test_global_generators_are_restored(program: Any, kind: Any, X: Matrix) -> None:
    f = das.ECOD().fit(X)
    before = np.random.get_bit_generator()
    try:
        np.random.set_bit_generator(kind(5))
        random.seed(5)
        np.random.randn()  # leaves half of a pair of gaussians
        states = np.random.get_state(legacy=False), random.getstate()
        try:
            das.generate_hard_anomalies(20, f, X, program, 3)
        except ExpectedError:
            assert program is failing
        np.testing.assert_equal((np.random.get_state(legacy=False), random.getstate()), states)
    finally:
        np.random.set_bit_generator(before)


def test_no_random_state_uses_numpys_global_generator(X: Matrix) -> None:
    f, made = das.ECOD().fit(X), []
    for _ in range(2):
        np.random.seed(11)
        made += [das.generate_hard_anomalies(20, f, X, of_globals) for _ in range(2)]
    assert np.array_equal(made[0], made[2]) and np.array_equal(made[1], made[3])
    assert not np.array_equal(made[0], made[1])


def test_threads_seed_independently(X: Matrix) -> None:
    f = das.ECOD().fit(X)
    expected = [das.generate_hard_anomalies(200, f, X, of_globals, seed) for seed in range(4)]
    wrong: list[int] = []

    def work(seed: int) -> None:
        for _ in range(20):
            made = das.generate_hard_anomalies(200, f, X, of_globals, seed)
            if not np.array_equal(made, expected[seed]):
                wrong.append(seed)

    on_threads(work, range(4))
    assert wrong == []


def test_child_forked_during_a_program_can_run_programs(X: Matrix) -> None:
    f, inside, leave = das.ECOD().fit(X), threading.Event(), threading.Event()

    def slow(n_samples: int, model: Any, X_train: Matrix) -> Matrix:
        inside.set()
        leave.wait(20)
        return X_train[:n_samples]

    thread = threading.Thread(target=das.generate_hard_anomalies, args=(5, f, X, slow, 0))
    thread.start()
    inside.wait(20)
    child = os.fork()
    if child == 0:
        threading.Timer(20, os._exit, (3,)).start()
        rows = das.generate_hard_anomalies(5, f, X, of_globals, 0)
        os._exit(0 if rows.shape == (5, 4) else 2)
    leave.set()
    thread.join()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
