"""The detector for which a program is written, fitted to synthetic tables."""

from __future__ import annotations

import re
from typing import Any

from .._adapters.copies import fitted_copy
from .._adapters.detector import KNOWN, attempt_on
from .._core.arrays import Floats, as_table
from .._core.errors import InvalidArgumentError, UnknownNameError
from .._detectors.base import Detector
from .._detectors.registry import DETECTORS
from .suppress import suppress_warnings
from .tables import tables

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")

# With fewer tables, the checks would have little power.
MIN_TABLES = 3


class DetectorUnderTest:
    """A type of detector, with copies fitted to synthetic tables.

    Nothing that the caller has fitted is used.

    Attributes
    ----------
    name : str
    fitted : dict
        Training rows and fitted copy by kind of table; :meth:`fit` fills it.
    """

    def __init__(self, detector: Any, estimator: Any = None) -> None:
        self.name = _name_of(detector)
        self._estimator = _estimator_of(detector, estimator)
        self.fitted: dict[str, tuple[Floats, Any]] = {}

    def fit(self, seed: int) -> None:
        """Fits copies to the tables, and skips tables on which the detector fails."""
        last_error: Exception | None = None
        for kind, table in tables().items():
            if kind in self.fitted:
                continue
            try:
                with suppress_warnings():
                    copy = fitted_copy(self._estimator, seed, attempt_on(as_table(table)), table)
                self.fitted[kind] = table, copy
            except Exception as error:
                last_error = error
        if len(self.fitted) < MIN_TABLES:
            name = type(self._estimator).__name__
            raise InvalidArgumentError(
                f"{name} can be fitted to {len(self.fitted)} of the tables on which programs are "
                f"checked; {MIN_TABLES} are needed"
            ) from last_error


def _name_of(detector: Any) -> str:
    if isinstance(detector, type):
        raise InvalidArgumentError(f"detector is the class {detector.__name__}; give an instance")
    if isinstance(detector, str):
        name = detector
    elif isinstance(detector, Detector):
        name = detector._stage
    else:
        name = KNOWN.get(type(detector).__name__, type(detector).__name__)
    if not _NAME.fullmatch(name):
        raise InvalidArgumentError(
            f"detector is {name!r}; a name has 1 to 64 letters, digits, '_', '-' and '.'"
        )
    return name


def _estimator_of(detector: Any, estimator: Any) -> Any:
    if estimator is None and isinstance(detector, str):
        if detector not in DETECTORS:
            raise UnknownNameError(
                f"there is no detector '{detector}'; there are {', '.join(DETECTORS)}. For "
                "another, give an object that can be fitted as estimator="
            )
        return DETECTORS[detector]()
    chosen = detector if estimator is None else estimator
    if isinstance(chosen, (str, type)) or not callable(getattr(chosen, "fit", None)):
        raise InvalidArgumentError(
            f"{chosen!r:.80} has no method fit, so no program can be tried on it; give an object "
            "that can be fitted as estimator="
        )
    return chosen
