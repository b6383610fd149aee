"""What C files may include: their own folder's headers, and of the system what is listed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Includes(NamedTuple):
    """What the files of a folder include beside headers of that folder."""

    system: str
    """Names of headers, separated by blanks; "*" for any."""


FOLDERS: dict[str, Includes] = {
    "Sources/CDAS": Includes("stddef.h stdint.h"),
    "Sources/CKernels": Includes("immintrin.h stddef.h stdint.h string.h"),
    "Sources/CHost": Includes(
        "errno.h fenv.h linux/futex.h malloc.h sched.h stdatomic.h stdbool.h stddef.h stdint.h "
        "stdlib.h string.h sys/syscall.h unistd.h xmmintrin.h"
    ),
    "bindings/c-examples": Includes("*"),
    "fuzz": Includes("*"),
    "Tests/embedding": Includes("*"),
}
"""The kernels compute and call nothing; only CHost calls the system. Examples, fuzzers and hosts
know the library by <das.h> alone."""

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def faults(repository: Path) -> Iterator[str]:
    """Every include that a folder may not have."""
    for folder, allowed in FOLDERS.items():
        files = [
            path for path in sorted((repository / folder).rglob("*")) if path.suffix in (".c", ".h")
        ]
        own = {path.name for path in files}
        for path in files:
            for mark, header in _INCLUDE.findall(path.read_text()):
                if not _may(header, mark == "<", own, allowed):
                    yield f"{path.relative_to(repository)} may not include {header}"


def _may(header: str, is_system: bool, own: set[str], allowed: Includes) -> bool:
    if not is_system:
        return header in own
    return allowed.system == "*" or header in allowed.system.split()
