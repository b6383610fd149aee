"""Constants of the C interface, under the names used in Python."""

from __future__ import annotations

from . import abi

VERSION = abi.VERSION

MAX_MAGNITUDE = abi.DAS_MAX_MAGNITUDE
"""The largest magnitude of a number in a table."""

MAX_CATEGORIES = abi.DAS_MAX_CATEGORIES
"""The maximum number of categories of a column."""

CALIBRATIONS = {
    abi.DAS_CALIBRATION_TRAINING: "training",
    abi.DAS_CALIBRATION_HELD_OUT: "held_out",
    abi.DAS_CALIBRATION_CROSS_FITTED: "cross_fitted",
}

CONTAMINATIONS = {"unknown": 0.0, "clean": float(abi.DAS_CLEAN)}
"""What may be known of the training rows instead of their fraction of anomalies."""

PROMPTS = {
    "description": abi.DAS_PROMPT_DESCRIPTION,
    "json": abi.DAS_PROMPT_JSON,
    "python": abi.DAS_PROMPT_PYTHON,
}
REPAIR_PROMPTS = {"json": abi.DAS_PROMPT_JSON_REPAIR, "python": abi.DAS_PROMPT_PYTHON_REPAIR}
PROMPT_VARIANTS = {
    None: abi.DAS_VARIANT_FULL,
    "generic": abi.DAS_VARIANT_GENERIC,
    "simple": abi.DAS_VARIANT_SIMPLE,
    "random": abi.DAS_VARIANT_RANDOM,
}
