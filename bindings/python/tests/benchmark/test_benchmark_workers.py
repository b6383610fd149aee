"""The benchmark's processes: one that dies, Ctrl-C, and order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import das
import numpy as np
import pytest
from das.benchmark._datasets import inspect
from das.benchmark._measure import Failure
from das.benchmark._plan import Grid, Task, missing
from das.benchmark._store import Result
from das.benchmark._variants import Variant
from das.benchmark._workers import run_tasks

pytestmark = pytest.mark.slow


def grid(folder: Path, sizes: dict[str, int]) -> Grid:
    for name, rows in sizes.items():
        X = np.random.default_rng(0).normal(size=(rows, 4))
        np.savez(folder / f"{name}.npz", X=X, y=np.arange(rows) >= rows - 5)
    datasets = tuple(inspect(folder / f"{name}.npz") for name in sizes)
    return Grid(datasets, ("random",), (0,), {"pca": (Variant(),)})


def test_the_longest_task_goes_first(tmp_path: Path) -> None:
    tasks = grid(tmp_path, {"small": 40, "large": 4000, "medium": 400}).tasks()
    assert [task.dataset.name for task in tasks] == ["large", "medium", "small"]


def test_finished_runs_are_skipped(tmp_path: Path) -> None:
    tasks = grid(tmp_path, {"small": 40, "large": 400}).tasks()
    runs = [run for task in tasks for run in task.runs()]
    assert missing(tasks, set()) == tasks
    assert missing(tasks, set(runs)) == []
    (left,) = missing(tasks, set(runs) - {runs[-1]})
    assert left == tasks[1]
    (left,) = missing(tasks, set(runs) - {runs[0]})
    assert (left.dataset.name, left.variants) == ("large", ())


@pytest.fixture
def children() -> Callable[[], set[BaseProcess]]:
    """The processes that have been started since the test began; other tests leave some."""
    before = set(multiprocessing.active_children())
    return lambda: set(multiprocessing.active_children()) - before


Children = Callable[[], set[BaseProcess]]


def test_dead_process_fails_its_own_task_only(tmp_path: Path, children: Children) -> None:
    tasks = grid(tmp_path, {"large": 100_000, "small": 40}).tasks()
    found: list[tuple[Task, Result | Failure]] = []
    for task, message in run_tasks(tasks, 1):
        if not found:
            (process,) = children()
            process.kill()
        found.append((task, message))
    (failed,) = [message for _, message in found if isinstance(message, Failure)]
    assert (failed.dataset, failed.error) == ("large", "its process died (exit code -9)")
    assert [m.run.variant for t, m in found if t == tasks[1] and isinstance(m, Result)] == [
        "f",
        "booster",
        "F",
    ]
    assert not children()


def test_early_exit_ends_the_processes(tmp_path: Path, children: Children) -> None:
    runs = run_tasks(grid(tmp_path, {"a": 100_000, "b": 100_000}).tasks(), 2)
    next(runs)
    assert len(children()) == 2
    runs.close()
    assert not children()


def is_gone(group: int) -> bool:
    """Whether no process of a group is left; Python's tracker of resources takes a moment."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_control_c_keeps_finished_runs(tmp_path: Path) -> None:
    grid(tmp_path, {"a": 40, "b": 100_000})
    package = str(Path(das.__file__).parent.parent)
    command = [sys.executable, "-m", "das", "benchmark", ".", "--no-knn", "--seeds", "1"]
    command += ["--detectors", "iforest", "pca", "ecod", "ocsvm"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": package},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    table = tmp_path / "das-benchmark" / "results.csv"
    until = time.monotonic() + 60
    while not (table.exists() and table.read_text().count("\n") > 1):
        assert time.monotonic() < until
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.strip() == "stopped; the same command goes on from here"
    assert out == ""
    assert is_gone(process.pid)
