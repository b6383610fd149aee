"""Programs of Python in their sandbox: what goes in, what comes back, what is left behind."""

from __future__ import annotations

import os
import signal
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import das
import numpy as np
import pytest
from das import _sandbox
from das._sandbox import Limits, isolation, run
from das._sandbox import _isolation as probing
from das._sandbox import _process as processes
from support.data import Matrix
from support.doubles import ExpectedError, Fails, raise_expected
from support.running import descendants

pytestmark = pytest.mark.skipif(not isolation().available, reason=str(isolation()))

AROUND = """
import numpy as np

def generate_hard_anomalies(n_samples, model, X_train):
    rng = np.random.default_rng()
    seeds = X_train[np.argsort(model.predict_score(X_train))[:20]]
    return seeds[rng.integers(20, size=n_samples)] + rng.normal(size=(n_samples, X_train.shape[1]))
"""


def program(body: str) -> str:
    """A program of these lines."""
    head = "import numpy as np\ndef generate_hard_anomalies(n_samples, model, X_train):\n"
    return head + textwrap.indent(textwrap.dedent(body).strip(), "    ")


class Sum:
    """A detector whose scores anybody can check; counts its calls."""

    calls = 0

    def predict_score(self, X: Matrix) -> Matrix:
        assert X.dtype == np.float64 and X.ndim == 2
        self.calls += 1
        return X.sum(axis=1)


