"""The report of a fit."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .._core.constants import CALIBRATIONS
from .._core.handles import ModelHandle

_RESTS_ON = {
    "training": "training scores: nothing was held out, so no level can be read from them",
    "held_out": "fresh rows",
    "cross_fitted": "training rows, each scored by a model that has not seen it",
}


class Report(NamedTuple):
    """What :meth:`LLMDAS.report` returns; unknown numbers are NaN. ``print`` explains it."""

    rows: int
    """The number of training rows."""
    hard_anomalies: int
    """The number of hard anomalies; 0 where it is unknown."""
    hardness: float
    """The fraction of hard anomalies that the detector does not flag: at or below the 0.9 quantile
    of its training scores. It is taken on at most 512 of them, as the next two are."""
    booster_auc: float
    """The area under the ROC curve of the booster's out-of-bag votes, normal rows against hard
    anomalies. It is pessimistic below some hundred rows, where hard anomalies made from a row
    outvote it. NaN for a booster without such votes."""
    distance: float
    """The median distance of hard anomalies to the nearest normal row, as a multiple of the median
    distance between nearest normal rows; features standardised."""
    calibration: str
    """The basis of p-values and ``threshold_``: "training", "held_out" or "cross_fitted"."""
    calibration_rows: int
    """The number of scores that these are based on."""
    suspects: npt.NDArray[np.int64] | None
    """The training rows that look like anomalies to the rest, ascending: rows that were left out of
    a booster's fit, and that this booster scores at least .95. None where the rows were not
    checked: they are clean, fewer than 20, or the booster has no out-of-bag votes."""

    @property
    def suspect_fraction(self) -> float:
        """The fraction of the training rows that are suspects; NaN where they were not checked."""
        return math.nan if self.suspects is None else len(self.suspects) / self.rows

    def __str__(self) -> str:
        lines = {
            "training rows": self.rows,
            "hard anomalies": self.hard_anomalies or "not known",
            "hardness": _number(self.hardness, "the share that the detector does not flag"),
            "booster AUC": _number(self.booster_auc, "out of bag; 0.5 is noise, 1 is too easy"),
            "distance": _number(self.distance, "to the nearest normal row; 1 between normal rows"),
            "suspects": self._suspects(),
            "calibration": f"{self.calibration_rows} {_RESTS_ON[self.calibration]}",
        }
        return "\n".join(f"{name:<16}{value}" for name, value in lines.items())

    def _suspects(self) -> str:
        if self.suspects is None:
            return "not looked for"
        return f"{len(self.suspects):<7}training rows that look like anomalies to the rest"


def report_of(model: ModelHandle) -> Report:
    """The report of a model of the library."""
    report = model.report()
    return Report(
        report.rows,
        report.hard_anomalies,
        report.hardness,
        report.booster_auc,
        report.distance,
        CALIBRATIONS[report.calibration],
        report.calibration_rows,
        None if report.suspects < 0 else model.suspects(),
    )


def _number(value: float, meaning: str) -> str:
    return "not known" if math.isnan(value) else f"{value:<7.3g}{meaning}"
