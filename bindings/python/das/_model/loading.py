"""Models from files: one format for C and Python, without code in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .._base.base_detector import Scoring
from .._base.estimator import Estimator
from .._boosters.base import Booster, out_of_bag_scores
from .._boosters.registry import BOOSTERS
from .._boosters.training_rows import read_rows
from .._core import file_io
from .._core.details import Details, details_of
from .._core.errors import BadFormatError
from .._core.handles import BoosterHandle, DetectorHandle, ModelHandle, SavedHandle
from .._core.library import library
from .._detectors.base import Detector
from .._detectors.registry import DETECTORS
from . import header_parameters, notes
from .llmdas import LLMDAS
from .pickling import complete


def load(path: Any) -> Any:
    """Loads what :func:`save` or ``das_model_save`` wrote.

    The file is not trusted: whatever is in it, the result is a sound model or an error, and no code
    runs. It labels rows as the one that was saved did, checks names of features as that does, and
    has its parameters; those of a file that C wrote are told from the settings in it.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    LLMDAS, or the detector or booster that was saved
        Detectors that C wrote, and those of files of earlier versions, may lack
        ``decision_scores_`` and ``threshold_``.

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
    image = file_io.read(path)
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
    return _model(handle, header)


def _model(handle: ModelHandle, header: dict[str, str]) -> LLMDAS:
    columns = library.das_model_columns(handle.reference)
    details = details_of(handle, columns)
    told = notes.read_note(details.note)
    detector = _unfitted(told, "detector", header, header_parameters.detector_of)
    booster = _unfitted(told, "booster", header, header_parameters.booster_of)
    if told is None:
        model = header_parameters.model_of(header)
    else:
        parts = {"detector": detector, "booster": booster}
        model = notes.estimator_of(told.get("das"), like=LLMDAS, parts=parts)
    for role, part in (("detector", detector), ("booster", booster)):
        named = told is None or told[role].get("named") is True
        _note_features(part, columns, details if named else Details())
    detector.__dict__["_scores_in_model"] = True
    complete(handle, detector, booster)
    _finish_booster(booster, told and told["booster"])
    _decide(detector, told and told["detector"].get("threshold"))
    _note_features(model, columns, details)
    _take_contamination(model, details)
    model._adopt(handle, detector, booster, details.threshold)
    return model


def _detector(handle: DetectorHandle, header: dict[str, str]) -> Detector:
    columns = library.das_detector_columns(handle.reference)
    details = details_of(handle, columns)
    told = notes.read_note(details.note)
    detector: Detector = _unfitted(told, "das", header, header_parameters.detector_of)
    detector._handle = handle
    _note_features(detector, columns, details)
    _take_contamination(detector, details)
    if details.training_scores is not None:
        detector.decision_scores_ = details.training_scores
    _decide(detector, details.threshold)
    return detector


def _booster(handle: BoosterHandle, header: dict[str, str]) -> Booster:
    # Its trees see one more where it has neighbours: the distance to them.
    columns = int(header["booster.columns"]) - ("booster.neighbors.k" in header)
    details = details_of(handle, columns)
    told = notes.read_note(details.note)
    booster: Booster = _unfitted(told, "das", header, header_parameters.booster_of)
    booster._handle = handle
    _finish_booster(booster, told and told["das"])
    _note_features(booster, columns, details)
    return booster


def _unfitted(
    told: dict[str, Any] | None,
    role: str,
    header: dict[str, str],
    from_settings: Callable[..., Any],
) -> Any:
    if told is None:
        return from_settings(header)
    kinds: dict[str, Any] = {**DETECTORS, **BOOSTERS}
    name = header["detector" if from_settings is header_parameters.detector_of else "booster"]
    return notes.estimator_of(told.get(role), like=kinds[name])


def _note_features(fitted: Estimator, columns: int, details: Details) -> None:
    fitted.n_features_in_ = columns
    if details.names is not None:
        fitted.feature_names_in_ = details.names


def _take_contamination(fitted: Scoring, details: Details) -> None:
    if details.contamination is not None and fitted.contamination != details.contamination:
        fitted.contamination = details.contamination


def _decide(detector: Detector, threshold: Any) -> None:
    """Sets the threshold that a file holds, else the one that follows from training scores."""
    if threshold is not None:
        try:
            detector.threshold_ = float(threshold)
        except (TypeError, ValueError):
            raise BadFormatError(
                f"this is not a sound libdas file: its threshold is {threshold!r:.40}"
            ) from None
    elif hasattr(detector, "decision_scores_"):
        detector._keep_scores(detector.decision_scores_)


def _finish_booster(booster: Booster, told: dict[str, Any] | None) -> None:
    """Labels and rows, which a booster with a handle knows the number of."""
    votes = out_of_bag_scores(booster._handle)
    number = None if votes is None else len(votes)
    booster.classes_, booster._runs = read_rows(told or {}, number)
