"""The constants of the C interface by the words that Python has for them."""

from __future__ import annotations

from . import abi

VERSION = abi.VERSION

CALIBRATIONS = {
    abi.DAS_CALIBRATION_TRAINING: "training",
    abi.DAS_CALIBRATION_HELD_OUT: "held_out",
    abi.DAS_CALIBRATION_CROSS_FITTED: "cross_fitted",
}

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
