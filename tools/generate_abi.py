#!/usr/bin/env python3
"""Writes include/das.h and the ctypes module abi.py from the symbol graph of the module DAS.

    tools/generate_abi.py --symbols DAS.symbols.json --types das_types.h --version VERSION \\
        --header include/das.h --python bindings/python/das/_core/abi.py

Files that would not change are not touched.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from abi import header, python, symbolgraph, typesheader, version
from abi.errors import AbiError


def main() -> int:
    options = _parser().parse_args()
    try:
        types = typesheader.parse(options.types.read_text())
        functions = symbolgraph.read(json.loads(options.symbols.read_text()), types.names)
        number = version.parse(options.version.read_text())
        _write(options.header, header.write(types, functions, number))
        _write(options.python, python.write(types, functions, number))
    except AbiError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name, text in (
        ("--symbols", "the symbol graph of the module DAS"),
        ("--types", "das_types.h"),
        ("--version", "the file that holds the version"),
        ("--header", "where das.h goes"),
        ("--python", "where abi.py goes"),
    ):
        parser.add_argument(name, type=Path, required=True, help=text)
    return parser


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


if __name__ == "__main__":
    sys.exit(main())
