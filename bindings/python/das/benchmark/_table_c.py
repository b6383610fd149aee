"""Table C: F against f on datasets with fixed splits."""

from __future__ import annotations

from pathlib import Path

from ._markdown import Lines, area, chance, signed, table
from ._plots import Bar, save_bars
from ._results import METRICS, Results
from ._table1 import FUSED, others
from ._variants import DETECTOR


def table_c(results: Results, output: Path) -> Lines:
    """F, and variants of no other table, against f, with a plot of the gains."""
    bars = [
        Bar(detector, variant, results.compare((detector, DETECTOR), (detector, variant)))
        for detector in results.detectors
        for variant in [FUSED, *others(results, detector)]
        if results.has(detector, variant)
    ]
    if not bars:
        return []
    head = ["detector", "f", "F", "F - f", "standard error", "p (Wilcoxon)", "wins", "losses"]
    metric = METRICS[results.metric]
    lines = [f"### Table C, {metric}", *table(head, map(_cells, bars))]
    path = output / f"table-c-{metric.lower()}.svg"
    if save_bars(path, bars, f"gain in {metric} over f"):
        lines += [f"![Table C: gains over f with 95 % intervals]({path.name})", ""]
    return lines


def _cells(bar: Bar) -> list[str]:
    found = bar.found
    name = bar.group if bar.kind == FUSED else f"{bar.group} {bar.kind}"
    areas = [area(found.mean_a), area(found.mean_b), signed(found.gain), area(found.error)]
    return [name, *areas, chance(found.signed_rank_p), str(found.wins), str(found.losses)]
