"""Stages 2 to 4 for a fitted detector, by the library's ``das_enhance``."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from . import _abi
from ._arrays import Table
from ._booster import Booster
from ._boosters import adopt_booster, named_booster
from ._context import Context
from ._extra_trees import ExtraTrees
from ._handles import BoosterHandle, DetectorHandle, ModelHandle, SettingsHandle
from ._host_booster import HostBooster
from ._host_detector import unfitted_copy
from ._library import library
from ._random_forest import RandomForest
from ._settings import make_settings, preset_settings
from ._synthesis import program_handle


def enhance(
    params: Any, detector: DetectorHandle, table: Table, seed: int, context: Context
) -> tuple[ModelHandle, Any]:
    """Carries out what the parameters of an :class:`LLMDAS` say.

    Returns
    -------
    The model, and its booster as a fitted estimator.
    """
    fusion = fusion_settings(params, context)
    synthesis = _synthesis_settings(params, context)
    recipe = _abi.das_recipe(
        size=ctypes.sizeof(_abi.das_recipe),
        preset=params.preset.encode(),
        fitted_detector=detector.reference,
        synthesis=synthesis.reference,
        fusion=fusion.reference,
    )
    program = program_handle(params.program, table, context)
    if program is not None:
        recipe.program = program.reference
    model = ModelHandle(keep=detector.keep)
    booster = named_booster(params.booster)
    if booster is not None and not isinstance(booster, Booster):
        return model, _with_host(
            HostBooster(booster, True, seed), recipe, table, seed, model, context
        )
    settings = _booster_settings(booster, context)
    if settings is not None:
        recipe.booster = settings.reference
    _run(recipe, table, seed, model, context)
    made = _PRESETS[params.preset]() if booster is None else unfitted_copy(booster, seed)
    return model, adopt_booster(made, booster_of(model, context), table)


# What the library's presets are as estimators.
_PRESETS: dict[str, Callable[[], Booster]] = {
    "default": lambda: ExtraTrees(200, bootstrap=True, class_weight="balanced"),
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


def _booster_settings(booster: Booster | None, context: Context) -> SettingsHandle | None:
    if booster is None:
        return None
    return make_settings(context, booster._stage, booster._settings())


def _with_host(
    host: HostBooster,
    recipe: _abi.das_recipe,
    table: Table,
    seed: int,
    model: ModelHandle,
    context: Context,
) -> Any:
    wrapped = host.wrapped(context)
    recipe.wrapped_booster = wrapped.reference
    _run(recipe, table, seed, model, context)
    model.keep = (model.keep, wrapped.keep)
    return host.fitted


def _run(
    recipe: _abi.das_recipe, table: Table, seed: int, model: ModelHandle, context: Context
) -> None:
    arguments = (ctypes.byref(recipe), table.reference, seed, model.target)
    context.run(library.das_enhance, *arguments)
