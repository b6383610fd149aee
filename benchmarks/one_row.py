"""One row at a time: saved models from C, beside the published pipeline by hand."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import das
import numpy as np
from contenders import CASES
from tables import Array, shuttle

REPOSITORY = Path(__file__).resolve().parent.parent


def report() -> Iterator[str]:
    """Microseconds a row, each row another one, with one thread."""
    table = shuttle()
    rows = np.random.default_rng(0).permutation(table.test)
    by_hand, _ = CASES["llmdas_iforest"].contenders["by hand"](1)
    theirs = _microseconds(by_hand.fit(table.train), rows[:200])
    yield f'\n## One row through LLMDAS("iforest")\n\n{table}; a call for each row.\n'
    yield "|                              | microseconds | das / by hand |"
    yield "|------------------------------|-------------:|--------------:|"
    for preset in ("default", "paper"):
        model = das.LLMDAS("iforest", preset=preset, random_state=0).fit(table.train)
        for where, ours in (
            ("from C", _from_c(model, rows)),
            ("from Python", _microseconds(model, rows[:2000])),
        ):
            yield f"| {preset + ' preset, ' + where:<28} | {ours:>12.1f} | {ours / theirs:>13.5f} |"
    yield f"| {'by hand (PyOD, scikit-learn)':<28} | {theirs:>12.0f} | {'':>13} |"


def from_c(preset: str, libraries: Path) -> float:
    """Microseconds a row from C with the preset, by the library in that folder."""
    table = shuttle()
    model = das.LLMDAS("iforest", preset=preset, random_state=0).fit(table.train)
    rows = np.random.default_rng(0).permutation(table.test)
    return _from_c(model, rows, LD_LIBRARY_PATH=str(libraries))


def _from_c(model: das.LLMDAS, rows: Array, **environment: str) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model.save(folder / "model.das")
        rows.tofile(folder / "rows")
        program = _compiled("one_row", folder)
        command = [program, folder / "model.das", folder / "rows", str(rows.shape[1])]
        run = subprocess.run(
            command, env={**os.environ, **environment}, capture_output=True, check=True
        )
        return float(run.stdout)


def _compiled(name: str, folder: Path) -> Path:
    """A program of this folder, with the library that `make build` left."""
    source, library = Path(__file__).with_name(f"{name}.c"), REPOSITORY / "build" / "lib"
    flags = ["-O2", f"-I{REPOSITORY / 'include'}", f"-L{library}", f"-Wl,-rpath,{library}"]
    subprocess.run(["cc", *flags, source, "-ldas", "-o", folder / name], check=True)
    return folder / name


def _microseconds(model: Any, rows: Array) -> float:
    times = []
    for row in rows:
        start = time.perf_counter()
        model.decision_function(row[None])
        times.append(time.perf_counter() - start)
    return median(times) * 1e6
