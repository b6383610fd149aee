"""Reference results from a CSV file."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import fmean

from ._errors import BenchmarkError
from ._results import METRICS, Means

_COLUMNS = {"split", "dataset", "detector", "variant", *METRICS}


class Reference:
    """One variant of a file with the columns split, dataset, detector, variant, auc_pr, auc_roc."""

    def __init__(self, path: Path, variant: str) -> None:
        self.path = path
        self.variant = variant
        try:
            with path.open(newline="", encoding="utf-8") as file:
                reader = csv.DictReader(file)
                lacking = _COLUMNS - set(reader.fieldnames or [])
                self._lines = [line for line in reader if line.get("variant") == variant]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise BenchmarkError(f"the reference {path} cannot be read: {error}") from error
        if lacking:
            raise BenchmarkError(
                f"the reference {path} lacks columns: {', '.join(sorted(lacking))}"
            )
        if not self._lines:
            raise BenchmarkError(f"the reference {path} has no variant '{variant}'")

    def means(self, split: str, detector: str, metric: str) -> Means:
        """The mean results by dataset."""
        found: dict[str, list[float]] = {}
        try:
            for line in self._lines:
                if (line["split"], line["detector"]) == (split, detector):
                    found.setdefault(line["dataset"], []).append(float(line[metric]))
        except ValueError as error:
            raise BenchmarkError(f"the reference {self.path} is damaged: {error}") from error
        return {dataset: fmean(values) for dataset, values in found.items()}
