"""The growth of every detector's time with rows and with columns.

    python benchmarks/growth.py --output docs/results/growth

Seconds to fit and score the same rows of 8 Gaussians with one thread: 1000 to 1 000 000 rows of 16
columns, and 2000 rows of 4 to 512 columns. Sizes that would take more than a minute, by the growth
so far, are left out. `make bench-growth` writes this page.

Writes growth.csv, a table (README.md) and a plot (growth.svg) to the folder.
"""

from __future__ import annotations

import argparse
import csv
import math
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import das
from tables import gaussians

DETECTORS = [
    name for name in ("IForest", "PCA", "ECOD", "OCSVM", "KNN", "LOF", "DRL") if hasattr(das, name)
]
ROWS = (1_000, 4_000, 16_000, 64_000, 250_000, 1_000_000)
COLUMNS = (4, 8, 16, 32, 64, 128, 256, 512)
FIXED_COLUMNS, FIXED_ROWS = 16, 2_000
LONGEST = 60.0

Seconds = dict[tuple[str, int], dict[str, float]]
"""Of each axis and size, by detector; a detector that was left out is missing."""


def seconds(name: str, rows: int, columns: int) -> float:
    """Of fit and score: the median of three where they are short."""
    X = gaussians(rows, columns).train
    times: list[float] = []
    while len(times) < 3 and sum(times) < 3:
        detector = getattr(das, name)(n_jobs=1)
        start = time.perf_counter()
        detector.fit(X).decision_function(X)
        times.append(time.perf_counter() - start)
    return median(times)


def predicted(known: list[tuple[int, float]], size: int) -> float:
    """The time of the next size by a power law, at least linear, through the last two."""
    if len(known) < 2:
        return 0.0
    (before, earlier), (last, latest) = known[-2:]
    power = max(1.0, math.log(latest / earlier) / math.log(last / before))
    return latest * (size / last) ** power


def measure() -> Iterator[tuple[str, int, str, float | None]]:
    """Axis, size, detector and seconds of every point; None where it was left out."""
    for name in DETECTORS:
        for axis, sizes in (("rows", ROWS), ("columns", COLUMNS)):
            known: list[tuple[int, float]] = []
            for size in sizes:
                if predicted(known, size) > LONGEST:
                    yield axis, size, name, None
                    continue
                shape = (size, FIXED_COLUMNS) if axis == "rows" else (FIXED_ROWS, size)
                known.append((size, seconds(name, *shape)))
                yield axis, size, name, known[-1][1]


def tables(points: Seconds) -> Iterator[str]:
    """A table for each axis, in seconds."""
    for axis, fixed in (
        ("rows", f"{FIXED_COLUMNS} columns"),
        ("columns", f"{FIXED_ROWS} rows"),
    ):
        yield f"\n| {axis} (x {fixed}) | " + " | ".join(DETECTORS) + " |"
        yield "|---:|" + "---:|" * len(DETECTORS)
        for (found, size), row in points.items():
            if found == axis:
                cells = [f"{row[name]:.3g}" if name in row else "over 60" for name in DETECTORS]
                yield f"| {size} | " + " | ".join(cells) + " |"


def draw(points: Seconds, path: Path) -> None:
    """Seconds over rows and over columns, both axes logarithmic."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, 2, figsize=(11, 4.5), sharey=True)
    for axes, axis in zip(panels, ("rows", "columns")):
        for name in DETECTORS:
            curve = [
                (size, row[name])
                for (on, size), row in points.items()
                if on == axis and name in row
            ]
            axes.loglog(*zip(*curve), marker="o", markersize=3, label=name)
        axes.set_xlabel(axis)
        axes.grid(alpha=0.3)
    panels[0].set_ylabel("seconds, fit and score, one thread")
    panels[0].legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Measures all, then writes the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=Path("docs/results/growth"))
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    points: Seconds = {}
    with (folder / "growth.csv").open("w", newline="") as file:
        table: Any = csv.writer(file)
        table.writerow(("axis", "size", "detector", "seconds"))
        for axis, size, name, found in measure():
            print(axis, size, name, "over 60" if found is None else f"{found:.3g}", flush=True)
            table.writerow((axis, size, name, "" if found is None else f"{found:.4g}"))
            row = points.setdefault((axis, size), {})
            if found is not None:
                row[name] = found
    text = "\n".join(["# Growth", "", *(__doc__ or "").splitlines()[4:7], *tables(points), ""])
    (folder / "README.md").write_text(text + "\n![seconds](growth.svg)\n")
    draw(points, folder / "growth.svg")


if __name__ == "__main__":
    main()