@pytest.fixture(params=["bubblewrap", "without"])
def outer(request: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both ways of isolation, where the host has both."""
    found = isolation()
    if request.param == "bubblewrap" and not found.bubblewrap:
        pytest.skip(found.bubblewrap_missing)
    if request.param == "without":
        if not found.landlock:
            pytest.skip("Landlock is missing")
        without_bubblewrap(monkeypatch)
    yield request.param
    probing._remembered.clear()


def without_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (probing, processes):
        monkeypatch.setattr(module, "bubblewrap", lambda: None)
    probing._remembered.clear()


def failure(body: str, X: Matrix, model: Any = None, **limits: Any) -> das.SandboxError:
    """The error of a program of these lines."""
    with pytest.raises(das.SandboxError) as caught:
        run(program(body), 5, model or Sum(), X, seed=0, limits=Limits(**limits))
    return caught.value


def test_sandbox_does_not_change_the_rows(X: Matrix, outer: str) -> None:
    space: dict[str, Any] = {}
    source = AROUND.replace("default_rng()", "default_rng(5)")
    exec(source, space)
    wanted = space["generate_hard_anomalies"](30, Sum(), X)
    for sandbox in ("required", "none"):
        made = run(source, 30, Sum(), X, seed=0, sandbox=sandbox)
        assert made.dtype == np.float64 and np.array_equal(made, wanted)


@pytest.mark.parametrize(
    "draw",
    [
        "np.random.default_rng().random((n_samples, 4))",
        "np.random.RandomState().rand(n_samples, 4)",
        "np.random.rand(n_samples, 4)",
        "np.random.Generator(np.random.PCG64()).random((n_samples, 4))",
        "[[__import__('random').random() for _ in range(4)] for _ in range(n_samples)]",
        "np.full((n_samples, 4), hash('text') / 2**64) + np.random.rand()",
    ],
)
def test_a_seed_decides_all_random_numbers(draw: str, X: Matrix) -> None:
    def made(seed: int) -> Matrix:
        return run(program(f"return {draw}"), 3, Sum(), X, seed=seed)

    assert np.array_equal(made(1), made(1))
    assert not np.array_equal(made(1), made(2))


def test_two_unseeded_generators_differ_from_each_other(X: Matrix) -> None:
    made = run(
        program("return [np.random.default_rng().random(4) for _ in range(2)]"), 2, Sum(), X, seed=0
    )
    assert not np.array_equal(made[0], made[1])


def test_a_program_that_takes_a_random_state_is_given_the_seed(X: Matrix) -> None:
    source = (
        "def generate_hard_anomalies(n_samples, model, X_train, random_state=None):\n"
        "    return [[float(random_state)] * 4]"
    )
    assert (run(source, 1, Sum(), X, seed=2**32 + 9) == 9).all()


@pytest.mark.parametrize(("rows", "columns", "n_samples"), [(1, 1, 0), (1, 1, 1), (20, 50, 1000)])
def test_every_shape_is_exchanged(rows: int, columns: int, n_samples: int) -> None:
    X = np.arange(rows * columns, dtype=np.float64).reshape(rows, columns)
    body = """
    assert X_train.dtype == np.float64 and not X_train.flags.writeable
    empty = model.predict_score(X_train[:0])
    assert empty.shape == (0,) and np.array_equal(model.predict_score(X_train), X_train.sum(axis=1))
    return np.full((n_samples, X_train.shape[1]), X_train.max())
    """
    made = run(program(body), n_samples, Sum(), X, seed=0)
    assert made.shape == (n_samples, columns) and (made == X.max()).all()


def test_scores_are_asked_in_blocks_and_come_in_order(
    X: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_sandbox._run, "_ASK_BYTES", 1)
    model = Sum()
    body = "return model.predict_score(np.tile(X_train, (5, 1)))[:20].reshape(5, 4)"
    made = run(program(body), 5, model, X, seed=0)
    assert np.array_equal(made.ravel(), X[:20].sum(axis=1)) and model.calls == 5


def test_large_table_is_exchanged() -> None:
    X = np.random.default_rng(0).normal(size=(50_000, 8))
    made = run(program("model.predict_score(X_train); return X_train"), 50_000, Sum(), X, seed=0)
    assert np.array_equal(made, X)


def test_lists_are_taken_where_they_are_tables(X: Matrix) -> None:
    body = "s = model.predict_score([[1, 2, 3, 4]]); return [[s[0], 0, 0, True]]"
    assert run(program(body), 1, Sum(), X, seed=0).tolist() == [[10, 0, 0, 1]]


FAILURES = [
    ("1 +", "syntax", "invalid syntax, line 3"),
    ("raise KeyError('abc')", "exception", r"KeyError: 'abc'\n  line 3, in generate_hard"),
    ("raise SystemExit(0)", "exception", "SystemExit"),
    ("X_train[0] = 1", "exception", "read-only"),
    ("import scipy", "exception", "no module 'scipy': a program may import numpy and"),
    ("model.predict_score(X_train[:, :2])", "exception", "2 columns; X_train has 4"),
    ("model.predict_score(X_train[0])", "exception", r"shape \(4,\)"),
    ("model.predict_score(X_train * np.nan)", "exception", "nan at row 0, column 0"),
    ("model.predict_score('text')", "exception", "dtype <U4"),
    ("return None", "rows", r"None; an array of shape \(5, 4\) is wanted"),
    ("return X_train", "rows", r"shape \(300, 4\); \(5, 4\) is wanted"),
    ("return X_train[:5] * np.inf", "rows", "finite"),
    ("return np.full((5, 4), 1e151)", "rows", "1e[+]151 at row 0"),
    ("return X_train[:5] + 1j", "rows", "dtype complex128"),
    ("return [['a'] * 4] * 5", "rows", "dtype <U1"),
    ("return np.ones(7 * 10**9)", "memory", "Unable to allocate"),
    ("[][1]\n" * 20, "exception", "IndexError"),
]


@pytest.mark.parametrize(("body", "reason", "message"), FAILURES)
def test_failures_name_cause_and_line(body: str, reason: str, message: str, X: Matrix) -> None:
    error = failure(body, X)
    assert error.reason == reason
    with pytest.raises(das.SandboxError, match=message):
        raise error


def test_a_program_without_the_function_is_named(X: Matrix) -> None:
    with pytest.raises(das.SandboxError, match="defines no function generate_hard_anom") as caught:
        run("x = 1", 5, Sum(), X, seed=0)
    assert caught.value.reason == "syntax"


def test_slow_memory_growth_is_stopped(X: Matrix, outer: str) -> None:
    error = failure("x = []\nwhile True: x.append(bytearray(10**6))", X, memory=200 << 20)
    assert error.reason == "memory" and "200 MiB" in str(error)


def test_an_endless_loop_ends(X: Matrix, outer: str) -> None:
    start = time.monotonic()
    error = failure("while True: pass", X, seconds=0.3)
    assert error.reason == "time" and "0.3 s" in str(error)
    assert time.monotonic() - start < 10


def test_time_in_predict_score_counts(X: Matrix) -> None:
    class Slow(Sum):
        def predict_score(self, X: Matrix) -> Matrix:
            time.sleep(0.2)
            return super().predict_score(X)

    assert failure("while 1: model.predict_score(X_train)", X, Slow(), seconds=0.5).reason == "time"


def test_the_rows_to_score_are_counted(X: Matrix) -> None:
    model = Sum()
    error = failure("while 1: model.predict_score(X_train)", X, model, score_rows=1000)
    assert error.reason == "budget" and "1000 rows" in str(error) and model.calls == 3


def test_model_errors_propagate(X: Matrix) -> None:
    body = "try: model.predict_score(X_train)\nexcept BaseException: pass\nreturn X_train[:5]"
    with pytest.raises(ExpectedError, match="as planned"):
        run(program(body), 5, Fails(raise_expected), X, seed=0)


@pytest.mark.parametrize("scores", [np.zeros(3), np.full(300, np.nan), ["a"] * 300, None])
def test_unusable_scores_raise_callback_error(scores: Any, X: Matrix) -> None:
    with pytest.raises(das.CallbackError, match="Fails.predict_score gave"):
        run(program("model.predict_score(X_train)"), 5, Fails(lambda X: scores), X, seed=0)


def test_program_messages_are_escaped_and_cut(X: Matrix) -> None:
    body = r"raise ValueError('\x1b[2J\u202e\x00\r\u2028' + 'long' * 10000 + '\udc80')"
    message = str(failure(body, X))
    assert len(message) < 5000
    assert not set("\x1b\u202e\x00\r\u2028") & set(message)


def test_unprintable_message_is_handled(X: Matrix) -> None:
    body = "class E(Exception):\n    def __str__(self): raise self\nraise E"
    assert "cannot be shown" in str(failure(body, X))


def test_arguments_are_checked(X: Matrix) -> None:
    cases: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"n_samples": -1}, das.InvalidArgumentError, "n_samples is -1"),
        ({"n_samples": 1.5}, das.InvalidArgumentError, "n_samples is 1.5"),
        ({"seed": 2**64}, das.InvalidArgumentError, "seed is"),
        ({"sandbox": "off"}, das.InvalidArgumentError, "sandbox is 'off'"),
        ({"source": b""}, das.InvalidArgumentError, "source is bytes"),
        ({"X_train": X * np.nan}, das.InvalidDataError, "not finite"),
        ({"source": "#" * 200_000}, das.SandboxError, "200000 bytes"),
        ({"source": "\ud800"}, das.SandboxError, "no Unicode"),
        ({"source": "\x00"}, das.SandboxError, "null byte"),
    ]
    for changed, error, message in cases:
        given = {"source": AROUND, "n_samples": 5, "X_train": X, "seed": 0, **changed}
        with pytest.raises(error, match=message):
            run(given.pop("source"), given.pop("n_samples"), Sum(), given.pop("X_train"), **given)
    with pytest.raises(das.OutOfRangeError, match="seconds=0"):
        Limits(seconds=0)


def test_threads_may_run_programs_at_once(X: Matrix) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda seed: run(AROUND, 5, Sum(), X, seed=seed % 2), range(8)))
    assert all(np.array_equal(rows, made[index % 2]) for index, rows in enumerate(made))


def helpers() -> set[int]:
    """The workers of this package on this machine, but for those of other test processes."""
    mark = f"{Path(_sandbox.__file__).parent}"
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_text(errors="replace")
        except OSError:
            continue
        if mark in command and "_worker.main" in command:
            found.add(int(path.parent.name))
    if "PYTEST_XDIST_WORKER" in os.environ:
        found -= descendants(os.getppid()) - descendants()
    return {process for process in found if Path(f"/proc/{process}").exists()}


@pytest.mark.slow
def test_no_processes_or_files_remain(X: Matrix, outer: str) -> None:
    def one_of_each() -> None:
        run(AROUND, 5, Sum(), X, seed=0)
        run(AROUND, 5, Sum(), X, seed=0, sandbox="none")
        failure("while True: pass", X, seconds=0.1)
        failure("raise ValueError", X)
        failure("import os; os._exit(0)", X)
        failure("import ctypes; ctypes.string_at(0)", X)
        failure("model.predict_score(X_train)", X, score_rows=1)
        with pytest.raises(das.CallbackError):
            run(AROUND, 5, type("Odd", (), {"predict_score": len})(), X, seed=0)

    others = descendants()
    one_of_each()
    before = len(os.listdir("/proc/self/fd"))
    one_of_each()
    assert len(os.listdir("/proc/self/fd")) == before
    assert descendants() <= others
    assert not helpers()


def test_control_c_ends_the_worker(X: Matrix, outer: str) -> None:
    def interrupt() -> None:
        time.sleep(0.5)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    isolation()
    others, before = descendants(), len(os.listdir("/proc/self/fd"))
    thread = threading.Thread(target=interrupt)
    with pytest.raises(KeyboardInterrupt):
        thread.start()
        run(program("while True: pass"), 5, Sum(), X, seed=0, limits=Limits(seconds=20))
    thread.join()
    assert descendants() <= others and not helpers()
    assert len(os.listdir("/proc/self/fd")) == before
