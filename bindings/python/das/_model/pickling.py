"""How a model is pickled and copied: its image once, and what Python alone knows.

The image holds the parts of das and the scores of training rows, so those are left out beside it.
Objects of other libraries stand beside the image of the rest, which is joined with them again.
"""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

import numpy as np

from .._adapters.booster import HostBooster
from .._adapters.detector import HostDetector
from .._boosters.base import Booster
from .._core.arrays import Floats, pointer_to
from .._core.context import Context
from .._core.handles import BoosterHandle, DetectorHandle, ModelHandle
from .._core.library import library
from .._core.memory import empty
from .._detectors.base import Detector


class TrainingScores(NamedTuple):
    """The scores of a model's training rows; NaN where it does not know one."""

    detector: Floats
    booster: Floats
    """Out of bag."""
    fused: Floats


def training_scores(model: ModelHandle) -> TrainingScores:
    """All scores of training rows that a model keeps."""
    count = ctypes.c_int64()
    ask = library.das_model_training_scores
    with Context() as context:
        context.run(ask, model.reference, None, None, None, 0, ctypes.byref(count))
        scores = TrainingScores(*(empty(count.value) for _ in range(3)))
        pointers = (pointer_to(part) for part in scores)
        context.run(ask, model.reference, *pointers, count.value, ctypes.byref(count))
    return scores


def pickled(model: Any) -> dict[str, Any]:
    """The state of a fitted model."""
    state: dict[str, Any] = model.__dict__.copy()
    handle, parts = state.pop("_handle"), state.pop("_parts")
    hosts = not isinstance(model.detector_, Detector) or not isinstance(model.booster_, Booster)
    # The handle is pickled as its image, and shared by copies.
    state["_image"] = handle.rest_to_bytes() if hosts else handle
    own = training_scores(handle).fused
    if _equal(own, model.decision_scores_):
        del state["decision_scores_"]
    for part, fitted in zip((model.detector_, model.booster_), parts):
        if isinstance(part, (Detector, Booster)) and part._handle is fitted:
            bare = _bare(part, handle)
            state.update({name: bare for name, value in state.items() if value is part})
    return state


def _bare(part: Any, model: ModelHandle) -> Any:
    """A copy of a part without what the model's image holds."""
    made = object.__new__(type(part))
    made.__dict__.update(part.__dict__)
    del made._handle
    if isinstance(part, Detector):
        own = _detector_scores(model)
        if own is not None and _equal(own, getattr(part, "decision_scores_", None)):
            del made.decision_scores_
            made.__dict__["_scores_in_model"] = True
    return made


def unpickle(model: Any, state: dict[str, Any]) -> None:
    """Makes a model of the state that :func:`pickled` gave."""
    state = state.copy()
    image = state.pop("_image", None)
    model.__dict__.update(state)
    if image is None:
        return
    if isinstance(image, bytes):
        image = _joined(image, model)
    model._handle = image
    model.detector_, model.booster_ = complete(image, model.detector_, model.booster_)
    parts = (model.detector_, model.booster_)
    model._parts = tuple(getattr(part, "_handle", None) for part in parts)
    if "decision_scores_" not in state:
        model.decision_scores_ = training_scores(image).fused


def _joined(image: bytes, model: Any) -> ModelHandle:
    detector, booster = model.detector_, model.booster_
    with Context() as context:
        return ModelHandle.from_rest(
            image,
            None
            if isinstance(detector, Detector)
            else HostDetector(detector).wrapped(context, model.n_features_in_),
            None
            if isinstance(booster, Booster)
            else HostBooster(booster, recipe=False).wrapped(context),
        )


def complete(model: ModelHandle, detector: Any, booster: Any) -> tuple[Any, Any]:
    """The parts of a model with what its handle holds of them, where they lack it."""
    with Context() as context:
        if isinstance(detector, Detector) and "_handle" not in detector.__dict__:
            detector._handle = DetectorHandle()
            arguments = (model.reference, detector._handle.target)
            context.run(library.das_model_detector, *arguments)
        if isinstance(booster, Booster) and "_handle" not in booster.__dict__:
            booster._handle = BoosterHandle()
            context.run(library.das_model_booster, model.reference, booster._handle.target)
    if isinstance(detector, Detector) and detector.__dict__.pop("_scores_in_model", False):
        scores = _detector_scores(model)
        if scores is not None:
            detector.decision_scores_ = scores
    return detector, booster


def _detector_scores(model: ModelHandle) -> Floats | None:
    """f of the training rows; None in models of files of earlier versions."""
    scores = training_scores(model).detector
    return None if np.isnan(scores).all() else scores


def _equal(first: Floats, second: Any) -> bool:
    return isinstance(second, np.ndarray) and np.array_equal(first, second)
