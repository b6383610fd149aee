#!/usr/bin/env python3
"""Checks that code uses only the rooms below its own.

    tools/check_layers.py [--write] [REPOSITORY]

The tables of rooms are in tools/layers. Prints each file that breaks a rule; the exit status is 1
if there is one. `--write` draws the tables in CONTRIBUTING.md, where the check expects them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from layers import c, python, swift
from layers.rules import picture

BEGIN, END = "<!-- layers:begin -->\n", "<!-- layers:end -->\n"


def drawing() -> str:
    """The order of the rooms, and who may import C, in Markdown."""
    modules = "".join(
        f"* `{module}` is for {', '.join(sorted(rooms))} alone.\n"
        for module, rooms in swift.C_MODULES.items()
    )
    return (
        "From the ground up; rooms that a comma separates do not know each other.\n\n"
        f"Swift:\n\n{_indented(picture(swift.ROOMS))}\n{modules}\n"
        f"Python:\n\n{_indented(picture(python.ROOMS))}"
    )


def _indented(order: str) -> str:
    """The order on lines of a few floors each."""
    lines = [""]
    for floor in order.split(" < "):
        longer = f"{lines[-1]} < {floor}".removeprefix(" < ")
        if len(longer) > 90:
            lines.append(f"  < {floor}")
        else:
            lines[-1] = longer
    return "".join(f"    {line}\n" for line in lines)


def _with_drawing(text: str) -> str:
    """A document with the drawing between its marks; the same text where it has no marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    return before + begin + drawing() + end + after if begin and end else text


def faults(repository: Path) -> Iterator[str]:
    """Everything that breaks a rule."""
    yield from python.faults(repository / "bindings/python/das")
    yield from swift.faults(repository / "Sources")
    yield from c.faults(repository)
    text = (repository / "CONTRIBUTING.md").read_text()
    if drawing() not in text:
        yield "CONTRIBUTING.md draws other layers: run tools/check_layers.py --write"


def main(arguments: list[str]) -> int:
    writes = arguments[:1] == ["--write"]
    named = arguments[writes:]
    repository = Path(named[0]) if named else Path(__file__).resolve().parents[1]
    if writes:
        document = repository / "CONTRIBUTING.md"
        document.write_text(_with_drawing(document.read_text()))
    found = list(faults(repository))
    print("\n".join(found) or _summary(repository))
    return 1 if found else 0


def _summary(repository: Path) -> str:
    package, files = repository / "bindings/python/das", swift.sources(repository / "Sources")
    modules, imports = python.modules(package), list(python.arrows(package))
    return (
        f"Python: {len(modules)} modules, {len(imports)} imports; "
        f"Swift: {len(files)} files, {len(list(swift.arrows(files)))} uses of types\n"
        "0 circles, 0 wrong arrows: every arrow goes down"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
