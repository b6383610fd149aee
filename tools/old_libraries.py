#!/usr/bin/env python3
"""Writes shared libraries to link against that hold the symbols of an older system, no others.

    tools/old_libraries.py FOLDER

A linker binds `exp` to the newest version that the C library at hand has (GLIBC_2.29), and so the
result loads on no older system. The libraries written here name the same functions in their newest
version of MOST, without code: only a linker ever reads them. What did not exist then stays
undefined, so the link fails and says so; tools/old_system.c holds what libdas needs of that.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from check_library import output

NEWEST = {"GLIBC": (2, 28), "GLIBCXX": (3, 4, 24), "CXXABI": (1, 3, 11)}
"""What manylinux_2_28 allows; that of the C++ library came with GCC 8."""

LIBRARIES = ("libc.so.6", "libm.so.6", "libstdc++.so.6")

MOVED = (("libpthread.so.0", ("pthread_", "sem_")), ("libdl.so.2", ("dl",)))
"""Where functions were before GLIBC_2.32 to 2.34 took them into libc.so.6, by how they begin."""


class Symbol(NamedTuple):
    name: str
    version: str
    default: bool
    kind: str
    size: int


def main(folder: str) -> None:
    written: dict[str, list[Symbol]] = {name: [] for name, _ in MOVED}
    for library in LIBRARIES:
        for symbol in newest(symbols(_dynamic_symbols(library))):
            written.setdefault(home(symbol, library), []).append(symbol)
    Path(folder).mkdir(parents=True, exist_ok=True)
    for library, kept in written.items():
        _build(Path(folder) / library, kept)


def symbols(text: str) -> Iterator[Symbol]:
    """The defined symbols that have a version, of what `readelf --dyn-syms` printed."""
    line = r"\d+: \w+ +(\w+) (\w+) +(?:GLOBAL|WEAK|UNIQUE) +DEFAULT +\d+ ([^@\s]+)(@@?)(\S+)"
    for size, kind, name, at, version in re.findall(line, text):
        if kind in ("FUNC", "IFUNC", "OBJECT"):
            yield Symbol(name, version, at == "@@", kind, int(size, 0))


def allowed(version: str) -> bool:
    """Whether an old system has it: numbered, and no newer than NEWEST."""
    family, _, number = version.partition("_")
    numbered = family in NEWEST and re.fullmatch(r"[\d.]+", number) is not None
    return numbered and _number(version) <= NEWEST[family]


def newest(found: Iterable[Symbol]) -> Iterator[Symbol]:
    """Of each name the newest version that is allowed."""
    best: dict[str, Symbol] = {}
    for symbol in filter(lambda symbol: allowed(symbol.version), found):
        known = best.get(symbol.name)
        if known is None or _number(symbol.version) > _number(known.version):
            best[symbol.name] = symbol
    yield from best.values()


def home(symbol: Symbol, library: str) -> str:
    """The library that held the symbol then."""
    if library == "libc.so.6" and not symbol.default:
        for old, beginnings in MOVED:
            if symbol.name.startswith(beginnings):
                return old
    return library


def assembly(kept: Iterable[Symbol]) -> str:
    """The symbols with their versions, all at one address."""
    lines = ['.section .note.GNU-stack,"",@progbits', ".data", "nothing:"]
    for symbol in kept:
        kind = "object" if symbol.kind == "OBJECT" else "function"
        lines += [
            f".globl {symbol.name}",
            f".type {symbol.name}, @{kind}",
            f".size {symbol.name}, {symbol.size}",
            f".set {symbol.name}, nothing",
            f".symver {symbol.name}, {symbol.name}@@@{symbol.version}",
        ]
    return "\n".join([*lines, ""])


def _build(path: Path, kept: list[Symbol]) -> None:
    nodes = sorted({symbol.version for symbol in kept})
    source, script = path.with_suffix(".s"), path.with_suffix(".map")
    source.write_text(assembly(kept))
    script.write_text("".join(f"{node} {{ }};\n" for node in nodes))
    flags = ["-shared", "-nostdlib", f"-Wl,-soname={path.name}", f"-Wl,--version-script={script}"]
    output("gcc", *flags, str(source), "-o", str(path))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.partition("_")[2].split("."))


def _dynamic_symbols(library: str) -> str:
    path = output("gcc", f"-print-file-name={library}").strip()
    return output("readelf", "--dyn-syms", "--wide", path)


if __name__ == "__main__":
    main(*sys.argv[1:])
