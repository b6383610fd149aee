"""Calibration by held-out scores of the training rows."""

from __future__ import annotations

import numbers
from typing import Any

from .._adapters.detector import DetectorAdapter
from .._core.arrays import Table
from .._core.context import Context
from .._core.errors import InvalidArgumentError, OutOfRangeError
from .._core.handles import DetectorHandle, ModelHandle, SettingsHandle
from .._core.library import library
from .._core.settings import make_settings
from .._detectors.base import Detector
from .enhancement import PipelineConfiguration


def folds_of(calibration: Any, folds: Any) -> int | None:
    """The number of folds of the parameters; None for calibration on training scores."""
    if not isinstance(calibration, str) or calibration not in ("training", "cv"):
        raise InvalidArgumentError(
            f"calibration is {calibration!r:.80}; it takes 'training' or 'cv'"
        )
    if calibration == "training":
        return None
    if not isinstance(folds, numbers.Integral) or isinstance(folds, bool):
        raise InvalidArgumentError(f"folds is {folds!r}; it takes an integer")
    if not 2 <= int(folds) < 2**31:
        raise OutOfRangeError(f"folds is {folds}; it takes an integer of at least 2")
    return int(folds)


def cross_calibrated(
    model: ModelHandle,
    configuration: PipelineConfiguration,
    detector: Any,
    fitted: Any,
    table: Table,
    folds: int,
    seed: int,
    context: Context,
) -> ModelHandle:
    """The model, calibrated on held-out scores of its training rows.

    `detector` is the parameter of :class:`LLMDAS`, `fitted` its copy that is fitted to all rows.
    """
    unfitted: SettingsHandle | DetectorHandle
    if isinstance(fitted, Detector):
        unfitted = make_settings(context, fitted._stage, fitted._settings())
    else:
        unfitted = DetectorAdapter(fitted, detector, seed, table.schema).wrapped(context)
    calibrated = ModelHandle(keepalive=model.keepalive)
    options = configuration.options.with_detector(unfitted)
    arguments = (model.reference, options, table.reference, folds, seed)
    context.run(library.das_model_calibrate_cv, *arguments, calibrated.target)
    return calibrated
