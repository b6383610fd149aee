"""Two programs for each detector in the paper's form, written by following the prompts.

They stand in ``written/`` as whole answers. Each is read, run in the sandbox, passes the checks and
serves in LLMDAS, where it finds rows that the detector alone finds less well.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import das
import numpy as np
import pytest
from conftest import Matrix

ANSWERS = sorted((Path(__file__).parent / "written").glob("*.md"))
DETECTORS = {"iforest", "pca", "ecod", "ocsvm", "knn", "lof", "drl"}


def written(path: Path) -> das.PythonProgram:
    detector = path.stem.split("_")[0]
    answer = path.read_text()
    program = das.write_program(
        detector, llm=lambda prompt: answer, form="python", attempts=1, description="See the name."
    )
    assert isinstance(program, das.PythonProgram)
    return program


@pytest.fixture(scope="module")
def programs() -> dict[str, das.PythonProgram]:
    """All of them; two at a time, as most of it is waiting for the sandbox."""
    with ThreadPoolExecutor(2) as pool:
        return dict(zip((path.stem for path in ANSWERS), pool.map(written, ANSWERS)))


def test_there_are_two_for_each_detector(programs: dict[str, das.PythonProgram]) -> None:
    assert sorted(programs) == sorted(f"{name}_{n}" for name in DETECTORS for n in (1, 2))
    assert len({program.sha256 for program in programs.values()}) == 14
    for program in programs.values():
        assert len(program.policy) > 80
        assert len(program.explanation) > 50


def moons(rng: np.random.Generator, n: int) -> Matrix:
    """Two bent bands, each with holes on its inner side."""
    angle = rng.uniform(0, np.pi, n)
    side = rng.integers(2, size=n) * 2 - 1
    band = np.column_stack([np.cos(angle) * side + side * 0.4, np.sin(angle) * side])
    return band + rng.normal(0, 0.05, (n, 2))


def auc(scores: Matrix, labels: Matrix) -> float:
    order = scores[labels == 1][:, None] > scores[labels == 0]
    return float(order.mean())


@pytest.mark.parametrize("name", [path.stem for path in ANSWERS])
def test_each_serves(name: str, programs: dict[str, das.PythonProgram]) -> None:
    rng = np.random.default_rng(3)
    train, normal = moons(rng, 400), moons(rng, 200)
    anomalies = rng.uniform(normal.min(0), normal.max(0), (200, 2))
    X, labels = np.vstack([normal, anomalies]), np.repeat([0, 1], 200)
    program = programs[name].approve()
    f = das.LLMDAS(name.split("_")[0], program=program, n_samples=1000, random_state=0).fit(train)
    alone = auc(f.detector_.decision_function(X), labels)
    assert auc(f.decision_function(X), labels) > alone - 0.01, alone
