"""Programs of the paper's form, two for each detector, as a language model would write them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
import support
from das._detectors import registry
from das._sandbox import isolation, run
from support.data import Matrix

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not isolation().available, reason=str(isolation())),
]

FOLDER = Path(support.__file__).parent / "programs"
NAMES = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
DETECTORS: dict[str, Any] = {
    **registry.DETECTORS,
    "drl": lambda: das.DRL(n_estimators=1, epochs=20, random_state=0),
    "iforest": lambda: das.IForest(random_state=0),
}


def table() -> Matrix:
    """Two groups, one curve, a discrete and a constant column."""
    rng = np.random.default_rng(4)
    groups = rng.normal(size=(150, 2)) + 6 * rng.integers(2, size=(150, 1))
    bend = groups[:, :1] ** 2 + rng.normal(size=(150, 1))
    return np.hstack([groups, bend, rng.integers(3, size=(150, 1)), np.full((150, 1), 7.0)])


@pytest.fixture(params=NAMES)
def name(request: Any) -> str:
    """A program's name, which begins with the detector's."""
    return str(request.param)


def source_of(name: str) -> str:
    """One text, as the sandbox takes it: the program's own part, then what all of them share."""
    return "\n\n".join((FOLDER / f"{part}.py").read_text() for part in (name, "_common"))


def detector_of(name: str) -> Any:
    return DETECTORS[name.partition("_")[0]]()


def test_every_detector_has_two_programs() -> None:
    """A consensus takes the plain mixture: its members have blind spots of their own."""
    found = [name.partition("_")[0] for name in NAMES]
    assert all(found.count(detector) >= 2 for detector in set(DETECTORS) - {"consensus"})


def test_discrete_columns_keep_their_values(name: str) -> None:
    X = table()
    made = run(source_of(name), 80, detector_of(name).fit(X), X, seed=1)
    assert not (made[:, None] == X).all(axis=2).any()
    assert (made[:, 4] == 7).all() and set(made[:, 3]) <= {0, 1, 2}


@pytest.mark.parametrize(("columns", "n_samples"), [([0], 1), ([0, 3, 4], 0), ([4], 3)])
def test_programs_handle_small_tables(name: str, columns: list[int], n_samples: int) -> None:
    X = table()[:20, columns]
    model = detector_of(name).fit(table()[:20, columns])
    assert run(source_of(name), n_samples, model, X, seed=0).shape == (n_samples, len(columns))


def moons(rng: np.random.Generator, n: int) -> Matrix:
    """Two bent bands, each with nothing on its inner side."""
    angle, side = rng.uniform(0, np.pi, n), rng.integers(2, size=n) * 2 - 1
    bands = np.column_stack([np.cos(angle) * side + side * 0.4, np.sin(angle) * side])
    return bands + rng.normal(0, 0.05, (n, 2))


def area_under_curve(scores: Matrix) -> float:
    """Of scores of as many normal rows and then anomalies."""
    normal, anomalous = np.split(scores, 2)
    return float((anomalous[:, None] > normal).mean())


def test_a_program_serves_in_the_method(name: str) -> None:
    """What the detector alone misses is found; what it finds is not lost."""
    rng = np.random.default_rng(3)
    train, normal = moons(rng, 400), moons(rng, 200)
    X = np.vstack([normal, rng.uniform(normal.min(0), normal.max(0), (200, 2))])
    approved = das.PythonProgram(source_of(name)).approve()
    detector = name.partition("_")[0]
    model = das.LLMDAS(
        detector, program=approved, n_samples=1000, contamination="clean", random_state=0
    ).fit(train)
    alone = area_under_curve(model.detector_.decision_function(X))
    assert area_under_curve(model.decision_function(X)) > max(0.85, alone - 0.01), alone


@pytest.fixture(scope="module")
def checked() -> dict[str, list[str]]:
    """What the checks find wrong with each; two at a time, for much of it is waiting."""

    def reasons(name: str) -> list[str]:
        approved = das.PythonProgram(source_of(name)).approve()
        checks = das.check_program(approved, detector_of(name))
        return [check.reason for check in checks if not check.passed]

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(NAMES, pool.map(reasons, NAMES)))


def test_a_program_passes_the_checks(name: str, checked: dict[str, list[str]]) -> None:
    assert checked[name] == []
