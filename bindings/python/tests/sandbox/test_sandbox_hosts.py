"""Programs of Python in hosts that treat signals, children and descriptors in ways of their own."""

from __future__ import annotations

import os
import resource

import das
import numpy as np
import pytest
from das._sandbox import _isolation as probing
from das._sandbox import isolation, run
from support.running import python

pytestmark = pytest.mark.skipif(not isolation().available, reason=str(isolation()))

# What the host does before it runs programs.
HOSTS = {
    "ignores SIGCHLD": "signal.signal(signal.SIGCHLD, signal.SIG_IGN)",
    "ignores SIGCHLD behind Python's back": """
import ctypes
ctypes.CDLL(None).signal(signal.SIGCHLD, ctypes.c_void_p(1))
""",
    "ignores what can be ignored": """
for number in {*signal.valid_signals()} - {signal.SIGKILL, signal.SIGSTOP}:
    with contextlib.suppress(OSError, ValueError): signal.signal(number, signal.SIG_IGN)
""",
    "blocks all signals": "signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals())",
    "reaps every child in a handler": """
def reap(number, frame):
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]: pass
signal.signal(signal.SIGCHLD, reap)
""",
    "reaps every child on a thread": """
def reap():
    while True:
        with contextlib.suppress(ChildProcessError): os.waitpid(-1, 0)
        time.sleep(.001)
threading.Thread(target=reap, daemon=True).start()
""",
    "says that its children need no reaping": """
import ctypes
class Action(ctypes.Structure):
    _fields_ = [("handler", ctypes.c_void_p), ("mask", ctypes.c_ulong * 16)]
    _fields_ += [("flags", ctypes.c_int)]
ctypes.CDLL(None).sigaction(signal.SIGCHLD, ctypes.byref(Action(None, (0,) * 16, 2)), None)
""",
}

PROGRAMS = """
import contextlib, os, signal, sys, threading, time
import das, numpy as np
from das._sandbox import Limits, _isolation, _process, isolation, run
if sys.argv[1] == "without": _isolation.bubblewrap = _process.bubblewrap = lambda: None
{prepares}
class Sum:
    def predict_score(self, X): return X.sum(axis=1)
X = np.arange(12.0).reshape(4, 3)
head = "def generate_hard_anomalies(n, model, X):\\n    "
def reason(body):
    try: run(head + body, 2, Sum(), X, seed=0, limits=Limits(seconds=0.5))
    except das.SandboxError as error: return error.reason
started = time.monotonic()
made = run(head + "model.predict_score(X); return X[:n]", 2, Sum(), X, seed=0)
assert np.array_equal(made, X[:2])
assert time.monotonic() - started < 20
assert reason("while True: pass") == "time"
assert reason("import os; os._exit(3)") == "killed"
print(isolation().bubblewrap)
"""


@pytest.mark.parametrize(
    ("host", "outer"),
    [(host, "bubblewrap") for host in HOSTS] + [(host, "without") for host in list(HOSTS)[2:5:2]],
)
def test_good_programs_work_in_every_host(host: str, outer: str) -> None:
    wrapped = outer == "bubblewrap"
    if not (isolation().bubblewrap if wrapped else isolation().landlock):
        pytest.skip("one of the two is missing")
    script = PROGRAMS.format(prepares=HOSTS[host])
    done = python("-c", script, outer)
    assert (done.stdout, done.stderr) == (f"{wrapped}\n", "")


def test_failed_probe_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Descriptors were wanting at first, all of them or just those for bubblewrap."""
    usual = isolation()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    monkeypatch.setattr(probing, "_remembered", {})
    free = os.dup(0)
    os.close(free)
    for spare in (0, 2, 5):
        resource.setrlimit(resource.RLIMIT_NOFILE, (free + spare, hard))
        try:
            worse = isolation()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert worse == usual or "Too many open files" in str(worse)
        assert isolation() == usual
        probing._remembered.clear()


def test_successful_probe_is_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    isolation()
    monkeypatch.setattr(probing, "Worker", None)
    assert isolation().available


def test_transient_probe_failure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object) -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(probing, "_remembered", {})
    with monkeypatch.context() as patch:
        patch.setattr(probing, "Worker", refused)
        with pytest.raises(das.SandboxUnavailableError, match="ready .*Too many open files.* is m"):
            run("", 1, None, np.ones((2, 2)), seed=0)
    assert isolation().available
