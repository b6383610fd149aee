"""The detectors of a benchmark, with the user's settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Union

from .._core.context import Context
from .._core.errors import DASError
from .._core.settings import make_settings, settings_of
from .._detectors.registry import DETECTORS
from ._errors import BenchmarkError

Value = Union[int, float, str]
Settings = dict[str, dict[str, Value]]
"""Values by detector and name."""


def parse_settings(given: Iterable[str]) -> Settings:
    """Parses settings such as ``ocsvm.standardize=0``; BenchmarkError for unknown names."""
    settings: Settings = {}
    for text in given:
        index, equals, value = text.partition("=")
        detector, _, name = index.partition(".")
        if not equals or detector not in DETECTORS:
            raise BenchmarkError(
                f"--set {text} is not of the form DETECTOR.NAME=VALUE, where the detector is one "
                f"of {', '.join(DETECTORS)}"
            )
        known = [setting.name for setting in settings_of(detector)]
        if name not in known:
            raise BenchmarkError(
                f"--set {text}: {detector} has no setting '{name}'; it has {', '.join(known)}"
            )
        settings.setdefault(detector, {})[name] = _number(value)
    for detector, values in settings.items():
        _check(detector, values)
    return settings


def make_detector(name: str, settings: dict[str, Value], seed: int) -> Any:
    """An unfitted detector of the library."""
    detector = DETECTORS[name]()
    return detector.set_params(**settings, random_state=seed)


def in_words(settings: dict[str, Value]) -> str:
    """The settings of a detector as text."""
    return ", ".join(f"{name}={value}" for name, value in sorted(settings.items())) or "defaults"


def _number(text: str) -> Value:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _check(name: str, settings: dict[str, Value]) -> None:
    """Lets the library check values before the runs."""
    try:
        with Context() as context:
            make_settings(context, name, settings)
    except DASError as error:
        raise BenchmarkError(f"--set: {error}") from error
