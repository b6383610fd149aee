"""Models as files: one format for C and Python, without code in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from . import _boosters, _detectors, _file_io, _notes, _settings_told
from ._booster import Booster, out_of_bag_scores
from ._details import Details, described, details_of
from ._detector import Detector
from ._errors import BadFormatError, UnsupportedError
from ._estimator import Estimator
from ._fitted_notes import read_rows, told_of_booster
from ._handles import BoosterHandle, DetectorHandle, ModelHandle, SavedHandle
from ._library import library
from ._llmdas import LLMDAS
from ._model_pickles import complete
from ._scoring import Scoring


def save(model: Any, path: Any) -> None:
    """Saves a fitted model, detector or booster of das as one file.

    The format is safetensors; ``das_model_load`` of the C interface, :func:`load` and the package
    ``safetensors`` read it, whatever the version that wrote it. The file holds what was learnt, the
    scores of training rows, the threshold, the names of features and the parameters, so what is
    loaded labels rows as the saved one does, and its ``clone`` fits as that of the saved one. Of
    parameters that are functions, generators or objects of other libraries it holds only what
    they are; a fit of what is loaded refuses them.

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
    image = image_of(model)
    _file_io.write(path, image)


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


# MARK: writing


def image_of(fitted: Estimator) -> bytes:
    """The file image of a fitted estimator."""
    model = fitted if isinstance(fitted, LLMDAS) else None
    told = _told_of_model(model) if model else {"das": _told_of_part(fitted)}
    details = Details(getattr(fitted, "feature_names_in_", None), note=_notes.note_of(told))
    if isinstance(fitted, Scoring):
        details = details._replace(
            contamination=_contamination(fitted), threshold=_threshold(fitted)
        )
    if isinstance(fitted, Detector):
        scores = getattr(fitted, "decision_scores_", None)
        details = details._replace(training_scores=scores)
    return described(fitted._handle, details).to_bytes()


def _told_of_model(model: LLMDAS) -> dict[str, Any]:
    parts = {"detector": model.detector_, "booster": model.booster_}
    for role, part in parts.items():
        if not isinstance(part, (Detector, Booster)):
            raise UnsupportedError(
                f"the {role} {type(part).__name__} is an object of Python, which no file of das "
                "can hold; pickle and joblib.dump keep such a model where they keep the object"
            )
    told = {"das": _notes.told_of(model, {id(part): role for role, part in parts.items()})}
    for role, part in parts.items():
        told[role] = _told_of_part(part)
        told[role]["named"] = "feature_names_in_" in part.__dict__
    if _threshold(model.detector_) is not None:
        told["detector"]["threshold"] = repr(_threshold(model.detector_))
    return told


def _told_of_part(part: Any) -> dict[str, Any]:
    told = _notes.told_of(part)
    return {**told, **told_of_booster(part)} if isinstance(part, Booster) else told


def _threshold(fitted: Any) -> float | None:
    threshold = getattr(fitted, "threshold_", None)
    return None if threshold is None else float(threshold)


def _contamination(fitted: Any) -> float | None:
    """A contamination that no fit would take is a parameter only."""
    value = fitted.contamination
    fits = isinstance(value, (float, int, np.number)) and 0 < value <= 0.5
    return float(value) if fits else None


# MARK: reading


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
    told = _notes.read_note(details.note)
    detector = _unfitted(told, "detector", header, _settings_told.detector_of)
    booster = _unfitted(told, "booster", header, _settings_told.booster_of)
    if told is None:
        model = _settings_told.model_of(header)
    else:
        parts = {"detector": detector, "booster": booster}
        model = _notes.estimator_of(told.get("das"), like=LLMDAS, parts=parts)
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
    told = _notes.read_note(details.note)
    detector: Detector = _unfitted(told, "das", header, _settings_told.detector_of)
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
    told = _notes.read_note(details.note)
    booster: Booster = _unfitted(told, "das", header, _settings_told.booster_of)
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
    kinds: dict[str, Any] = {**_detectors.BUILT_IN, **_boosters.BUILT_IN}
    name = header["detector" if from_settings is _settings_told.detector_of else "booster"]
    return _notes.estimator_of(told.get(role), like=kinds[name])


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
