"""Stage 1 of the method: a language model writes a program, and what it wrote is checked."""

from __future__ import annotations

from .checking import check_program
from .checks import Check
from .loop import Attempt, write_program
from .provenance import Provenance

__all__ = ["Attempt", "Check", "Provenance", "check_program", "write_program"]
