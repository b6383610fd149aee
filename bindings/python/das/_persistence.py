"""Models as files: one format for C and Python, without code in it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from . import _boosters, _detectors, _file_io
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
    names of features and the constructor's parameters are not in it (pickles hold them).

    A temporary file in the same folder is written, synced and renamed, so `path` holds the old file
    or the whole new one; the folder must be writable. Symbolic links are followed, and a file that
    is replaced hands on its mode, owner and group. A ``~`` is not expanded.

    Parameters
    ----------
    model : fitted LLMDAS, detector or booster
    path : str or path-like

    Raises
    ------
    UnsupportedError
        When the model holds an object of Python, which no file can; the message names it.
    NotFittedError
    FileError
        With the system's reason; also ``FileNotFoundError`` and the like.
    """
    if not isinstance(model, Estimator):
        raise UnsupportedError(f"das cannot save a {type(model).__name__}")
    model._check_fitted()
    image = model._handle.to_bytes()
    _file_io.write(path, image)


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
    FileError
        With the system's reason; also ``FileNotFoundError`` and the like. Nothing but a regular
        file is opened.
    """
    image = _file_io.read(path)
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
