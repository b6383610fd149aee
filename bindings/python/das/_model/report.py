"""What a model can say of its own fit."""

from __future__ import annotations

import math
from typing import NamedTuple

from .._core.constants import CALIBRATIONS
from .._core.handles import ModelHandle

_RESTS_ON = {
    "training": "training scores: nothing was held out, so no level can be read from them",
    "held_out": "fresh rows",
    "cross_fitted": "training rows, each scored by a model that has not seen it",
}


class Report(NamedTuple):
    """What :meth:`LLMDAS.report` gives; NaN stands for what is not known. ``print`` explains it."""

    rows: int
    """Normal rows that the model was fitted on."""
    hard_anomalies: int
    """Rows that the program made; 0 where it is not known."""
    hardness: float
    """The share of hard anomalies that the detector does not flag: at or below the 0.9 quantile of
    its training scores. Of at most 512 of them, as the next two."""
    booster_auc: float
    """How well the booster tells normal rows from hard anomalies out of bag: the area under the ROC
    curve of votes by trees that did not see the row. Pessimistic under some hundred rows, where a
    normal row is outvoted by the rows made from it. NaN for a booster without such votes."""
    distance: float
    """The median distance of hard anomalies to the nearest normal row, as a multiple of the median
    distance between nearest normal rows; features standardised."""
    calibration: str
    """What p-values and ``threshold_`` rest on: "training", "held_out" or "cross_fitted"."""
    calibration_rows: int
    """The number of those scores."""

    def __str__(self) -> str:
        lines = {
            "normal rows": self.rows,
            "hard anomalies": self.hard_anomalies or "not known",
            "hardness": _number(self.hardness, "the share that the detector does not flag"),
            "booster AUC": _number(self.booster_auc, "out of bag; 0.5 is noise, 1 is too easy"),
            "distance": _number(self.distance, "to the nearest normal row; 1 between normal rows"),
            "calibration": f"{self.calibration_rows} {_RESTS_ON[self.calibration]}",
        }
        return "\n".join(f"{name:<16}{value}" for name, value in lines.items())


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
    )


def _number(value: float, meaning: str) -> str:
    return "not known" if math.isnan(value) else f"{value:<7.3g}{meaning}"
