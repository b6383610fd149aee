"""The grid of runs, cut into tasks for processes."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from ._baseline import KNN
from ._datasets import Dataset
from ._detectors import Settings, Value
from ._splits import SEEDLESS, allows
from ._store import Run
from ._variants import DETECTOR, Variant


@dataclass(frozen=True)
class Task:
    """The work of a process: one detector on one split, with its variants."""

    dataset: Dataset
    split: str
    detector: str
    seeds: tuple[int, ...]
    variants: tuple[Variant, ...]
    settings: dict[str, Value]
    """Settings of the detector."""
    preset: str
    max_rows: int | None
    contamination: str

    @property
    def fits(self) -> int:
        """The number of fits."""
        return 1 if self.detector == KNN else len(self.seeds) * max(len(self.variants), 1)

    @property
    def cost(self) -> float:
        """An estimate of the time, which grows like n log n and slowly with d."""
        rows = min(self.dataset.rows / 2, self.max_rows or math.inf)
        return self.fits * (100 + rows * math.log2(rows + 2) * (1 + self.dataset.columns / 100))

    def runs(self) -> Iterator[Run]:
        """The rows of the table that it fills."""
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
    """All runs of a command."""

    datasets: tuple[Dataset, ...]
    splits: tuple[str, ...]
    seeds: tuple[int, ...]
    variants: dict[str, tuple[Variant, ...]]
    """Variants by detector; the k-nearest-neighbour baseline has none."""
    settings: Settings = field(default_factory=dict)
    preset: str = "default"
    max_rows: int | None = None
    contamination: str = "auto"

    def tasks(self) -> list[Task]:
        """A task for each dataset, split, seed and detector; the longest first, for balance."""
        return sorted(self._tasks(), key=lambda task: -task.cost)

    def _tasks(self) -> Iterator[Task]:
        for dataset in self.datasets:
            for split in (name for name in self.splits if allows(dataset, name)):
                for detector, variants in self.variants.items():
                    for seeds in self._seeds(split, detector):
                        settings = self.settings.get(detector, {})
                        how = (settings, self.preset, self.max_rows, self.contamination)
                        yield Task(dataset, split, detector, seeds, variants, *how)

    def _seeds(self, split: str, detector: str) -> list[tuple[int, ...]]:
        # Neither the neighbours nor these splits depend on a seed: one task for all seeds.
        if detector == KNN and split in SEEDLESS:
            return [self.seeds]
        return [(seed,) for seed in self.seeds]


def missing(tasks: Iterable[Task], done: Collection[Run]) -> list[Task]:
    """The rest of the tasks when some runs are done."""
    remaining = (_remaining(task, done) for task in tasks)
    return [task for task in remaining if any(run not in done for run in task.runs())]


def _remaining(task: Task, done: Collection[Run]) -> Task:
    def is_missing(variant: Variant) -> bool:
        names = (variant.fused, variant.boosted)
        keys = (task.dataset.name, task.split, task.detector)
        return any(Run(*keys, name, seed) not in done for name in names for seed in task.seeds)

    return replace(task, variants=tuple(filter(is_missing, task.variants)))
