"""Loading of files, which contain no code."""

from __future__ import annotations

from typing import Any

from .._base.base_detector import BaseDetector
from .._base.estimator import Estimator
from .._boosters.base import Booster, out_of_bag_scores
from .._boosters.registry import BOOSTERS
from .._boosters.training_rows import parse_rows
from .._core import file_io
from .._core.context import Context
from .._core.details import Details, details_of
from .._core.errors import BadFormatError
from .._core.handles import BoosterHandle, DetectorHandle, ModelHandle, SavedHandle, handle_from
from .._core.schemas import schema_of
from .._core.tables.schema import Schema
from .._detectors.base import Detector
from .._detectors.registry import DETECTORS
from . import notes
from .llmdas import LLMDAS
from .parts import training_parts
from .provenance_parameters import Provenance, model_from, part_from


def load(path: Any) -> Any:
    """Loads a file that :func:`save` or C wrote.

    The file need not be trusted: the result is a sound model or an error, and no code runs. What is
    loaded labels rows and checks names of features as the saved estimator does, and has its
    parameters; for a file of C they are derived from its settings.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    LLMDAS, or the detector or booster that was saved
        Detectors that C wrote may lack ``decision_scores_`` and ``threshold_``.

    Raises
    ------
    BadFormatError
        Where the file is truncated, corrupted or not one of das.
    NewerVersionError
        Where it has a newer format.
    FileError
        With the system's reason; it is also ``FileNotFoundError`` and the like. Only a regular
        file is opened.
    """
    image = file_io.read(path)
    return estimator_from(handle_from(image), image)


def estimator_from(handle: SavedHandle, image: bytes | None = None) -> Estimator:
    """The fitted estimator of an object that was read from a file, and its image if it is known."""
    has_schema = _has_schema(handle.to_bytes() if image is None else image)
    if isinstance(handle, DetectorHandle):
        return _detector(handle, has_schema)
    if isinstance(handle, BoosterHandle):
        return _booster(handle, has_schema)
    assert isinstance(handle, ModelHandle)
    return _model(handle, has_schema)


def _has_schema(image: bytes) -> bool:
    """Whether a file has one; other files may claim any number of columns."""
    return b'"columns.kinds":' in image[8 : 8 + int.from_bytes(image[:8], "little")]


def _schema(handle: SavedHandle, has_schema: bool, note: dict[str, Any] | None) -> Schema | None:
    kinds = notes.parse_kinds(note)
    return schema_of(handle, kinds) if has_schema else None


def _model(handle: ModelHandle, has_schema: bool) -> LLMDAS:
    details, provenance = details_of(handle), handle.provenance()
    note = notes.parse_note(details.note)
    with Context() as context:
        scores = training_parts(handle, context)
        handles = handle.detector(context), handle.booster(context)
        schema = _schema(handle, has_schema, note)
        detector = _fitted_part(handles[0], note, "detector", provenance, details)
        booster = _fitted_part(handles[1], note, "booster", provenance, details)
        detector._schema = booster._schema = schema
        if note is None:
            model = model_from(provenance, *(part.name for part in handles))
        else:
            parts = {"detector": detector, "booster": booster}
            model = notes.build_estimator(note.get("das"), like=LLMDAS, parts=parts)
        detector.decision_scores_ = scores.detector
        _finish_booster(booster, note and note["booster"])
        _decide(detector, note and note["detector"].get("threshold"))
        _note_features(model, details)
        model.n_features_in_, model._schema = handle.columns, schema
        _take_contamination(model, details)
        model._adopt(handle, detector, booster, scores.fused, context, details.threshold)
    return model


def _fitted_part(
    handle: DetectorHandle | BoosterHandle,
    note: dict[str, Any] | None,
    role: str,
    provenance: Provenance,
    details: Details,
) -> Any:
    """A fitted part of a model, with the names of features if it had them."""
    part = _bare(handle, note, role, provenance)
    named = note is None or note[role].get("named") is True
    _note_features(part, details if named else Details())
    return part


def _detector(handle: DetectorHandle, has_schema: bool) -> Detector:
    details = details_of(handle)
    note = notes.parse_note(details.note)
    detector: Detector = _bare(handle, note, "das", handle.provenance())
    detector._schema = _schema(handle, has_schema, note)
    _note_features(detector, details)
    _take_contamination(detector, details)
    if details.training_scores is not None:
        detector.decision_scores_ = details.training_scores
    _decide(detector, details.threshold)
    return detector


def _booster(handle: BoosterHandle, has_schema: bool) -> Booster:
    details = details_of(handle)
    note = notes.parse_note(details.note)
    booster: Booster = _bare(handle, note, "das", handle.provenance())
    booster._schema = _schema(handle, has_schema, note)
    _finish_booster(booster, note and note["das"])
    _note_features(booster, details)
    return booster


def _bare(
    handle: DetectorHandle | BoosterHandle,
    note: dict[str, Any] | None,
    role: str,
    provenance: Provenance,
) -> Any:
    """The estimator of a handle, without the details of the file."""
    kinds: dict[str, Any] = {**DETECTORS, **BOOSTERS}
    kind = kinds[handle.name]
    if note is None:
        estimator = part_from(kind, provenance)
    else:
        estimator = notes.build_estimator(note.get(role), like=kind)
    estimator._handle = handle
    estimator.n_features_in_ = handle.columns
    return estimator


def _note_features(fitted: Estimator, details: Details) -> None:
    if details.names is not None:
        fitted.feature_names_in_ = details.names


def _take_contamination(fitted: BaseDetector, details: Details) -> None:
    if details.contamination is not None and fitted.contamination != details.contamination:
        fitted.contamination = details.contamination


def _decide(detector: Detector, threshold: Any) -> None:
    """Sets the file's threshold, or else the one of the training scores."""
    if threshold is not None:
        try:
            detector.threshold_ = float(threshold)
        except (TypeError, ValueError):
            raise BadFormatError(
                f"this is not a sound libdas file: its threshold is {threshold!r:.40}"
            ) from None
    elif hasattr(detector, "decision_scores_"):
        detector._set_training_scores(detector.decision_scores_)


def _finish_booster(booster: Booster, note: dict[str, Any] | None) -> None:
    """Sets labels and order of the training rows."""
    votes = out_of_bag_scores(booster._handle)
    number = None if votes is None else len(votes)
    booster.classes_, booster._runs = parse_rows(note or {}, number)
