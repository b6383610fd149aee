"""A process that runs all hostile programs and prints what came of them.

    python hostile_host.py USER OUTER ATTACKS

USER is "as is" or "nobody"; OUTER "bubblewrap" or "without"; ATTACKS "all" or "some", which leaves
those on the channel out.

It sets up what the programs aim at, looks afterwards whether any of it was touched, and prints
JSON: `skipped` (why nothing was done), or `outcomes` of the programs by name and `traces`, a list
that is to be empty. Run as root for "nobody", who must be able to read das, numpy and Python.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import das
import numpy as np
from das._sandbox import Limits, _interpreter, isolation, run
from das._sandbox import _isolation as probing
from das._sandbox import _process as processes

from support import hostile
from support.running import descendants

CANARY = "canary-5d1f"
NOBODY = 65534
PATIENT = Limits(seconds=20, memory=200 << 20)
HASTY = Limits(seconds=0.5, memory=200 << 20)
X = np.random.default_rng(0).normal(size=(300, 4))


class Sum:
    """A detector."""

    def predict_score(self, X: Any) -> Any:
        return X.sum(axis=1)


class Outside:
    """What the programs aim at: files, listeners, a process, the library."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.target, self.secret = folder / "drop" / "target", folder / "secret"
        (folder / "drop").mkdir()
        self.secret.write_text(CANARY)
        self.target.write_text("target")
        self.library = Path(das._core.library.library._name).resolve()
        self.packages = Path(_interpreter.interpreter().numpy_folder)
        self.victim = subprocess.Popen(["sleep", "300"])
        self.listeners = [_listener(2, ("127.0.0.1", 0)), _listener(1, str(folder / "socket"))]
        self.listeners.append(_listener(1, f"\0das-hostile-{os.getpid()}"))
        self.before = self._state()

    @property
    def context(self) -> dict[str, object]:
        """What a program is told."""
        return {
            "machine": platform.machine(),
            "secret": str(self.secret),
            "target": str(self.target),
            "drop": str(self.folder / "drop"),
            "home": os.path.expanduser("~") if os.access(os.path.expanduser("~"), 4) else "/",
            "parent": os.getpid(),
            "victim": self.victim.pid,
            "port": self.listeners[0].getsockname()[1],
            "unix": str(self.folder / "socket"),
            "abstract": f"\0das-hostile-{os.getpid()}",
            "library": str(self.library),
            "packages": str(self.packages),
        }

    def traces(self) -> list[str]:
        """What the programs have left outside; nothing, if the sandbox holds."""
        traces = [f"changed: {a} -> {b}" for a, b in zip(self.before, self._state()) if a != b]
        if self.victim.poll() is not None:
            traces.append("the victim was killed")
        for listener in self.listeners:
            with contextlib.suppress(BlockingIOError):
                traces.append(f"a connection to {listener.accept()}")
        return traces + [f"a process is left: {left}" for left in _workers()]

    def close(self) -> None:
        self.victim.kill()
        self.victim.wait()
        for listener in self.listeners:
            listener.close()

    def _state(self) -> list[object]:
        drop = self.folder / "drop"
        alive = self.victim.poll() is None
        target = self.target.stat() if self.target.exists() else None
        priority = os.getpriority(os.PRIO_PROCESS, self.victim.pid) if alive else None
        return [
            sorted(path.name for path in drop.iterdir()),
            target and (target.st_mode, target.st_mtime_ns, target.st_size, target.st_nlink),
            self.secret.read_text(),
            hashlib.sha256(self.library.read_bytes()).hexdigest(),
            (self.packages / "hostile.pth").exists(),
            Path("/dev/shm/das-hostile").exists(),
            priority,
        ]


def _listener(family: int, address: Any) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen()
    listener.setblocking(False)
    return listener


def _workers() -> list[str]:
    """Command lines of the processes below this one but the victim's."""
    left = []
    for number in descendants():
        with contextlib.suppress(OSError):
            left.append(Path(f"/proc/{number}/cmdline").read_text().replace("\0", " "))
    return [command for command in left if not command.startswith("sleep 300")]


def run_silently(
    context: dict[str, object], names: list[str], sandbox: str = "required"
) -> dict[str, str]:
    """What each quiet attempt came to: "refused", "won" or "broken"."""
    source = hostile.quiet_program(context, names)
    rows = run(source, len(names), Sum(), X, seed=0, sandbox=sandbox, limits=PATIENT)
    return {name: ("refused", "won", "broken")[int(row[0])] for name, row in zip(names, rows)}


def loud(context: dict[str, object], attack: tuple[str, tuple[str, ...]]) -> str:
    """What a loud attempt came to: the reason of its error, or "won"."""
    limits = HASTY if "time" in attack[1] else PATIENT
    try:
        run(hostile.loud_program(context, attack), 5, Sum(), X, seed=0, limits=limits)
    except das.SandboxError as error:
        return f"won: {error}" if CANARY in str(error) else error.reason
    return "won"


def all_outcomes(context: dict[str, object], attacks: str) -> dict[str, str]:
    """What every program came to, and whether the sandbox works afterwards."""
    programs = {**hostile.LOUD, **(hostile.CHANNEL if attacks == "all" else {})}
    outcomes = run_silently(context, list(hostile.QUIET))
    with ThreadPoolExecutor(4) as pool:
        reasons = pool.map(lambda attack: loud(context, attack), programs.values())
    outcomes |= dict(zip(programs, reasons))
    after = run("def generate_hard_anomalies(n, m, X): return X[:n]", 5, Sum(), X, seed=0)
    return {**outcomes, "afterwards": "fine" if np.array_equal(after, X[:5]) else "broken"}


def main(user: str, outer: str, attacks: str) -> dict[str, Any]:
    """What is to be printed."""
    if user == "nobody":
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    for path in (das.__file__, np.__file__, sys.base_prefix, sys.executable):
        if not os.access(path, os.R_OK):
            return {"skipped": f"{user} cannot read {path}"}
    if outer == "without":
        probing.bubblewrap = processes.bubblewrap = lambda: None
    found = isolation()
    if not found.available or found.bubblewrap != (outer == "bubblewrap"):
        return {"skipped": str(found)}
    folder = Path(tempfile.mkdtemp())
    outside = Outside(folder)
    try:
        outcomes = all_outcomes(outside.context, attacks)
        return {"outcomes": outcomes, "traces": outside.traces(), "isolation": str(found)}
    finally:
        outside.close()
        shutil.rmtree(folder)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
