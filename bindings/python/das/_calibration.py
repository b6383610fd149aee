"""Calibration by held-out scores of the training rows."""

from __future__ import annotations

import ctypes
import numbers
from typing import Any

from . import _abi
from ._arrays import Table
from ._context import Context
from ._detector import Detector
from ._enhancement import Recipe
from ._errors import InvalidArgumentError, OutOfRangeError
from ._handles import Handle, ModelHandle
from ._host_recipe import HostDetectorRecipe
from ._library import library
from ._settings import make_settings


def folds_of(calibration: Any, folds: Any) -> int | None:
    """The number of folds that the parameters ask for; None for a calibration in sample."""
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
    recipe: Recipe,
    detector: Any,
    fitted: Any,
    table: Table,
    folds: int,
    seed: int,
    context: Context,
) -> ModelHandle:
    """The model with a calibration on held-out scores of its training rows.

    `detector` is the parameter of :class:`LLMDAS`, `fitted` the copy that was fitted to all rows.
    """
    struct = _abi.das_recipe.from_buffer_copy(recipe.struct)
    unfitted: Handle
    if isinstance(fitted, Detector):
        unfitted = make_settings(context, fitted._stage, fitted._settings())
        struct.detector = unfitted.reference
        struct.fitted_detector = _abi.das_detector_ref()
    else:
        unfitted = HostDetectorRecipe(detector, fitted, seed).wrapped(context)
        struct.fitted_detector = unfitted.reference
    calibrated = ModelHandle(keep=model.keep)
    arguments = (model.reference, ctypes.byref(struct), table.reference, folds, seed)
    context.run(library.das_model_calibrate_cv, *arguments, calibrated.target)
    return calibrated
