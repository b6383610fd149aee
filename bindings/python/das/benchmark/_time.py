"""Time beside quality."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

from ._baseline import KNN
from ._markdown import Lines, area, table
from ._plots import save_points
from ._results import METRICS, Results
from ._table1 import FUSED, others
from ._variants import DETECTOR


def time_and_quality(results: Results, output: Path) -> Lines:
    """Mean seconds and areas of f, F and variants of no other table, with a plot."""
    points = {}
    for detector in [*results.detectors, KNN]:
        for variant in [DETECTOR, FUSED, *others(results, detector)]:
            if results.has(detector, variant):
                seconds = results.seconds((detector, DETECTOR)).values()
                more = results.seconds((detector, variant)).values()
                total = fmean(seconds) + (fmean(more) if variant != DETECTOR else 0)
                means = results.means((detector, variant)).values()
                name = "KNN" if detector == KNN else f"{variant} {detector}"
                points[name] = (total, fmean(means))
    metric = METRICS[results.metric]
    rows = [[name, f"{seconds:.3f}", area(mean)] for name, (seconds, mean) in points.items()]
    text = "Mean seconds of fitting and scoring on one thread; those of F include its f."
    lines = [f"### Time, {metric}", "", text, *table(["variant", "seconds", metric], rows)]
    path = output / f"time-{results.split}.svg"
    if save_points(path, points, "seconds", f"mean {metric}"):
        lines += [f"![Time and quality]({path.name})", ""]
    return lines
