"""Parsing of untrusted source, which is not run."""

from __future__ import annotations

import ast

from .suppress import suppress_warnings

MAX_SOURCE_LENGTH = 65_536

# The maximum length of a line; longer ones may nest so deeply that Python's parser overflows.
MAX_LINE_LENGTH = 1000


def parse(source: str) -> ast.Module:
    """The syntax tree; SyntaxError where there is none, for any reason."""
    size = len(source.encode(errors="replace"))
    if size > MAX_SOURCE_LENGTH:
        raise SyntaxError(f"the program has {size} bytes; it may have {MAX_SOURCE_LENGTH}")
    for number, line in enumerate(source.split("\n"), 1):
        if len(line) > MAX_LINE_LENGTH:
            what = f"it has {len(line)} characters; a line may have {MAX_LINE_LENGTH}"
            raise SyntaxError(what, ("program.py", number, 1, line[:80]))
    try:
        with suppress_warnings():
            return ast.parse(source, "program.py")
    except (ValueError, RecursionError, MemoryError) as error:
        raise SyntaxError(f"it cannot be parsed: {error}") from None
