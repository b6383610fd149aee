"""Stages 2 to 4 for a fitted detector, by the library's ``das_enhance``."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import _abi
from ._arrays import Table
from ._booster import Booster
from ._boosters import adopt_booster, named_booster
from ._context import Context
from ._copies import unfitted_copy
from ._extra_trees import ExtraTrees
from ._handles import BoosterHandle, DetectorHandle, Handle, ModelHandle, SettingsHandle
from ._host_booster import HostBooster
from ._library import library
from ._random_forest import RandomForest
from ._settings import make_settings, preset_settings
from ._synthesis import program_handle
from ._texts import encoded


@dataclass(frozen=True)
class Recipe:
    """What ``das_enhance`` is to do but for the detector, and the objects that it borrows."""

    struct: _abi.das_recipe
    preset: str
    booster: Any
    """What is to be fitted: a booster of the library, a HostBooster, or None for the preset's."""
    handles: list[Handle]


def make_recipe(params: Any, table: Table, seed: int, context: Context) -> Recipe:
    """What the parameters of an :class:`LLMDAS` say."""
    fusion = fusion_settings(params, context)
    synthesis = _synthesis_settings(params, context)
    struct = _abi.das_recipe(
        size=ctypes.sizeof(_abi.das_recipe),
        preset=encoded("preset", params.preset),
        synthesis=synthesis.reference,
        fusion=fusion.reference,
    )
    handles: list[Handle] = [fusion, synthesis]
    program = program_handle(params.program, table, context)
    if program is not None:
        struct.program = program.reference
        handles.append(program)
    booster = named_booster(params.booster)
    if isinstance(booster, Booster):
        settings = make_settings(context, booster._stage, booster._settings())
        struct.booster = settings.reference
        handles.append(settings)
    elif booster is not None:
        booster = HostBooster(booster, True, seed)
        wrapped = booster.wrapped(context)
        struct.wrapped_booster = wrapped.reference
        handles.append(wrapped)
    return Recipe(struct, params.preset, booster, handles)


def enhance(
    recipe: Recipe, detector: DetectorHandle, table: Table, seed: int, context: Context
) -> tuple[ModelHandle, Any]:
    """Carries out a recipe for a fitted detector.

    Returns
    -------
    The model, and its booster as a fitted estimator.
    """
    recipe.struct.fitted_detector = detector.reference
    model = ModelHandle(keep=(detector.keep, recipe.handles[-1].keep))
    arguments = (ctypes.byref(recipe.struct), table.reference, seed, model.target)
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
