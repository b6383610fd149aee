"""A task: one fit of the detector, and the scores of all variants."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Union

import numpy as np

from .. import LLMDAS
from .._base.metrics import auc_pr, auc_roc
from .._core.arrays import Floats
from .._core.context import Context
from .._model.parts import Parts, training_parts
from . import _baseline
from ._datasets import Table, load
from ._detectors import make_detector
from ._plan import Task
from ._programs import named_program
from ._splits import Split, known_of, split
from ._store import Result, Run
from ._variants import DETECTOR, Variant


@dataclass(frozen=True)
class Failure:
    """Runs that an error prevented."""

    dataset: str
    what: str
    error: str


Message = Union[Result, Failure]


def measure(task: Task) -> Iterator[Message]:
    """The results of a task, as they become available. An error becomes a :class:`Failure`."""
    seed: int | None = None
    try:
        table = load(task.dataset.path)
        for seed in task.seeds if task.detector != _baseline.KNN else ():
            yield from _measure_detector(task, split(task.split, table, seed, task.max_rows), seed)
        if task.detector == _baseline.KNN:
            yield from _measure_baseline(task, table)
    except Exception as error:
        yield failure(task, task.detector, seed, error)


def failure(task: Task, what: str, seed: int | None, error: Exception | str) -> Failure:
    """The failure of a part of a task."""
    words = f"{type(error).__name__}: {error}" if isinstance(error, Exception) else error
    name = f"{task.split}, {what}" + ("" if seed is None else f", seed {seed}")
    return Failure(task.dataset.name, name, words)


def _measure_baseline(task: Task, table: Table) -> Iterator[Result]:
    # A task of several seeds has a split that does not depend on the seed.
    rows = split(task.split, table, task.seeds[0], task.max_rows)
    _baseline.module()  # before the clock starts
    start = time.perf_counter()
    scores = _baseline.distances(rows.train, rows.test)
    seconds = time.perf_counter() - start
    for seed in task.seeds:
        yield _result(task, rows, DETECTOR, seed, scores, seconds)


def _measure_detector(task: Task, rows: Split, seed: int) -> Iterator[Message]:
    start = time.perf_counter()
    f = make_detector(task.detector, task.settings, seed).fit(rows.train)
    scores = f.decision_scores_ if rows.test is None else f.decision_function(rows.test)
    yield _result(task, rows, DETECTOR, seed, scores, time.perf_counter() - start)
    for variant in task.variants:
        try:
            yield from _measure_variant(task, rows, f, variant, seed)
        except Exception as error:
            yield failure(task, f"{task.detector} {variant.fused}", seed, error)


def _measure_variant(
    task: Task, rows: Split, f: Any, variant: Variant, seed: int
) -> Iterator[Result]:
    start = time.perf_counter()
    program = named_program(variant.program, task.detector) if variant.program else None
    model = LLMDAS(
        f,
        preset=task.preset,
        program=program,
        booster=variant.booster or None,
        contamination=known_of(task.contamination, rows.contamination),
        random_state=seed,
    )
    with warnings.catch_warnings():
        # Warnings of fits are for users of the model.
        warnings.simplefilter("ignore")
        model.fit(rows.train)
        parts = _training_parts(model) if rows.test is None else model.parts(rows.test)
    seconds = time.perf_counter() - start
    yield _result(task, rows, variant.boosted, seed, parts.booster, seconds)
    yield _result(task, rows, variant.fused, seed, parts.fused, seconds)


def _training_parts(model: LLMDAS) -> Parts:
    """The model's scores of its training rows; a row without a held-out vote counts as normal."""
    with Context() as context:
        parts = training_parts(model._handle, context)
    return Parts(parts.detector, np.nan_to_num(parts.booster), model.decision_scores_)


def _result(
    task: Task, rows: Split, variant: str, seed: int, scores: Floats, seconds: float
) -> Result:
    train_rows, columns = rows.train.shape
    return Result(
        Run(task.dataset.name, task.split, task.detector, variant, seed),
        auc_pr(rows.labels, scores),
        auc_roc(rows.labels, scores),
        seconds,
        train_rows,
        columns,
        len(rows.labels),
        int(rows.labels.sum()),
    )
