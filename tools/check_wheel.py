#!/usr/bin/env python3
"""Checks that a wheel for other machines is small, licensed, and loads on old systems.

tools/check_wheel.py dist/libdas-1.0.0-py3-none-manylinux_2_28_x86_64.whl
"""

from __future__ import annotations

import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from check_library import output, segments
from old_libraries import NEWEST, allowed

MAX_BYTES = 10_000_000

NEEDED = {
    *("libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2"),
    *("libstdc++.so.6", "libgcc_s.so.1", "ld-linux-x86-64.so.2"),
}
"""What every Linux with Python has. OpenBLAS and a Fortran runtime are not among it."""

LICENSES = (
    *("LICENSE", "NOTICE"),
    *("licenses/LAPACK.txt", "licenses/OpenBLAS.txt", "licenses/Swift.txt"),
)


def main(wheel: str) -> int:
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        problems = [*size(Path(wheel).stat().st_size), *licenses(archive.namelist())]
        for name in (name for name in archive.namelist() if ".so" in name):
            path = archive.extract(name, folder)
            dynamic = output("readelf", "--dynamic", "--wide", path)
            table = output("objdump", "-T", path)
            headers = output("readelf", "--program-headers", "--wide", path)
            found = [*versions(table), *exports(table), *libraries(dynamic), *segments(headers)]
            problems += [f"{name} {problem}" for problem in found]
    for problem in problems:
        print(f"{wheel}: {problem}", file=sys.stderr)
    return 1 if problems else 0


def size(count: int) -> Iterator[str]:
    if count > MAX_BYTES:
        yield f"is {count} bytes, more than {MAX_BYTES}"


def licenses(names: list[str]) -> Iterator[str]:
    """The license of each part is in it."""
    for wanted in LICENSES:
        if not any(name.endswith(f".dist-info/licenses/{wanted}") for name in names):
            yield f"lacks {wanted}"


def versions(text: str) -> Iterator[str]:
    """It asks the system's libraries for nothing newer than MOST, in what `objdump -T` printed."""
    for version, name in re.findall(r"\*UND\*\s+[0-9a-f]+\s+\(?(\w+_[\d.]+)\)?\s+(\S+)", text):
        if version.partition("_")[0] in NEWEST and not allowed(version):
            yield f"needs {name}@{version}"


def exports(text: str) -> Iterator[str]:
    """Nothing of what is linked in can meet a library of the same name, in what objdump printed."""
    for line in text.splitlines():
        if re.match(r"[0-9a-f]+ [gwu]", line) and "*UND*" not in line:
            name = line.split()[-1]
            if not name.startswith(("das_", "DAS_")):
                yield f"exports {name}"


def libraries(text: str) -> Iterator[str]:
    """It loads nothing but what every system has."""
    for name in re.findall(r"\(NEEDED\).*\[(.+)\]", text):
        if name not in NEEDED:
            yield f"needs {name}"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
