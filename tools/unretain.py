#!/usr/bin/env python3
"""Copies a static library such that a linker may drop what the link does not use.

    tools/unretain.py LIBRARY.a COPY.a

The Swift standard library has each public function in a section of its own, with the flag that says
to retain it (SHF_GNU_RETAIN), so a linker with --gc-sections keeps them all. Here the flag is
cleared: code that uses a function refers to it by its symbol. Sections that are found by their
bounds (`__start_NAME`, which takes a name that is an identifier in C) keep the flag: the records of
types, protocols and conformances, which the runtime searches.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from pathlib import Path

RETAIN = 0x200000

ARCHIVE, OBJECT = b"!<arch>\n", b"\x7fELF\x02\x01"
"""How the files begin; of objects, those with 64 bits and the low byte first."""

EXTENDED = 0xFFFF
"""Stands for an index of a section that does not fit 16 bits; section 0 has the index."""


def main(library: str, copy: str) -> None:
    Path(copy).write_bytes(unretained(Path(library).read_bytes()))


def unretained(library: bytes) -> bytes:
    """The library without the flag on sections that no bounds refer to."""
    if not library.startswith(ARCHIVE):
        raise ValueError("not a static library")
    result = bytearray(library)
    for begin, end in members(library):
        for name, at, flags in sections(library[begin:end]):
            if flags & RETAIN and not name.isidentifier():
                struct.pack_into("<Q", result, begin + at, flags & ~RETAIN)
    return bytes(result)


def members(library: bytes) -> Iterator[tuple[int, int]]:
    """Where the objects in a library begin and end."""
    at = len(ARCHIVE)
    while at < len(library):
        begin, size = at + 60, int(library[at + 48 : at + 58])
        if library.startswith(OBJECT, begin):
            yield begin, begin + size
        at = begin + size + size % 2


def sections(file: bytes) -> Iterator[tuple[str, int, int]]:
    """Of each section of an object its name, the position of its flags, and the flags."""
    (headers,) = struct.unpack_from("<Q", file, 40)
    size, count, index = struct.unpack_from("<HHH", file, 58)
    first = _Header(file, headers)
    names = _Header(file, headers + size * (first.link if index == EXTENDED else index)).offset
    for at in range(headers, headers + size * (count or first.size), size):
        header = _Header(file, at)
        start = names + header.name
        yield file[start : file.index(0, start)].decode(), at + 8, header.flags


class _Header:
    """The fields of a section's header that are read here."""

    def __init__(self, file: bytes, at: int) -> None:
        fields = struct.unpack_from("<IIQQQQI", file, at)
        self.name, _, self.flags, _, self.offset, self.size, self.link = fields


if __name__ == "__main__":
    main(*sys.argv[1:])
