"""Settings of stages, and the library's table of them."""

from __future__ import annotations

import ctypes
import numbers
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Union

import numpy as np

from . import abi
from .arrays import as_table
from .context import Context
from .encoding import encoded
from .errors import InvalidArgumentError, UnknownNameError
from .handles import SettingsHandle
from .library import library

Value = Union[int, float, str]


@dataclass(frozen=True)
class Setting:
    """One row of the library's table of settings."""

    name: str
    default: Value
    allowed: str
    """The allowed values, in words."""
    help: str


def stages() -> list[str]:
    """The names of everything that has settings: detectors, boosters, synthesis, fusion."""
    names: list[str] = []
    while (name := library.das_stage_at(len(names))) is not None:
        names.append(name.decode())
    return names


def settings_of(stage: str) -> list[Setting]:
    """The settings of a stage, in the library's order."""
    if not isinstance(stage, str):
        raise InvalidArgumentError(f"stage is {stage!r:.80}; it takes the name of a stage")
    return [_setting(info) for info in _rows(stage)]


def make_settings(context: Context, stage: str, values: Mapping[str, object]) -> SettingsHandle:
    """Settings of a stage with `values` set; None leaves a setting at its default."""
    handle = SettingsHandle()
    context.run(library.das_settings_create, encoded("stage", stage), handle.target)
    _set(context, handle, values)
    return handle


def preset_settings(
    context: Context, preset: str, role: str, values: Mapping[str, object]
) -> SettingsHandle:
    """A preset's settings of a role ("synthesis", "booster", "fusion"), with `values` set."""
    handle = SettingsHandle()
    if not isinstance(preset, str):
        raise InvalidArgumentError(f"preset is {preset!r}; it takes a preset's name")
    names = (encoded("preset", preset), role.encode())
    context.run(library.das_settings_preset, *names, handle.target)
    _set(context, handle, values)
    return handle


def settings_values(context: Context, handle: SettingsHandle) -> tuple[str, dict[str, Value]]:
    """The stage of settings, and those values that are not its defaults."""
    stage = library.das_settings_stage(handle.reference).decode()
    values = {}
    for info in _rows(stage):
        text = context.read_text(library.das_settings_value, handle.reference, info.name)
        if text != _text(info.default_value):
            values[_text(info.name)] = _parsed(text, info)
    return stage, values


def _set(context: Context, handle: SettingsHandle, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        arguments = (handle.reference, encoded("a setting's name", name))
        if isinstance(value, (numbers.Integral, np.bool_)):
            context.run(library.das_settings_set_int, *arguments, _in_64_bits(name, int(value)))
        elif isinstance(value, numbers.Real):
            context.run(library.das_settings_set_real, *arguments, float(value))
        elif isinstance(value, str):
            context.run(library.das_settings_set_text, *arguments, encoded(name, value))
        elif isinstance(value, np.ndarray):
            context.run(
                library.das_settings_set_matrix, *arguments, as_table(value, name).reference
            )
        elif value is not None:
            raise InvalidArgumentError(f"{name} is {value!r}; it takes a number or a word")


def _in_64_bits(name: str, value: int) -> int:
    # ctypes would truncate it silently.
    if not -(2**63) <= value < 2**63:
        raise InvalidArgumentError(f"{name} is {value}, which no setting takes")
    return value


def _rows(stage: str) -> Iterator[abi.das_setting_info]:
    index = 0
    while True:
        info = abi.das_setting_info(size=ctypes.sizeof(abi.das_setting_info))
        status = library.das_setting_at(encoded("stage", stage), index, ctypes.byref(info))
        if status == abi.DAS_ERROR_OUT_OF_RANGE:
            return
        if status != abi.DAS_OK:
            raise UnknownNameError(f"there is no stage '{stage}'; there are {', '.join(stages())}")
        yield info
        index += 1


def _setting(info: abi.das_setting_info) -> Setting:
    words = _words(info)
    parts = []
    if info.takes & abi.DAS_TAKES_INTEGER:
        parts.append(f"an integer in {info.min_integer} ... {info.max_integer}")
    if info.takes & abi.DAS_TAKES_REAL:
        parts.append(f"a real in {info.min_real:g} ... {info.max_real:g}")
    if info.takes & abi.DAS_TAKES_MATRIX:
        parts.append("a square matrix")
    if words:
        parts.append("one of " + ", ".join(words))
    default = _parsed(_text(info.default_value), info)
    return Setting(_text(info.name), default, " or ".join(parts), _text(info.help))


def _words(info: abi.das_setting_info) -> list[str]:
    return _text(info.choices).split("|") if info.choices else []


def _parsed(text: str, info: abi.das_setting_info) -> Value:
    """A value from its text in C."""
    if text in _words(info):
        return text
    is_integer = info.takes & abi.DAS_TAKES_INTEGER and "." not in text and "e" not in text
    return int(text) if is_integer else float(text)


def _text(value: bytes | None) -> str:
    return (value or b"").decode()
