"""Tables A and B: F among published methods."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from ._markdown import Lines, area, table, wins
from ._plots import save_ranking
from ._published import TABLE_A, TABLE_B, PublishedTable, read_published
from ._results import METRICS, Means, Results
from ._statistics import compare
from ._table1 import FUSED, others

_CAPTION = """\
Each F is compared with the published methods alone; their lines are means over these comparisons.
Rank 1 is the best, wins are datasets where a method has the highest value, ratio is the mean of its
value over the highest."""
_WITHOUT_FOLDER = """\
Tables A and B, published methods on the same rows, are left out: neither --published nor the
variable DAS_PUBLISHED names a folder of their results."""


class _Standing(NamedTuple):
    mean: float
    rank: float
    wins: float
    ratio: float


def published_tables(results: Results, folder: Path | None, output: Path) -> Lines:
    """Tables A and B, for the splits and datasets that they cover."""
    if results.split != "first-half":
        return []
    head = [f"### Published methods, {METRICS[results.metric]}", ""]
    if folder is None:
        return [*head, _WITHOUT_FOLDER, ""]
    lines: Lines = []
    for published in (TABLE_A, TABLE_B):
        name = published.files.get(results.metric)
        if name and (folder / name).exists():
            values = read_published(folder / name, published)
            left_out = {published.without} & {dataset.lower() for dataset in results.datasets}
            for without in ("", *left_out):
                lines += _lines(results, published, values, without, output)
        elif name:
            lines += [f"{published.title} is left out: {folder} holds no {name}.", ""]
    return lines and [*head, _CAPTION, "", *lines]


def _lines(
    results: Results,
    published: PublishedTable,
    values: dict[str, Means],
    without: str,
    output: Path,
) -> Lines:
    ours = _ours(results)
    common = published.datasets.intersection(*values.values(), *ours.values()) - {without}
    if not ours or not common:
        return []
    standings = _standings(values, ours, sorted(common))
    title = f"{published.title}, {METRICS[results.metric]}"
    title += f", without {without.capitalize()}" if without else ""
    rows = [_cells(name, standings[name], name in ours) for name in standings]
    text = f"{published.source}; {len(common)} datasets."
    lines = [f"#### {title}", "", text, *table(["method", "mean", "rank", "wins", "ratio"], rows)]
    lines += [_against_best(values, ours, common, standings), ""]
    path = output / f"{title.lower().replace(',', '').replace(' ', '-')}.svg"
    means = {name: standing.mean for name, standing in standings.items()}
    if save_ranking(path, means, set(ours), f"mean {METRICS[results.metric]}"):
        lines += [f"![{title}: means]({path.name})", ""]
    return lines


def _ours(results: Results) -> dict[str, Means]:
    """F of each detector, by lower-case dataset."""
    columns = {
        f"{variant} {detector}": results.means((detector, variant))
        for detector in results.detectors
        for variant in [FUSED, *others(results, detector)]
    }
    lowered = {
        name: {dataset.lower(): value for dataset, value in means.items()}
        for name, means in columns.items()
    }
    return {name: means for name, means in lowered.items() if means}


def _standings(
    values: dict[str, Means], ours: dict[str, Means], datasets: list[str]
) -> dict[str, _Standing]:
    """The methods' standings, the highest mean first."""
    found: dict[str, list[_Standing]] = {}
    for name, means in ours.items():
        methods = {**values, name: means}
        areas = np.array([[each[dataset] for dataset in datasets] for each in methods.values()])
        for method, own in zip(methods, areas):
            above = (areas > own).sum(axis=0)
            ranks = above + ((areas == own).sum(axis=0) + 1) / 2
            ratios = own / areas.max(axis=0)
            standing = _Standing(own.mean(), ranks.mean(), (above == 0).sum(), ratios.mean())
            found.setdefault(method, []).append(standing)
    means_of = {method: _Standing(*np.mean(each, axis=0)) for method, each in found.items()}
    return dict(sorted(means_of.items(), key=lambda pair: -pair[1].mean))


def _cells(name: str, standing: _Standing, is_ours: bool) -> list[str]:
    name = f"**{name}**" if is_ours else name
    counts = [f"{standing.rank:.1f}", f"{standing.wins:.1f}"]
    return [name, area(standing.mean), *counts, area(standing.ratio)]


def _against_best(
    values: dict[str, Means],
    ours: dict[str, Means],
    common: frozenset[str],
    standings: dict[str, _Standing],
) -> str:
    """The wins of F over the published method of the highest mean."""
    best = next(name for name in standings if name in values)
    known = {dataset: values[best][dataset] for dataset in common}
    counts = (f"{name} {wins(compare(known, means))}" for name, means in ours.items())
    return f"Wins over {best}, which has the highest published mean: {', '.join(counts)}."
