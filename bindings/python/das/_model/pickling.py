"""Pickles and copies of models: a file image, and the state that only Python knows.

The image contains the das parts and the training scores, so the state does not. Objects of other
libraries are pickled beside a partial image, and joined with it again.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._adapters.booster import BoosterAdapter
from .._adapters.detector import DetectorAdapter
from .._boosters.base import Booster
from .._core.arrays import Floats
from .._core.context import Context
from .._core.handles import ModelHandle
from .._detectors.base import Detector
from .parts import training_parts


def pickled(model: Any) -> dict[str, Any]:
    """The state of a fitted model."""
    state: dict[str, Any] = model.__dict__.copy()
    handle, parts = state.pop("_handle"), state.pop("_parts")
    hosts = not isinstance(model.detector_, Detector) or not isinstance(model.booster_, Booster)
    # The handle is pickled as its image, and copies share it.
    state["_image"] = handle.partial_to_bytes() if hosts else handle
    with Context() as context:
        own = training_parts(handle, context)
    if np.array_equal(own.fused, model.decision_scores_):
        del state["decision_scores_"]
    for part, fitted in zip((model.detector_, model.booster_), parts):
        if isinstance(part, (Detector, Booster)) and part._handle is fitted:
            bare = _bare(part, own.detector)
            state.update({name: bare for name, value in state.items() if value is part})
    return state


def _bare(part: Any, scores: Floats) -> Any:
    """A copy of a part without what the model's image contains."""
    made = object.__new__(type(part))
    made.__dict__.update(part.__dict__)
    del made._handle
    if np.array_equal(scores, part.__dict__.get("decision_scores_", [])):
        del made.decision_scores_
        made.__dict__["_scores_in_model"] = True
    return made


def unpickle(model: Any, state: dict[str, Any]) -> None:
    """Restores a model from the state of :func:`pickled`."""
    state = state.copy()
    image = state.pop("_image", None)
    model.__dict__.update(state)
    if image is None:
        return
    if isinstance(image, bytes):
        image = _joined(image, model)
    model._handle = image
    with Context() as context:
        scores = training_parts(image, context)
        complete(image, model.detector_, model.booster_, scores.detector, context)
    model.__dict__.setdefault("decision_scores_", scores.fused)
    parts = (model.detector_, model.booster_)
    model._parts = tuple(getattr(part, "_handle", None) for part in parts)


def _joined(image: bytes, model: Any) -> ModelHandle:
    detector, booster = model.detector_, model.booster_
    with Context() as context:
        return ModelHandle.from_partial(
            image,
            None
            if isinstance(detector, Detector)
            else DetectorAdapter(detector, schema=model._schema).wrapped(
                context, model.n_features_in_
            ),
            None
            if isinstance(booster, Booster)
            else BoosterAdapter(booster, schema=model._schema).wrapped(context),
        )


def complete(
    model: ModelHandle, detector: Any, booster: Any, scores: Floats, context: Context
) -> None:
    """Completes the parts of a model from its handle.

    `scores` are the detector's of the training rows.
    """
    if isinstance(detector, Detector):
        if "_handle" not in detector.__dict__:
            detector._handle = model.detector(context)
        if detector.__dict__.pop("_scores_in_model", False):
            detector.decision_scores_ = scores
    if isinstance(booster, Booster) and "_handle" not in booster.__dict__:
        booster._handle = model.booster(context)
