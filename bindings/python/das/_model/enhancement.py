"""Stages 2 to 4 of the method for a fitted detector, by ``das_enhance``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .._adapters.booster import BoosterAdapter
from .._adapters.copies import unfitted_copy
from .._boosters.base import Booster
from .._boosters.registry import BOOSTERS, adopt_booster, named_booster
from .._core.arrays import Table
from .._core.constants import CONTAMINATIONS
from .._core.context import Context
from .._core.encoding import encoded
from .._core.handles import DetectorHandle, Handle, ModelHandle, SettingsHandle
from .._core.library import library
from .._core.options import EnhanceOptions
from .._core.settings import make_settings, preset_settings, settings_values
from .._programs.hard_anomalies import program_handle


@dataclass(frozen=True)
class PipelineConfiguration:
    """All stages of ``das_enhance`` but the detector."""

    options: EnhanceOptions
    preset: str
    booster: Any
    """The booster to fit: one of the library, an adapter, or None for the preset's."""
    keepalive: object = None
    """The callbacks of an adapter."""


def make_configuration(
    params: Any, table: Table, seed: int, context: Context
) -> PipelineConfiguration:
    """The configuration that the parameters of an :class:`LLMDAS` describe."""
    handles: dict[str, Handle | None] = {
        "fusion": fusion_settings(params, context),
        "synthesis": _synthesis_settings(params, context),
        "program": program_handle(params.program, table, context),
    }
    booster, keepalive = named_booster(params.booster), None
    if isinstance(booster, Booster):
        handles["booster"] = make_settings(context, booster._stage, booster._settings())
    elif booster is not None:
        booster = BoosterAdapter(booster, unfitted=True, seed=seed, schema=table.schema)
        wrapped = handles["wrapped_booster"] = booster.wrapped(context)
        keepalive = wrapped.keepalive
    options = EnhanceOptions(
        encoded("preset", params.preset),
        CONTAMINATIONS.get(params.contamination, params.contamination),
        **handles,
    )
    return PipelineConfiguration(options, params.preset, booster, keepalive)


def enhance(
    configuration: PipelineConfiguration,
    detector: DetectorHandle,
    table: Table,
    seed: int,
    context: Context,
) -> tuple[ModelHandle, Any]:
    """The model of a fitted detector, and its booster as a fitted estimator."""
    model = ModelHandle(keepalive=(detector.keepalive, configuration.keepalive))
    arguments = (configuration.options.with_detector(detector), table.reference, seed, model.target)
    context.run(library.das_enhance, *arguments)
    booster = configuration.booster
    if isinstance(booster, BoosterAdapter):
        return model, booster.fitted
    if booster is None:
        fitted = preset_booster(configuration.preset, context)
    else:
        fitted = unfitted_copy(booster, seed)
    return model, adopt_booster(fitted, model.booster(context), table)


def preset_booster(preset: str, context: Context) -> Booster:
    """The booster of a preset as an estimator."""
    stage, values = settings_values(context, preset_settings(context, preset, "booster", {}))
    return BOOSTERS[stage](**values)


def fusion_settings(params: Any, context: Context) -> SettingsHandle:
    """The settings of Eq. 7: the preset's, changed by parameters."""
    values = {name: getattr(params, name) for name in ("weight", "normalization", "booster_scores")}
    return preset_settings(context, params.preset, "fusion", values)


def _synthesis_settings(params: Any, context: Context) -> SettingsHandle:
    values = {"n_samples": params.n_samples, "max_samples": params.max_samples}
    return preset_settings(context, params.preset, "synthesis", values)
