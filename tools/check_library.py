#!/usr/bin/env python3
"""Checks that a built libdas.so keeps what das.h and the rules of embedding promise.

tools/check_library.py build/lib/libdas.so.1.0.0 include/das.h VERSION
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MAX_BYTES = 8 << 20

NEEDED = {"libopenblas.so.0", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libc.so.6"}
"""The libraries that every host must have; the dynamic loader may be one of them."""


def main(library: str, header: str, version: str) -> int:
    major = Path(version).read_text().partition(".")[0]
    problems = [
        *exports(library, Path(header).read_text(), f"DAS_{major}"),
        *dynamic_section(output("readelf", "--dynamic", "--wide", library), f"libdas.so.{major}"),
        *segments(output("readelf", "--program-headers", "--wide", library)),
        *imports(output("nm", "--dynamic", "--undefined-only", library)),
        *size(Path(library).stat().st_size),
    ]
    for problem in problems:
        print(f"{library}: {problem}", file=sys.stderr)
    return 1 if problems else 0


def exports(library: str, header: str, node: str) -> Iterator[str]:
    """The header and the library name the same functions, all under one symbol version."""
    declared = set(re.findall(r"^DAS_API [^()]*?\b(\w+)\(", header, flags=re.MULTILINE))
    lines = output("nm", "--dynamic", "--defined-only", "--extern-only", library).splitlines()
    exported = {line.split()[-1] for line in lines} - {node}
    promised = {f"{name}@@{node}" for name in declared}
    for name in sorted(promised - exported):
        yield f"does not export {name}, which the header declares"
    for name in sorted(exported - promised):
        yield f"exports {name}, which the header does not declare"


def dynamic_section(text: str, soname: str) -> Iterator[str]:
    """The library has its soname, needs only system libraries, binds at load, and stays loaded."""
    if f"soname: [{soname}]" not in text:
        yield f"its soname is not {soname}"
    needed = set(re.findall(r"\(NEEDED\).*\[(.+)\]", text))
    others = {name for name in needed - NEEDED if not name.startswith("ld-linux")}
    for name in sorted(others):
        yield f"needs {name}"
    for flag in ("NOW", "NODELETE"):
        if not re.search(rf"\(FLAGS_1\).*\b{flag}\b", text):
            yield f"is linked without -z {flag.lower()}"
    if "(TEXTREL)" in text:
        yield "has relocations in its code"


def segments(text: str) -> Iterator[str]:
    """Address tables become read-only, and the stack is not executable."""
    if "GNU_RELRO" not in text:
        yield "is linked without -z relro"
    if not re.search(r"GNU_STACK .* RW +0", text):
        yield "is linked without -z noexecstack"


def imports(text: str) -> Iterator[str]:
    """The library cannot install a signal handler."""
    for name in sorted({"sigaction", "signal"} & set(re.findall(r" U (\w+)", text))):
        yield f"imports {name}"


def size(count: int) -> Iterator[str]:
    if count > MAX_BYTES:
        yield f"is {count} bytes, more than {MAX_BYTES}"


def output(*command: str) -> str:
    """What a command prints."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
