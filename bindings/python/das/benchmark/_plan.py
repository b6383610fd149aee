"""The grid of runs, cut into tasks for processes."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from ._baseline import KNN
from ._datasets import Dataset
from ._detectors import Settings, Value
from ._store import Run
from ._variants import DETECTOR, Variant


@dataclass(frozen=True)
class Task:
    """What one process does at a time: one detector on one split, with its variants."""

    dataset: Dataset
    split: str
    detector: str
    seeds: tuple[int, ...]
    variants: tuple[Variant, ...]
    settings: dict[str, Value]
    """Of the detector."""
    preset: str
    max_rows: int | None

    @property
    def fits(self) -> int:
        """How many times something is fitted."""
        return 1 if self.detector == KNN else len(self.seeds) * max(len(self.variants), 1)

    @property
    def cost(self) -> float:
        """About proportional to the seconds it takes: they grow like n log n, slowly with d."""
        rows = min(self.dataset.rows / 2, self.max_rows or math.inf)
        return self.fits * (100 + rows * math.log2(rows + 2) * (1 + self.dataset.columns / 100))

    def runs(self) -> Iterator[Run]:
        """The rows that it adds to the table."""
        for seed in self.seeds:
            for variant in self.names():
                yield Run(self.dataset.name, self.split, self.detector, variant, seed)

    def names(self) -> Iterator[str]:
        yield DETECTOR
        for variant in self.variants:
            yield variant.boosted
            yield variant.fused


@dataclass(frozen=True)
class Grid:
    """Everything that a command asks for."""

    datasets: tuple[Dataset, ...]
    splits: tuple[str, ...]
    seeds: tuple[int, ...]
    variants: dict[str, tuple[Variant, ...]]
    """By detector; those of the k-nearest-neighbour baseline are none."""
    settings: Settings = field(default_factory=dict)
    preset: str = "default"
    max_rows: int | None = None

    def tasks(self) -> list[Task]:
        """One for each dataset, split, seed and detector; the longest first, for balance."""
        return sorted(self._tasks(), key=lambda task: -task.cost)

    def _tasks(self) -> Iterator[Task]:
        for dataset in self.datasets:
            for split in self.splits:
                for detector, variants in self.variants.items():
                    for seeds in self._seeds(split, detector):
                        settings = self.settings.get(detector, {})
                        how = (settings, self.preset, self.max_rows)
                        yield Task(dataset, split, detector, seeds, variants, *how)

    def _seeds(self, split: str, detector: str) -> list[tuple[int, ...]]:
        # The neighbours do not depend on a seed, nor does this split: found once for all seeds.
        if detector == KNN and split == "first-half":
            return [self.seeds]
        return [(seed,) for seed in self.seeds]


def missing(tasks: Iterable[Task], done: Collection[Run]) -> list[Task]:
    """What is left of the tasks when some runs are done."""
    remaining = (_remaining(task, done) for task in tasks)
    return [task for task in remaining if any(run not in done for run in task.runs())]


def _remaining(task: Task, done: Collection[Run]) -> Task:
    def is_missing(variant: Variant) -> bool:
        names = (variant.fused, variant.boosted)
        keys = (task.dataset.name, task.split, task.detector)
        return any(Run(*keys, name, seed) not in done for name in names for seed in task.seeds)

    return replace(task, variants=tuple(filter(is_missing, task.variants)))
