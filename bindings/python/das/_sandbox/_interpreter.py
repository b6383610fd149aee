"""The Python of the helper process, and the location of its numpy."""

from __future__ import annotations

import functools
import os
import re
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .._core.errors import SandboxUnavailableError

_VERSION = f"python{sys.version_info[0]}.{sys.version_info[1]}"
_NAME = re.compile(r"python[0-9.]*t?")


@dataclass(frozen=True)
class Interpreter:
    """The files that the worker needs."""

    executable: str
    numpy_folder: str
    """The folder of the package numpy."""
    library_path: str
    """LD_LIBRARY_PATH, without which some interpreters cannot start; or empty."""

    @property
    def read(self) -> tuple[str, ...]:
        """The folders that a starting worker reads, including Python's."""
        numpy = [str(Path(self.numpy_folder, name)) for name in ("numpy", "numpy.libs")]
        paths = sysconfig.get_paths()
        found = [
            str(Path(self.executable).parent),
            sys.base_prefix,
            sys.base_exec_prefix,
            paths["stdlib"],
            paths["platstdlib"],
            *self.library_path.split(":"),
            *numpy,
        ]
        return tuple(dict.fromkeys(path for path in found if os.path.isabs(path)))


@functools.cache
def interpreter() -> Interpreter:
    """The executable of this process's Python, also where the process embeds it.

    Raises
    ------
    SandboxUnavailableError
        Where none is found; the message lists the candidates.
    """
    tried = []
    for path in _candidates():
        tried.append(path)
        # Where Python is embedded, sys.executable may be the host, which its name shows.
        if _NAME.fullmatch(os.path.basename(path)) and os.access(path, os.X_OK):
            folder = str(Path(np.__file__).resolve().parent.parent)
            library_path = os.environ.get("LD_LIBRARY_PATH", "")
            return Interpreter(os.path.abspath(path), folder, library_path)
    raise SandboxUnavailableError(
        f"there is no {_VERSION} to run programs in; looked for {', '.join(tried)}"
    )


def _candidates() -> Iterator[str]:
    for prefix in dict.fromkeys((sys.base_exec_prefix, sys.base_prefix)):
        yield os.path.join(prefix, "bin", _VERSION)
    yield getattr(sys, "_base_executable", None) or ""
    yield sys.executable or ""
    yield os.path.join(sysconfig.get_config_var("BINDIR") or "", _VERSION)
