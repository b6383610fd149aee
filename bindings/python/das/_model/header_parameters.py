"""Parameters of what C wrote: from the settings that a file tells of, as Python would give them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Any

from .._base.notes import NotInFile
from .._boosters.registry import BOOSTERS
from .._core.errors import DASError
from .._core.settings import settings_of
from .._detectors.registry import DETECTORS
from .._programs.program import Program
from .enhancement import _PRESETS
from .llmdas import LLMDAS

Header = Mapping[str, str]


def detector_of(header: Header) -> Any:
    """The unfitted detector of a file."""
    return _seeded(_made(DETECTORS, header, "detector"), header)


def booster_of(header: Header) -> Any:
    """The unfitted booster of a file."""
    return _seeded(_made(BOOSTERS, header, "booster"), header)


def _made(kinds: Mapping[str, type[Any]], header: Header, role: str) -> Any:
    kind = kinds[header[role]]
    return kind(**_parameters(kind, header, header[role]))


def model_of(header: Header) -> LLMDAS:
    """The unfitted model of a file."""
    name, preset = header["detector"], header.get("provenance.preset", "default")
    model = LLMDAS(
        _made(DETECTORS, header, "detector") if _changed(header, name) else name,
        preset=preset if preset in _PRESETS else "default",
        **_parameters(LLMDAS, header, "synthesis"),
        **_parameters(LLMDAS, header, "fusion"),
    )
    made, usual = _made(BOOSTERS, header, "booster"), _PRESETS[model.preset]()
    if type(made) is not type(usual) or _set(made) != _set(usual):
        model.booster = made
    model.program = _program(header)
    _seeded(model, header)
    return model


def _set(booster: Any) -> dict[str, Any]:
    return {name: value for name, value in booster._settings().items() if value is not None}


def _seeded(estimator: Any, header: Header) -> Any:
    seed = header.get("provenance.seed", "")
    if re.fullmatch(r"\d{1,20}", seed) and int(seed) < 2**64:
        estimator.random_state = int(seed)
    return estimator


def _program(header: Header) -> Any:
    name = header.get("provenance.program", header["detector"])
    text = header.get("provenance.program_json")
    with contextlib.suppress(DASError):
        if text is not None:
            return Program.from_json(text)
    if name == header["detector"]:
        return None
    return name if name in Program.builtin_names() else NotInFile(f"program {name!r:.80}")


def _changed(header: Header, stage: str) -> dict[str, Any]:
    """The settings of a stage that are not the library's defaults."""
    told = header.get(f"provenance.settings.{stage}", "")
    values = dict(re.findall(r"(\w+)=('\w*'|[^,']+)", told))
    changed = {}
    for setting in settings_of(stage):
        if setting.name in values:
            with contextlib.suppress(ValueError):
                value = _value(values[setting.name])
                if value != setting.default or type(value) is not type(setting.default):
                    changed[setting.name] = value
    return changed


def _parameters(kind: type[Any], header: Header, stage: str) -> dict[str, Any]:
    known = kind._parameter_names()
    return {name: value for name, value in _changed(header, stage).items() if name in known}


def _value(text: str) -> Any:
    if text.startswith("'"):
        return text.strip("'")
    return int(text) if re.fullmatch(r"-?\d{1,19}", text) else float(text)
