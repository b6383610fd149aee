"""Hostile programs: none gets out, whoever runs it; without isolation they do."""

from __future__ import annotations

import functools
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import das
import pytest
import support
from das import _sandbox
from das._sandbox import isolation
from das._sandbox._worker import seccomp, syscalls
from support import hostile, hostile_host
from support.running import python

USERS = ("as is", "nobody") if os.geteuid() == 0 else ("as is",)
WAYS = [(user, outer) for user in USERS for outer in ("bubblewrap", "without")]


@functools.cache
def results(user: str, outer: str) -> dict[str, Any]:
    """What hostile_host.py reports; it runs once for each way."""
    # Each user meets all attacks once; they take a while.
    ways_out = isolation().bubblewrap and (user == "nobody") != (outer == "without")
    attacks = "some" if ways_out else "all"
    path = f"{Path(das.__file__).parents[1]}:{Path(support.__file__).parents[1]}"
    variables = {"PYTHONPATH": path, "DAS_CANARY": hostile_host.CANARY}
    ended = python("-m", "support.hostile_host", user, outer, attacks, **variables)
    assert ended.returncode == 0, ended.stderr
    return dict(json.loads(ended.stdout))


@pytest.fixture(
    params=[WAYS[0], *(pytest.param(way, marks=pytest.mark.slow) for way in WAYS[1:])],
    ids=", ".join,
    scope="module",
)
def found(request: Any) -> dict[str, Any]:
    """The report for one way of isolation."""
    report = results(*request.param)
    if "skipped" in report:
        pytest.skip(report["skipped"])
    return report


@pytest.mark.slow
def test_every_user_runs_every_program() -> None:
    assert len(hostile.QUIET) + len(hostile.LOUD) + len(hostile.CHANNEL) >= 30
    ways = [results(*way) for way in WAYS]
    every = {*hostile.QUIET, *hostile.LOUD, *hostile.CHANNEL}
    for user in USERS:
        run = [
            way["outcomes"]
            for way, (who, _) in zip(ways, WAYS)
            if who == user and "outcomes" in way
        ]
        assert not run or every <= set().union(*run)


def test_every_attempt_is_refused(found: dict[str, Any]) -> None:
    outcomes = {name: found["outcomes"][name] for name in hostile.QUIET}
    assert outcomes == dict.fromkeys(hostile.QUIET, "refused")


def test_every_attack_ends_as_expected(found: dict[str, Any]) -> None:
    wrong = {
        name: found["outcomes"][name]
        for name, (_, reasons) in {**hostile.LOUD, **hostile.CHANNEL}.items()
        if found["outcomes"].get(name, reasons[0]) not in reasons
    }
    assert not wrong


def test_sandbox_leaves_no_traces(found: dict[str, Any]) -> None:
    assert found["traces"] == []
    assert found["outcomes"]["afterwards"] == "fine"


def test_attempts_succeed_without_isolation() -> None:
    folder = Path(tempfile.mkdtemp())
    outside = hostile_host.Outside(folder)
    try:
        outcomes = hostile_host.run_silently(outside.context, hostile.WIN_WITHOUT, sandbox="none")
        assert outcomes == dict.fromkeys(hostile.WIN_WITHOUT, "won")
        traces = " ".join(outside.traces())
        assert "the victim was killed" in traces
        assert traces.count("a connection") == 3
        assert all(name in traces for name in ("written", "saved.npy", "link", "made", "fifo"))
    finally:
        outside.close()
        shutil.rmtree(folder)


@pytest.mark.parametrize("machine", sorted(syscalls.ARCHITECTURES))
def test_filter_allows_exactly_the_listed_calls(machine: str) -> None:
    architecture = syscalls.ARCHITECTURES[machine]
    numbers = {
        kind: {row[architecture.column] for row in table.values()}
        for kind, table in vars(syscalls).items()
        if kind in ("ALLOWED", "ALLOWED_WITHOUT_EXEC", "FATAL")
    }
    code = seccomp.filter_for(architecture)
    for number in range(1000):
        answer = _answer(code, number, architecture.audit, 0)
        executable = _answer(code, number, architecture.audit, 7)
        if number in numbers["ALLOWED_WITHOUT_EXEC"]:
            assert (answer, executable) == (seccomp.ALLOW, seccomp.REFUSE)
        elif number in numbers["ALLOWED"]:
            assert answer == executable == seccomp.ALLOW
        elif number in numbers["FATAL"]:
            assert answer == seccomp.KILL
        else:
            assert answer == seccomp.REFUSE
        assert _answer(code, number, 0x40000003, 0) == seccomp.KILL
        if architecture.x32_bit:
            x32 = _answer(code, number | architecture.x32_bit, architecture.audit, 0)
            assert x32 == seccomp.KILL
    forbidden = {row[architecture.column] for row in hostile.NUMBERS.values()}
    assert not forbidden & (numbers["ALLOWED"] | numbers["ALLOWED_WITHOUT_EXEC"])


def _answer(code: list[tuple[int, int, int, int]], number: int, audit: int, third: int) -> int:
    """What a filter answers, by the rules of classic BPF."""
    words = {0: number, 4: audit, 32: third}
    at, loaded = 0, 0
    while True:
        kind, true, false, value = code[at]
        at += 1
        if kind == 0x06:
            return value
        if kind == 0x20:
            loaded = words[value]
        else:
            holds = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}
            at += true if holds[kind] else false


def test_missing_isolation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = _sandbox._isolation._found(0, "bwrap is not installed")
    assert not nothing.available and len(nothing.missing) == 2
    only_bubblewrap = _sandbox._isolation._found(1, "")
    assert only_bubblewrap.available
    monkeypatch.setattr(_sandbox._isolation, "_remembered", {})
    monkeypatch.setattr(_sandbox._isolation, "_probed", lambda: (nothing, False))
    source = "def generate_hard_anomalies(n, model, X): return X[:n]"
    X = hostile_host.X
    with pytest.raises(das.SandboxUnavailableError, match="seccomp.*Landlock.*bwrap is not inst"):
        _sandbox.run(source, 5, hostile_host.Sum(), X, seed=0)
    rows = _sandbox.run(source, 5, hostile_host.Sum(), X, seed=0, sandbox="none")
    assert (rows == X[:5]).all()


def test_unlocked_worker_gets_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    start = _sandbox._run.Worker
    monkeypatch.setattr(_sandbox._run, "Worker", lambda mode, *rest: start("limit", *rest))
    with pytest.raises(das.SandboxUnavailableError, match="could not be locked down"):
        _sandbox.run("", 5, hostile_host.Sum(), hostile_host.X, seed=0)
