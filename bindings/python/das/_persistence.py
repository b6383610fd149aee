"""Models as files: one format for C and Python, without code in it."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from typing import Any

import numpy as np

from . import _boosters, _detectors
from ._booster import Booster, out_of_bag_scores
from ._context import Context
from ._detector import Detector
from ._enhancement import booster_of
from ._errors import BadFormatError, UnsupportedError
from ._estimator import Estimator
from ._handles import BoosterHandle, DetectorHandle, ModelHandle, SavedHandle
from ._library import library
from ._llmdas import LLMDAS


def save(model: Any, path: Any) -> None:
    """Saves a fitted model, detector or booster of das as one file.

    The format is safetensors; ``das_model_load`` of the C interface, :func:`load` and the package
    ``safetensors`` read it, whatever the version that wrote it. The file holds what was learnt: the
    names of features and the constructor's parameters are not in it (pickles hold them). It is
    written beside `path`, synced and renamed, so `path` holds the old file or the whole new one.

    Parameters
    ----------
    model : fitted LLMDAS, detector or booster
    path : str or path-like

    Raises
    ------
    UnsupportedError
        When the model holds an object of Python, which no file can; the message names it.
    NotFittedError, OSError
    """
    if not isinstance(model, Estimator):
        raise UnsupportedError(f"das cannot save a {type(model).__name__}")
    model._check_fitted()
    image = model._handle.to_bytes()
    folder, name = os.path.split(os.path.abspath(os.fsdecode(path)))
    beside = os.path.join(folder, f".{name}.{os.getpid()}.{threading.get_ident()}.part")
    try:
        with open(beside, "xb") as file:
            file.write(image)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, os.path.join(folder, name))
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


def load(path: Any) -> Any:
    """Loads what :func:`save` or ``das_model_save`` wrote.

    The file is not trusted: whatever is in it, the result is a sound model or an error, and no code
    runs. The estimator's parameters are the defaults; it scores as the one that was saved did.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    LLMDAS, or the detector or booster that was saved
        Detectors and boosters have no ``decision_scores_`` and ``threshold_``: a file holds none.

    Raises
    ------
    BadFormatError
        When the file is truncated, corrupted or not a file of das.
    NewerVersionError
        When a later version of das wrote it in a form that this one does not know.
    OSError
    """
    with open(os.fsdecode(path), "rb") as file:
        image = file.read()
    first: BadFormatError | None = None
    for kind in (ModelHandle, DetectorHandle, BoosterHandle):
        try:
            return _estimator(kind.from_bytes(image), _header(image))
        except BadFormatError as error:
            first = first or error
            if not str(error).startswith("the file holds a "):
                break
    assert first is not None
    raise first


def _header(image: bytes) -> dict[str, str]:
    """The texts in a file that the library has found sound."""
    size = int.from_bytes(image[:8], "little")
    header: dict[str, str] = json.loads(image[8 : 8 + size])["__metadata__"]
    return header


def _estimator(handle: SavedHandle, header: dict[str, str]) -> Estimator:
    if isinstance(handle, DetectorHandle):
        return _detector(handle, header)
    if isinstance(handle, BoosterHandle):
        return _booster(handle, header)
    assert isinstance(handle, ModelHandle)
    model = LLMDAS()
    inner = DetectorHandle()
    with Context() as context:
        context.run(library.das_model_detector, handle.reference, inner.target)
        outer = booster_of(handle, context)
    detector = _detector(inner, header)
    model.n_features_in_ = detector.n_features_in_
    model._adopt(handle, detector, _booster(outer, header, detector.n_features_in_))
    return model


def _detector(handle: DetectorHandle, header: dict[str, str]) -> Detector:
    detector = _detectors.BUILT_IN[header["detector"]]()
    detector._handle = handle
    detector.n_features_in_ = library.das_detector_columns(handle.reference)
    return detector


def _booster(handle: BoosterHandle, header: dict[str, str], columns: int | None = None) -> Booster:
    booster = _boosters.BUILT_IN[header["booster"]]()
    booster._handle = handle
    booster.n_features_in_ = columns or int(header["booster.columns"])
    booster.classes_ = np.array([0, 1])
    booster.oob_scores_ = out_of_bag_scores(handle)
    return booster
