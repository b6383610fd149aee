#!/usr/bin/env python3
"""Checks that code uses only the rooms below its own.

tools/check_layers.py [REPOSITORY]

The tables of rooms are in tools/layers. Prints each file that breaks a rule; the exit status is 1
if there is one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from layers import python
from layers.rules import picture


def main(arguments: list[str]) -> int:
    repository = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[1]
    package = repository / "bindings/python/das"
    found = list(python.faults(package))
    print("\n".join(found) or _summary(package))
    return 1 if found else 0


def _summary(package: Path) -> str:
    modules, arrows = python.modules(package), list(python.arrows(package))
    return (
        f"Python: {len(modules)} modules, {len(arrows)} imports, no circle, every arrow goes down:"
        f"\n  {picture(python.ROOMS)}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
