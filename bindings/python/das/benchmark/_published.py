"""Published results of other methods on the same splits, in CSV files of the user's.

A file has a line for each dataset and a column for each method. Results that were measured in
another way are left out here.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from ._errors import BenchmarkError
from ._results import Means


@dataclass(frozen=True)
class PublishedTable:
    """One file of published results for each metric."""

    title: str
    source: str
    files: dict[str, str]
    """Names by metric."""
    datasets: frozenset[str]
    """Lower-case names of the datasets whose rows and split are the same as ours."""
    unit: float = 1.0
    without: str = ""
    """A dataset that a second table leaves out."""


# Smaller tables of DTE were bootstrapped before they were split, and larger ones cut.
_OF_DTE = """\
cardiotocography spambase wilt annthyroid campaign cardio fault mammography mnist musk optdigits
pendigits satellite satimage-2 shuttle thyroid vowels yeast"""
_OF_OFA_TAD = """\
hepatitis pima thyroid breastw wdbc parkinson lympho wbc campaign glass ionosphere satimage-2
shuttle spambase"""
TABLE_A = PublishedTable(
    "Table A",
    "26 methods by the authors of DTE (Livernoche et al. 2024), standardised",
    {"auc_pr": "dte_first_half_auc_pr.csv", "auc_roc": "dte_first_half_auc_roc.csv"},
    frozenset(_OF_DTE.split()),
    unit=0.01,
)
TABLE_B = PublishedTable(
    "Table B",
    "OFA-TAD (2026) and the methods that it reports, CoVA-TAD (2026); scaled for each dataset",
    {"auc_pr": "ofa_tad_first_half_auc_pr.csv"},
    frozenset(_OF_OFA_TAD.split()),
    without="hepatitis",
)


def published_folder(given: str | None) -> Path | None:
    """The folder of published results: the argument, or the variable ``DAS_PUBLISHED``."""
    chosen = given or os.environ.get("DAS_PUBLISHED")
    if chosen and not Path(chosen).is_dir():
        raise BenchmarkError(f"there is no folder {chosen} of published results")
    return Path(chosen) if chosen else None


def read_published(path: Path, table: PublishedTable) -> dict[str, Means]:
    """The results by method and lower-case dataset."""
    try:
        with path.open(newline="", encoding="utf-8") as file:
            header, *lines = csv.reader(file)
        lines = [line for line in lines if line and line[0].lower() in table.datasets]
        return {
            method: {line[0].lower(): table.unit * float(line[index]) for line in lines}
            for index, method in enumerate(header[1:], start=1)
        }
    except (OSError, ValueError, IndexError, csv.Error) as error:
        raise BenchmarkError(f"{path} cannot be read: {error}") from error
