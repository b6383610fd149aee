"""Programs of the paper's form, two for each detector, as a language model would write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from conftest import Matrix
from das._sandbox import isolation, run

pytestmark = pytest.mark.skipif(not isolation().available, reason=str(isolation()))

PROGRAMS = sorted(Path(__file__).with_name("programs").glob("*.py"))
DETECTORS: dict[str, Any] = {
    "drl": lambda: das.DRL(n_estimators=1, epochs=20, random_state=0),
    "ecod": das.ECOD,
    "iforest": lambda: das.IForest(random_state=0),
    "knn": das.KNN,
    "lof": das.LOF,
    "ocsvm": das.OCSVM,
    "pca": das.PCA,
}


def table() -> Matrix:
    """Two groups, one curve, a discrete and a constant column."""
    rng = np.random.default_rng(4)
    groups = rng.normal(size=(150, 2)) + 6 * rng.integers(2, size=(150, 1))
    bend = groups[:, :1] ** 2 + rng.normal(size=(150, 1))
    return np.hstack([groups, bend, rng.integers(3, size=(150, 1)), np.full((150, 1), 7.0)])


@pytest.fixture(params=PROGRAMS, ids=lambda path: path.stem)
def program(request: Any) -> Path:
    """A program's file; its name begins with the detector's."""
    path: Path = request.param
    return path


def detector_of(program: Path) -> Any:
    return DETECTORS[program.stem.partition("_")[0]]()


def test_every_detector_has_two() -> None:
    found = [path.stem.partition("_")[0] for path in PROGRAMS]
    assert all(found.count(name) >= 2 for name in DETECTORS)


def test_rows_are_hard_new_and_decided_by_the_seed(program: Path) -> None:
    X = table()
    model = detector_of(program).fit(X)
    made, again, other = (run(program.read_text(), 80, model, X, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(made, again) and not np.array_equal(made, other)
    limit = np.quantile(model.predict_score(X), 0.9)
    assert (model.predict_score(made) <= limit).mean() > 0.5
    assert not (made[:, None] == X).all(axis=2).any()
    assert len(np.unique(made, axis=0)) > 40
    assert (made[:, 4] == 7).all() and set(made[:, 3]) <= {0, 1, 2}


@pytest.mark.parametrize(("columns", "n_samples"), [([0], 1), ([0, 3, 4], 0), ([4], 3)])
def test_small_tables_are_no_trouble(program: Path, columns: list[int], n_samples: int) -> None:
    X = table()[:20, columns]
    model = detector_of(program).fit(table()[:20, columns])
    assert run(program.read_text(), n_samples, model, X, seed=0).shape == (n_samples, len(columns))


def test_a_program_serves_in_the_method(program: Path) -> None:
    source, X = program.read_text(), table()

    def sandboxed(n_samples: int, model: Any, X_train: Matrix, random_state: int) -> Matrix:
        return run(source, n_samples, model, X_train, seed=random_state)

    model = das.LLMDAS(detector_of(program), program=sandboxed, n_samples=100, random_state=0)
    scores = model.fit(X).decision_function(X)
    assert scores.shape == (150,) and np.isfinite(scores).all()
