"""Every entry point of the library goes through the guard, or computes nothing."""

from __future__ import annotations

import re
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "Sources" / "DAS"

# `set` guards das_settings_set_int and its like; FittedHandle guards what it shares.
GUARDS = re.compile(
    r"\b(guarded|withoutTraps|set"
    r"|\w+Handle\.(read|write|describe|details|provenance|column|category))\b ?[({]"
)
# What frees, cancels or reads a field.
COMPUTES_NOTHING = re.compile(
    r"das_(\w+_free|\w+_columns|\w+_name|file_bytes|version"
    r"|context_(cancel|message|system_error))"
)


def test_every_entry_point_is_guarded() -> None:
    is_guarded = {}
    for path in SOURCES.glob("*.swift"):
        for point in path.read_text().split("\n@c(")[1:]:
            name, _, body = point.partition(")\n")
            # A body ends with the first line that closes what began in the first column.
            end = re.search(r"^(public func .*)?\}$", body, re.MULTILINE)
            assert end, name
            is_guarded[name] = bool(GUARDS.search(body[: end.end()]))
    assert len(is_guarded) > 50
    bare = {name for name, guarded in is_guarded.items() if not guarded}
    assert {name for name in bare if not COMPUTES_NOTHING.fullmatch(name)} == set()
