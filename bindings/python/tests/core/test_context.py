"""Progress, log, warnings, and stopping a call."""

from __future__ import annotations

import io
import logging
import os
import signal
import threading
import time
from typing import Any

import das
import numpy as np
import pytest
from support.data import Matrix
from support.doubles import ExpectedError
from support.running import python

LARGE = np.random.default_rng(0).normal(size=(20_000, 10))


def test_progress_names_the_stages_and_rises_to_one(X: Matrix) -> None:
    seen: list[tuple[str, float]] = []
    das.LLMDAS(random_state=0, progress=lambda *report: seen.append(report)).fit(X)
    stages = {stage for stage, _ in seen}
    fractions = [fraction for _, fraction in seen]
    assert {"iforest", "program", "booster", "fusion"} <= stages
    assert fractions == sorted(fractions)
    assert fractions[0] == 0 and fractions[-1] == 1


def test_return_value_of_progress_is_ignored(X: Matrix) -> None:
    das.IForest(progress=lambda stage, fraction: True).fit(X)


def test_an_exception_in_progress_stops_the_fit(X: Matrix) -> None:
    def progress(stage: str, fraction: float) -> None:
        if stage == "booster":
            raise ExpectedError

    model = das.LLMDAS(random_state=0, progress=progress)
    with pytest.raises(ExpectedError):
        model.fit(X)
    with pytest.raises(das.NotFittedError):
        model.predict(X)


def test_progress_must_be_callable(X: Matrix) -> None:
    with pytest.raises(TypeError, match=r"progress is 3; it takes a callable\(stage, fraction\)"):
        das.IForest(progress=3).fit(X)  # type: ignore[arg-type]


def test_the_bar_draws_one_line(X: Matrix, capsys: pytest.CaptureFixture[str]) -> None:
    das.IForest(random_state=0, progress=True).fit(X)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("\riforest        [")
    assert printed.err.endswith("] 100%\n")
    assert printed.err.count("\n") == 1
    stream = io.StringIO()
    bar = das.ProgressBar(stream, width=10)
    bar("boost", 0.5)
    bar.close()
    assert stream.getvalue() == "\rboost          [#####-----]  50%\n"


def test_messages_go_to_the_logger(caplog: pytest.LogCaptureFixture) -> None:
    """A constant column leaves a component without variance: the log says that it is dropped."""
    table = np.random.default_rng(0).normal(size=(50, 3))
    table[:, 2] = table[:, 1]
    with caplog.at_level(logging.DEBUG, logger="das"):
        das.PCA().fit(table)
    assert any("component" in r.message or "ax" in r.message for r in caplog.records)
    assert {record.name for record in caplog.records} == {"das"}


def test_exception_in_a_log_handler_propagates(caplog: pytest.LogCaptureFixture) -> None:
    class Raising(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise ExpectedError

    table = np.ones((50, 2)) * np.arange(50)[:, None]
    handler = Raising()
    logger = logging.getLogger("das")
    logger.addHandler(handler)
    try:
        with caplog.at_level(logging.DEBUG, logger="das"), pytest.raises(ExpectedError):
            das.PCA().fit(table)
    finally:
        logger.removeHandler(handler)


def test_ctrl_c_stops_a_long_fit() -> None:
    """The signal arrives while the library works; KeyboardInterrupt comes out of the call."""
    # A shell that runs the tests in the background has SIGINT ignored, and children inherit that.
    code = """
import das, numpy, os, signal, threading, time
signal.signal(signal.SIGINT, signal.default_int_handler)
X = numpy.random.default_rng(0).normal(size=(20000, 10))
booster = das.RandomForest(10000, random_state=0)
threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
start = time.monotonic()
try:
    booster.fit(X, X[:, 0] > 0)
except KeyboardInterrupt:
    print("stopped", time.monotonic() - start < 30, flush=True)
"""
    for _ in range(2):
        result = python("-c", code)
        assert (result.stdout, result.stderr) == ("stopped True\n", "")


def test_signal_handler_exception_propagates_out_of_a_call() -> None:
    def handler(number: int, frame: Any) -> None:
        raise ExpectedError

    previous = signal.signal(signal.SIGUSR1, handler)
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGUSR1))
    try:
        timer.start()
        with pytest.raises(ExpectedError):
            das.RandomForest(10_000, random_state=0).fit(LARGE, LARGE[:, 0] > 0)
    finally:
        timer.join()
        signal.signal(signal.SIGUSR1, previous)


def test_another_thread_stops_a_fit_through_progress() -> None:
    stopping = threading.Event()

    def progress(stage: str, fraction: float) -> None:
        if stopping.is_set():
            raise ExpectedError

    threading.Timer(0.3, stopping.set).start()
    start = time.monotonic()
    with pytest.raises(ExpectedError):
        das.RandomForest(10_000, progress=progress).fit(LARGE, LARGE[:, 0] > 0)
    assert time.monotonic() - start < 30


def test_contexts_create_no_reference_cycles(X: Matrix) -> None:
    """Scoring in a loop makes no circles of objects."""
    import gc

    f = das.IForest(random_state=0).fit(X)
    f.decision_function(X)
    gc.collect()
    gc.disable()
    try:
        for _ in range(20):
            f.decision_function(X)
        assert gc.collect() == 0
    finally:
        gc.enable()
