"""Constructors against the library's table of settings."""

from __future__ import annotations

import doctest
import inspect
from typing import Any

import das
import pytest
from das._boosters.registry import BOOSTERS
from das._detectors.registry import DETECTORS

CLASSES = {**DETECTORS, **BOOSTERS}
COMMON = {"contamination", "random_state", "n_jobs", "progress", "categorical_features", "missing"}

# None is scikit-learn's and PyOD's word for these defaults.
NONE = {
    ("n_components", "auto"),
    ("n_selected_components", "all"),
    ("max_depth", 0),
    ("class_weight", "none"),
    ("metric_params", "training"),
}


def test_every_stage_has_a_class_or_is_part_of_llmdas() -> None:
    assert set(das.stages()) == set(CLASSES) | {"synthesis", "fusion"}


# A matrix is given by scikit-learn's name; what other searches take is ignored.
RENAMED = {"covariance": "metric_params"}
IGNORED = {"algorithm", "leaf_size", "radius", "novelty"}


@pytest.mark.parametrize("stage", CLASSES)
def test_parameters_are_the_settings_with_their_defaults(stage: str) -> None:
    parameters = inspect.signature(CLASSES[stage].__init__).parameters
    own = {k: p.default for k, p in parameters.items() if k not in COMMON | IGNORED | {"self"}}
    settings = {RENAMED.get(s.name, s.name): s.default for s in das.settings_of(stage)}
    assert own.keys() == settings.keys()
    for name, default in own.items():
        same = default == settings[name] or (default is None and (name, settings[name]) in NONE)
        assert same, (name, default, settings[name])


def test_llmdas_takes_the_settings_of_synthesis_and_fusion() -> None:
    parameters = inspect.signature(das.LLMDAS.__init__).parameters
    for stage in ("synthesis", "fusion"):
        for setting in das.settings_of(stage):
            assert parameters[setting.name].default is None


@pytest.mark.parametrize("kind", [*CLASSES.values(), das.LLMDAS])
def test_every_parameter_is_documented(kind: type[Any]) -> None:
    text = inspect.getdoc(kind) or ""
    for name in set(inspect.signature(kind.__init__).parameters) - {"self"}:
        assert f"\n{name} : " in text or f", {name}" in text, name


def test_unknown_stage_error_lists_the_stages() -> None:
    with pytest.raises(das.UnknownNameError, match="there is no stage 'abod'; there are iforest, "):
        das.settings_of("abod")


def test_everything_exported_is_there_and_documented() -> None:
    for name in das.__all__:
        if not name.startswith("__"):
            assert inspect.getdoc(getattr(das, name)), name


@pytest.mark.parametrize("name", [name for name in das.__all__ if not name.startswith("__")])
def test_examples_in_docstrings_are_right(name: str) -> None:
    runner = doctest.DocTestRunner()
    for example in doctest.DocTestFinder().find(getattr(das, name), name, module=False):
        runner.run(example)
    assert runner.summarize().failed == 0


def test_examples_of_the_package_are_right() -> None:
    assert doctest.testmod(das).failed == 0
