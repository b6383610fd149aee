"""The options of ``das_enhance`` and ``das_model_calibrate_cv``."""

from __future__ import annotations

import ctypes
from typing import Any

from . import abi
from .handles import DetectorHandle, Handle, SettingsHandle


class EnhanceOptions:
    """All stages but the detector.

    Parameters
    ----------
    preset : bytes
    contamination : float
        As in ``das_enhance_options``: a fraction, 0 or ``DAS_CLEAN``.
    handles : Handle or None
        By the name of the option: ``synthesis``, ``program``, ``booster``, ``wrapped_booster``,
        ``fusion``. They live as long as the options.
    """

    def __init__(self, preset: bytes, contamination: float, **handles: Handle | None) -> None:
        self._preset = preset
        self._contamination = contamination
        self._handles = {name: handle for name, handle in handles.items() if handle is not None}

    def with_detector(self, detector: DetectorHandle | SettingsHandle) -> Any:
        """A reference to the options with a fitted detector, or settings of one to be fitted."""
        unfitted = isinstance(detector, SettingsHandle)
        handles = {**self._handles, "detector" if unfitted else "fitted_detector": detector}
        struct = abi.das_enhance_options(
            size=ctypes.sizeof(abi.das_enhance_options),
            preset=self._preset,
            contamination=self._contamination,
            **{name: handle.reference for name, handle in handles.items()},
        )
        return ctypes.byref(struct)
