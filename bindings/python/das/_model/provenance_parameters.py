"""Parameters of estimators that C wrote, from their provenance."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Any

from .._base.notes import NotInFile
from .._boosters.registry import BOOSTERS
from .._core.context import Context
from .._core.errors import DASError
from .._core.settings import settings_of
from .._detectors.registry import DETECTORS
from .._programs.program import Program
from .enhancement import preset_booster
from .llmdas import LLMDAS

Provenance = Mapping[str, str]
"""Texts of a file, which is not trusted."""


def part_from(kind: type[Any], provenance: Provenance) -> Any:
    """The unfitted detector or booster of a file."""
    return _seeded(kind(**_parameters(kind, provenance, kind._stage)), provenance)


def model_from(provenance: Provenance, detector: str, booster: str) -> LLMDAS:
    """The unfitted model of a file, with a detector and a booster of these names."""
    changed = _parameters(DETECTORS[detector], provenance, detector)
    model = LLMDAS(
        DETECTORS[detector](**changed) if changed else detector,
        **_parameters(LLMDAS, provenance, "synthesis"),
        **_parameters(LLMDAS, provenance, "fusion"),
    )
    with Context() as context:
        try:
            preset = provenance.get("preset", "default")
            default = preset_booster(preset, context)
            model.preset = preset
        except DASError:
            default = preset_booster("default", context)
    kind = BOOSTERS[booster]
    given = kind(**_parameters(kind, provenance, booster))
    if type(given) is not type(default) or given.get_params() != default.get_params():
        model.booster = given
    model.program = _program(provenance, detector)
    _seeded(model, provenance)
    return model


def _seeded(estimator: Any, provenance: Provenance) -> Any:
    seed = provenance.get("seed", "")
    if re.fullmatch(r"\d{1,20}", seed) and int(seed) < 2**64:
        estimator.random_state = int(seed)
    return estimator


def _program(provenance: Provenance, detector: str) -> Any:
    name = provenance.get("program", detector)
    text = provenance.get("program_json")
    with contextlib.suppress(DASError):
        if text is not None:
            return Program.from_json(text)
    if name == detector:
        return None
    return name if name in Program.builtin_names() else NotInFile(f"program {name!r:.80}")


def _parameters(kind: type[Any], provenance: Provenance, stage: str) -> dict[str, Any]:
    """The settings of a stage that are parameters with other values than the defaults."""
    text = provenance.get(f"settings.{stage}", "")
    values = dict(re.findall(r"(\w+)=('\w*'|[^,']+)", text))
    changed = {}
    for setting in settings_of(stage):
        if setting.name in values and setting.name in kind._parameter_names():
            with contextlib.suppress(ValueError):
                value = _value(values[setting.name])
                if value != setting.default or type(value) is not type(setting.default):
                    changed[setting.name] = value
    return changed


def _value(text: str) -> Any:
    if text.startswith("'"):
        return text.strip("'")
    return int(text) if re.fullmatch(r"-?\d{1,19}", text) else float(text)
