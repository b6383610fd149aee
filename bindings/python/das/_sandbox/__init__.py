"""Runs Python programs that somebody else wrote, a language model for one, without trust.

:func:`run` gives the rows that a program returns; :func:`isolation` says what holds programs in on
this host; :class:`Limits` is what they may take. docs/reference/sandbox.md says what is promised.

The parent (this package) and the worker (``_worker``, a process of its own) exchange fixed headers
and raw float64 (``_worker/wire.py``); neither ever reads objects of the other.
"""

from __future__ import annotations

from ._isolation import Isolation, isolation, require_isolation
from ._limits import Limits
from ._run import run
from ._worker.modules import STANDARD

__all__ = ["STANDARD", "Isolation", "Limits", "isolation", "require_isolation", "run"]
