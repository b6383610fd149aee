"""Checks that every public declaration of a Swift module is documented, and counts them.

What the compiler derives (`==`, `init(rawValue:)` ...) and what fulfils a protocol that documents
it needs no comment of its own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def is_derived(symbol: dict[str, Any]) -> bool:
    """Whether the compiler generated the declaration, or its protocol documents it."""
    return "::SYNTHESIZED::" in symbol["identifier"]["precise"] or "location" not in symbol


def undocumented(symbols: list[dict[str, Any]]) -> list[str]:
    """The names and types of declarations without a comment."""
    missing = [s for s in symbols if not is_derived(s) and not s.get("docComment")]
    return sorted(".".join(symbol["pathComponents"]) for symbol in missing)


def main(path: str) -> int:
    graph = json.loads(Path(path).read_text())
    symbols = graph["symbols"]
    missing = undocumented(symbols)
    for name in missing:
        print(f"no comment: {name}")
    written = sum(not is_derived(symbol) for symbol in symbols)
    print(f"{graph['module']['name']}: {written} public declarations, {len(missing)} undocumented")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
