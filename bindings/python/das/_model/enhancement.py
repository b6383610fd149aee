"""Stages 2 to 4 for a fitted detector, by the library's ``das_enhance``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .._adapters.booster import HostBooster
from .._adapters.copies import unfitted_copy
from .._boosters.base import Booster
from .._boosters.extra_trees import ExtraTrees
from .._boosters.random_forest import RandomForest
from .._boosters.registry import adopt_booster, named_booster
from .._core.arrays import Table
from .._core.context import Context
from .._core.encoding import encoded
from .._core.handles import BoosterHandle, DetectorHandle, Handle, ModelHandle, SettingsHandle
from .._core.library import library
from .._core.options import EnhanceOptions
from .._core.settings import make_settings, preset_settings
from .._programs.hard_anomalies import program_handle


@dataclass(frozen=True)
class Recipe:
    """What ``das_enhance`` is to do but for the detector."""

    options: EnhanceOptions
    preset: str
    booster: Any
    """What is to be fitted: a booster of the library, a HostBooster, or None for the preset's."""
    keep: object = None
    """The callbacks of a HostBooster."""


def make_recipe(params: Any, table: Table, seed: int, context: Context) -> Recipe:
    """What the parameters of an :class:`LLMDAS` say."""
    handles: dict[str, Handle | None] = {
        "fusion": fusion_settings(params, context),
        "synthesis": _synthesis_settings(params, context),
        "program": program_handle(params.program, table, context),
    }
    booster, keep = named_booster(params.booster), None
    if isinstance(booster, Booster):
        handles["booster"] = make_settings(context, booster._stage, booster._settings())
    elif booster is not None:
        booster = HostBooster(booster, recipe=True, seed=seed)
        wrapped = handles["wrapped_booster"] = booster.wrapped(context)
        keep = wrapped.keep
    options = EnhanceOptions(encoded("preset", params.preset), **handles)
    return Recipe(options, params.preset, booster, keep)


def enhance(
    recipe: Recipe, detector: DetectorHandle, table: Table, seed: int, context: Context
) -> tuple[ModelHandle, Any]:
    """Carries out a recipe for a fitted detector.

    Returns
    -------
    The model, and its booster as a fitted estimator.
    """
    model = ModelHandle(keep=(detector.keep, recipe.keep))
    arguments = (recipe.options.with_detector(detector), table.reference, seed, model.target)
    context.run(library.das_enhance, *arguments)
    booster = recipe.booster
    if isinstance(booster, HostBooster):
        return model, booster.fitted
    made = _PRESETS[recipe.preset]() if booster is None else unfitted_copy(booster, seed)
    return model, adopt_booster(made, booster_of(model, context), table)


# What the library's presets are as estimators.
_PRESETS: dict[str, Callable[[], Booster]] = {
    "default": lambda: ExtraTrees(
        200, subsample=0.8, class_weight="balanced", min_samples_leaf=4, n_neighbors=1
    ),
    "paper": RandomForest,
}


def fusion_settings(params: Any, context: Context) -> SettingsHandle:
    """The settings of Eq. 7: the preset's, and what the parameters say."""
    values = {name: getattr(params, name) for name in ("weight", "normalization", "booster_scores")}
    return preset_settings(context, params.preset, "fusion", values)


def booster_of(model: ModelHandle, context: Context) -> BoosterHandle:
    """The booster inside of a model."""
    handle = BoosterHandle()
    context.run(library.das_model_booster, model.reference, handle.target)
    return handle


def _synthesis_settings(params: Any, context: Context) -> SettingsHandle:
    values = {"n_samples": params.n_samples, "max_samples": params.max_samples}
    return preset_settings(context, params.preset, "synthesis", values)
