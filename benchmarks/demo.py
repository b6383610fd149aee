"""The method on real data: each detector alone, and with its blind spots patched.

Trains on half of the normal rows of each data set, tests on the other half and all anomalies, and
prints the AUC-PR and AUC-ROC of the detector f, the booster f~ and the model F. Writes demo.png.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

import das
import matplotlib
import numpy as np
from numpy.typing import NDArray
from sklearn import datasets
from sklearn.decomposition import PCA
from sklearn.metrics import average_precision_score, roc_auc_score

matplotlib.use("Agg")
from matplotlib import pyplot as plt

Array = NDArray[np.float64]

ROOT = Path(__file__).resolve().parent.parent
DETECTORS = ["iforest", "pca", "ecod", "ocsvm"]
BENCHMARK = ["SpamBase", "cardio", "ionosphere", "mammography"]
BENCHMARK += ["pendigits", "satellite", "thyroid", "wbc"]
PICTURE = ROOT / "demo.png"


class Task(NamedTuple):
    """A one-class task: normal rows to train on, rows to test, and which of those are anomalies."""

    name: str
    train: Array
    test: Array
    is_anomaly: NDArray[np.bool_]


def make_task(name: str, rows: Array, is_anomaly: NDArray[np.bool_]) -> Task:
    """Splits the normal rows in halves at random, with a seed of its own: files may be sorted."""
    normal = rows[~is_anomaly]
    normal = normal[np.random.default_rng(0).permutation(len(normal))]
    half = len(normal) // 2
    test = np.vstack([normal[half:], rows[is_anomaly]])
    labels = np.arange(len(test)) >= len(normal) - half
    return Task(name, normal[:half], test, labels)


def tasks() -> list[Task]:
    """Datasets of scikit-learn by their normal class, and some of the benchmark where available."""
    cancer = datasets.load_breast_cancer()
    wine = datasets.load_wine()
    digits = datasets.load_digits()
    found = [
        make_task("breast cancer: benign", cancer.data, cancer.target == 0),
        make_task("wine: class 1", wine.data, wine.target != 1),
        make_task("digits: an 8", digits.data, digits.target != 8),
    ]
    folder = Path(os.environ.get("DAS_DATA", ROOT.parent / "shared" / "data"))
    for name in BENCHMARK:
        path = folder / f"{name}.npz"
        if path.is_file():
            with np.load(path) as data:
                found.append(make_task(name, data["X"].astype(float), data["y"] == 1))
    if len(found) == 3:
        print(f"No benchmark data in {folder} (DAS_DATA): only what ships with scikit-learn.")
    return found


def show_progress(done: int, total: int, what: str) -> None:
    """A bar on standard error, for people only."""
    if sys.stderr.isatty():
        filled = "#" * (30 * done // total)
        print(f"\r[{filled:<30}] {done}/{total} {what:<32}", end="", file=sys.stderr)
        if done == total:
            print(file=sys.stderr)


def measure(task: Task, detector: str) -> Array:
    """AUC-PR and AUC-ROC of f, f~ and F: an array of shape (2, 3)."""
    model = das.LLMDAS(detector, random_state=0, n_jobs=-1).fit(task.train)
    metrics = (average_precision_score, roc_auc_score)
    return np.array(
        [[metric(task.is_anomaly, part) for part in model.parts(task.test)] for metric in metrics]
    )


def run(found: list[Task]) -> None:
    """Prints a line for each detector on each task, and the means."""
    head = f"{'data':<22}{'n':>6}{'d':>4}  {'detector':<9}"
    print(f"{head}{'AUC-PR  f':>10}{'f~':>7}{'F':>7}   {'AUC-ROC  f':>10}{'f~':>7}{'F':>7}")
    results: dict[str, list[Array]] = {detector: [] for detector in DETECTORS}
    total, done = len(found) * len(DETECTORS), 0
    for task in found:
        for detector in DETECTORS:
            show_progress(done, total, f"{task.name}, {detector}")
            scores = measure(task, detector)
            results[detector].append(scores)
            done += 1
            if sys.stderr.isatty():
                print("\r\033[K", end="", file=sys.stderr)
            rows, columns = task.train.shape
            print_line(f"{task.name:<22}{rows:>6}{columns:>4}  {detector:<9}", scores)
    show_progress(done, total, "done")
    for detector in DETECTORS:
        mean = np.asarray(np.mean(results[detector], axis=0))
        print_line(f"{'mean of ' + str(len(found)) + ' data sets':<34}{detector:<9}", mean)


def print_line(head: str, scores: Array) -> None:
    pr, roc = ("".join(f"{value:>7.3f}" for value in row) for row in scores)
    print(f"{head}   {pr}      {roc}", flush=True)


def draw(task: Task, detector: str) -> None:
    """Densities of the scores under f and under F, and a map of the rows."""
    model = das.LLMDAS(detector, random_state=0, n_jobs=-1).fit(task.train)
    hard = das.generate_hard_anomalies(
        n_samples=len(task.train), model=model.detector_, X_train=task.train, random_state=1
    )
    groups = {
        "normal": (task.test[~task.is_anomaly], "tab:blue"),
        "hard anomalies": (hard, "tab:orange"),
        "real anomalies": (task.test[task.is_anomaly], "tab:red"),
    }
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(15, 4.5))
    for axes, part in ((left, "detector"), (middle, "fused")):
        scores = {name: getattr(model.parts(rows), part) for name, (rows, _) in groups.items()}
        everything = np.concatenate(list(scores.values()))
        bins = np.linspace(*np.percentile(everything, [0.5, 99.5]), 50)
        for name, values in scores.items():
            color = groups[name][1]
            axes.hist(values, bins, density=True, alpha=0.5, label=name, color=color)
        axes.set_xlabel(f"score of {'f = ' + detector if part == 'detector' else 'F'}")
        axes.set_ylabel("density")
        axes.legend()
    spread = task.train.std(axis=0)
    scale = np.where(spread > 0, spread, 1)
    plane = PCA(2).fit(task.train / scale)
    for name, (rows, color) in groups.items():
        x, y = plane.transform(rows / scale).T
        right.scatter(x, y, s=6, alpha=0.4, label=name, color=color)
    right.set(xlabel="first principal axis", ylabel="second principal axis")
    right.legend()
    figure.suptitle(f"{task.name}: what {detector} cannot tell apart, and what the model can")
    figure.tight_layout()
    figure.savefig(PICTURE, dpi=110)


def main() -> None:
    """Measures, prints, draws."""
    found = tasks()
    run(found)
    pictured = next((task for task in found if task.name == "pendigits"), found[0])
    draw(pictured, "iforest")
    print(f"Score densities and a map of {pictured.name}: {PICTURE}")


if __name__ == "__main__":
    main()
