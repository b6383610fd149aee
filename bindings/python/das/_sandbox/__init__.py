"""A sandbox for untrusted Python programs, such as those of language models.

:func:`run` returns the rows of a program; :func:`isolation` describes the isolation of this host;
:class:`Limits` are those of a run. docs/reference/sandbox.md states the guarantees.

The parent (this package) and the worker (``_worker``, a separate process) exchange fixed headers
and raw float64 (``_worker/wire.py``); neither deserialises objects of the other.
"""

from __future__ import annotations

from ._isolation import Isolation, isolation, require_isolation
from ._limits import Limits
from ._run import run
from ._worker.modules import STANDARD

__all__ = ["STANDARD", "Isolation", "Limits", "isolation", "require_isolation", "run"]
