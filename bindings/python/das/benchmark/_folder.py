"""The folder of results, to which only comparable runs are added."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import platform
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from .. import __version__
from .._core.library import library
from ._errors import BenchmarkError
from ._store import read_results

Record = dict[str, Any]


class Folder:
    """A folder of results: ``results.csv``, ``settings.json`` and the report.

    `record` is the content of ``settings.json``: the common settings of all runs, and the sessions
    in which they were made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.results = path / "results.csv"
        self.report = path / "report.md"
        self._settings = path / "settings.json"
        self.record: Record = self._read()

    def join(self, common: Record, same: dict[str, dict[str, str]]) -> None:
        """Adds a session; BenchmarkError where the folder's runs are not comparable with it.

        `same` names, for each detector, variants that are not run because they equal another.
        """
        if not self.record and read_results(self.results):
            raise BenchmarkError(
                f"{self.results} has no settings.json beside it to tell its settings"
            )
        for detector, names in same.items():
            self.record.setdefault("same", {}).setdefault(detector, {}).update(names)
        for key, value in common.items():
            if isinstance(value, dict):
                known = self.record.setdefault(key, {})
                for name, part in value.items():
                    self._require(f"{key} {name}", known.setdefault(name, part), part)
            else:
                self._require(key, self.record.setdefault(key, value), value)

    def _require(self, what: str, known: object, given: object) -> None:
        if known != given:
            raise BenchmarkError(
                f"{self.path} holds results of another {what}: {_short(known)} there, "
                f"{_short(given)} now; choose another folder by --output, or remove this one"
            )

    def begin(self, command: Iterable[str], jobs: int) -> Record:
        """Opens a session, whose record the caller completes."""
        session: Record = {
            "command": shlex.join(command),
            "started": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
            "seconds": 0.0,
            "jobs": jobs,
            "cpus": os.cpu_count() or 1,
            "machine": platform.machine(),
            "python": platform.python_version(),
            "numpy": np.__version__,
            "runs": 0,
            "failures": [],
        }
        self.record.setdefault("sessions", []).append(session)
        return session

    def save(self) -> None:
        """Writes ``settings.json`` atomically."""
        temporary = self._settings.with_suffix(".new")
        temporary.write_text(json.dumps(self.record, indent=1) + "\n", encoding="utf-8")
        temporary.replace(self._settings)

    def _read(self) -> Record:
        if not self._settings.exists():
            return {}
        try:
            record: Record = json.loads(self._settings.read_text(encoding="utf-8"))
            return record
        except ValueError as error:
            raise BenchmarkError(f"{self._settings} is damaged: {error}") from error


def library_build() -> str:
    """A digest of the library's file, which distinguishes builds of one version."""
    path = Path(library._name)
    if not path.is_file():
        maps = Path("/proc/self/maps").read_text().split()
        path = next((Path(word) for word in maps if path.name in word), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else "unknown"
    return f"{__version__}, build {digest}"


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= 80 else text[:77] + "..."
