"""The rooms of Sources, what Swift files use of each other, and which C modules they may import.

A file uses another where it names a type that the other declares at its top level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .rules import Arrow, Floors, arrows_up, homeless, room_of

ROOMS: Floors = [
    {"Runtime": "DASCore/Runtime/*"},
    {"Tables": "DASCore/Tables/*"},
    {
        "LinearAlgebra": "DASCore/LinearAlgebra/*",
        "Statistics": "DASCore/Statistics/*",
        "Stages": "DASCore/Stages/*",
        "Random": "DASCore/Random/*",
        "JSON": "DASCore/JSON/*",
    },
    {
        "Trees": "DASCore/Trees/*",
        "Neighbors": "DASCore/Neighbors/*",
        "Networks": "DASCore/Networks/*",
        "Encoding": "DASCore/Encoding/*",
    },
    {
        "Detectors": "DASCore/Detectors/*",
        "Synthesis": "DASCore/Synthesis/*",
        "Boosters": "DASCore/Boosters/*",
        "Fusion": "DASCore/Fusion/*",
    },
    {"Pipeline": "DASCore/Pipeline/*"},
    {"Language": "DASCore/Language/*", "ModelFiles": "DASCore/ModelFiles/*"},
    {"DAS": "DAS/*"},
]

C_MODULES: dict[str, set[str]] = {
    "CKernels": {
        "Tables",
        "Random",
        "LinearAlgebra",
        "Trees",
        "Neighbors",
        "Networks",
        "Detectors",
    },
    "COpenBLAS": {"LinearAlgebra"},
    "CHost": {"Runtime", "DAS"},
    "CDAS": {"DAS"},
}
"""The rooms that may import each C module."""

_DETECTORS = "DASCore/Detectors/"
_NOT_CODE = re.compile(r'"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*[\s\S]*?\*/')
_TYPE = re.compile(
    r"^((?:@\w+(?:\([^)]*\))?\s+|\w+ )*)"
    r"(?:struct|class|enum|actor|protocol|typealias)\s+(\w+)",
    re.MULTILINE,
)
_IMPORT = re.compile(r"^\s*(?:@\w+\s+|\w+ )*import\s+(?:\w+\s+)?(\w+)", re.MULTILINE)


def sources(root: Path) -> dict[str, str]:
    """The code of each Swift file, without comments and texts."""
    return {
        path.relative_to(root).as_posix(): _NOT_CODE.sub("", path.read_text())
        for path in sorted(root.rglob("*.swift"))
    }


def arrows(files: dict[str, str]) -> Iterator[Arrow]:
    """The uses of types that other files declare."""
    home = {
        name: file
        for file, code in files.items()
        for modifiers, name in _TYPE.findall(code)
        if "private" not in modifiers
    }
    for file, code in files.items():
        for name in sorted(set(re.findall(r"\b[A-Z]\w*\b", code))):
            if home.get(name, file) != file:
                yield Arrow(file, home[name], name)


def faults(root: Path) -> Iterator[str]:
    """Everything in which the Swift files under `root`, which is Sources, break the rules."""
    files = sources(root)
    yield from homeless(files, ROOMS)
    used = list(arrows(files))
    yield from arrows_up(used, ROOMS)
    yield from _between_detectors(used)
    for file, code in files.items():
        room = room_of(file, ROOMS)
        for module in _IMPORT.findall(code):
            if room and room.name not in C_MODULES.get(module, {room.name}):
                allowed = ", ".join(sorted(C_MODULES[module]))
                yield f"{file} ({room.name}) imports {module}, which is for {allowed}"


def _between_detectors(used: list[Arrow]) -> Iterator[str]:
    """Uses of one detector by another: each has a folder of its own."""
    for file, target, what in used:
        detector, other = (path.split("/")[2:-1] for path in (file, target))
        both = file.startswith(_DETECTORS) and target.startswith(_DETECTORS)
        if both and detector and other and detector != other:
            yield f"{file} uses another detector, {target}: {what}"
