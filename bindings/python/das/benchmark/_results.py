"""Queries of a folder's results, for tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from .._detectors.registry import DETECTORS
from ._baseline import KNN
from ._statistics import Comparison, compare
from ._store import Result

Column = tuple[str, str]
"""A detector and a variant."""
Means = dict[str, float]
"""A number for each dataset."""
METRICS = {"auc_pr": "AUC-PR", "auc_roc": "AUC-ROC"}


class Results:
    """All results of one split, for one metric.

    Parameters
    ----------
    same
        For each detector the variants that were not run, and their equals.
    """

    def __init__(
        self,
        results: Iterable[Result],
        split: str,
        metric: str,
        same: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.split = split
        self.metric = metric
        self.same = same
        self.results = {result.run: result for result in results if result.run.split == split}
        self._values: dict[Column, dict[tuple[str, int], float]] = {}
        for run, result in self.results.items():
            column = self._values.setdefault((run.detector, run.variant), {})
            column[run.dataset, run.seed] = getattr(result, metric)

    @property
    def datasets(self) -> list[str]:
        return sorted({run.dataset for run in self.results}, key=str.lower)

    @property
    def seeds(self) -> list[int]:
        return sorted({run.seed for run in self.results})

    @property
    def detectors(self) -> list[str]:
        """In the library's order, without the baseline."""
        found = {run.detector for run in self.results} - {KNN}
        return sorted(found, key=lambda name: [*DETECTORS, name].index(name))

    def variants(self, detector: str) -> list[str]:
        """The variants of a detector that were run or equal one that was."""
        own = [variant for name, variant in self._values if name == detector]
        return sorted({*own, *(name for name in self.same.get(detector, {}) if own)})

    def has(self, detector: str, variant: str) -> bool:
        return bool(self._column((detector, variant)))

    def means(self, column: Column) -> Means:
        """The mean over seeds, for each dataset."""
        return _means(self._column(column))

    def seconds(self, column: Column) -> Means:
        """The mean time over seeds, for each dataset; that of F does not include its f."""
        detector, variant = column
        runs = [
            (run, result.seconds)
            for run, result in self.results.items()
            if (run.detector, run.variant) == (detector, self.equal(detector, variant))
        ]
        return _means({(run.dataset, run.seed): seconds for run, seconds in runs})

    def compare(self, a: Column, b: Column) -> Comparison:
        """The comparison of b with a over datasets, for the seeds that both have."""
        before, after = self.aligned([a, b])
        return compare(before, after)

    def aligned(self, columns: Sequence[Column]) -> list[Means]:
        """Means of each column by dataset, over the seeds that all columns have."""
        values = [self._column(column) for column in columns]
        common = set(values[0]).intersection(*values[1:])
        return [_means({key: column[key] for key in sorted(common)}) for column in values]

    def equal(self, detector: str, variant: str) -> str:
        """The variant that was run in place of an equal one, or `variant` itself."""
        return self.same.get(detector, {}).get(variant, variant)

    def lacking(self) -> dict[str, int]:
        """The number of missing runs of a dataset, compared with others."""
        lacking: dict[str, int] = {}
        for column in self._values.values():
            seeds = {seed for _, seed in column}
            for dataset in self.datasets:
                count = sum((dataset, seed) not in column for seed in seeds)
                lacking[dataset] = lacking.get(dataset, 0) + count
        return {dataset: count for dataset, count in lacking.items() if count}

    def _column(self, column: Column) -> dict[tuple[str, int], float]:
        detector, variant = column
        found = self._values.get(column)
        return found or self._values.get((detector, self.equal(detector, variant)), {})


def _means(values: Mapping[tuple[str, int], float]) -> Means:
    by_dataset: dict[str, list[float]] = {}
    for (dataset, _), value in values.items():
        by_dataset.setdefault(dataset, []).append(value)
    return {dataset: fmean(numbers) for dataset, numbers in by_dataset.items()}
