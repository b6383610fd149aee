"""Importing das: fast, alone, and with the right library."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
from pathlib import Path

import das
import pytest
from das._core import abi, library
from support.running import python

PACKAGE = Path(das.__file__).parent.parent


def run(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return python("-c", code, PYTHONPATH=str(PACKAGE), **variables)


def test_import_is_fast(tmp_path: Path) -> None:
    """At most .15 s, numpy's .1 included; here CPU time, the best of five: machines are busy.

    Modules are compiled once, as they are wherever a package was installed.
    """
    code = """
import time, numpy
start = time.process_time()
import das
print(time.process_time() - start)
"""
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path)}
    assert min(float(run(code, **compiled).stdout) for _ in range(5)) < 0.1


def test_importing_loads_numpy_and_the_standard_library_only() -> None:
    code = "import sys, das; print(' '.join(sys.modules))"
    modules = set(run(code).stdout.split())
    loaded = {name.split(".")[0] for name in modules}
    assert not loaded & {"sklearn", "scipy", "pandas", "pyod", "joblib", "matplotlib", "openai"}
    assert not modules & {"das.llm", "das._writing", "das._programs.store", "das._sandbox"}


def test_fitting_without_scikit_learn_and_pandas() -> None:
    code = """
import sys
sys.modules.update(sklearn=None, pandas=None, scipy=None)
import das, numpy as np
X = np.random.default_rng(0).normal(size=(100, 3))
model = das.LLMDAS(das.ECOD(), booster=das.RandomForest(20), random_state=0).fit(X)
print(model.predict(X).shape, model)
try:
    das.IForest().predict(X)
except das.NotFittedError as error:
    print(error)
"""
    result = run(code)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("(100,) LLMDAS(detector=ECOD()")
    assert "not fitted yet" in result.stdout


def test_signal_handlers_are_unchanged() -> None:
    code = """
import signal
signals = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}
import numpy
def handlers():
    status = open("/proc/self/status").read().splitlines()
    masks = [line for line in status if line.startswith(("SigCgt", "SigIgn", "SigBlk"))]
    return masks, [signal.getsignal(number) for number in sorted(signals)]
before = handlers()
import das
X = numpy.random.default_rng(0).normal(size=(200, 3))
das.LLMDAS(n_jobs=2, random_state=0).fit(X).decision_function(X)
assert handlers() == before, (handlers(), before)
"""
    result = run(code)
    assert result.returncode == 0, result.stderr
    assert signal.getsignal(signal.SIGINT) is not None


def test_import_prints_nothing() -> None:
    code = """
import das, numpy
X = numpy.random.default_rng(0).normal(size=(200, 3))
X[:, 2] = X[:, 1]
for name in ("iforest", "pca", "ecod", "ocsvm", "knn", "lof"):
    das.LLMDAS(name, random_state=0).fit(X).decision_function(X)
"""
    result = run(code)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_library_of_another_version_is_refused_by_both_versions(tmp_path: Path) -> None:
    source = tmp_path / "other.c"
    source.write_text('const char *das_version_string(void) { return "9.8.7"; }\n')
    other = tmp_path / "libdas.so"
    compiler = os.environ.get("CC", "cc")
    try:
        subprocess.run([compiler, "-shared", "-fPIC", "-o", other, source], check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(f"no C compiler {compiler!r} to make such a library with")
    result = run("import das", DAS_LIBRARY=str(other))
    assert f"it is libdas 9.8.7, but this package needs libdas {abi.VERSION}" in result.stderr


def test_missing_library_error_lists_the_candidates() -> None:
    result = run("import das", DAS_LIBRARY="/nowhere/libdas.so")
    assert "LibraryError: das" in result.stderr
    assert "/nowhere/libdas.so: " in result.stderr
    assert issubclass(das.LibraryError, ImportError)


def test_library_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAS_LIBRARY", raising=False)
    bundled, tree, system = library.candidates()
    assert bundled == str(Path(das.__file__).resolve().parent / "libdas.so")
    assert tree.endswith("build/lib/libdas.so")
    assert system == "libdas.so." + abi.VERSION.split(".")[0]


def test_python_m_das_prints_the_version_and_the_settings() -> None:
    text = python("-m", "das", PYTHONPATH=str(PACKAGE)).stdout
    assert text.startswith(f"libdas {das.__version__}, ")
    for stage in das.stages():
        assert f"\n{stage}\n" in text
        assert all(setting.help in text for setting in das.settings_of(stage))


NAMES = [name for name in das.__all__ if name not in ("__version__", "llm")]


@pytest.mark.parametrize("name", NAMES)
def test_public_names_are_pickled_and_printed_as_of_das(name: str) -> None:
    public = getattr(das, name)
    assert public.__module__ == "das"
    assert pickle.loads(pickle.dumps(public)) is public
    assert b"das._" not in pickle.dumps(public)
