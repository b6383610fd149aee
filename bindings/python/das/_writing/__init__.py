"""Stage 1 of the method: a language model writes a program, which is then checked."""

from __future__ import annotations

from .._programs.provenance import Check, Provenance
from .checking import check_program
from .write import write_program
from .writer import Attempt

__all__ = ["Attempt", "Check", "Provenance", "check_program", "write_program"]
