"""The table of single datasets."""

from __future__ import annotations

from ._baseline import KNN
from ._markdown import Lines, area, table
from ._results import METRICS, Results
from ._table1 import FUSED, others
from ._variants import DETECTOR


def per_dataset(results: Results) -> Lines:
    """f, F and variants of no other table, for each dataset, with its size."""
    sizes = {each.run.dataset: each for each in results.results.values()}
    columns = [
        (name, variant)
        for name in results.detectors
        for variant in (DETECTOR, FUSED, *others(results, name))
    ]
    columns = [column for column in [*columns, (KNN, DETECTOR)] if results.has(*column)]
    means = [results.means(column) for column in columns]
    rows = []
    for dataset in results.datasets:
        size = sizes[dataset]
        about = [size.train_rows, size.test_rows, size.anomalies, size.columns]
        areas = [area(mean[dataset]) if dataset in mean else "–" for mean in means]
        rows.append([dataset, *map(str, about), *areas])
    heads = ["KNN" if name == KNN else f"{name} {variant}" for name, variant in columns]
    head = ["dataset", "training rows", "test rows", "anomalies", "features", *heads]
    return [f"### Each dataset, {METRICS[results.metric]}", *table(head, rows)]
