"""Compares the preset `paper` with the published pipeline on a folder of datasets.

Fits each detector, the library's own and PyOD's, enhances it with the preset and the published
program for it, and compares the mean AUC-PR with known results: the variants `source` (f) and
`paper_default` (F) of a CSV file with the columns split, dataset, detector, variant and auc_pr.
Each run adds a line to OUTPUT, and the same command goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import csv
import sys
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import das
import numpy as np
import pandas as pd
from das._base.metrics import auc_pr
from das.benchmark._datasets import dataset_files, load
from das.benchmark._splits import Split, split
from scipy import stats

DETECTORS = ["pca", "iforest", "ocsvm", "ecod"]
MAKERS = ["das", "pyod"]
KEY = ["split", "dataset", "detector", "maker", "seed"]


def make(maker: str, detector: str, seed: int) -> Any:
    """The unfitted detector with its defaults, on rows as they are: only pca standardises them."""
    name = {"pca": "PCA", "iforest": "IForest", "ocsvm": "OCSVM", "ecod": "ECOD"}[detector]
    settings = {"random_state": seed} if detector == "iforest" else {}
    if maker == "pyod":
        return getattr(import_module(f"pyod.models.{detector}"), name)(**settings)
    if detector == "ocsvm":
        settings["standardize"] = False
    return getattr(das, name)(**settings)


def measure(maker: str, detector: str, rows: Split, seed: int) -> dict[str, float]:
    """AUC-PR of f and of F."""
    f = make(maker, detector, seed).fit(rows.train)
    model = das.LLMDAS(f, preset="paper", program=f"published_{detector}", random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts = model.fit(rows.train).parts(rows.test)
    return {
        "f": auc_pr(rows.labels, parts.detector),
        "booster": auc_pr(rows.labels, parts.booster),
        "F": auc_pr(rows.labels, parts.fused),
    }


def runs(arguments: argparse.Namespace) -> Iterator[tuple[dict[str, Any], Path]]:
    """All that is asked for, small datasets first."""
    files = dataset_files([Path(arguments.data)], arguments.datasets)
    for path in sorted(files, key=lambda path: path.stat().st_size):
        for kind in arguments.splits:
            for seed in range(arguments.seeds):
                for detector in arguments.detectors:
                    for maker in arguments.makers:
                        values = (kind, path.stem, detector, maker, seed)
                        yield dict(zip(KEY, values, strict=True)), path


def measure_all(arguments: argparse.Namespace) -> None:
    """Does the runs that are not in OUTPUT yet."""
    output = Path(arguments.output)
    done = set(map(tuple, pd.read_csv(output)[KEY].to_numpy())) if output.exists() else set()
    with output.open("a", newline="") as file:
        table = csv.DictWriter(file, [*KEY, "f", "booster", "F"])
        if file.tell() == 0:
            table.writeheader()
        for run, path in runs(arguments):
            if tuple(run.values()) in done:
                continue
            rows = split(run["split"], load(path), run["seed"], None)
            try:
                scores = measure(run["maker"], run["detector"], rows, run["seed"])
            except das.CallbackError as error:
                # PyOD's PCA divides by variances of zero on some datasets.
                print(*run.values(), error, sep=", ", file=sys.stderr)
                continue
            table.writerow({**run, **{name: f"{score:.5f}" for name, score in scores.items()}})
            file.flush()


def report(results: pd.DataFrame, reference: pd.DataFrame) -> Iterator[str]:
    """A line for each split, detector and maker; seeds are averaged, then datasets are paired."""
    known = reference.pivot_table(index=KEY[:3], columns="variant", values="auc_pr")
    yield "| split | detector | f is | datasets | f | f known | F | F known | difference |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for names, part in results.groupby(["split", "detector", "maker"]):
        runs = part.groupby(KEY[:3])[["f", "F"]].mean().join(known, how="inner")
        runs = runs[["f", "source", "F", "paper_default"]].dropna()
        difference = runs["F"] - runs["paper_default"]
        half = stats.t.ppf(0.975, len(runs) - 1) * stats.sem(difference)
        averages = [f"{value:.4f}" for value in runs.mean()]
        change = f"{difference.mean():+.4f} ± {half:.4f}"
        cells = [*names, str(len(runs)), *averages, change]
        yield (
            "| "
            + " | ".join(cells).replace(" 0.", " .").replace("+0.", "+.").replace("-0.", "-.")
            + " |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", help="folder of NAME.npz files with X and y")
    parser.add_argument("reference", help="CSV file of known results")
    parser.add_argument("--output", default="paper-preset.csv")
    parser.add_argument("--datasets", nargs="+", metavar="NAME")
    parser.add_argument("--detectors", nargs="+", choices=DETECTORS, default=DETECTORS)
    parser.add_argument("--makers", nargs="+", choices=MAKERS, default=MAKERS)
    parser.add_argument(
        "--splits", nargs="+", choices=["first-half", "random"], default=["first-half"]
    )
    parser.add_argument("--seeds", type=int, default=5)
    arguments = parser.parse_args()
    measure_all(arguments)
    results = pd.read_csv(arguments.output)
    print(*report(results, pd.read_csv(arguments.reference)), sep="\n")


if __name__ == "__main__":
    np.seterr(all="ignore")
    main()
