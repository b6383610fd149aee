"""The results of a folder as the tables ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean

from .._detectors import BUILT_IN
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
        For each detector the variants that were not run, and those that do the same.
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
        return sorted(found, key=lambda name: [*BUILT_IN, name].index(name))

    def variants(self, detector: str) -> list[str]:
        """The variants of a detector, run or known to equal one that was."""
        own = [variant for name, variant in self._values if name == detector]
        return sorted({*own, *(name for name in self.same.get(detector, {}) if own)})

    def has(self, detector: str, variant: str) -> bool:
        return bool(self._column((detector, variant)))

    def means(self, column: Column) -> Means:
        """The mean over seeds, for each dataset."""
        return _means(self._column(column))

    def compare(self, a: Column, b: Column) -> Comparison:
        """Compares b with a over datasets, by the seeds that both have."""
        before, after = self.paired(a, b)
        return compare(before, after)

    def paired(self, a: Column, b: Column) -> tuple[Means, Means]:
        """The means over the seeds that both have, for each dataset."""
        left, right = self._column(a), self._column(b)
        both = left.keys() & right.keys()
        return _means({key: left[key] for key in both}), _means({key: right[key] for key in both})

    def losses(self, a: Column, b: Column, least: float) -> Means:
        """The datasets where b is below a by more than `least`, and by how much."""
        before, after = self.paired(a, b)
        lost = {name: before[name] - after[name] for name in before}
        return {
            name: lost[name] for name in sorted(lost, key=lambda n: -lost[n]) if lost[name] > least
        }

    def _column(self, column: Column) -> dict[tuple[str, int], float]:
        detector, variant = column
        found = self._values.get(column)
        if found is None:
            equal = self.same.get(detector, {}).get(variant, variant)
            found = self._values.get((detector, equal), {})
        return found


def _means(values: Mapping[tuple[str, int], float]) -> Means:
    by_dataset: dict[str, list[float]] = {}
    for (dataset, _), value in values.items():
        by_dataset.setdefault(dataset, []).append(value)
    return {dataset: fmean(numbers) for dataset, numbers in by_dataset.items()}
